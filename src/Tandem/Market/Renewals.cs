using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Market;

/// <summary>Reads how far a contract may be extended out of the words of its notice. Only what is plain: where it is not, nothing is said.</summary>
internal static partial class Renewals
{
    private const int LongestMonths = 180;
    private const int LongestText = 2000;

    private static readonly string[] Numbers =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ];

    /// <summary>Last day if every extension is taken up; null where the words, which speak of renewal, do not say it.</summary>
    public static DateOnly? LatestEnd(DateOnly? end, string? words) =>
        end is { } last && Months(words) is { } months ? last.AddMonths(months) : null;

    /// <summary>The same out of a whole description: only what stands after the word “extend” or “extension”, where one sentence alone has it.</summary>
    public static DateOnly? LatestEndIn(DateOnly? end, string? description)
    {
        if (end is null || description is null)
        {
            return null;
        }
        var sentences = description
            .Split(['.', ';', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(s => s[Math.Max(s.IndexOf("exten", StringComparison.OrdinalIgnoreCase), 0)..])
            .Where(s => s.StartsWith("exten", StringComparison.OrdinalIgnoreCase))
            .Take(2)
            .ToList();
        return sentences.Count == 1 ? LatestEnd(end, sentences[0]) : null;
    }

    /// <summary>Months of extension in all: “up to 24 months”, “a further period of 2 years”, “two further periods of 12 months”.</summary>
    public static int? Months(string? words)
    {
        if (words is null || words.Length > LongestText)
        {
            return null;
        }
        var found = Extension().Matches(words);
        if (found.Count != 1)
        {
            return null; // none, or several whose sum is not plain
        }
        var times = found[0].Groups["times"] is { Success: true } t ? Number(t.Value) : 1;
        var each = Number(found[0].Groups["each"].Value);
        var months = found[0].Groups["unit"].Value is ['y' or 'Y', ..] ? 12 : 1;
        return times * each * months is > 0 and <= LongestMonths and var all ? all : null;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : Math.Max(Array.IndexOf(Numbers, text.ToLowerInvariant()), 0);

    // Without backtracking, so that no text can make it slow.
    [GeneratedRegex(
        @"(?:\b(?<times>\d{1,2}|one|two|three|four|five)\s*(?:\(\w+\)\s*)?(?:x\s*|(?:further|additional|optional|extension)?\s*(?:periods?|extensions?|terms?)\s+of\s+)(?:up\s+to\s+)?)?(?:\b(?<each>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s*(?:\(\w+\)\s*)?[- ]?(?<unit>months?|years?)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Extension();
}
