using System.Globalization;
using Microsoft.AspNetCore.Html;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;
using Tandem.Web.Components;
using Question = Tandem.Questionnaires.Question;

namespace Tandem.Assessments;

/// <summary>An answer as those who rate it read it.</summary>
public static class AnswerView
{
    private const int MostRows = 200;

    /// <inheritdoc cref="AnswerView"/>
    public static IHtmlContent Of(Question question, Value? value)
    {
        if (value is null)
        {
            return new Element("p").Class("govuk-body", "td-quiet").Add("Not answered");
        }
        if (value is Value.Rows rows)
        {
            return Table(question, rows);
        }
        return question.Kind == QuestionKind.LongText && value is Value.Text text
            ? Discussions.PlainText.Html(text.Words)
            : new Element("p").Class("govuk-body").Add(In(question, value));
    }

    /// <summary>An answer, or one cell of a row, in words.</summary>
    public static string In(Question question, Value? value) =>
        value switch
        {
            null => "",
            Value.Truth truth => truth.Is ? "Yes" : "No",
            Value.Number number => number.Amount.ToString("#,0.####", CultureInfo.InvariantCulture),
            Value.Day day => Words.Day(day.On),
            Value.Set set => string.Join(
                ", ",
                set.Codes.Select(c => question.Option(c)?.Text ?? c)
            ),
            Value.Text text => question.Option(text.Words)?.Text ?? text.Words,
            _ => "",
        };

    private static IHtmlContent Table(Question question, Value.Rows rows)
    {
        if (rows.Items.Count == 0)
        {
            return new Element("p").Class("govuk-body", "td-quiet").Add("None");
        }
        var head = new Element("tr").Class("govuk-table__row");
        foreach (var column in question.Columns)
        {
            head.Add(
                new Element("th").Class("govuk-table__header").With("scope", "col").Add(column.Text)
            );
        }
        var body = new Element("tbody").Class("govuk-table__body");
        foreach (var row in rows.Items.Take(MostRows))
        {
            var line = new Element("tr").Class("govuk-table__row");
            foreach (var column in question.Columns)
            {
                line.Add(
                    new Element("td")
                        .Class("govuk-table__cell")
                        .Add(In(column, row.GetValueOrDefault(column.Code)))
                );
            }
            body.Add(line);
        }
        var shown = new Element("div")
            .Class("td-scroll")
            .With("tabindex", "0")
            .With("role", "region")
            .With("aria-label", question.Text)
            .Add(
                new Element("table")
                    .Class("govuk-table", "govuk-table--small-text-until-tablet")
                    .Add(new Element("thead").Class("govuk-table__head").Add(head))
                    .Add(body)
            );
        return rows.Items.Count <= MostRows
            ? shown
            : new HtmlContentBuilder()
                .AppendHtml(shown)
                .AppendHtml(
                    new Element("p")
                        .Class("govuk-body", "td-quiet")
                        .Add($"The first {MostRows} of {rows.Items.Count:N0} rows.")
                );
    }
}
