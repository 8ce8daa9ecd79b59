using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Answers as people type them, in a form or in a table. What cannot be understood becomes text, so that it is kept and can be mended.</summary>
public static partial class TypedAnswer
{
    private static readonly string[] Days =
    [
        "yyyy-MM-dd",
        "d/M/yyyy",
        "d.M.yyyy",
        "d-M-yyyy",
        "d M yyyy",
        "d MMM yyyy",
        "d MMMM yyyy",
    ];

    /// <summary>What was typed as one text; null where there is nothing.</summary>
    public static Value? Read(Question question, string? typed)
    {
        var text =
            question.Kind == QuestionKind.LongText
                ? typed?.Replace("\r\n", "\n").TrimEnd()
                : typed?.Trim();
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        return question.Kind switch
        {
            QuestionKind.YesNo => text.ToLowerInvariant() switch
            {
                "yes" or "y" or "true" => Value.Yes,
                "no" or "n" or "false" => Value.No,
                _ => new Value.Text(text),
            },
            QuestionKind.Number or QuestionKind.Money => Number(text, question.Unit),
            QuestionKind.Date => DateOnly.TryParseExact(
                text,
                Days,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? new Value.Day(day)
                : new Value.Text(text),
            QuestionKind.Choice => new Value.Text(Code(question, text)),
            QuestionKind.Choices => new Value.Set([
                .. text.Split(
                        [';', '|', ','],
                        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                    )
                    .Select(t => Code(question, t))
                    .Distinct(),
            ]),
            _ => new Value.Text(text),
        };
    }

    /// <summary>A day typed in three fields.</summary>
    public static Value? Day(string? day, string? month, string? year)
    {
        string[] parts = [day?.Trim() ?? "", month?.Trim() ?? "", year?.Trim() ?? ""];
        if (parts.All(p => p.Length == 0))
        {
            return null;
        }
        var typed = string.Join('/', parts);
        return DateOnly.TryParseExact(
            typed,
            ["d/M/yyyy", "d/MMM/yyyy", "d/MMMM/yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var read
        )
            ? new Value.Day(read)
            : new Value.Text(typed);
    }

    /// <summary>The three fields of a day as they were typed.</summary>
    public static (string Day, string Month, string Year) Parts(Value? value)
    {
        switch (value)
        {
            case Value.Day { On: var on }:
                return (
                    on.Day.ToString(CultureInfo.InvariantCulture),
                    on.Month.ToString(CultureInfo.InvariantCulture),
                    on.Year.ToString(CultureInfo.InvariantCulture)
                );
            case Value.Text { Words: var typed } when typed.Split('/') is [var d, var m, var y]:
                return (d, m, y);
            case Value.Text { Words: var other }:
                return (other, "", "");
            default:
                return ("", "", "");
        }
    }

    /// <summary>An answer as a field or a cell of a table holds it.</summary>
    public static string Spelt(Value? value) =>
        value switch
        {
            Value.Truth truth => truth.Is ? "yes" : "no",
            Value.Number number => number.Amount.ToString(CultureInfo.InvariantCulture),
            Value.Text text => text.Words,
            Value.Day day => day.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Value.Set set => string.Join("; ", set.Codes),
            _ => "",
        };

    // The unit or a sign of a currency may stand beside the number, and commas between thousands.
    private static Value Number(string text, string? unit)
    {
        var bare = text;
        if (unit is not null && bare.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
        {
            bare = bare[..^unit.Length];
        }
        if (unit is { Length: 3 } && bare.StartsWith(unit, StringComparison.OrdinalIgnoreCase))
        {
            bare = bare[3..];
        }
        bare = bare.Trim().TrimStart('£', '€', '$').Trim();
        return
            Numeral().IsMatch(bare)
            && decimal.TryParse(
                bare.Replace(",", "").Replace(" ", "").Replace("\u00A0", ""),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? new Value.Number(number)
            : new Value.Text(text);
    }

    private static string Code(Question question, string text) =>
        question
            .Options.FirstOrDefault(o =>
                o.Code.Equals(text, StringComparison.OrdinalIgnoreCase)
                || o.Text.Equals(text, StringComparison.OrdinalIgnoreCase)
            )
            ?.Code
        ?? text;

    [GeneratedRegex(@"^-?(\d+|\d{1,3}([, \u00A0]\d{3})+)(\.\d+)?$")]
    private static partial Regex Numeral();
}
