using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>The form of one section, as <c>t-questions</c> writes it: its fields, and what was typed into them.</summary>
public static class SectionForm
{
    /// <summary>The hidden field that names each question shown: what is not ticked is not sent, and must be told from what was not asked.</summary>
    public const string Shown = "shown";

    /// <summary>The hidden field that says when the answers on the page were read, in ticks.</summary>
    public const string Seen = "seen";

    /// <summary>The button that takes a file away sends its id under this name.</summary>
    public const string RemoveFile = "remove-file";

    /// <summary>The button that leads to the rows of a table sends the code of its question under this name.</summary>
    public const string OpenRows = "open-rows";

    /// <summary>Name of the field of a question's answer.</summary>
    public static string Field(string code) => "a." + code;

    /// <summary>Name of the field of a question's files.</summary>
    public static string FileField(string code) => "f." + code;

    /// <summary>What was typed, by codes of questions: only of those that were shown and that the actor may change. Files and rows are not among them.</summary>
    public static Dictionary<string, Value?> Read(
        IFormCollection form,
        OpenResponse open,
        Section section
    )
    {
        var shown = form[Shown].ToHashSet();
        return section
            .Questions.Where(q =>
                shown.Contains(q.Code)
                && q.Kind is not (QuestionKind.File or QuestionKind.Rows)
                && open.MayChange(q.Code)
            )
            .ToDictionary(q => q.Code, q => Read(form, q, Field(q.Code)));
    }

    /// <summary>When the answers that the form replaces were read; null where it does not say.</summary>
    public static DateTime? SeenAt(IFormCollection form) =>
        long.TryParse(form[Seen], out var ticks) && ticks > 0 && ticks < DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : null;

    /// <summary>One answer from its fields.</summary>
    public static Value? Read(IFormCollection form, Question question, string field) =>
        question.Kind switch
        {
            QuestionKind.Date => TypedAnswer.Day(
                form[field + ".Day"],
                form[field + ".Month"],
                form[field + ".Year"]
            ),
            QuestionKind.Choices => form[field]
                .OfType<string>()
                .Where(c => c.Length > 0)
                .Distinct()
                .ToList()
                is { Count: > 0 } codes
                ? new Value.Set(codes)
                : null,
            _ => TypedAnswer.Read(question, form[field].FirstOrDefault()),
        };

    /// <summary>The files sent, with the question each is for.</summary>
    public static IEnumerable<(string Code, IFormFile File)> Files(
        IFormCollection form,
        Section section
    ) =>
        form
            .Files.Where(f => f.Length > 0 || f.FileName.Length > 0)
            .Select(f =>
                (
                    Code: f.Name.StartsWith("f.", StringComparison.Ordinal) ? f.Name[2..] : "",
                    File: f
                )
            )
            .Where(f => section.Questions.Any(q => q.Code == f.Code));
}
