using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Components;
using Tandem.Web.Forms;

namespace Tandem.Web.TagHelpers;

/// <summary>A question bound to a property of the page: its name, answer, words and errors come from there.</summary>
public abstract class QuestionTagHelper : ComponentTagHelper
{
    /// <summary>The property that takes the answer.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>Name of the field, where no property is bound or its name is not the one to send.</summary>
    public string? Name { get; set; }

    /// <summary>The question; the display name of the property where none is given.</summary>
    public string? Label { get; set; }

    /// <summary>What the question is about, for those who hear the page and not what stands above it.</summary>
    public string? LabelAbout { get; set; }

    /// <summary>Size of the question: s, m, l or xl.</summary>
    public string? LabelSize { get; set; }

    /// <summary>The question is the heading of the page.</summary>
    public bool Heading { get; set; }

    /// <summary>Help; the description of the property where none is given.</summary>
    public string? Hint { get; set; }

    /// <summary>The answer so far, where no property is bound.</summary>
    public string? Value { get; set; }

    /// <summary>Name of the field in the form.</summary>
    protected string FieldName =>
        Name
        ?? (
            For is null
                ? throw new InvalidOperationException("A question needs 'for' or 'name'.")
                : FullName
        );

    /// <summary>Id of the first control.</summary>
    protected string FieldId => TagBuilder.CreateSanitizedId(FieldName, "-");

    /// <summary>Help, or null.</summary>
    protected Hint? HintPart =>
        (Hint ?? For?.Metadata.Description) is { Length: > 0 } text
            ? new Hint { Content = Content.Text(text) }
            : null;

    /// <summary>What is wrong with the answer, or null. Makes the error summary link to the answer.</summary>
    protected ErrorMessage? ErrorPart
    {
        get
        {
            Anchors.Of(ViewContext.HttpContext)[FieldName] = AnchorId;
            var error = State?.Errors.FirstOrDefault(e => e.ErrorMessage.Length > 0);
            return error is null
                ? null
                : new ErrorMessage { Content = Content.Text(error.ErrorMessage) };
        }
    }

    /// <summary>Where the error summary leads.</summary>
    protected virtual string AnchorId => FieldId;

    /// <summary>The question as the label of one control.</summary>
    protected Label LabelPart =>
        new()
        {
            Content = Content.Text(Asked),
            Classes = LabelSize is null ? null : "govuk-label--" + LabelSize,
            IsPageHeading = Heading,
        };

    /// <summary>The question as the legend of several controls.</summary>
    protected Fieldset LegendPart =>
        new()
        {
            Legend = LabelAbout is null
                ? Content.Text(Asked)
                : new HtmlContentBuilder()
                    .Append(Asked)
                    .AppendHtml(
                        new Element("span").Class("govuk-visually-hidden").Add(": " + LabelAbout)
                    ),
            LegendClasses = LabelSize is null ? null : "govuk-fieldset__legend--" + LabelSize,
            IsPageHeading = Heading,
        };

    /// <summary>The answer as it was typed, else as the property holds it.</summary>
    protected string? Answer =>
        State?.AttemptedValue ?? Value ?? (For?.Model is { } model ? Formatted(model) : null);

    /// <summary>All answers as they were ticked, else as the property holds them.</summary>
    protected IReadOnlyCollection<string> Answers =>
        State?.RawValue switch
        {
            string[] several => several,
            string one => [one],
            _ => For?.Model switch
            {
                null => Value is null ? [] : [Value],
                string one => [one],
                System.Collections.IEnumerable several =>
                [
                    .. several.Cast<object>().Select(Formatted),
                ],
                var one => [Formatted(one)],
            },
        };

    /// <summary>State of this field after binding and validation.</summary>
    protected ModelStateEntry? State =>
        ViewContext.ModelState.TryGetValue(FieldName, out var entry) ? entry : null;

    private string Asked => Label ?? For?.Metadata.DisplayName ?? FieldNames.Spoken(FieldName);

    private string FullName => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For!.Name);

    /// <summary>A value as a form sends it.</summary>
    protected static string Formatted(object value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            DateOnly day => day.ToString("yyyy-MM-dd", Words.Culture),
            IFormattable formattable => formattable.ToString(null, Words.Culture),
            _ => value.ToString() ?? "",
        };
}

/// <summary>Where on the page each field is, for the links of the error summary.</summary>
internal static class Anchors
{
    private static readonly object Key = new();

    /// <summary>Field name to id of its control, in the order they are on the page.</summary>
    public static Dictionary<string, string> Of(HttpContext http)
    {
        if (http.Items[Key] is not Dictionary<string, string> anchors)
        {
            http.Items[Key] = anchors = new(StringComparer.OrdinalIgnoreCase);
        }
        return anchors;
    }
}

/// <summary>All errors of the page with links to their answers. The layout puts it at the top of every page.</summary>
[HtmlTargetElement("t-error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : ComponentTagHelper
{
    /// <inheritdoc/>
    protected override Microsoft.AspNetCore.Html.IHtmlContent? Build(
        Microsoft.AspNetCore.Html.IHtmlContent? content
    )
    {
        var anchors = Anchors.Of(ViewContext.HttpContext);
        var order = anchors
            .Keys.Select((name, i) => (name, i))
            .ToDictionary(p => p.name, p => p.i, anchors.Comparer);
        var lines = ViewContext
            .ModelState.SelectMany(entry =>
                (entry.Value?.Errors ?? []).Select(error => (entry.Key, error.ErrorMessage))
            )
            .Where(e => e.ErrorMessage.Length > 0)
            .OrderBy(e => order.GetValueOrDefault(e.Key, int.MaxValue))
            .Select(e => new ErrorSummary.Line(
                e.ErrorMessage,
                anchors.TryGetValue(e.Key, out var id) ? "#" + id : null
            ))
            .Distinct()
            .ToList();
        return lines.Count == 0 ? null : new ErrorSummary { Errors = lines };
    }
}
