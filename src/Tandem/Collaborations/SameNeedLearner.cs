using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>
/// Learns the weights of <see cref="SameNeed"/> from judged pairs, and tests them on buyers and on sources that had no part in
/// the learning. The words must be learnt without the notices of the pairs, or the test flatters.
/// </summary>
internal sealed class SameNeedLearner(NeedWords words, CpvList codes)
{
    private const double Penalty = 10;
    private const int Folds = 6;
    private const int Repeats = 3;
    private const int Seed = 100;

    /// <summary>Fits the weights to all pairs the readers agree on, and says what such weights reach on unseen buyers and sources.</summary>
    public (SameNeed Model, SortedDictionary<string, double> Tested) Learn(
        IReadOnlyList<JudgedPair> pairs
    )
    {
        var examples = pairs.Where(p => p.IsSame is not null).Select(Measured).ToList();
        var (weights, start) = Fit(examples);
        var tested = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["unseenBuyers"] = Enumerable.Range(0, Repeats).Average(r => UnseenBuyers(examples, r)),
            ["onItsOwnPairs"] = AveragePrecision.Of(
                examples.Select(e => (Score(e, weights, start), e.IsSame))
            ),
        };
        foreach (var source in examples.SelectMany(e => e.Sources).Distinct().Order())
        {
            var others = examples.Where(e => !e.Sources.Contains(source)).ToList();
            var fitted = Fit(others);
            tested["unseenSource " + source] = AveragePrecision.Of(
                examples
                    .Where(e => e.Sources.Contains(source))
                    .Select(e => (Score(e, fitted.Weights, fitted.Start), e.IsSame))
            );
        }
        return (new SameNeed(words, codes, weights, start), tested);
    }

    // Buyers are dealt into folds; a pair of folds is tested on weights fitted to pairs of neither.
    private static double UnseenBuyers(List<Example> examples, int repeat)
    {
        var random = new Random(Seed + repeat);
        var fold = examples
            .SelectMany(e => e.Buyers)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToDictionary(b => b, _ => random.Next(Folds));
        var scored = new List<(double, bool)>();
        var cells = examples.GroupBy(e =>
            (
                Math.Min(fold[e.Buyers[0]], fold[e.Buyers[1]]),
                Math.Max(fold[e.Buyers[0]], fold[e.Buyers[1]])
            )
        );
        foreach (var cell in cells.OrderBy(c => c.Key))
        {
            var unseen = cell.SelectMany(e => e.Buyers).ToHashSet();
            var (weights, start) = Fit([.. examples.Where(e => !e.Buyers.Any(unseen.Contains))]);
            scored.AddRange(cell.Select(e => (Score(e, weights, start), e.IsSame)));
        }
        return AveragePrecision.Of(scored);
    }

    private Example Measured(JudgedPair pair)
    {
        var measured = new double[SameNeed.Measures.Length];
        SameNeed.Measure(
            words,
            NeedProfile.Of(pair.A, words, codes),
            NeedProfile.Of(pair.B, words, codes),
            measured
        );
        return new Example(
            measured,
            pair.IsSame == true,
            [
                .. new[] { pair.A.Buyer, pair.B.Buyer }.Select(b =>
                    b.ToLowerInvariant().Replace(" ", "")
                ),
            ],
            pair.Sources
        );
    }

    private static (double[] Weights, double Start) Fit(List<Example> examples) =>
        LogisticRegression.Fit(
            [.. examples.Select(e => e.Measured)],
            [.. examples.Select(e => e.IsSame)],
            Penalty
        );

    private static double Score(Example example, double[] weights, double start) =>
        start + example.Measured.Zip(weights, (m, w) => m * w).Sum();

    private sealed record Example(
        double[] Measured,
        bool IsSame,
        string[] Buyers,
        string[] Sources
    );
}
