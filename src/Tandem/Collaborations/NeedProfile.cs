using System.Numerics.Tensors;
using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>A word of a need: its row in the table, or a negative number made from its letters where the table lacks it.</summary>
/// <param name="Key">Equal for equal words.</param>
/// <param name="Stub">For a word without a known meaning, a number made from its first six letters; 0 otherwise.</param>
/// <param name="Weight">How much it says about what is bought.</param>
internal readonly record struct ProfileWord(int Key, int Stub, float Weight);

/// <summary>A need made ready for comparison: all that can be worked out once, so that comparing two of them is arithmetic.</summary>
public sealed class NeedProfile
{
    // How far into a description the thing bought is named; what follows is mostly procedure.
    private const int DescriptionWords = 40;
    private const int DescriptionWordsForCategory = 30;
    private const float LeastWeight = 0.1f;

    private readonly string[] _spelt;

    private NeedProfile(
        ProfileWord[] title,
        string[] spelt,
        int[] textKeys,
        float[] meaning,
        (int Prefix, float Value)[] category,
        Cpv[] codes
    )
    {
        Title = title;
        _spelt = spelt;
        TextKeys = textKeys;
        Meaning = meaning;
        Category = category;
        Codes = codes;
        Digits = [.. codes.Select(c => c.SignificantDigits)];
        IsWorks = codes.Length > 0 && codes.All(c => c.Number / 1_000_000 == 45);
    }

    /// <summary>The words of the title, each once.</summary>
    internal ProfileWord[] Title { get; }

    /// <summary>The keys of the words of the title and of the beginning of the description, each once.</summary>
    internal int[] TextKeys { get; }

    /// <summary>The mean of the vectors of title and code names, of length one (or all zeros).</summary>
    internal float[] Meaning { get; }

    /// <summary>The CPV prefixes its words stand under joined to its own codes, in order, of length one.</summary>
    internal (int Prefix, float Value)[] Category { get; }

    /// <summary>The buyer's own codes.</summary>
    public IReadOnlyList<Cpv> Codes { get; }

    /// <summary>For each code the number of its digits that count.</summary>
    internal int[] Digits { get; }

    /// <summary>Whether it is building works alone: all its codes are of division 45.</summary>
    internal bool IsWorks { get; }

    /// <summary>A word of the title, as it is spelt in the table.</summary>
    internal string Spelt(int at) => _spelt[at];

    /// <summary>Works the profile of a need out.</summary>
    public static NeedProfile Of(Need need, NeedWords words, CpvList codes)
    {
        var ofBuyer = words.Texts.OfBuyer(need.Buyer);
        var titleWords = words.Texts.Of(NeedText.WithoutPlace(need.Title));
        titleWords.RemoveAll(w => ofBuyer.Contains(w.Spelt));
        MakeDistinct(titleWords);
        var opening = words.Texts.Of(need.Description, DescriptionWords);
        opening.RemoveAll(w => ofBuyer.Contains(w.Spelt));
        var title = titleWords.FindAll(w => w.Look.Weight > 0);
        Cpv[] own = [.. need.Codes.Distinct()];
        var meaning = MeaningOf(title, OfCodes(need.Codes, words, codes), words);
        var text = TextOf(title, opening);
        opening.RemoveRange(
            Math.Min(DescriptionWordsForCategory, opening.Count),
            Math.Max(0, opening.Count - DescriptionWordsForCategory)
        );
        titleWords.AddRange(opening);
        MakeDistinct(titleWords);
        return new NeedProfile(
            [.. title.Select(w => w.Look)],
            [.. title.Select(w => w.Spelt)],
            text,
            meaning,
            NeedCategory.Of(titleWords, own, words),
            own
        );
    }

    private static int[] TextOf(List<TextWord> title, List<TextWord> opening)
    {
        var keys = new HashSet<int>(title.Count + opening.Count);
        foreach (var word in title)
        {
            keys.Add(word.Look.Key);
        }
        foreach (var word in opening)
        {
            if (word.Look.Weight > LeastWeight)
            {
                keys.Add(word.Look.Key);
            }
        }
        return [.. keys];
    }

    private static void MakeDistinct(List<TextWord> words) =>
        KeepFirst(words, (a, b) => a.Spelt == b.Spelt);

    // The lists are short: looking back is quicker than a table.
    private static void KeepFirst<T>(List<T> words, Func<T, T, bool> same)
    {
        var kept = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var at = 0;
            while (at < kept && !same(words[at], word))
            {
                at++;
            }
            if (at == kept)
            {
                words[kept++] = word;
            }
        }
        words.RemoveRange(kept, words.Count - kept);
    }

    private static List<ProfileWord> OfCodes(
        IReadOnlyList<Cpv> ofNeed,
        NeedWords words,
        CpvList codes
    )
    {
        var found = new List<ProfileWord>();
        foreach (var code in ofNeed)
        {
            if (codes.Find(code) is not null)
            {
                found.AddRange(words.OfName(codes.NameOf(code)));
            }
        }
        KeepFirst(found, (a, b) => a == b);
        return found;
    }

    internal static ProfileWord Look(string word, NeedWords words)
    {
        var row = words.Find(word);
        if (row >= 0)
        {
            var known = words.Words[row];
            return new(row, known.Vector.Length == 0 ? StubOf(word) : 0, known.Weight);
        }
        return NeedText.Empty.Contains(word) ? default
            : NeedText.Procedural.Contains(word) ? default
            : new(~(int)(Hash(word) & int.MaxValue), StubOf(word), NeedWords.UnknownWeight);
    }

    private static int StubOf(string word) =>
        word.Length > 5 ? (int)(Hash(word.AsSpan(0, 6)) | 1) : 0;

    // FNV-1a: the same number on every machine and in every run.
    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = 2166136261;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }
        return hash;
    }

    private static float[] MeaningOf(
        List<TextWord> title,
        List<ProfileWord> ofCodes,
        NeedWords words
    )
    {
        var sum = new float[NeedWords.Dimensions];
        foreach (var word in title)
        {
            Add(word.Look, words, sum);
        }
        foreach (var word in ofCodes)
        {
            Add(word, words, sum);
        }
        var norm = TensorPrimitives.Norm<float>(sum);
        if (norm > 0)
        {
            TensorPrimitives.Divide(sum, norm, sum);
        }
        return sum;
    }

    private static void Add(ProfileWord word, NeedWords words, float[] sum)
    {
        if (word is { Key: >= 0, Weight: > 0 })
        {
            TensorPrimitives.MultiplyAdd(words.VectorOf(word.Key), word.Weight, sum, sum);
        }
    }
}
