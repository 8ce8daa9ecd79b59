using System.Globalization;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;

namespace Tandem.Questionnaires;

/// <summary>Whether an answer is what its question asks for.</summary>
public static class AnswerChecks
{
    /// <summary>Characters of one text.</summary>
    public const int LongestText = 20_000;

    /// <summary>What is wrong with an answer, in words for who gave it, or null. That an answer is missing is not wrong here.</summary>
    public static string? Problem(Question question, Value? value)
    {
        if (value is null)
        {
            return null;
        }
        var limits = question.Limits;
        return question.Kind switch
        {
            QuestionKind.YesNo => value is Value.Truth ? null : "Select yes or no",
            QuestionKind.Text or QuestionKind.LongText => OfText(value, limits),
            QuestionKind.Number => value is Value.Number number
                ? OfNumber(number.Amount, limits, question.Unit)
                : "Enter a number, like 12" + (limits.IsWhole ? "" : " or 12.5"),
            QuestionKind.Money => value is Value.Number amount
                ? OfMoney(amount.Amount, limits, question.Unit!)
                : "Enter an amount, like 1,200 or 1200.50",
            QuestionKind.Date => value is Value.Day day
                ? OfDay(day.On, limits)
                : "Enter a real date, like 27 4 2026",
            QuestionKind.Choice => value is Value.Text choice
            && question.Option(choice.Words) is not null
                ? null
                : "Select one of the answers",
            QuestionKind.Choices => value is Value.Set set
            && set.Codes.All(c => question.Option(c) is not null)
                ? OfCount(set.Codes.Count, limits, "answer")
                : "Select from the answers",
            QuestionKind.Rows => OfRows(question, value),
            _ => null,
        };
    }

    private static string? OfText(Value value, Limits limits)
    {
        if (value is not Value.Text text)
        {
            return "Enter words";
        }
        if (text.Words.Length > LongestText)
        {
            return $"Use {LongestText:N0} characters or fewer: these are {text.Words.Length:N0}";
        }
        if (limits.MaxWords is { } most && CountWords(text.Words) is var words && words > most)
        {
            return $"Use {Words.Count(most, "word")} or fewer: these are {words:N0}";
        }
        if (limits.Max is Value.Number { Amount: var longest } && text.Words.Length > longest)
        {
            return $"Use {longest:N0} characters or fewer: these are {text.Words.Length:N0}";
        }
        if (limits.Min is Value.Number { Amount: var shortest } && text.Words.Length < shortest)
        {
            return $"Use {shortest:N0} characters or more: these are {text.Words.Length:N0}";
        }
        return limits.Pattern?.IsMatch(text.Words) == false ? "Enter " + limits.PatternHint : null;
    }

    /// <summary>Words between blanks.</summary>
    public static int CountWords(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static string? OfNumber(decimal number, Limits limits, string? unit)
    {
        if (limits.IsWhole && number != Math.Truncate(number))
        {
            return "Enter a whole number";
        }
        var after = unit is null ? "" : " " + unit;
        return Between(number, limits, n => Plain(n) + after);
    }

    private static string? OfMoney(decimal amount, Limits limits, string currency) =>
        decimal.Round(amount, 2) != amount ? "Use two digits or fewer after the point"
        : Math.Abs(amount) > 90_000_000_000_000m ? "Enter a smaller amount"
        : Between(amount, limits, n => $"{Plain(n)} {currency}");

    private static string? Between(decimal number, Limits limits, Func<decimal, string> spelt) =>
        limits.Min is Value.Number { Amount: var least } && number < least
            ? $"Enter {spelt(least)} or more"
        : limits.Max is Value.Number { Amount: var most } && number > most
            ? $"Enter {spelt(most)} or less"
        : null;

    private static string? OfDay(DateOnly day, Limits limits) =>
        limits.Min is Value.Day { On: var first } && day < first
            ? $"Enter a date on or after {Words.Day(first)}"
        : limits.Max is Value.Day { On: var last } && day > last
            ? $"Enter a date on or before {Words.Day(last)}"
        : null;

    private static string? OfCount(int count, Limits limits, string noun) =>
        limits.Min is Value.Number { Amount: var least } && count < least
            ? $"Give {Words.Count((int)least, noun)} or more"
        : limits.Max is Value.Number { Amount: var most } && count > most
            ? $"Give {Words.Count((int)most, noun)} or fewer"
        : null;

    private static string? OfRows(Question question, Value value)
    {
        if (value is not Value.Rows rows)
        {
            return "Give the rows again";
        }
        if (rows.Items.Count > LimitsReader.MostRows)
        {
            return $"Give {LimitsReader.MostRows:N0} rows or fewer: these are {rows.Items.Count:N0}";
        }
        for (var i = 0; i < rows.Items.Count; i++)
        {
            if (RowProblem(question, rows.Items[i]) is { } problem)
            {
                return $"Row {i + 1}, {problem.Column.Text}: {problem.Message}";
            }
        }
        return OfCount(rows.Items.Count, question.Limits, "row");
    }

    /// <summary>The first thing wrong or missing in a row, or null.</summary>
    public static (Question Column, string Message)? RowProblem(
        Question question,
        IReadOnlyDictionary<string, Value> row
    )
    {
        foreach (var column in question.Columns)
        {
            var cell = row.GetValueOrDefault(column.Code);
            if (cell is null && column.IsRequired)
            {
                return (column, Missing(column));
            }
            if (Problem(column, cell) is { } problem)
            {
                return (column, problem);
            }
        }
        return null;
    }

    /// <summary>What is said where an answer is missing.</summary>
    public static string Missing(Question question) =>
        question.Kind switch
        {
            QuestionKind.YesNo => "Select yes or no",
            QuestionKind.Choice => "Select an answer",
            QuestionKind.Choices => "Select at least one answer",
            QuestionKind.File => "Add a file",
            QuestionKind.Rows => "Add at least one row",
            QuestionKind.Date => "Enter a date",
            QuestionKind.Number => "Enter a number",
            QuestionKind.Money => "Enter an amount",
            _ => "Enter an answer",
        };

    private static string Plain(decimal number) =>
        number.ToString("#,0.##########", CultureInfo.InvariantCulture);
}
