using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;
using Tandem.Kernel;
using Tandem.Playbooks.Files;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Reading;

/// <summary>Markdown of playbooks as HTML: no HTML of its own, links only to the web and to pages of the playbook, headings that can be linked to.</summary>
public static partial class PlaybookMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .Build();

    /// <summary>The page, and its headings of the second level.</summary>
    /// <param name="href">Address of a page of the playbook, from its path below it.</param>
    /// <param name="down">How many levels the headings go down.</param>
    public static (IHtmlContent Html, IReadOnlyList<PageLink> Headings) Render(
        string markdown,
        Func<string, string> href,
        int down = 0
    )
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than Markdig reads: as it was typed.
            return (new HtmlString($"<pre>{HtmlEncoder.Default.Encode(markdown)}</pre>"), []);
        }
        var headings = new List<PageLink>();
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var words = Words(heading.Inline);
            var id = $"s-{Slug.Of(words)}";
            heading.GetAttributes().Id = headings.Exists(h => h.Href == "#" + id)
                ? $"{id}-{heading.Line}"
                : id;
            if (heading.Level == 2)
            {
                headings.Add(new(words, "#" + heading.GetAttributes().Id));
            }
            heading.Level = Math.Min(6, heading.Level + down);
        }
        foreach (var link in document.Descendants<LinkInline>())
        {
            link.IsImage = false;
            link.Url =
                PageLinks.PartOf(link.Url ?? "") is var (kind, code) ? href($"/{kind}/{code}")
                : PageLinks.IsOutside(link.Url ?? "") ? link.Url
                : "#";
        }
        foreach (var link in document.Descendants<AutolinkInline>())
        {
            link.Url = PageLinks.IsOutside(link.Url) || link.IsEmail ? link.Url : "#";
        }
        // A wide table scrolls by itself, with the keyboard too, in place of the whole page.
        var html = document
            .ToHtml(Pipeline)
            .Replace(
                "<table>",
                "<div class=\"td-scroll\" tabindex=\"0\"><table>",
                StringComparison.Ordinal
            )
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
        return (new HtmlString(html), headings);
    }

    /// <summary>A template as it is read: fields and gaps stand out.</summary>
    public static IHtmlContent RenderTemplate(string markdown, Func<string, string> href)
    {
        var html = Render(markdown, href, down: 1).Html.ToString()!;
        var gaps = Gap().Replace(html, "<span class=\"td-gap\">[$1]</span>");
        return new HtmlString(
            TemplateFields.Fill(
                gaps,
                name => $"<span class=\"td-field\">{HtmlEncoder.Default.Encode(name)}</span>"
            )
        );
    }

    private static string Words(ContainerInline? inline) =>
        inline is null
            ? ""
            : string.Concat(inline.Descendants<LiteralInline>().Select(l => l.Content.ToString()));

    [GeneratedRegex(@"\[([^\[\]<>]{1,400})\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Gap();
}
