using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>Markdown (CommonMark) as a page shows it. HTML within it is shown as text, and links lead to this site or to the web only.</summary>
public static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .Build();

    /// <param name="firstLevel">Level that a heading of the first level has on the page.</param>
    public static IHtmlContent Html(string text, int firstLevel = 3)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(6, heading.Level + firstLevel - 1);
            heading.GetAttributes().AddClass($"govuk-heading-{(heading.Level <= 2 ? "m" : "s")}");
        }
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage || !IsSafe(link.Url))
            {
                link.Url = "";
                link.IsImage = false;
            }
        }
        using var written = new StringWriter();
        var renderer = new HtmlRenderer(written);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return new HtmlString(written.ToString());
    }

    /// <summary>The words alone, for a place that takes no marks.</summary>
    public static string Plain(string text) => Markdig.Markdown.ToPlainText(text, Pipeline).Trim();

    private static bool IsSafe(string? url) =>
        url is ['/', not ('/' or '\\'), ..]
        || url is ['#', ..]
        || (
            Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" or "mailto"
        );
}
