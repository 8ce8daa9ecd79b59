using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Following.Feeds;

/// <summary>A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1).</summary>
internal static class JsonFeed
{
    private static readonly JsonSerializerOptions Form = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static byte[] Write(Feed feed) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = "https://jsonfeed.org/version/1.1",
                title = feed.Title,
                home_page_url = feed.Page,
                feed_url = feed.Self,
                language = "en-GB",
                authors = new[] { new { name = "Tandem" } },
                items = feed.Entries.Select(e => new
                {
                    id = feed.IdOf(e),
                    url = e.Address,
                    title = e.Title,
                    content_text = e.Sentence,
                    date_published = e.At,
                    tags = e.Categories,
                }),
            },
            Form
        );
}
