using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>Says in a few words what several purchases are for.</summary>
internal static class NeedTitle
{
    private const int LongestWords = 9;

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
    /// The words of the shortest title that at least half of the other titles have too; where hardly any are left, the name of the CPV category all
    /// share; else the shortest title.
    /// </summary>
    /// <param name="titles">Of the purchases; at least one.</param>
    /// <param name="codes">The main code of each purchase that has one.</param>
    public static string Of(IReadOnlyList<string> titles, IReadOnlyList<Cpv> codes, CpvList list)
    {
        var split = titles
            .Select(t =>
                t.Split([' ', '\u00a0', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            )
            .OrderBy(w => w.Length)
            .ThenBy(w => string.Join(' ', w), StringComparer.Ordinal)
            .ToList();
        var shortest = split[0];
        var others = split
            .Skip(1)
            .Select(w => w.Select(Stem).ToHashSet(StringComparer.OrdinalIgnoreCase))
            .ToList();
        var kept = shortest
            .Select(w => (Word: w, Stem: Stem(w)))
            .Where(w =>
                w.Stem.Length > 0 && 2 * others.Count(o => o.Contains(w.Stem)) >= others.Count
            )
            .ToList();
        while (kept.Count > 0 && IsJoint(kept[0].Word))
        {
            kept.RemoveAt(0);
        }
        while (kept.Count > 0 && IsJoint(kept[^1].Word))
        {
            kept.RemoveAt(kept.Count - 1);
        }
        kept = WithoutRepeats(kept);
        var telling = kept.Count(w => !Empty.Contains(w.Word) && !w.Stem.All(char.IsDigit));
        if (telling >= 2 || (telling == 1 && kept.Count == shortest.Length))
        {
            return Sentence(
                string.Join(
                    ' ',
                    kept.Take(LongestWords)
                        .Select(w => w.Word.Trim('-', '–', ',', ';', ':', '.', '(', ')'))
                )
            );
        }
        return SharedCode(codes) is { } shared
            ? list.NameOf(shared)
            : Sentence(string.Join(' ', shortest));
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

    private static string Stem(string word)
    {
        var letters = new string([.. word.Where(char.IsLetterOrDigit)]).ToLowerInvariant();
        return
            letters.Length > 3
            && letters.EndsWith('s')
            && !letters.EndsWith("ss", StringComparison.Ordinal)
            ? letters[..^1]
            : letters;
    }

    // Titles in capitals are read as words; names within a sentence keep theirs.
    private static string Sentence(string words)
    {
        var text = words.Any(char.IsLower) ? words : words.ToLowerInvariant();
        return text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
