using System.Net;
using System.Text.RegularExpressions;

namespace Tandem.Formats.Ocds;

/// <summary>Mends what publishing systems do to texts: HTML entities, and line ends whose backslashes were lost so that only “rn” is left of them.</summary>
internal static partial class TextRepair
{
    /// <summary>The mended and trimmed text; null where nothing is left.</summary>
    public static string? Mend(string? text)
    {
        if (text is null)
        {
            return null;
        }
        if (text.Contains('&', StringComparison.Ordinal))
        {
            text = WebUtility.HtmlDecode(text);
        }
        if (text.Contains("rn", StringComparison.Ordinal))
        {
            text = LostLineEnd().Replace(text, "\n");
        }
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            text = text.ReplaceLineEndings("\n");
        }
        if (text.Contains('\u00A0', StringComparison.Ordinal))
        {
            text = text.Replace('\u00A0', ' ');
        }
        text = text.Trim();
        return text.Length == 0 ? null : text;
    }

    // Only where no English word can end so: “rnrn”, or “rn” at the end of a word after anything but a vowel (modern, return, Blackburn stay whole).
    [GeneratedRegex(@"(?:rn){2,} ?|(?<=[^aeiouyAEIOUY\s\-/])rn(?: |$)")]
    private static partial Regex LostLineEnd();
}
