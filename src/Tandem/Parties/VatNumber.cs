using System.Text.RegularExpressions;

namespace Tandem.Parties;

/// <summary>
/// A value added tax number. British numbers are checked by either of the two check sums in use (modulus 97, and the
/// same plus 55); numbers of European Union members by the form of their country (Directive 2006/112/EC, article 215).
/// </summary>
/// <param name="Country">Two letters; EL for Greece, XI for Northern Ireland.</param>
/// <param name="Value">Digits and letters without the country.</param>
public readonly partial record struct VatNumber(string Country, string Value)
{
    private static readonly Dictionary<string, Regex> Forms = new()
    {
        ["AT"] = Form(@"U\d{8}"),
        ["BE"] = Form(@"[01]?\d{9}"),
        ["BG"] = Form(@"\d{9,10}"),
        ["CY"] = Form(@"\d{8}[A-Z]"),
        ["CZ"] = Form(@"\d{8,10}"),
        ["DE"] = Form(@"\d{9}"),
        ["DK"] = Form(@"\d{8}"),
        ["EE"] = Form(@"\d{9}"),
        ["EL"] = Form(@"\d{9}"),
        ["ES"] = Form(@"[A-Z0-9]\d{7}[A-Z0-9]"),
        ["FI"] = Form(@"\d{8}"),
        ["FR"] = Form(@"[A-HJ-NP-Z0-9]{2}\d{9}"),
        ["HR"] = Form(@"\d{11}"),
        ["HU"] = Form(@"\d{8}"),
        ["IE"] = Form(@"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}"),
        ["IT"] = Form(@"\d{11}"),
        ["LT"] = Form(@"(\d{9}|\d{12})"),
        ["LU"] = Form(@"\d{8}"),
        ["LV"] = Form(@"\d{11}"),
        ["MT"] = Form(@"\d{8}"),
        ["NL"] = Form(@"\d{9}B\d{2}"),
        ["PL"] = Form(@"\d{10}"),
        ["PT"] = Form(@"\d{9}"),
        ["RO"] = Form(@"\d{2,10}"),
        ["SE"] = Form(@"\d{12}"),
        ["SI"] = Form(@"\d{8}"),
        ["SK"] = Form(@"\d{10}"),
    };

    /// <summary>Reads a number; nine or twelve bare digits are British. Null where it cannot be valid or only fills the field.</summary>
    public static VatNumber? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        var plain = string.Concat(
            Label().Replace(text.ToUpperInvariant(), "").Where(char.IsAsciiLetterOrDigit)
        );
        if (plain.Length < 4)
        {
            return null;
        }
        if (plain.All(char.IsAsciiDigit))
        {
            return British("GB", plain);
        }
        var (country, rest) = (plain[..2], plain[2..]);
        if (country is "GB" or "XI")
        {
            return British(country, rest);
        }
        country = country == "GR" ? "EL" : country;
        var digits = string.Concat(rest.Where(char.IsAsciiDigit));
        return
            Forms.TryGetValue(country, out var form)
            && form.IsMatch(rest)
            && !CompanyNumber.IsPlaceholder(digits)
            ? new(country, rest)
            : null;
    }

    private static VatNumber? British(string country, string digits)
    {
        // Government departments and health authorities have three digits of their own, without a check sum.
        if (Department().IsMatch(digits))
        {
            return new(country, digits);
        }
        if (
            digits.Length is not (9 or 12)
            || !digits.All(char.IsAsciiDigit)
            || CompanyNumber.IsPlaceholder(digits[..9])
        )
        {
            return null;
        }
        var sum = 0;
        for (var i = 0; i < 7; i++)
        {
            sum += (digits[i] - '0') * (8 - i);
        }
        sum += (digits[7] - '0') * 10 + (digits[8] - '0');
        // Twelve digits: the last three are a branch of the same registration.
        return sum % 97 == 0 || (sum + 55) % 97 == 0 ? new(country, digits[..9]) : null;
    }

    public override string ToString() => Country + Value;

    private static Regex Form(string pattern) => new($"^{pattern}$", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\b(VAT|REGISTRATION|REG|NUMBER|NO)\b[.:#]*")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(GD[0-4]\d{2}|HA[5-9]\d{2})$")]
    private static partial Regex Department();
}
