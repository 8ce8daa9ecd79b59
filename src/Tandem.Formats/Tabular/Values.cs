using System.Collections.Frozen;
using System.Globalization;

namespace Tandem.Formats.Tabular;

/// <summary>
/// Reads cells as people write them: dates, amounts, yes or no, lengths of time. Never throws. Dates are day first, always:
/// these are European registers, and a guess would swap days and months silently.
/// </summary>
public static partial class Values
{
    static readonly FrozenSet<string> Placeholders = new[]
    {
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        "??",
        ".",
        "x",
        "na",
        "n/a",
        "n.a.",
        "n.a",
        "n\\a",
        "#n/a",
        "#na",
        "nil",
        "none",
        "null",
        "nan",
        "tbc",
        "tbd",
        "tba",
        "t.b.c.",
        "to be confirmed",
        "to be determined",
        "to be agreed",
        "pending",
        "unknown",
        "not known",
        "not applicable",
        "not available",
        "not stated",
        "not specified",
        "not set",
        "no date",
        "see notes",
        "see comments",
        "various",
        "variable",
        "varies",
        "ongoing",
        "on going",
        "on-going",
        "rolling",
        "rolling contract",
        "open ended",
        "open-ended",
        "perpetual",
        "evergreen",
        "continuous",
        "indefinite",
        "until further notice",
        "no end date",
        "ad hoc",
        "ad-hoc",
        "call off",
        "redacted",
        "confidential",
        "commercially sensitive",
        "exempt",
        "okänt",
        "saknas",
        "ej tillämpligt",
        "tillsvidare",
        "tills vidare",
        "löpande",
        "pågående",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text stands for "nothing known": blank, "N/A", "TBC", "ongoing", a dash.</summary>
    public static bool IsPlaceholder(string text) =>
        text.Length < 30 && Placeholders.Contains(text.Trim());

    /// <summary>"Y", "N", "TRUE", "1", "SME" or "No - exempt" as yes or no.</summary>
    public static Reading<bool> YesNo(string? text)
    {
        var tidy = Tidy(text);
        if (tidy.Length == 0)
        {
            return Reading<bool>.Blank();
        }
        if (IsPlaceholder(tidy) && tidy is not ("x" or "X" or "None" or "none"))
        {
            return Reading<bool>.Blank($"{Quote(tidy)} says nothing either way");
        }
        var lower = tidy.ToLowerInvariant();
        var first = lower.Split(
            [' ', ',', ';', '-', '–', '(', '.', ':', '/'],
            2,
            StringSplitOptions.RemoveEmptyEntries
        )
            is [var word, ..]
            ? word
            : lower;
        return first switch
        {
            "y"
            or "yes"
            or "true"
            or "t"
            or "1"
            or "x"
            or "✓"
            or "✔"
            or "sme"
            or "smes"
            or "vcse"
            or "vcses"
            or "vco"
            or "small"
            or "micro"
            or "medium"
            or "charity"
            or "ja"
            or "sant" => Reading<bool>.Of(true, Remark(lower, first, tidy)),
            "n"
            or "no"
            or "false"
            or "f"
            or "0"
            or "none"
            or "neither"
            or "not"
            or "non"
            or "large"
            or "✗"
            or "✘"
            or "nej"
            or "falskt" => Reading<bool>.Of(false, Remark(lower, first, tidy)),
            _ => Reading<bool>.Refused($"{Quote(tidy)} is neither yes nor no"),
        };
    }

    static string? Remark(string lower, string first, string tidy) =>
        lower.Length == first.Length ? null : $"read from {Quote(tidy)}";

    /// <summary>Trimmed, with every kind of space made one plain space.</summary>
    internal static string Tidy(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }
        var trimmed = text.AsSpan().Trim();
        var tidy = new System.Text.StringBuilder(Math.Min(trimmed.Length, 4096));
        foreach (var c in trimmed)
        {
            var space =
                char.IsWhiteSpace(c)
                || c is '\u00a0' or '\u202f' or '\u2009' or '\u200b' or '\ufeff';
            if (!space)
            {
                tidy.Append(c);
            }
            else if (tidy.Length > 0 && tidy[^1] != ' ')
            {
                tidy.Append(' ');
            }
        }
        return tidy.ToString().TrimEnd();
    }

    /// <summary>The text in quotation marks, shortened so that a message stays readable.</summary>
    internal static string Quote(string text) =>
        text.Length <= 60 ? $"“{text}”" : $"“{text[..57]}…”";

    static int Number(string digits) =>
        int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
