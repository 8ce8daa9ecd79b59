using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>Says in a few words what several purchases are for.</summary>
internal static class NeedTitle
{
    private const int LongestWords = 9;
    private static readonly string[] Endings = ["ing", "er", "e"];

    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "a",
        "an",
        "and",
        "at",
        "award",
        "by",
        "contract",
        "contracts",
        "council",
        "for",
        "framework",
        "from",
        "in",
        "invitation",
        "itt",
        "new",
        "notice",
        "of",
        "on",
        "or",
        "procurement",
        "provision",
        "quotation",
        "quote",
        "re",
        "request",
        "rfq",
        "service",
        "services",
        "supply",
        "tender",
        "the",
        "to",
        "uk",
        "with",
    };

    /// <summary>
    /// The title that says best what the others say too, without what it alone has at its ends; where no title shares a telling word with another, the
    /// name of the CPV category all have in common; else the shortest title.
    /// </summary>
    /// <param name="purchases">Title and authority of each; at least one.</param>
    /// <param name="codes">The main code of each purchase that has one.</param>
    public static string Of(
        IReadOnlyList<(string Title, string By)> purchases,
        IReadOnlyList<Cpv> codes,
        CpvList list
    )
    {
        var titles = purchases
            .Select(p => Bare(p.Title, p.By))
            .OrderBy(w => w.Count)
            .ThenBy(w => string.Join(' ', w.Select(x => x.Word)), StringComparer.Ordinal)
            .ToList();
        var telling = titles.ConvertAll(t =>
            t.Where(IsTelling).Select(w => w.Stem).ToHashSet(StringComparer.Ordinal)
        );
        var having = titles
            .SelectMany(t => t.Select(w => w.Stem).Distinct())
            .CountBy(w => w)
            .ToDictionary(StringComparer.Ordinal);
        // One word seldom says what is bought: a title of several comes first.
        var best = Enumerable
            .Range(0, titles.Count)
            .Select(i => (At: i, Said: telling[i].Sum(w => having[w] - 1)))
            .OrderByDescending(t => t.Said > 0 && telling[t.At].Count > 1)
            .ThenByDescending(t => (double)t.Said / (telling[t.At].Count + 1))
            .First()
            .At;
        if (telling[best].All(w => having[w] == 1))
        {
            return SharedCode(codes) is { } shared
                ? list.NameOf(shared)
                : Sentence(titles[0].Select(w => w.Word));
        }
        var common = Trimmed(titles[best], w => IsJoint(w.Word) || having[w.Stem] == 1);
        var kept =
            common.Count(IsTelling) > 1 ? common : Trimmed(titles[best], w => IsJoint(w.Word));
        return Sentence(WithoutRepeats(kept).Take(LongestWords).Select(w => w.Word));
    }

    // A title without the authority before a colon or in brackets at its end, and without the years after it.
    private static List<(string Word, string Stem)> Bare(string title, string by)
    {
        var own = Split(by).Select(w => w.Stem).ToHashSet(StringComparer.Ordinal);
        var words = Split(title);
        var colon = words.FindIndex(w => w.Word.EndsWith(':'));
        if (colon >= 0 && colon < words.Count - 1 && words.Take(colon + 1).All(IsOwn))
        {
            words = words[(colon + 1)..];
        }
        var last = words.Count;
        while (last > 1 && words[last - 1].Stem.All(char.IsDigit))
        {
            last--;
        }
        var bracket = words.FindLastIndex(last - 1, w => w.Word.StartsWith('('));
        return
            words[last - 1].Word.EndsWith(')')
            && bracket > 0
            && words[bracket..last].TrueForAll(IsOwn)
            ? words[..bracket]
            : words[..last];

        bool IsOwn((string Word, string Stem) word) => own.Contains(word.Stem);
    }

    private static List<(string Word, string Stem)> Split(string words) =>
        [
            .. words
                .Split([' ', '\u00a0', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .Select(w => (w, Stem(w))),
        ];

    private static bool IsTelling((string Word, string Stem) word) =>
        word.Stem.Length > 0
        && !Empty.Contains(word.Word.Trim(',', ';', ':', '.', '(', ')'))
        && !word.Stem.All(char.IsDigit);

    private static List<(string Word, string Stem)> Trimmed(
        List<(string Word, string Stem)> words,
        Predicate<(string Word, string Stem)> goes
    )
    {
        var first = words.FindIndex(w => !goes(w));
        return first < 0 ? [] : words[first..(words.FindLastIndex(w => !goes(w)) + 1)];
    }

    // "Management and property management" says no more than "property management".
    private static List<(string Word, string Stem)> WithoutRepeats(
        List<(string Word, string Stem)> words
    )
    {
        for (
            var at = words.FindIndex(w => IsAnd(w.Word));
            at > 0;
            at = words.FindIndex(at + 1, w => IsAnd(w.Word))
        )
        {
            var rest = words.Skip(at + 1).Select(w => w.Stem).ToHashSet(StringComparer.Ordinal);
            if (words.Take(at).All(w => rest.Contains(w.Stem)))
            {
                return words[(at + 1)..];
            }
        }
        return words;
    }

    private static bool IsAnd(string word) =>
        word is "&" || word.Equals("and", StringComparison.OrdinalIgnoreCase);

    private static Cpv? SharedCode(IReadOnlyList<Cpv> codes)
    {
        for (var digits = 8; codes.Count > 0 && digits >= 3; digits--)
        {
            var first = codes[0].Cut(digits);
            if (first.SignificantDigits >= 3 && codes.All(c => c.Cut(digits) == first))
            {
                return first;
            }
        }
        return null;
    }

    private static bool IsJoint(string word) =>
        word.ToLowerInvariant()
            is "of"
                or "the"
                or "and"
                or "for"
                or "to"
                or "in"
                or "with"
                or "a"
                or "or"
                or "at"
                or "by"
                or "&"
                or "-"
                or "–"
                or "provision"
                or "tender"
                or "contract";

    // "Chargers", "charging" and "charge points" are one thing to a reader.
    private static string Stem(string word)
    {
        var letters = new string([.. word.Where(char.IsLetterOrDigit)]).ToLowerInvariant();
        var stem =
            letters.Length > 3
            && letters.EndsWith('s')
            && !letters.EndsWith("ss", StringComparison.Ordinal)
                ? letters[..^1]
                : letters;
        foreach (var ending in Endings)
        {
            if (stem.Length - ending.Length > 3 && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                return stem[..^ending.Length];
            }
        }
        return stem;
    }

    // Titles in capitals are read as words; names within a sentence keep theirs.
    private static string Sentence(IEnumerable<string> words)
    {
        var joined = string.Join(' ', words).Trim('-', '–', ',', ';', ':', '.', ' ');
        var text = joined.Any(char.IsLower) ? joined : joined.ToLowerInvariant();
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
