using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Questionnaires;

/// <summary>Writes the control of a question of any kind but rows.</summary>
internal static class QuestionField
{
    public static string IdOf(string field) => TagBuilder.CreateSanitizedId(field, "-");

    /// <param name="isOptional">It is said that the answer may be left out.</param>
    public static IHtmlContent Write(
        Question question,
        string field,
        Value? value,
        string? problem,
        bool isOptional
    )
    {
        var id = IdOf(field);
        var label = question.Text + (isOptional ? " (optional)" : "");
        var error = problem is null ? null : new ErrorMessage { Content = Content.Text(problem) };
        var hint = question.Hint is null
            ? null
            : new Hint { Content = Content.Text(question.Hint) };
        var legend = new Fieldset
        {
            Legend = Content.Text(label),
            LegendClasses = "govuk-fieldset__legend--s",
        };
        var asked = new Label { Content = Content.Text(label), Classes = "govuk-label--s" };
        switch (question.Kind)
        {
            case QuestionKind.YesNo:
                return new Radios
                {
                    Name = field,
                    Id = id,
                    Fieldset = legend,
                    Hint = hint,
                    Error = error,
                    Classes = "govuk-radios--inline",
                    Value = TypedAnswer.Spelt(value),
                    Items = [new("yes", "Yes"), new("no", "No")],
                };
            case QuestionKind.Choice:
                return new Radios
                {
                    Name = field,
                    Id = id,
                    Fieldset = legend,
                    Hint = hint,
                    Error = error,
                    Value = TypedAnswer.Spelt(value),
                    Items = Items(question),
                };
            case QuestionKind.Choices:
                return new Checkboxes
                {
                    Name = field,
                    Id = id,
                    Fieldset = legend,
                    Hint = hint ?? new Hint { Content = Content.Text("Select all that apply.") },
                    Error = error,
                    Values = value is Value.Set set ? [.. set.Codes] : [],
                    Items = Items(question),
                };
            case QuestionKind.Date:
                var (day, month, year) = TypedAnswer.Parts(value);
                return new DateInput
                {
                    Name = field,
                    Id = id,
                    Fieldset = legend,
                    Hint = hint ?? new Hint { Content = Content.Text("For example, 27 4 2026.") },
                    Error = error,
                    Parts =
                    [
                        new(field + ".Day", "Day", day, 2),
                        new(field + ".Month", "Month", month, 2),
                        new(field + ".Year", "Year", year, 4),
                    ],
                };
            case QuestionKind.LongText:
                return new TextArea
                {
                    Name = field,
                    Id = id,
                    Label = asked,
                    Hint = hint,
                    Error = error,
                    Value = TypedAnswer.Spelt(value),
                    Rows = 5,
                    MostWords = question.Limits.MaxWords,
                };
            case QuestionKind.File:
                return Files(SectionFileField(field), label, question.Hint, problem);
            default:
                var isNumber = question.Kind is QuestionKind.Number or QuestionKind.Money;
                return new TextInput
                {
                    Name = field,
                    Id = id,
                    Label = asked,
                    Hint = WithLimit(question, hint),
                    Error = error,
                    Value = TypedAnswer.Spelt(value),
                    InputMode = isNumber ? "decimal" : null,
                    Spellcheck = isNumber ? false : null,
                    Prefix = question is { Kind: QuestionKind.Money, Unit: "GBP" } ? "£" : null,
                    Suffix = question is { Kind: QuestionKind.Money, Unit: "GBP" }
                        ? null
                        : question.Unit,
                    Classes = isNumber ? "govuk-input--width-10" : null,
                };
        }
    }

    /// <summary>The control that takes files.</summary>
    public static IHtmlContent Files(string field, string label, string? hint, string? problem) =>
        new FileUpload
        {
            Name = field,
            Id = IdOf(field),
            Label = new Label { Content = Content.Text(label), Classes = "govuk-label--s" },
            Hint = new Hint
            {
                Content = Content.Text(
                    (hint is null ? "" : hint + " ")
                        + $"{string.Join(", ", EvidenceFile.Endings.Select(e => e[1..].ToUpperInvariant()).Where(e => e != "JPEG"))}; {Evidence.MostBytes >> 20} MB at most."
                ),
            },
            Error = problem is null ? null : new ErrorMessage { Content = Content.Text(problem) },
            Multiple = true,
            Attributes = new Dictionary<string, string?>
            {
                ["accept"] = string.Join(',', EvidenceFile.Endings),
            },
        };

    private static string SectionFileField(string field) =>
        field.StartsWith("a.", StringComparison.Ordinal)
            ? SectionForm.FileField(field[2..])
            : field;

    private static Hint? WithLimit(Question question, Hint? hint) =>
        question.Limits.MaxWords is not { } most
            ? hint
            : new Hint
            {
                Content = Content.Text(
                    (question.Hint is null ? "" : question.Hint + " ")
                        + $"{Words.Count(most, "word")} at most."
                ),
            };

    private static List<Choice> Items(Question question) =>
        [.. question.Options.Select(o => new Choice(o.Code, o.Text, o.Hint))];
}
