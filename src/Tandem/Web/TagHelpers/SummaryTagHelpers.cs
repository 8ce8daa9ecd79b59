using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Components;

namespace Tandem.Web.TagHelpers;

/// <summary>Facts, each with its name: <c>&lt;t-summary&gt;&lt;t-row key="Buyer"&gt;…&lt;/t-row&gt;&lt;/t-summary&gt;</c>.</summary>
[HtmlTargetElement("t-summary")]
public sealed class SummaryTagHelper : ComponentTagHelper
{
    private readonly List<SummaryList.Row> rows = [];

    /// <inheritdoc/>
    protected override void Prepare(TagHelperContext context) =>
        context.Items[typeof(SummaryTagHelper)] = rows;

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content) =>
        rows.Count == 0
            ? null
            : new SummaryList
            {
                Rows = rows,
                Classes = Classes,
                Attributes = Passed,
            };
}

/// <summary>One fact. A row whose content is empty says "Not known", or is left out where it is optional.</summary>
[HtmlTargetElement("t-row", ParentTag = "t-summary")]
public sealed class SummaryRowTagHelper : ComponentTagHelper
{
    private List<SummaryList.Row> rows = [];

    /// <summary>Name of the fact.</summary>
    public string Key { get; set; } = "";

    /// <summary>Left out where there is nothing to say.</summary>
    public bool Optional { get; set; }

    /// <summary>Address where the fact can be changed.</summary>
    public string? Change { get; set; }

    /// <inheritdoc/>
    protected override void Prepare(TagHelperContext context) =>
        rows = (List<SummaryList.Row>)context.Items[typeof(SummaryTagHelper)];

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content)
    {
        if (content is not null || !Optional)
        {
            rows.Add(
                new SummaryList.Row(
                    Content.Text(Key),
                    content ?? new Element("span").Class("td-unknown").Add("Not known"),
                    Change is null ? null : [new("Change", Change, Key.ToLowerInvariant())],
                    Classes
                )
            );
        }
        return null;
    }
}
