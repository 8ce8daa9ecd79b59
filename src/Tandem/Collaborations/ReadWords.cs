using System.Collections.Concurrent;

namespace Tandem.Collaborations;

/// <summary>A word of a text and what is known of it.</summary>
/// <param name="Spelt">As the table spells it.</param>
/// <param name="OfCode">Whether it stands in the name of a CPV code.</param>
internal sealed record TextWord(string Spelt, ProfileWord Look, bool OfCode);

/// <summary>
/// Reads texts into words of the table. Purchases say much the same in the same words, so what a written word stands for is worked out once and
/// remembered. Safe for use by several threads.
/// </summary>
internal sealed class ReadWords(NeedWords words)
{
    // Far more than the vocabulary of public buying; what goes beyond is names and codes that do not come again.
    private const int MostRemembered = 200_000;

    // A guess at how much text holds so many words. Where it holds fewer, the whole is read.
    private const int LettersOfWord = 14;

    private readonly ConcurrentDictionary<string, TextWord[]> _known = new();
    private readonly ConcurrentDictionary<string, HashSet<string>> _buyers = new();
    private int _remembered;

    /// <summary>The words of a text in order.</summary>
    /// <param name="most">After how many to stop.</param>
    public List<TextWord> Of(string text, int most = int.MaxValue)
    {
        var found = new List<TextWord>(16);
        if (most < text.Length / LettersOfWord)
        {
            // Cut between words only, so that no word and no sign written as “&amp;” is cut.
            var end = text.AsSpan(most * LettersOfWord).IndexOfAny(' ', '\n');
            if (end >= 0)
            {
                Add(text[..(most * LettersOfWord + end)], most, found);
                if (found.Count >= most)
                {
                    return found;
                }
                found.Clear();
            }
        }
        Add(text, most, found);
        return found;
    }

    /// <summary>The words of a buyer's name that tell nothing of what it buys.</summary>
    public HashSet<string> OfBuyer(string name)
    {
        if (_buyers.TryGetValue(name, out var known))
        {
            return known;
        }
        Remember();
        return _buyers[name] = [.. Of(name).Where(w => !w.OfCode).Select(w => w.Spelt)];
    }

    private void Add(string text, int most, List<TextWord> found)
    {
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var written in NeedText.Written(NeedText.Plain(text)))
        {
            if (found.Count >= most)
            {
                return;
            }
            if (!known.TryGetValue(written, out var stands))
            {
                Remember();
                var one = written.ToString();
                _known[one] = stands = Array.ConvertAll(NeedText.Known(one), Look);
            }
            found.AddRange(stands);
        }
    }

    private TextWord Look(string word) =>
        new(
            word,
            NeedProfile.Look(word, words),
            words.Find(word) is >= 0 and var row && words.Words[row].OfCode
        );

    private void Remember()
    {
        if (Interlocked.Increment(ref _remembered) % MostRemembered == 0)
        {
            _known.Clear();
            _buyers.Clear();
        }
    }
}
