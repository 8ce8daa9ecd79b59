using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>Works out which CPV prefixes a need stands under: by its words, and by the buyer's own codes.</summary>
internal static class NeedCategory
{
    private const int Most = 64;
    private const int LongestPrefix = 5;
    private const float LeastWeight = 0.1f;

    // Buyers' own codes are noisy, so they count for half of what the words say.
    private const float ShareOfCodes = 0.5f;

    [ThreadStatic]
    private static PrefixSums? ofWords;

    [ThreadStatic]
    private static PrefixSums? ofCodes;

    /// <summary>Prefixes in order with their strength, of length one as a vector.</summary>
    public static (int Prefix, float Value)[] Of(
        List<TextWord> ofNeed,
        Cpv[] codes,
        NeedWords words
    )
    {
        var fromWords = PrefixSums.Cleared(ref ofWords, words.Prefixes.Length);
        var fromCodes = PrefixSums.Cleared(ref ofCodes, words.Prefixes.Length);
        AddWords(ofNeed, words, fromWords);
        AddCodes(codes, words, fromCodes);
        fromWords.ToLengthOne();
        fromCodes.ToLengthOne();
        foreach (var prefix in fromCodes.Touched)
        {
            fromWords.Add(prefix, ShareOfCodes * fromCodes.Of(prefix));
        }
        fromWords.ToLengthOne();
        return fromWords.Strongest(Most);
    }

    private static void AddWords(List<TextWord> ofNeed, NeedWords words, PrefixSums sums)
    {
        foreach (var word in ofNeed)
        {
            if (word.Look is not { Key: >= 0, Weight: > LeastWeight and var weight })
            {
                continue;
            }
            foreach (var (prefix, value) in words.Words[word.Look.Key].Categories)
            {
                sums.Add(prefix, value * weight);
            }
        }
    }

    private static void AddCodes(Cpv[] codes, NeedWords words, PrefixSums sums)
    {
        foreach (var code in codes)
        {
            var digits = code.Digits;
            for (
                var length = 2;
                length <= Math.Min(LongestPrefix, code.SignificantDigits);
                length++
            )
            {
                if (words.PlaceOf(digits[..length]) is >= 0 and var prefix)
                {
                    sums.Add(prefix, words.Rarity[digits[..length]]);
                }
            }
        }
    }
}

/// <summary>Sums for some of many prefixes, used again for one need after the other.</summary>
internal sealed class PrefixSums(int prefixes)
{
    private readonly float[] _sums = new float[prefixes];
    private (float, int)[] _ranked = [];

    /// <summary>The prefixes that have a sum, in the order in which they came.</summary>
    public List<int> Touched { get; } = [];

    public static PrefixSums Cleared(ref PrefixSums? mine, int prefixes)
    {
        if (mine is null || mine._sums.Length < prefixes)
        {
            mine = new PrefixSums(prefixes);
        }
        foreach (var prefix in mine.Touched)
        {
            mine._sums[prefix] = 0;
        }
        mine.Touched.Clear();
        return mine;
    }

    public float Of(int prefix) => _sums[prefix];

    public void Add(int prefix, float value)
    {
        if (value == 0)
        {
            return;
        }
        ref var sum = ref _sums[prefix];
        if (sum == 0)
        {
            Touched.Add(prefix);
        }
        sum += value;
    }

    public void ToLengthOne()
    {
        var squares = 0f;
        foreach (var prefix in Touched)
        {
            squares += _sums[prefix] * _sums[prefix];
        }
        var norm = MathF.Sqrt(squares);
        if (norm > 0)
        {
            foreach (var prefix in Touched)
            {
                _sums[prefix] /= norm;
            }
        }
    }

    /// <summary>So many of the largest, by prefix; of equals the one that comes first.</summary>
    public (int Prefix, float Value)[] Strongest(int most)
    {
        if (_ranked.Length < Touched.Count)
        {
            _ranked = new (float, int)[2 * Touched.Count];
        }
        var ranked = _ranked.AsSpan(0, Touched.Count);
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i] = (-_sums[Touched[i]], Touched[i]);
        }
        if (ranked.Length > most)
        {
            PutFirst(ranked, most);
            ranked = ranked[..most];
        }
        var strongest = new (int Prefix, float Value)[ranked.Length];
        for (var i = 0; i < ranked.Length; i++)
        {
            strongest[i] = (ranked[i].Item2, -ranked[i].Item1);
        }
        Array.Sort(strongest, (a, b) => a.Prefix.CompareTo(b.Prefix));
        return strongest;
    }

    // Quickselect: the first so many in any order, without ordering the rest.
    private static void PutFirst(Span<(float, int)> all, int first)
    {
        var (from, to) = (0, all.Length - 1);
        while (from < to)
        {
            var middle = all[(from + to) / 2];
            var (low, high) = (from, to);
            while (low <= high)
            {
                while (Comes(all[low], middle))
                {
                    low++;
                }
                while (Comes(middle, all[high]))
                {
                    high--;
                }
                if (low <= high)
                {
                    (all[low], all[high]) = (all[high], all[low]);
                    low++;
                    high--;
                }
            }
            if (first - 1 <= high)
            {
                to = high;
            }
            else if (first - 1 >= low)
            {
                from = low;
            }
            else
            {
                return;
            }
        }
    }

    private static bool Comes((float Value, int Prefix) a, (float Value, int Prefix) b) =>
        a.Value < b.Value || (a.Value == b.Value && a.Prefix < b.Prefix);
}
