using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Tandem.Web.TagHelpers;

/// <summary>A tag of ours that is replaced by the markup of a component. Attributes it does not know are passed on.</summary>
public abstract class ComponentTagHelper : TagHelper
{
    /// <summary>The page being written.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    /// <summary>Class names beside those of the component.</summary>
    [HtmlAttributeName("class")]
    public string? Classes { get; set; }

    /// <summary>Attributes that are passed on to the main element.</summary>
    protected IReadOnlyDictionary<string, string?>? Passed { get; private set; }

    /// <summary>What replaces the tag; null leaves nothing.</summary>
    protected abstract IHtmlContent? Build(IHtmlContent? content);

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        Passed =
            output.Attributes.Count == 0
                ? null
                : output.Attributes.ToDictionary(
                    a => a.Name,
                    a => a.ValueStyle == HtmlAttributeValueStyle.Minimized ? null : Plain(a.Value)
                );
        Prepare(context);
        var inner = await output.GetChildContentAsync();
        var built = Build(
            inner.IsEmptyOrWhiteSpace ? null : new HtmlString(inner.GetContent().Trim())
        );
        output.Attributes.Clear();
        output.TagName = null;
        if (built is null)
        {
            output.SuppressOutput();
        }
        else
        {
            output.Content.SetHtmlContent(built);
        }
    }

    /// <summary>Called before the content is written, to leave something for it in the context.</summary>
    protected virtual void Prepare(TagHelperContext context) { }

    private static string? Plain(object? value) =>
        value is IHtmlContent html
            ? System.Net.WebUtility.HtmlDecode(Components.Content.Render(html))
            : value?.ToString();
}
