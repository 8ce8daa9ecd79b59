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
        ProfileWord[] text,
        float[] meaning,
        (int Prefix, float Value)[] category,
        Cpv[] codes
    )
    {
        Title = title;
        _spelt = spelt;
        Text = text;
        Meaning = meaning;
        Category = category;
        Codes = codes;
        Digits = [.. codes.Select(c => c.SignificantDigits)];
        IsWorks = codes.Length > 0 && codes.All(c => c.Number / 1_000_000 == 45);
    }

    /// <summary>The words of the title, each once.</summary>
    internal ProfileWord[] Title { get; }

    /// <summary>The words of the title and of the beginning of the description.</summary>
    internal ProfileWord[] Text { get; }

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
        var ofBuyer = NeedText
            .Words(need.Buyer)
            .Where(w => words.Find(w) is var row && (row < 0 || !words.Words[row].OfCode))
            .ToHashSet();
        var titleWords = Distinct(NeedText.Words(NeedText.WithoutPlace(need.Title)), ofBuyer);
        var opening = NeedText
            .Words(need.Description, DescriptionWords)
            .Where(w => !ofBuyer.Contains(w))
            .ToList();
        var title = titleWords
            .Select(w => (Spelt: w, Word: Look(w, words)))
            .Where(w => w.Word.Weight > 0)
            .ToList();
        var text = title
            .Select(w => w.Word)
            .Concat(opening.Select(w => Look(w, words)).Where(w => w.Weight > LeastWeight))
            .DistinctBy(w => w.Key)
            .ToArray();
        var ofCodes = need
            .Codes.Where(c => codes.Find(c) is not null)
            .SelectMany(c => words.OfName(codes.NameOf(c)))
            .Distinct();
        var categorised = Distinct(
            titleWords.Concat(opening.Take(DescriptionWordsForCategory)),
            ofBuyer
        );
        Cpv[] own = [.. need.Codes.Distinct()];
        return new NeedProfile(
            [.. title.Select(w => w.Word)],
            [.. title.Select(w => w.Spelt)],
            text,
            MeaningOf(title.Select(w => w.Word).Concat(ofCodes), words),
            NeedCategory.Of(categorised.Select(w => Look(w, words)), own, words),
            own
        );
    }

    private static List<string> Distinct(IEnumerable<string> words, HashSet<string> without) =>
        [.. words.Where(w => !without.Contains(w)).Distinct()];

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

    private static float[] MeaningOf(IEnumerable<ProfileWord> ofNeed, NeedWords words)
    {
        var sum = new float[NeedWords.Dimensions];
        foreach (var word in ofNeed.Where(w => w.Key >= 0 && w.Weight > 0))
        {
            TensorPrimitives.MultiplyAdd(words.VectorOf(word.Key), word.Weight, sum, sum);
        }
        var norm = TensorPrimitives.Norm<float>(sum);
        if (norm > 0)
        {
            TensorPrimitives.Divide(sum, norm, sum);
        }
        return sum;
    }
}
