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
    private static float[]? sums;

    /// <summary>Prefixes in order with their strength, of length one as a vector.</summary>
    public static (int Prefix, float Value)[] Of(
        IEnumerable<ProfileWord> ofNeed,
        Cpv[] codes,
        NeedWords words
    )
    {
        if (sums is null || sums.Length < words.Prefixes.Length)
        {
            sums = new float[words.Prefixes.Length];
        }
        var fromWords = FromWords(ofNeed, words, sums);
        var fromCodes = FromCodes(codes, words, sums);
        foreach (var (prefix, value) in fromWords)
        {
            sums[prefix] += value;
        }
        foreach (var (prefix, value) in fromCodes)
        {
            sums[prefix] += ShareOfCodes * value;
        }
        return Strongest(
            Taken([.. fromWords.Concat(fromCodes).Select(p => p.Prefix).Distinct()], sums)
        );
    }

    private static (int Prefix, float Value)[] Strongest((int Prefix, float Value)[] all)
    {
        if (all.Length > Most)
        {
            Array.Sort(Array.ConvertAll(all, p => -p.Value), all);
            all = all[..Most];
        }
        Array.Sort(Array.ConvertAll(all, p => p.Prefix), all);
        return all;
    }

    private static (int Prefix, float Value)[] FromWords(
        IEnumerable<ProfileWord> ofNeed,
        NeedWords words,
        float[] sums
    )
    {
        var touched = new List<int>();
        foreach (var word in ofNeed)
        {
            if (word.Key < 0 || word.Weight <= LeastWeight)
            {
                continue;
            }
            foreach (var (prefix, value) in words.Words[word.Key].Categories)
            {
                if (sums[prefix] == 0)
                {
                    touched.Add(prefix);
                }
                sums[prefix] += value * word.Weight;
            }
        }
        return Taken(touched, sums);
    }

    private static (int Prefix, float Value)[] FromCodes(Cpv[] codes, NeedWords words, float[] sums)
    {
        var touched = new List<int>();
        foreach (var code in codes)
        {
            var digits = code.Digits;
            for (
                var length = 2;
                length <= Math.Min(LongestPrefix, code.SignificantDigits);
                length++
            )
            {
                var prefix = words.PlaceOf(digits[..length]);
                if (prefix < 0)
                {
                    continue;
                }
                if (sums[prefix] == 0)
                {
                    touched.Add(prefix);
                }
                sums[prefix] += words.Rarity[digits[..length]];
            }
        }
        return Taken(touched, sums);
    }

    /// <summary>The sums of these prefixes to length one; leaves zeros behind for the next need.</summary>
    private static (int Prefix, float Value)[] Taken(List<int> prefixes, float[] sums)
    {
        var taken = new (int Prefix, float Value)[prefixes.Count];
        var squares = 0f;
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = (prefixes[i], sums[prefixes[i]]);
            squares += taken[i].Value * taken[i].Value;
            sums[prefixes[i]] = 0;
        }
        var norm = MathF.Sqrt(squares);
        for (var i = 0; i < taken.Length && norm > 0; i++)
        {
            taken[i].Value /= norm;
        }
        return taken;
    }
}
