using System.Buffers;

namespace Tandem.Classification;

/// <summary>Where in a notice a term stands; the parts are weighed apart.</summary>
internal enum CpvTermPart
{
    TitleWord,
    TitlePair,
    DescriptionWord,
    DescriptionPair,
}

/// <summary>A word, or two words in a row, of a notice: what the classifier weighs.</summary>
/// <param name="Hash">Of the word’s stem or of both stems.</param>
/// <param name="Part">Where it stands.</param>
/// <param name="Start">First character in that text.</param>
/// <param name="Length">Characters in that text, so that the term can be shown as it was written.</param>
internal readonly record struct CpvTerm(uint Hash, CpvTermPart Part, int Start, int Length)
{
    /// <summary>One word, not a pair.</summary>
    public bool IsWord => Part is CpvTermPart.TitleWord or CpvTermPart.DescriptionWord;

    /// <summary>0 where it stands in the title, 1 in the description.</summary>
    public int Text => Part <= CpvTermPart.TitlePair ? 0 : 1;
}

/// <summary>Splits notices into terms: each word and each pair of words once per title and description.</summary>
internal static class CpvTerms
{
    /// <summary>Words of a title or a description that are read; what follows is mostly about the procedure.</summary>
    private const int LongestText = 120;

    private static readonly SearchValues<char> Blank = SearchValues.Create(" \t\r\n\u00a0");

    /// <summary>Adds the terms of a notice to a list.</summary>
    public static void Read(string title, string description, List<CpvTerm> into)
    {
        ReadText(title, AfterPlace(title), CpvTermPart.TitleWord, LongestText, into);
        ReadText(description, 0, CpvTermPart.DescriptionWord, LongestText, into);
    }

    /// <summary>The hash of a single word’s stem; 0 for what is no word.</summary>
    public static uint StemOf(string word) => Stem(word);

    // “United Kingdom-Stretford: Health services”: the Official Journal put the place before the thing.
    private static int AfterPlace(string title)
    {
        var place =
            title.StartsWith("United Kingdom-", StringComparison.Ordinal)
            || title.StartsWith("UK-", StringComparison.Ordinal)
            || title.StartsWith("GB-", StringComparison.Ordinal);
        return place ? title.IndexOf(':') + 1 : 0;
    }

    private static void ReadText(
        string text,
        int from,
        CpvTermPart part,
        int words,
        List<CpvTerm> into
    )
    {
        // Open addressing: never a quarter full, for 120 words and as many pairs.
        Span<uint> met = stackalloc uint[1024];
        uint previous = 0;
        var previousStart = 0;
        for (var at = from; words > 0 && at < text.Length; )
        {
            if (!char.IsLetter(text[at]))
            {
                at = AfterMark(text, at);
                continue;
            }
            var start = at;
            while (at < text.Length && (char.IsLetter(text[at]) || text[at] is '\'' or '’'))
            {
                at++;
            }
            if (IsAddress(text, start, at))
            {
                var end = text.AsSpan(at).IndexOfAny(Blank);
                at = end < 0 ? text.Length : at + end;
                continue;
            }
            var hash = IsReference(text, start, at) ? 0 : Stem(text.AsSpan(start, at - start));
            if (hash == 0)
            {
                continue;
            }
            words--;
            if (IsNew(met, hash))
            {
                into.Add(new CpvTerm(hash, part, start, at - start));
            }
            if (previous != 0)
            {
                var pair = Mix((previous * 0x9E3779B1u) ^ hash);
                if (IsNew(met, pair))
                {
                    into.Add(new CpvTerm(pair, part + 1, previousStart, at - previousStart));
                }
            }
            (previous, previousStart) = (hash, start);
        }
    }

    private static bool IsNew(Span<uint> met, uint hash)
    {
        for (var slot = (int)(hash % (uint)met.Length); ; slot = (slot + 1) % met.Length)
        {
            if (met[slot] == 0)
            {
                met[slot] = hash;
                return true;
            }
            if (met[slot] == hash)
            {
                return false;
            }
        }
    }

    // Passes over one character, or over a whole “&amp;” or “<br />”.
    private static int AfterMark(string text, int at)
    {
        var (close, longest) = text[at] switch
        {
            '&' => (';', 10),
            '<' => ('>', 200),
            _ => ('\0', 0),
        };
        if (longest == 0)
        {
            return at + 1;
        }
        var end = text.AsSpan(at, Math.Min(longest, text.Length - at)).IndexOf(close);
        return end < 0 || text.AsSpan(at + 1, end).ContainsAny(Blank) && close == ';'
            ? at + 1
            : at + end + 1;
    }

    private static bool IsAddress(string text, int start, int end) =>
        end < text.Length
        && (
            text[end] == '@'
            || (text[end] == ':' && end + 1 < text.Length && text[end + 1] == '/')
            || (text[end] == '.' && end - start == 3 && text.AsSpan(start, 3) is "www")
        );

    // “DN501879”, “F2-046”: a few letters beside digits name a paper, not a thing.
    private static bool IsReference(string text, int start, int end) =>
        end - start <= 3
        && (
            (end < text.Length && char.IsAsciiDigit(text[end]))
            || (start > 0 && char.IsAsciiDigit(text[start - 1]))
        );

    // Lower case, without possessive, apostrophes and plural s; 0 for what is no word.
    private static uint Stem(ReadOnlySpan<char> word)
    {
        // Some sources have lost the backslashes of “\r\n\r\n”.
        while (word.StartsWith("rnrn", StringComparison.Ordinal))
        {
            word = word[4..];
        }
        Span<char> letters = stackalloc char[40];
        var length = 0;
        foreach (var c in word)
        {
            if (c is '\'' or '’')
            {
                continue;
            }
            if (length == letters.Length)
            {
                break;
            }
            letters[length++] = char.ToLowerInvariant(c);
        }
        var stem = letters[..length];
        if (stem.Length < 2)
        {
            return 0;
        }
        if (stem.Length > 4 && stem.EndsWith("ies"))
        {
            stem = stem[..^2];
            stem[^1] = 'y';
        }
        else if (stem.Length > 3 && stem[^1] == 's' && stem[^2] is not ('s' or 'u' or 'i'))
        {
            stem = stem[..^1];
        }
        var hash = 2166136261u;
        foreach (var c in stem)
        {
            hash = (hash ^ c) * 16777619u;
        }
        return Mix(hash);
    }

    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        hash ^= hash >> 16;
        return hash == 0 ? 1 : hash;
    }
}
