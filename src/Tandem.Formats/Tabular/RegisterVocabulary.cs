using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Tandem.Formats.Tabular;

/// <summary>A field of a contract register and the headings that name it.</summary>
/// <param name="Name">As mappings write it: "end", "annual-value".</param>
/// <param name="Says">What the field says, in words.</param>
/// <param name="Several">Whether more than one column may say it.</param>
/// <param name="Headings">Headings that name it.</param>
public sealed record RegisterField(
    string Name,
    string Says,
    bool Several,
    IReadOnlyList<string> Headings
);

/// <summary>The fields of contract registers and their headings, from content/register-columns.yaml.</summary>
public sealed class RegisterVocabulary
{
    static readonly HashSet<string> SmallWords = new(
        [
            "the",
            "of",
            "a",
            "an",
            "and",
            "or",
            "for",
            "to",
            "is",
            "in",
            "on",
            "if",
            "being",
            "och",
            "av",
            "för",
            "please",
            "gbp",
            "sek",
            "eur",
            "dd",
            "mm",
            "yyyy",
            "yy",
        ],
        StringComparer.Ordinal
    );

    readonly List<Entry> entries = [];

    RegisterVocabulary(IReadOnlyList<RegisterField> fields)
    {
        Fields = fields;
        foreach (var field in fields)
        {
            entries.AddRange(
                field.Headings.Select(h => new Entry(field, h, Words(h), Joined(Words(h))))
            );
        }
    }

    /// <summary>The fields, in the order of the file.</summary>
    public IReadOnlyList<RegisterField> Fields { get; }

    /// <summary>Reads the vocabulary. It is the product's own content: a mistake in it is a <see cref="FormatException"/>.</summary>
    public static RegisterVocabulary Parse(string yaml)
    {
        try
        {
            var document = new YamlStream();
            document.Load(new StringReader(yaml));
            var fields = (YamlMappingNode)
                ((YamlMappingNode)document.Documents[0].RootNode)["fields"];
            return new([
                .. fields.Children.Select(f =>
                    Field(((YamlScalarNode)f.Key).Value!, (YamlMappingNode)f.Value)
                ),
            ]);
        }
        catch (Exception e)
            when (e
                    is YamlDotNet.Core.YamlException
                        or InvalidCastException
                        or KeyNotFoundException
                        or ArgumentOutOfRangeException
            )
        {
            throw new FormatException($"The register vocabulary cannot be read: {e.Message}", e);
        }
    }

    static RegisterField Field(string name, YamlMappingNode node) =>
        new(
            name,
            ((YamlScalarNode)node["says"]).Value!,
            node.Children.TryGetValue(new YamlScalarNode("several"), out var several)
                && ((YamlScalarNode)several).Value == "true",
            [.. ((YamlSequenceNode)node["headings"]).Select(h => ((YamlScalarNode)h).Value!)]
        );

    /// <summary>Whether a heading names a field beyond doubt: for finding the row of column names.</summary>
    public bool IsKnown(string heading) => Candidates(heading) is [{ Confidence: >= 0.85 }, ..];

    /// <summary>The fields a heading may name, the likeliest first, each with how sure that is (0 to 1) and why.</summary>
    internal List<(RegisterField Field, double Confidence, string Why)> Candidates(string heading)
    {
        if (heading.Length > 400)
        {
            return [];
        }
        var whole = Words(heading);
        var bare = Words(WithoutBrackets(heading));
        if (whole.Count == 0)
        {
            return [];
        }
        return
        [
            .. entries
                .Select(e => (e.Field, Judged: Judge(e, whole, bare)))
                .Where(c => c.Judged.Confidence > 0)
                .GroupBy(c => c.Field.Name, StringComparer.Ordinal)
                .Select(g => g.MaxBy(c => c.Judged.Confidence))
                .Select(c => (c.Field, c.Judged.Confidence, c.Judged.Why))
                .OrderByDescending(c => c.Confidence),
        ];
    }

    static (double Confidence, string Why) Judge(Entry entry, List<string> whole, List<string> bare)
    {
        var joined = Joined(whole);
        if (joined == entry.Joined)
        {
            return (1, $"the same as “{entry.Heading}”");
        }
        if (bare.Count > 0 && Joined(bare) == entry.Joined)
        {
            return (0.95, $"“{entry.Heading}”, with a remark in brackets");
        }
        if (Set(whole).SetEquals(Set(entry.Words)) && Set(whole).Count > 0)
        {
            return (0.9, $"the words of “{entry.Heading}”");
        }
        var allowed = entry.Joined.Length switch
        {
            < 5 => 0,
            < 12 => 1,
            _ => 2,
        };
        var near = bare.Count > 0 && bare.Count < whole.Count ? Joined(bare) : joined;
        if (allowed > 0 && Distance(near, entry.Joined, allowed) <= allowed)
        {
            return (0.8, $"nearly “{entry.Heading}”");
        }
        var words = Set(entry.Words);
        var share =
            words.Count == 0 || !words.IsSubsetOf(Set(whole))
                ? 0
                : (double)words.Sum(w => w.Length) / Set(whole).Sum(w => w.Length);
        return share >= 0.5 ? (0.4 + 0.35 * share, $"contains “{entry.Heading}”") : (0, "");
    }

    static HashSet<string> Set(List<string> words) =>
        [.. words.Where(w => !SmallWords.Contains(w)).Select(Singular)];

    static string Singular(string word) =>
        word is [.. var stem, 's'] && stem.Length > 3 && stem[^1] != 's' ? stem : word;

    static string Joined(List<string> words) =>
        string.Concat(
            words.Where(w => !SmallWords.Contains(w)).DefaultIfEmpty(string.Concat(words))
        );

    /// <summary>Lower case, accents off, letters and digits only, split at everything else and at "camelCase".</summary>
    static List<string> Words(string heading)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var previous = ' ';
        string plain;
        try
        {
            plain = heading.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            return words;
        }
        foreach (
            var c in plain.Where(c =>
                CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
                && c is not ('\'' or '’')
            )
        )
        {
            if (
                (!char.IsLetterOrDigit(c) || (char.IsUpper(c) && char.IsLower(previous)))
                && word.Length > 0
            )
            {
                words.Add(word.ToString());
                word.Clear();
            }
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            previous = c;
        }
        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }
        return words;
    }

    static string WithoutBrackets(string heading)
    {
        var kept = new StringBuilder();
        var depth = 0;
        foreach (var c in heading)
        {
            depth =
                c is '(' or '[' ? depth + 1
                : c is ')' or ']' ? Math.Max(0, depth - 1)
                : depth;
            if (depth == 0 && c is not (')' or ']'))
            {
                kept.Append(c);
            }
        }
        return kept.ToString();
    }

    /// <summary>Edits between two words (insert, remove, replace, swap neighbours), or more than allowed.</summary>
    static int Distance(string a, string b, int allowed)
    {
        if (Math.Abs(a.Length - b.Length) > allowed)
        {
            return allowed + 1;
        }
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                        rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                    );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }
        return rows[a.Length, b.Length];
    }

    sealed record Entry(RegisterField Field, string Heading, List<string> Words, string Joined);
}
