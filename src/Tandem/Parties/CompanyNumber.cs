using System.Text.RegularExpressions;

namespace Tandem.Parties;

/// <summary>
/// A registered number of a body. Schemes are those of org-id.guide: GB-COH (Companies House), GB-CHC (Charity Commission for
/// England and Wales), GB-SC (Scottish Charity Regulator), GB-NIC (Charity Commission for Northern Ireland).
/// </summary>
/// <param name="Scheme">The register.</param>
/// <param name="Value">The number as the register writes it; Companies House numbers have eight characters.</param>
public readonly partial record struct CompanyNumber(string Scheme, string Value)
{
    // Companies House: eight digits, or a prefix of the kind and country of the body with six digits.
    private static readonly HashSet<string> Prefixes =
    [
        "AC",
        "CE",
        "CS",
        "FC",
        "FE",
        "GE",
        "GN",
        "GS",
        "IC",
        "IP",
        "LP",
        "NA",
        "NC",
        "NF",
        "NI",
        "NL",
        "NO",
        "NP",
        "NV",
        "OC",
        "OE",
        "PC",
        "RC",
        "RS",
        "SA",
        "SC",
        "SE",
        "SF",
        "SG",
        "SI",
        "SL",
        "SO",
        "SP",
        "SR",
        "SZ",
        "ZC",
    ];

    /// <summary>Reads a number from what people write ("Company No: 1234567", "GB-COH-SC123456"); null where there is none that can be valid.</summary>
    public static CompanyNumber? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var upper = text.Trim().ToUpperInvariant();
        if (SchemePrefix().Match(upper) is { Success: true } scheme)
        {
            var rest = scheme.Groups[2].Value;
            return scheme.Groups[1].Value switch
            {
                "GB-COH" => Company(rest),
                "GB-CHC" => Charity("GB-CHC", rest),
                "GB-SC" => Charity("GB-SC", rest),
                _ => Charity("GB-NIC", rest),
            };
        }
        if (upper.Contains("CHARIT", StringComparison.Ordinal))
        {
            var number = Charitable().Match(upper).Value;
            return Charity(
                number.StartsWith("SC", StringComparison.Ordinal) ? "GB-SC"
                    : number.StartsWith("NIC", StringComparison.Ordinal) ? "GB-NIC"
                    : "GB-CHC",
                number
            );
        }
        var body = Label().Replace(upper, "");
        return Company(body);
    }

    private static CompanyNumber? Company(string text)
    {
        var plain = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        if (Shape().Match(plain) is not { Success: true } match)
        {
            return null;
        }
        var (prefix, digits) = (match.Groups[1].Value, match.Groups[2].Value);
        if (prefix.Length == 0)
        {
            return digits.Length is >= 5 and <= 8 && !IsPlaceholder(digits)
                ? new("GB-COH", digits.PadLeft(8, '0'))
                : null;
        }
        if (prefix == "R")
        {
            return digits.Length <= 7 && !IsPlaceholder(digits)
                ? new("GB-COH", "R" + digits.PadLeft(7, '0'))
                : null;
        }
        // Whoever types a prefix means a number: SC123456 is one that the register could give.
        return Prefixes.Contains(prefix) && digits.Length <= 6 && digits.Distinct().Count() > 1
            ? new("GB-COH", prefix + digits.PadLeft(6, '0'))
            : null;
    }

    private static CompanyNumber? Charity(string scheme, string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length is < 5 or > 7 || IsPlaceholder(digits))
        {
            return null;
        }
        return new(
            scheme,
            scheme switch
            {
                "GB-SC" => "SC" + digits.PadLeft(6, '0'),
                "GB-NIC" => "NIC" + digits,
                _ => digits,
            }
        );
    }

    /// <summary>Whether digits only fill a field: all alike, or counting up or down.</summary>
    internal static bool IsPlaceholder(string digits)
    {
        var plain = digits.TrimStart('0');
        return plain.Length < 2
            || plain.Distinct().Count() == 1
            || "1234567890".StartsWith(plain, StringComparison.Ordinal)
            || "9876543210".StartsWith(plain, StringComparison.Ordinal);
    }

    public override string ToString() => $"{Scheme}-{Value}";

    [GeneratedRegex(@"^(GB-COH|GB-CHC|GB-SC|GB-NIC)[-: ]*(.+)$")]
    private static partial Regex SchemePrefix();

    [GeneratedRegex(@"(?:SC|NIC)?\s*\d[\d ]{4,8}")]
    private static partial Regex Charitable();

    [GeneratedRegex(
        @"^(?:(?:UK|COMPANIES|COMPANY|CO|HOUSE|REGISTERED|REGISTRATION|REG|NUMBER|NUM|NO|CRN)\b[.:#\s]*)+|#"
    )]
    private static partial Regex Label();

    [GeneratedRegex(@"^([A-Z]{0,2})(\d{1,8})$")]
    private static partial Regex Shape();
}
