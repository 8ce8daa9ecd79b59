using Microsoft.AspNetCore.Html;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Questionnaires;

/// <summary>An answer as it is read on a page: its words, its first rows, its files, and what is wrong with it.</summary>
public static class AnswerShown
{
    /// <summary>Rows of a table that are shown beside other answers; all of them have a page of their own.</summary>
    private const int FirstRows = 10;

    /// <summary>Whether there is anything to show: an answer, or a file.</summary>
    public static bool IsGiven(OpenResponse open, Question question) =>
        open.EvidenceOf(question.Code).Any()
        || (question.Kind != QuestionKind.File && open.Sheet.Given(question.Code) is not null);

    /// <param name="file">How a file is shown; null: by its name, as a link to it.</param>
    public static IHtmlContent Of(
        OpenResponse open,
        Question question,
        Func<Evidence, IHtmlContent>? file = null
    )
    {
        var shown = new HtmlContentBuilder();
        var value = open.Sheet.Given(question.Code);
        if (value is Value.Rows rows)
        {
            // Answers shown on the pages of another room have no page of their own for the rest.
            var first = open.Rights.FilesAt is null ? FirstRows : int.MaxValue;
            shown.AppendHtml(Table(question, rows, first));
            if (rows.Items.Count > first)
            {
                shown.AppendHtml(
                    new Element("p").Add(
                        new Element("a")
                            .Class("govuk-link")
                            .With("href", $"{open.Response.Path}/rows/{question.Code}")
                            .Add($"All {Words.Count(rows.Items.Count, "row")}")
                    )
                );
            }
        }
        else if (value is not null && question.Kind != QuestionKind.File)
        {
            shown.AppendHtml(
                new Element("span").Class("td-prose").Add(AnswerWords.Of(question, value))
            );
        }
        else if (question.Kind != QuestionKind.File || !open.Sheet.HasEvidence(question))
        {
            shown.AppendHtml(new Element("span").Class("td-unknown").Add("No answer"));
        }
        var files = open.EvidenceOf(question.Code).ToList();
        if (files.Count > 0)
        {
            shown.AppendHtml(
                new Element("ul")
                    .Class("govuk-list td-files")
                    .Add(files.Select(f => new Element("li").Add(file?.Invoke(f) ?? Link(open, f))))
            );
        }
        if (
            open.Response.IsDraft
            && value is not null
            && AnswerChecks.Problem(question, value) is { } problem
        )
        {
            shown.AppendHtml(new Element("p").Class("govuk-error-message").Add(problem));
        }
        return shown;
    }

    /// <summary>A table of the rows of an answer.</summary>
    public static IHtmlContent Table(Question question, Value.Rows rows, int most) =>
        rows.Items.Count == 0
            ? new Element("span").Add("No rows")
            : new Element("div")
                .Class("td-rows")
                .With("tabindex", "0")
                .With("role", "region")
                .With("aria-label", question.Text)
                .Add(
                    new Element("table")
                        .Class("govuk-table")
                        .Add(
                            new Element("thead").Add(
                                new Element("tr").Add(
                                    question.Columns.Select(c =>
                                        new Element("th")
                                            .Class("govuk-table__header")
                                            .With("scope", "col")
                                            .Add(c.Text)
                                    )
                                )
                            ),
                            new Element("tbody").Add(
                                rows.Items.Take(most)
                                    .Select(row =>
                                        new Element("tr").Add(
                                            question.Columns.Select(c =>
                                                new Element("td")
                                                    .Class("govuk-table__cell")
                                                    .Add(
                                                        AnswerWords.Of(
                                                            c,
                                                            row.GetValueOrDefault(c.Code)
                                                        )
                                                    )
                                            )
                                        )
                                    )
                            )
                        )
                );

    internal static Element Fact(OpenResponse open, Question question) =>
        new Element("div")
            .Class("govuk-form-group")
            .Add(
                new Element("h2").Class("govuk-heading-s td-answering__title").Add(question.Text),
                Of(open, question)
            );

    internal static Element Link(OpenResponse open, Evidence file) =>
        new Element("span")
            .Add(
                new Element("a")
                    .Class("govuk-link")
                    .With(
                        "href",
                        $"{open.Rights.FilesAt ?? open.Response.Path + "/evidence"}/{file.Id}"
                    )
                    .Add(file.Name)
            )
            .Add($" ({Words.Size(file.FileBytes)}) ");
}
