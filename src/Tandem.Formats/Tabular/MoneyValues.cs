using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Formats.Tabular;

public static partial class Values
{
    // Without a limit of time: what is read must not hang on how busy the machine is. The text is short, and nothing in the form repeats within a repetition.
    [GeneratedRegex(
        @"^(?<about>(?:up to|approx(?:imately)?\.?|approximate|circa|c\.?|est(?:imated)?\.?|around|about|cirka|ca\.?|~|≈|<|>|max(?:imum)?|over) ?)?"
            + @"(?<open>\()?(?<sign>[-−+])? ?(?<cur>[£€$]|US\$|kr|[A-Z]{3})? ?(?<sign2>[-−])? ?"
            + @"(?<num>\d(?:[\d ,.'’]*\d)?|\.\d+)(?:,-|:-|/-)? ?(?<mult>tkr|mkr|mnkr|msek|tsek|millions?|mio|mil|mn|m|bn|billion|thousand|k)? ?"
            + @"(?<cur2>[£€]|kr|kronor|pounds|[A-Z]{3})?(?<close>\))?(?<cr>-)? ?"
            + @"(?<year>(?:p\.?a\.?|per annum|per year|a year|annually|annual|/ ?year|/ ?yr|/ ?annum|pa|per år|/ ?år))? ?"
            + @"(?<vat>\(?(?:ex|exc|excl|excluding|inc|incl|including|plus|\+|exkl|inkl)\.? ?(?:vat|moms)\)?)?\.?$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex MoneyForm();

    /// <summary>
    /// An amount as people write it: "£1,234.56", "1.2m", "£10k", "1 234,50", "EUR 100", "(100.00)" (negative). 0.01 is what
    /// portals write for a value not stated, and is unknown. A lone comma before two digits is a decimal comma, otherwise commas
    /// separate thousands. <paramref name="currency"/> (ISO 4217) is used where the text names none.
    /// </summary>
    public static Reading<Amount> Money(string? text, string currency = "GBP")
    {
        var tidy = Tidy(text);
        if (tidy.Length == 0)
        {
            return Reading<Amount>.Blank();
        }
        if (IsPlaceholder(tidy))
        {
            return Reading<Amount>.Blank($"{Quote(tidy)} is not an amount");
        }
        var match = tidy.Length > 80 ? Match.Empty : MoneyForm().Match(tidy);
        if (!match.Success || Plain(match.Groups["num"].Value) is not { } number)
        {
            return Reading<Amount>.Refused(
                $"{Quote(tidy)} is not an amount we can read, such as £12,500.00"
            );
        }
        var mult = match.Groups["mult"].Value.ToLowerInvariant();
        var unit =
            Currency(match.Groups["cur"].Value, currency)
            ?? Currency(match.Groups["cur2"].Value, currency);
        unit = mult is "tkr" or "mkr" or "mnkr" or "msek" or "tsek" ? "SEK" : unit ?? currency;
        var negative =
            match.Groups["open"].Success != match.Groups["sign"].Value is "-" or "−"
            || match.Groups["sign2"].Success
            || match.Groups["cr"].Success;
        if (!IsCurrency(unit))
        {
            return Reading<Amount>.Refused(
                $"{Quote(tidy)} names a currency that is not known: {unit}"
            );
        }
        if (!TryMinorUnits(number, Multiplier(mult), unit, out var minor, out var rounded))
        {
            return Reading<Amount>.Refused($"{Quote(tidy)} is too large to be an amount");
        }
        if (minor == 1)
        {
            return Reading<Amount>.Blank($"{Quote(tidy)} stands for a value not stated");
        }
        var notes = new List<string>();
        if (rounded)
        {
            notes.Add($"{Quote(tidy)} was rounded to the nearest minor unit");
        }
        if (match.Groups["about"].Success)
        {
            notes.Add($"{Quote(tidy)} is approximate");
        }
        return Reading<Amount>.Of(
            new Amount(negative ? -minor : minor, unit, match.Groups["year"].Success),
            notes.Count == 0 ? null : string.Join("; ", notes)
        );
    }

    /// <summary>A figure in major units, such as a JSON number, as an amount; the same rules as <see cref="Money"/>.</summary>
    public static Reading<Amount> Money(decimal major, string currency = "GBP") =>
        !TryMinorUnits(Math.Abs(major), 1, currency, out var minor, out _)
            ? Reading<Amount>.Refused(
                $"“{major.ToString(CultureInfo.InvariantCulture)}” is too large to be an amount"
            )
        : minor == 1 ? Reading<Amount>.Blank("“0.01” stands for a value not stated")
        : Reading<Amount>.Of(new Amount(major < 0 ? -minor : minor, currency));

    /// <summary>How many minor units make one of the currency (ISO 4217).</summary>
    public static int MinorUnitsIn(string currency) =>
        currency switch
        {
            "JPY" or "KRW" or "ISK" or "CLP" or "VND" or "XAF" or "XOF" or "UGX" or "PYG" => 1,
            "BHD" or "KWD" or "JOD" or "OMR" or "TND" or "IQD" or "LYD" => 1000,
            _ => 100,
        };

    static bool TryMinorUnits(
        decimal number,
        decimal multiplier,
        string currency,
        out long minor,
        out bool rounded
    )
    {
        (minor, rounded) = (0, false);
        if (number > 1_000_000_000_000m || number * multiplier > 10_000_000_000_000m)
        {
            return false;
        }
        var exact = number * multiplier * MinorUnitsIn(currency);
        var whole = decimal.Round(exact, MidpointRounding.ToEven);
        minor = (long)whole;
        rounded = Math.Abs(exact - whole) > 0.001m;
        return true;
    }

    /// <summary>Digits with separators as a number; null where the separators make no sense.</summary>
    static decimal? Plain(string written)
    {
        var digits = written
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("'", "", StringComparison.Ordinal)
            .Replace("’", "", StringComparison.Ordinal);
        var (comma, dot) = (digits.LastIndexOf(','), digits.LastIndexOf('.'));
        var decimalMark =
            comma >= 0 && dot >= 0 ? (comma > dot ? ',' : '.')
            : dot >= 0 ? (digits.IndexOf('.') == dot ? '.' : '\0')
            : comma >= 0 && digits.IndexOf(',') == comma && digits.Length - comma - 1 is 1 or 2
                ? ','
            : '\0';
        var cut = decimalMark == '\0' ? digits.Length : digits.LastIndexOf(decimalMark);
        var groups = digits[..cut].Split(',', '.');
        var fraction = cut < digits.Length ? digits[(cut + 1)..] : "";
        if (
            (
                groups.Length > 1
                && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(g => g.Length != 3))
            )
            || (decimalMark != '\0' && digits[..cut].Contains(decimalMark))
            || fraction.Length > 20
            || digits.Length > 40
        )
        {
            return null;
        }
        return decimal.TryParse(
            $"{string.Concat(groups)}.{fraction}0",
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
    }

    static decimal Multiplier(string suffix) =>
        suffix switch
        {
            "" => 1,
            "k" or "thousand" or "tkr" or "tsek" => 1_000,
            "bn" or "billion" => 1_000_000_000,
            _ => 1_000_000,
        };

    static string? Currency(string mark, string fallback) =>
        mark.ToUpperInvariant() switch
        {
            "" => null,
            "£" or "POUNDS" => "GBP",
            "€" => "EUR",
            "$" or "US$" => "USD",
            "KR" or "KRONOR" => fallback is "NOK" or "DKK" or "ISK" ? fallback : "SEK",
            var code => code,
        };

    static bool IsCurrency(string code) =>
        code
            is "GBP"
                or "EUR"
                or "USD"
                or "SEK"
                or "NOK"
                or "DKK"
                or "ISK"
                or "CHF"
                or "PLN"
                or "CZK"
                or "HUF"
                or "RON"
                or "BGN"
                or "AUD"
                or "NZD"
                or "CAD"
                or "JPY"
                or "CNY"
                or "INR"
                or "ZAR"
                or "AED"
                or "SGD"
                or "HKD"
                or "KRW"
                or "UAH"
                or "TRY"
                or "MXN"
                or "BRL"
                or "CLP"
                or "PYG"
                or "KWD"
                or "BHD"
                or "JOD"
                or "OMR"
                or "TND"
                or "UGX"
                or "NGN"
                or "KES"
                or "ILS"
                or "THB"
                or "MDL"
                or "GEL"
                or "HRK";
}
