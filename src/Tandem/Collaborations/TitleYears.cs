using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Collaborations;

/// <summary>Reads for which years a contract was let out of its title: “2024 - 2027”, “2024/25 to 2026/27”.</summary>
internal static partial class TitleYears
{
    private const int Longest = 15;

    /// <summary>The day it may end; null where the title does not say years.</summary>
    /// <param name="begun">The day it was awarded or started.</param>
    public static DateOnly? EndOf(string title, DateOnly begun)
    {
        if (FinancialYears().Match(title) is { Success: true } financial)
        {
            // British councils' financial years end on 31 March.
            return new DateOnly(2000 + Number(financial.Groups["last"]), 3, 31);
        }
        if (Years().Match(title) is { Success: true } years)
        {
            var term = 2000 + Number(years.Groups["last"]) - Number(years.Groups["first"]);
            return term is > 0 and <= Longest ? begun.AddYears(term) : null;
        }
        return null;
    }

    private static int Number(Group digits) =>
        int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\b20\d\d/\d\d\s*(?:to|-|–)\s*(?:20)?\d\d/(?:20)?(?<last>\d\d)\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex FinancialYears();

    [GeneratedRegex(
        @"\b(?<first>20\d\d)\s*(?:to|-|–)\s*(?:20)?(?<last>\d\d)\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Years();
}
