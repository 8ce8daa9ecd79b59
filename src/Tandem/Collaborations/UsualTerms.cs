using System.Globalization;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>For how many years councils usually buy a thing, by CPV code (<c>content/matching/usual-terms.tsv</c>).</summary>
public sealed class UsualTerms
{
    private readonly Dictionary<string, int> _years;

    private UsualTerms(Dictionary<string, int> years) => _years = years;

    public static UsualTerms In(Content content)
    {
        using var reader = new StreamReader(content.Open("matching/usual-terms.tsv"));
        return Read(reader);
    }

    /// <summary>Reads lines of prefix, years and words, separated by tabs; a line that begins with # is a note.</summary>
    /// <exception cref="FormatException">A line is not of that form.</exception>
    public static UsualTerms Read(TextReader text)
    {
        var years = new Dictionary<string, int>(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var cells = line.Split('\t');
                years.Add(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture));
            }
        }
        return new(years);
    }

    /// <summary>Whole years; null where the thing is usually bought once, or nothing is known of it.</summary>
    public int? YearsOf(Cpv code)
    {
        for (var length = 8; length >= 2; length--)
        {
            if (_years.TryGetValue(code.Digits[..length], out var years))
            {
                return years > 0 ? years : null;
            }
        }
        return null;
    }
}
