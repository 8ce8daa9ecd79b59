using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Tandem.Kernel.Search;

/// <summary>
/// How text becomes terms, the same way for documents and for what is typed: runs of letters and digits, in lower case, without accents,
/// without apostrophes, and with the commonest English endings taken off.
/// </summary>
public static class WordForms
{
    /// <summary>Longer words are cut: they are no words.</summary>
    public const int LongestWord = 40;

    private static readonly string?[] Folded = FoldLatin();

    private static readonly FrozenSet<string> StopWords = (
        "a an and any are as at be been by can do for from has have if in into is it its may more not of on or other our "
        + "shall should such than that the their them there these they this those to was we were which who will with within you your"
    )
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> StopSpans =
        StopWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the word is too common to say what a text is about. It is found, but does not count for ranking.</summary>
    public static bool IsStopWord(ReadOnlySpan<char> word) => StopSpans.Contains(word);

    /// <summary>
    /// Finds the next word at or after <paramref name="at"/> and writes it, folded but not stemmed, to <paramref name="word"/>.
    /// </summary>
    /// <returns>Its length, or 0 at the end of the text.</returns>
    public static int Next(ReadOnlySpan<char> text, ref int at, Span<char> word)
    {
        var length = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (char.IsAsciiLetterOrDigit(c))
            {
                Append(word, ref length, (char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c));
            }
            else if (c < 0x80)
            {
                if (length > 0 && c != '\'')
                {
                    return length;
                }
            }
            else if (c < Folded.Length && Folded[c] is { } letters)
            {
                foreach (var letter in letters)
                {
                    Append(word, ref length, letter);
                }
            }
            else if (char.IsLetterOrDigit(c))
            {
                Append(word, ref length, char.ToLowerInvariant(c));
            }
            else if (
                length > 0
                && c != '’'
                && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
            )
            {
                return length;
            }
        }
        return length;
    }

    /// <summary>Takes off the endings of plurals and of verbs (cleaning, cleaned, cleans) in place, and gives the new length.</summary>
    public static int Stem(Span<char> word, int length)
    {
        if (length < 4 || word[..length].IndexOfAnyInRange('0', '9') >= 0)
        {
            return length;
        }
        length = Singular(word, length);
        if (Ends(word, length, "ing") && length >= 7)
        {
            return Bare(word, length - 3);
        }
        if (Ends(word, length, "ed") && length >= 6 && word[length - 3] != 'e')
        {
            return Bare(word, length - 2);
        }
        return length >= 5 && word[length - 1] == 'e' ? length - 1 : length;
    }

    /// <summary>The terms of a text, in order.</summary>
    public static List<string> Terms(ReadOnlySpan<char> text)
    {
        var terms = new List<string>();
        Span<char> word = stackalloc char[LongestWord];
        for (var at = 0; Next(text, ref at, word) is > 0 and var length; )
        {
            terms.Add(TermOf(word, length));
        }
        return terms;
    }

    internal static string TermOf(Span<char> word, int length) =>
        IsStopWord(word[..length])
            ? word[..length].ToString()
            : word[..Stem(word, length)].ToString();

    private static int Singular(Span<char> word, int length)
    {
        if (word[length - 1] != 's' || word[length - 2] is 's' or 'u' or 'i')
        {
            return length;
        }
        if (Ends(word, length, "ies") && length >= 5)
        {
            word[length - 3] = 'y';
            return length - 2;
        }
        return
            Ends(word, length, "sses")
            || Ends(word, length, "shes")
            || Ends(word, length, "ches")
            || Ends(word, length, "xes")
            ? length - 2
            : length - 1;
    }

    // Planning, planned: plan. Managing: manag, as manage without its e.
    private static int Bare(Span<char> word, int length)
    {
        var last = word[length - 1];
        return
            length >= 5
            && last == word[length - 2]
            && last is not ('l' or 's' or 'z' or 'f' or 'e' or 'o')
            ? length - 1
            : length;
    }

    private static bool Ends(Span<char> word, int length, string ending) =>
        word[..length].EndsWith(ending);

    private static void Append(Span<char> word, ref int length, char c)
    {
        if (length < LongestWord)
        {
            word[length++] = c;
        }
    }

    // Letters of the Latin blocks without their accents; what does not decompose by itself is spelt out.
    private static string?[] FoldLatin()
    {
        var folded = new string?[0x250];
        for (var c = 0xC0; c < folded.Length; c++)
        {
            if (char.IsLetter((char)c))
            {
                var plain = ((char)c)
                    .ToString()
                    .Normalize(NormalizationForm.FormD)
                    .Where(part =>
                        CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark
                    );
                folded[c] = string.Concat(plain).ToLowerInvariant() switch
                {
                    "ß" => "ss",
                    "æ" => "ae",
                    "œ" => "oe",
                    "ø" => "o",
                    "đ" or "ð" => "d",
                    "ł" => "l",
                    "þ" => "th",
                    var other => other,
                };
            }
        }
        return folded;
    }
}
