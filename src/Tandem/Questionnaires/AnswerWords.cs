using Tandem.Questionnaires.Formulas;
using Tandem.Web;

namespace Tandem.Questionnaires;

/// <summary>Answers, and what follows from them, in words.</summary>
public static class AnswerWords
{
    /// <summary>An answer in one text; for a table how many rows it has.</summary>
    public static string Of(Question question, Value? value) =>
        value switch
        {
            null => "",
            Value.Truth truth => truth.Is ? "Yes" : "No",
            Value.Number number when question.Kind == QuestionKind.Money => Words.ExactMoney(
                number.Amount,
                question.Unit!
            ),
            // A year of the calendar is no quantity: 2023, and not 2,023 year.
            Value.Number number when question.Unit == "year" => number.Amount.ToString(
                "0",
                Words.Culture
            ),
            Value.Number number => Number(number.Amount)
                + (question.Unit is { } unit ? " " + unit : ""),
            Value.Day day => Words.Day(day.On),
            Value.Text text => question.Option(text.Words)?.Text ?? text.Words,
            Value.Set set => string.Join(
                "; ",
                set.Codes.Select(c => question.Option(c)?.Text ?? c)
            ),
            Value.Rows rows => Words.Count(rows.Items.Count, "row"),
            _ => "",
        };

    public static string Number(decimal number) => number.ToString("#,0.##", Words.Culture);

    /// <summary>What a score or band comes to.</summary>
    public static string Result(Value? value) =>
        value switch
        {
            Value.Number number => Number(number.Amount),
            Value.Text text => text.Words,
            Value.Truth truth => truth.Is ? "Yes" : "No",
            _ => "Not known yet",
        };

    public static (string Words, string? Colour) State(SectionState state) =>
        state switch
        {
            SectionState.NotAsked => ("Not needed", "grey"),
            SectionState.NotStarted => ("Not started", "blue"),
            SectionState.Optional => ("Optional", "grey"),
            SectionState.InProgress => ("In progress", "light-blue"),
            _ => ("Completed", null),
        };

    public static string State(ResponseState state) =>
        state == ResponseState.Draft ? "Draft" : "Submitted";

    /// <summary>What is said of an answer, with its question: “How many people work there? Enter a number”.</summary>
    public static string Problem(Question question, string message) =>
        question.Text.TrimEnd() is var text && text.Length > 0 && ".?!:".Contains(text[^1])
            ? $"{text} {message}"
            : $"{text}: {message}";
}
