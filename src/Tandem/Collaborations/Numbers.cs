using System.Globalization;

namespace Tandem.Collaborations;

/// <summary>Numbers and sums of money in sentences.</summary>
internal static class Numbers
{
    private static readonly string[] Small =
    [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
    ];

    public static string OfAuthorities(int count) =>
        count < Small.Length ? Small[count] : count.ToString(CultureInfo.InvariantCulture);

    /// <summary>“ Together worth £1,200,000 (2 of 3 values known).”, or nothing where no value is known.</summary>
    public static string CombinedValue(IReadOnlyList<Purchase> members)
    {
        var known = members.Where(m => m is { ValueMinor: > 0, Currency: not null }).ToList();
        if (known.Count == 0)
        {
            return "";
        }
        var sums = known
            .GroupBy(m => m.Currency!)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Amount(g.Sum(m => m.ValueMinor!.Value), g.Key));
        var of = string.Create(CultureInfo.InvariantCulture, $"{known.Count} of {members.Count}");
        return $" Together worth {string.Join(" and ", sums)}{(known.Count < members.Count ? $" ({of} values known)" : "")}.";
    }

    private static string Amount(long minor, string currency)
    {
        var whole = Math.Round(minor / 100m).ToString("N0", CultureInfo.InvariantCulture);
        return currency switch
        {
            "GBP" => "£" + whole,
            "EUR" => "€" + whole,
            "SEK" => whole + " kr",
            _ => $"{whole} {currency}",
        };
    }
}
