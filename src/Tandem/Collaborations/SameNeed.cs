using System.Numerics.Tensors;
using System.Text.Json;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>
/// Scores two needs: could they be bought together? A logistic regression on six measures of likeness, with weights learnt by
/// <see cref="SameNeedLearner"/>. Symmetric and without state; safe to use from many threads.
/// </summary>
public sealed class SameNeed
{
    /// <summary>What is compared, in the order of the weights.</summary>
    internal static string[] Measures { get; } =
    ["Words", "Category", "Meaning", "Codes", "Same code", "Works"];

    // Below this two words are no more alike than any two words of public buying.
    private const float LeastWordLikeness = 0.25f;

    // A shared code so common that sharing it says nothing.
    private const float CommonCode = 2.5f;
    private static readonly int[] TenTo = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    private readonly double[] _weights;
    private readonly double _start;

    internal SameNeed(NeedWords words, CpvList codes, double[] weights, double start)
    {
        Words = words;
        Codes = codes;
        _weights = weights;
        _start = start;
    }

    /// <summary>The model that ships with the program.</summary>
    public static SameNeed Shipped => Loaded.Value;

    private static Lazy<SameNeed> Loaded { get; } =
        new(() =>
        {
            using var names = new StreamReader(Content.Shipped.Open("cpv/cpv-2008.tsv"));
            var learnt = JsonSerializer.Deserialize<SameNeedWeights>(
                Content.Shipped.Text("matching/same-need.json"),
                SameNeedWeights.Json
            )!;
            return new SameNeed(
                NeedWords.Shipped,
                CpvList.Read(names),
                [.. Measures.Select(m => learnt.Weights[m])],
                learnt.Start
            );
        });

    internal NeedWords Words { get; }

    internal CpvList Codes { get; }

    internal SameNeedWeights Weights(
        string learntBy,
        string learntOn,
        SortedDictionary<string, double> tested
    ) =>
        new(
            learntBy,
            learntOn,
            tested,
            _start,
            Measures.Zip(_weights).ToDictionary(w => w.First, w => w.Second)
        );

    /// <summary>Makes a need ready for comparison.</summary>
    public NeedProfile Profile(Need need) => NeedProfile.Of(need, Words, Codes);

    /// <summary>The likeness of two needs in log-odds: the same figure as <see cref="Explain"/>, without the reasons.</summary>
    public double LogOdds(NeedProfile a, NeedProfile b)
    {
        Span<double> measured = stackalloc double[Measures.Length];
        Measure(Words, a, b, measured);
        return Sum(measured);
    }

    /// <summary>
    /// The likeness of two needs in log-odds where it reaches the least asked for, else null: quicker, as most pairs fall short
    /// whatever their words.
    /// </summary>
    internal double? LogOddsFrom(double least, NeedProfile a, NeedProfile b)
    {
        Span<double> measured = stackalloc double[Measures.Length];
        // What takes longer to measure is first taken for its best, then measured.
        measured[0] = Best(0);
        measured[1] = Best(1);
        MeasureMeaningAndCodes(Words, a, b, measured);
        if (Sum(measured) < least)
        {
            return null;
        }
        measured[1] = CategoryTable.Of(a, Words).LikenessTo(b);
        if (Sum(measured) < least)
        {
            return null;
        }
        measured[0] = SharedWords.Of(Words, a, b);
        return Sum(measured) is var logOdds && logOdds >= least ? logOdds : null;
    }

    private double Best(int measure) => _weights[measure] > 0 ? 1 : 0;

    /// <summary>The likeness of two needs with its reasons.</summary>
    public NeedLikeness Explain(NeedProfile a, NeedProfile b)
    {
        var measured = new double[Measures.Length];
        Measure(Words, a, b, measured);
        var parts = Measures
            .Select(
                (name, i) =>
                    new LikenessPart(
                        name,
                        LikenessWords.Say(i, measured[i], a, b, this),
                        _weights[i] * measured[i]
                    )
            )
            .OrderByDescending(p => p.Contribution)
            .ToList();
        return new NeedLikeness(LogOdds(a, b), _start, parts);
    }

    internal static void Measure(
        NeedWords words,
        NeedProfile a,
        NeedProfile b,
        Span<double> measured
    )
    {
        measured[0] = SharedWords.Of(words, a, b);
        MeasureAllButWords(words, a, b, measured);
    }

    private static void MeasureAllButWords(
        NeedWords words,
        NeedProfile a,
        NeedProfile b,
        Span<double> measured
    )
    {
        measured[1] = CategoryLikeness(a, b);
        MeasureMeaningAndCodes(words, a, b, measured);
    }

    private static void MeasureMeaningAndCodes(
        NeedWords words,
        NeedProfile a,
        NeedProfile b,
        Span<double> measured
    )
    {
        measured[2] = MeaningLikeness(a, b);
        var shared = SharedPrefix(words, a, b);
        measured[3] = Math.Max(0, shared.Rarity - CommonCode) / 6;
        measured[4] = shared.SameCode ? 1 : 0;
        measured[5] = a.IsWorks && b.IsWorks ? 1 : 0;
    }

    private double Sum(ReadOnlySpan<double> measured)
    {
        var sum = _start;
        for (var i = 0; i < measured.Length; i++)
        {
            sum += _weights[i] * measured[i];
        }
        return sum;
    }

    internal static double MeaningLikeness(NeedProfile a, NeedProfile b) =>
        TensorPrimitives.Dot<float>(a.Meaning, b.Meaning);

    internal static float WordLikeness(NeedWords words, ProfileWord a, ProfileWord b)
    {
        if (a.Key == b.Key)
        {
            return 1;
        }
        if (a.Stub != 0 || b.Stub != 0 || a.Key < 0 || b.Key < 0)
        {
            return a.Stub != 0 && a.Stub == b.Stub ? 0.7f : 0;
        }
        var likeness = TensorPrimitives.Dot(words.VectorOf(a.Key), words.VectorOf(b.Key));
        return likeness < LeastWordLikeness ? 0 : likeness;
    }

    private static double CategoryLikeness(NeedProfile a, NeedProfile b)
    {
        double sum = 0;
        for (int i = 0, j = 0; i < a.Category.Length && j < b.Category.Length; )
        {
            var (prefix, value) = a.Category[i];
            var (otherPrefix, otherValue) = b.Category[j];
            sum += prefix == otherPrefix ? value * otherValue : 0;
            i += prefix <= otherPrefix ? 1 : 0;
            j += otherPrefix <= prefix ? 1 : 0;
        }
        return sum;
    }

    /// <summary>The rarest code prefix both have.</summary>
    internal static SharedCode SharedPrefix(NeedWords words, NeedProfile a, NeedProfile b)
    {
        var best = default(SharedCode);
        var same = false;
        for (var i = 0; i < a.Codes.Count; i++)
        {
            for (var j = 0; j < b.Codes.Count; j++)
            {
                var (code, other) = (a.Codes[i].Number, b.Codes[j].Number);
                var length = Math.Min(a.Digits[i], b.Digits[j]);
                same |= code == other && length > 2;
                while (length >= 2 && code / TenTo[8 - length] != other / TenTo[8 - length])
                {
                    length--;
                }
                if (length < 2)
                {
                    continue;
                }
                var rarity = words.RarityOf(code / TenTo[8 - length], length);
                if (rarity > best.Rarity)
                {
                    best = new SharedCode(a.Codes[i].Cut(length), rarity, false);
                }
            }
        }
        return best with { SameCode = same };
    }
}

/// <summary>What two lists of CPV codes share.</summary>
/// <param name="Code">The rarest code above both, or none.</param>
/// <param name="Rarity">How rare purchases under it are: −ln of their share.</param>
/// <param name="SameCode">Whether one code finer than a division is on both lists.</param>
internal readonly record struct SharedCode(Cpv Code, float Rarity, bool SameCode);
