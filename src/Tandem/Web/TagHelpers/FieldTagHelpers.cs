using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Web.Components;

namespace Tandem.Web.TagHelpers;

/// <summary>One line: <c>&lt;t-input for="Name" width="20" /&gt;</c>.</summary>
[HtmlTargetElement("t-input")]
public sealed class InputTagHelper : QuestionTagHelper
{
    /// <summary>text, email, password, search…</summary>
    public string Type { get; set; } = "text";

    /// <summary>Characters the answer is expected to have: 2, 3, 4, 5, 10, 20 or 30.</summary>
    public int? Width { get; set; }

    /// <summary>Which keyboard a phone shows: numeric, decimal…</summary>
    public string? Inputmode { get; set; }

    /// <summary>What the browser may fill in.</summary>
    public string? Autocomplete { get; set; }

    /// <summary>Shown before the answer.</summary>
    public string? Prefix { get; set; }

    /// <summary>Shown after the answer.</summary>
    public string? Suffix { get; set; }

    /// <summary>Spelling is checked.</summary>
    public bool? Spellcheck { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new TextInput
        {
            Name = FieldName,
            Id = FieldId,
            Label = LabelPart,
            Hint = HintPart,
            Error = ErrorPart,
            // A password that was typed is never sent back.
            Value = Type == "password" ? null : Answer,
            Type = Type,
            InputMode = Inputmode,
            Autocomplete = Autocomplete,
            Prefix = Prefix,
            Suffix = Suffix,
            Spellcheck = Spellcheck,
            Classes = $"{(Width is null ? "" : $"govuk-input--width-{Width}")} {Classes}".Trim(),
            Attributes = Passed,
        };
}

/// <summary>Several lines: <c>&lt;t-textarea for="Reason" rows="3" /&gt;</c>.</summary>
[HtmlTargetElement("t-textarea")]
public sealed class TextAreaTagHelper : QuestionTagHelper
{
    /// <summary>Lines shown.</summary>
    public int Rows { get; set; } = 5;

    /// <summary>Most words; where it is set, those left are counted while somebody types.</summary>
    public int? MostWords { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new TextArea
        {
            Name = FieldName,
            Id = FieldId,
            Label = LabelPart,
            Hint = HintPart,
            Error = ErrorPart,
            Value = Answer,
            Rows = Rows,
            MostWords = MostWords,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>A file: <c>&lt;t-file for="Upload" accept=".csv,.xlsx" /&gt;</c>. The form needs <c>enctype="multipart/form-data"</c>.</summary>
[HtmlTargetElement("t-file")]
public sealed class FileTagHelper : QuestionTagHelper
{
    /// <summary>More than one file may be chosen.</summary>
    public bool Multiple { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new FileUpload
        {
            Name = FieldName,
            Id = FieldId,
            Label = LabelPart,
            Hint = HintPart,
            Error = ErrorPart,
            Multiple = Multiple,
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>A question with answers to choose from.</summary>
public abstract class ChoiceTagHelper : QuestionTagHelper
{
    /// <summary>The answers.</summary>
    public IEnumerable<Choice> Items { get; set; } = [];
}

/// <summary>A drop-down list: <c>&lt;t-select for="Nation" items="@Model.Nations" empty="Any nation" /&gt;</c>.</summary>
[HtmlTargetElement("t-select")]
public sealed class SelectTagHelper : ChoiceTagHelper
{
    /// <summary>Words of a first answer whose value is empty.</summary>
    public string? Empty { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Select
        {
            Name = FieldName,
            Id = FieldId,
            Label = LabelPart,
            Hint = HintPart,
            Error = ErrorPart,
            Value = Answer,
            Items = Empty is null ? [.. Items] : [new Choice("", Empty), .. Items],
            Classes = Classes,
            Attributes = Passed,
        };
}

/// <summary>One of a few: <c>&lt;t-radios for="Reason" items="@Reasons" /&gt;</c>.</summary>
[HtmlTargetElement("t-radios")]
public sealed class RadiosTagHelper : ChoiceTagHelper
{
    /// <summary>Answers stand beside each other; for two short ones.</summary>
    public bool Inline { get; set; }

    /// <summary>Smaller controls, for filters.</summary>
    public bool Small { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Radios
        {
            Name = FieldName,
            Id = FieldId,
            Fieldset = LegendPart,
            Hint = HintPart,
            Error = ErrorPart,
            Value = Answer,
            Items = [.. Items],
            Classes =
                $"{(Inline ? "govuk-radios--inline" : "")} {(Small ? "govuk-radios--small" : "")} {Classes}".Trim(),
            Attributes = Passed,
        };
}

/// <summary>Any of a few: <c>&lt;t-checkboxes for="Nations" items="@Model.AllNations" small /&gt;</c>.</summary>
[HtmlTargetElement("t-checkboxes")]
public sealed class CheckboxesTagHelper : ChoiceTagHelper
{
    /// <summary>Smaller controls, for filters.</summary>
    public bool Small { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content) =>
        new Checkboxes
        {
            Name = FieldName,
            Id = FieldId,
            Fieldset = LegendPart,
            Hint = HintPart,
            Error = ErrorPart,
            Values = Answers,
            Items = [.. Items],
            Classes = $"{(Small ? "govuk-checkboxes--small" : "")} {Classes}".Trim(),
            Attributes = Passed,
        };
}

/// <summary>A day, bound to a <see cref="DateOnly"/>: <c>&lt;t-date for="Ends" hint="For example, 31 3 2027" /&gt;</c>.</summary>
[HtmlTargetElement("t-date")]
public sealed class DateTagHelper : QuestionTagHelper
{
    /// <inheritdoc/>
    protected override string AnchorId =>
        FieldId
        + "-"
        + (
            Marked("Month") && !Marked("Day") ? "month"
            : Marked("Year") && !Marked("Day") ? "year"
            : "day"
        );

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content)
    {
        var day = For?.Model as DateOnly?;
        return new DateInput
        {
            Name = FieldName,
            Id = FieldId,
            Fieldset = LegendPart,
            Hint = HintPart,
            Error = ErrorPart,
            Classes = Classes,
            Parts =
            [
                Part("Day", day?.Day, 2),
                Part("Month", day?.Month, 2),
                Part("Year", day?.Year, 4),
            ],
            Attributes = Passed,
        };
    }

    private DateInput.Part Part(string part, int? held, int width) =>
        new(
            $"{FieldName}.{part}",
            part,
            Typed(part)?.AttemptedValue ?? held?.ToString(Words.Culture),
            width,
            Marked(part)
        );

    private bool Marked(string part) => Typed(part)?.Errors.Count > 0;

    private Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateEntry? Typed(string part) =>
        ViewContext.ModelState.TryGetValue($"{FieldName}.{part}", out var entry) ? entry : null;
}
