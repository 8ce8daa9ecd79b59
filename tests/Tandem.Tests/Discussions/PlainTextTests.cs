using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Tests.Discussions;

public sealed class PlainTextTests
{
    [Fact]
    public void Whatever_is_typed_nothing_but_paragraphs_lines_and_safe_links_comes_out_and_no_word_is_lost()
    {
        var pieces = new[]
        {
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "https://example.org/a?b=1&c=2",
            "https://bank.example@evil.example/",
            "HTTP://EXAMPLE.ORG/).",
            "https://",
            "\"onclick=\"x",
            "\n",
            "\n\n",
            "&lt;b&gt;",
            "words",
            " ",
            "‮",
            "https://exa mple.org",
            "http://[::1",
        };
        var text = Gen.Elements(pieces)
            .ListOf()
            .Select(parts => string.Concat(parts))
            .ToArbitrary();
        Prop.ForAll(
                text,
                typed =>
                {
                    var clean = PlainText.Clean(typed);
                    var body = new HtmlParser()
                        .ParseDocument(Tandem.Web.Components.Content.Render(PlainText.Html(clean)))
                        .Body!;
                    return body.QuerySelectorAll("*").All(e => e.LocalName is "p" or "br" or "a")
                        && body.QuerySelectorAll("a").All(a => IsSafe(a.GetAttribute("href")!))
                        && body.QuerySelectorAll("*")
                            .SelectMany(e => e.Attributes)
                            .All(a => a.Name is "class" or "href" or "rel")
                        && Squeezed(body.TextContent) == Squeezed(clean);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("See https://example.org/a.", "https://example.org/a")]
    [InlineData("(https://example.org/b)", "https://example.org/b")]
    public void An_address_becomes_a_link_without_the_full_stop_after_it(
        string typed,
        string address
    )
    {
        var link = new HtmlParser()
            .ParseDocument(Tandem.Web.Components.Content.Render(PlainText.Html(typed)))
            .QuerySelector("a")!;
        Assert.Equal(address, link.GetAttribute("href"));
        Assert.Equal("nofollow noreferrer ugc", link.GetAttribute("rel"));
    }

    [Fact]
    public void What_cannot_be_seen_does_not_count_as_words()
    {
        var refusal = Assert.Throws<Refusal>(() =>
            PlainText.Take(" \u202E\u0007\n", 10, "a word", "Text")
        );
        Assert.Equal("Enter a word", refusal.Message);
    }

    private static bool IsSafe(string href) =>
        Uri.TryCreate(href, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0;

    private static string Squeezed(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
