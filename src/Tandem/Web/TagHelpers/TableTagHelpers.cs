using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Lists;

namespace Tandem.Web.TagHelpers;

/// <summary>What the cells of a table need to know of it.</summary>
internal sealed class TableState(string? sort)
{
    public string? Sort { get; } = sort;
    public List<string> Headings { get; } = [];
    public int Column { get; set; }
    public bool InHead { get; set; }
}

/// <summary>
/// A table in plain HTML with the classes of the pattern: <c>&lt;table caption="Contracts" sort="@Model.Sort"&gt;</c>. On a phone each row becomes a card
/// whose cells say their headings; <c>stack="false"</c> keeps it a table that scrolls.
/// </summary>
[HtmlTargetElement("table")]
public sealed class TableTagHelper : TagHelper
{
    /// <summary>What the table shows.</summary>
    public string? Caption { get; set; }

    /// <summary>The caption is for those who do not see the heading above.</summary>
    public bool CaptionHidden { get; set; }

    /// <summary>The order in force: a column's key, with a minus in front when descending.</summary>
    public string? Sort { get; set; }

    /// <summary>Rows become cards on a phone.</summary>
    public bool Stack { get; set; } = true;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(TableState)] = new TableState(Sort);
        Styled.Add(output, "govuk-table", Stack ? "td-stack" : null);
        if (Stack)
        {
            // Cards are no table to a browser's layout; the roles keep it one for a screen reader.
            output.Attributes.SetAttribute("role", "table");
        }
        else
        {
            output.PreElement.SetHtmlContent(
                new HtmlContentBuilder()
                    .AppendHtml(
                        "<div class=\"td-scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
                    )
                    .Append(Caption ?? "Table")
                    .AppendHtml("\">")
            );
            output.PostElement.SetHtmlContent("</div>");
        }
        if (Caption is not null)
        {
            output.PreContent.SetHtmlContent(
                new HtmlContentBuilder()
                    .AppendHtml(
                        CaptionHidden
                            ? "<caption class=\"govuk-table__caption govuk-visually-hidden\">"
                            : "<caption class=\"govuk-table__caption\">"
                    )
                    .Append(Caption)
                    .AppendHtml("</caption>")
            );
        }
        await output.GetChildContentAsync();
    }
}

/// <summary>Head, body and rows of a table.</summary>
[HtmlTargetElement("thead")]
[HtmlTargetElement("tbody")]
[HtmlTargetElement("tr")]
public sealed class TableRowTagHelper : TagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Styled.Add(
            output,
            context.TagName switch
            {
                "thead" => "govuk-table__head",
                "tbody" => "govuk-table__body",
                _ => "govuk-table__row",
            },
            null
        );
        output.Attributes.SetAttribute("role", context.TagName == "tr" ? "row" : "rowgroup");
        if (
            context.Items.TryGetValue(typeof(TableState), out var found)
            && found is TableState table
        )
        {
            table.Column = 0;
            table.InHead = context.TagName switch
            {
                "thead" => true,
                "tbody" => false,
                _ => table.InHead,
            };
        }
    }
}

/// <summary>
/// A cell: <c>&lt;td numeric&gt;</c>, or a heading: <c>&lt;th sort="ends"&gt;Ends&lt;/th&gt;</c>, which becomes a link that orders the list by it.
/// </summary>
[HtmlTargetElement("td")]
[HtmlTargetElement("th")]
public sealed class TableCellTagHelper : TagHelper
{
    /// <summary>The page being written.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    /// <summary>Set right, in figures of one width.</summary>
    public bool Numeric { get; set; }

    /// <summary>Key of the order by this column.</summary>
    public string? Sort { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var isHeading = context.TagName == "th";
        var block = isHeading ? "govuk-table__header" : "govuk-table__cell";
        Styled.Add(
            output,
            Numeric ? $"{block} {block}--numeric" : block,
            Sort is null ? null : "td-sorted"
        );
        if (
            !context.Items.TryGetValue(typeof(TableState), out var found)
            || found is not TableState table
        )
        {
            return;
        }
        var content = await output.GetChildContentAsync();
        if (!table.InHead)
        {
            output.Attributes.SetAttribute("role", isHeading ? "rowheader" : "cell");
            if (isHeading)
            {
                output.Attributes.SetAttribute("scope", "row");
            }
            if (table.Column < table.Headings.Count)
            {
                output.Attributes.SetAttribute("data-label", table.Headings[table.Column]);
            }
            table.Column++;
            return;
        }
        output.Attributes.SetAttribute("scope", "col");
        output.Attributes.SetAttribute("role", "columnheader");
        table.Headings.Add(System.Net.WebUtility.HtmlDecode(content.GetContent().Trim()));
        if (Sort is not null)
        {
            SortLink(output, content, table.Sort);
        }
    }

    private void SortLink(TagHelperOutput output, IHtmlContent content, string? current)
    {
        output.Attributes.SetAttribute(
            "aria-sort",
            current == Sort ? "ascending"
                : current == "-" + Sort ? "descending"
                : "none"
        );
        var address = ListAddress.With(
            ViewContext.HttpContext.Request,
            ("sort", current == Sort ? "-" + Sort : Sort),
            ("page", null)
        );
        output.Content.SetHtmlContent(
            new Components.Element("a").Class("govuk-link").With("href", address).Add(content)
        );
    }
}

internal static class Styled
{
    /// <summary>Puts class names before those the author wrote.</summary>
    public static void Add(TagHelperOutput output, string classes, string? more)
    {
        var own = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute(
            "class",
            string.Join(' ', new[] { classes, more, own }.Where(c => !string.IsNullOrEmpty(c)))
        );
    }
}
