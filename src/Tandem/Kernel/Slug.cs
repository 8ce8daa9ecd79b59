using System.Globalization;
using System.Text;

namespace Tandem.Kernel;

/// <summary>Names as they stand in addresses.</summary>
public static class Slug
{
    /// <summary>Lower-case letters and digits of the name, without accents, joined by hyphens.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (
                CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
                && slug.Length > 0
                && slug[^1] != '-'
            )
            {
                slug.Append('-');
            }
        }
        return slug.ToString().TrimEnd('-');
    }
}
