using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Discussions.Pages;

namespace Tandem.Discussions;

/// <summary>What is said about a record, on the record's own page: <c>&lt;t-thread kind="Contract" id="@id" /&gt;</c>. Nothing where the reader may not see the record.</summary>
[HtmlTargetElement("t-thread", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ThreadTagHelper(IHtmlHelper html, ReadDiscussion read) : TagHelper
{
    /// <summary>Kind of the record, as the timeline names it.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The record's id, as the timeline holds it.</summary>
    public string Id { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var seen = await read.RunAsync(Kind, Id, ViewContext.HttpContext.RequestAborted);
        if (seen is null)
        {
            output.SuppressOutput();
            return;
        }
        ((IViewContextAware)html).Contextualize(ViewContext);
        output.Content.SetHtmlContent(
            await html.PartialAsync("/Discussions/Pages/_Thread.cshtml", new ThreadPart(seen, true))
        );
    }
}
