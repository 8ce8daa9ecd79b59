using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Classification;

/// <summary>A CPV code as it stood in a text.</summary>
/// <param name="Text">What was written, without surrounding space.</param>
/// <param name="Code">The code meant.</param>
/// <param name="CheckDigit">The ninth digit, where one was written.</param>
/// <param name="RestoredZero">True where a leading zero had been lost, as spreadsheets lose it, and was put back.</param>
public readonly record struct WrittenCpv(string Text, Cpv Code, int? CheckDigit, bool RestoredZero);

/// <summary>Finds CPV codes in what people type and spreadsheets hold.</summary>
public static partial class CpvText
{
    /// <summary>
    /// The codes in a text, in its order: separated by anything that is no digit, with or without check digit
    /// (“-7”), padded with zeros from two digits up. Numbers of one or of more than nine digits are no codes.
    /// </summary>
    public static IReadOnlyList<WrittenCpv> Find(string text)
    {
        var found = new List<WrittenCpv>();
        foreach (Match match in Written().Matches(text))
        {
            if (Read(match) is { } written)
            {
                found.Add(written);
            }
        }
        return found;
    }

    private static WrittenCpv? Read(Match match)
    {
        var digits = match.Groups["digits"].Value.Replace(",", "").Replace(".", "");
        int? check = match.Groups["check"] is { Success: true, Value: var ninth }
            ? ninth[0] - '0'
            : null;
        if (digits.Length == 9 && check is null)
        {
            check = digits[8] - '0';
            digits = digits[..8];
        }
        if (digits.Length > 8)
        {
            return null;
        }
        // Only divisions 03 and 09 begin with a zero: seven digits that begin with 3 or 9 have lost it.
        var restored = digits.Length == 7 && (digits[0] is '3' or '9');
        var eight = restored ? "0" + digits : digits.PadRight(8, '0');
        var number = int.Parse(eight, NumberStyles.None, CultureInfo.InvariantCulture);
        return Cpv.TryFrom(number, out var code)
            ? new WrittenCpv(match.Value, code, check, restored)
            : null;
    }

    // A letter, a decimal point or a further digit beside the digits makes them something else: “45.5”, “X4500”.
    // Spreadsheets add “.0” and thousands separators; older papers write “45.21.44.00”.
    [GeneratedRegex(
        @"(?:(?<![\p{L}\d.\-])|(?<=CPV)|(?<=-)(?=\d{8}))(?<digits>\d{1,2}(?:,\d{3}){2}|\d{2}(?:\.\d{2}){3}|\d{2,9})(?:\.0)?(?:\s?[-\u2013\u2011]\s?(?<check>\d))?(?![\p{L}\d]|\.\d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Written();
}
