namespace Tandem.Evaluations;

/// <summary>That somebody held two entries against each other.</summary>
/// <param name="Preferred">The better one of the two.</param>
/// <param name="Other">The other one.</param>
public sealed record PairFact(Guid Assessor, Guid Preferred, Guid Other);

/// <summary>How strong an entry came out of its comparisons.</summary>
/// <param name="Strength">Bradley–Terry strength; the average entry has 1.</param>
/// <param name="Compared">In how many comparisons it stood.</param>
/// <param name="Won">How many of them it won.</param>
public sealed record PairStrength(double Strength, int Compared, int Won)
{
    /// <summary>How probably it is preferred to an average entry, in hundredths.</summary>
    public decimal Share => (decimal)Math.Round(100 * Strength / (1 + Strength), 2);
}

/// <summary>
/// Comparison in pairs. The model of Bradley and Terry (Biometrika 39, 1952): entry i is preferred to j with probability s(i) / (s(i) + s(j)). Strengths are
/// fitted by the minorisation–maximisation of Hunter (Annals of Statistics 32, 2004); each entry also wins half a comparison and loses half a one against a
/// notional average entry, so that strengths stay finite and comparable where few pairs were compared.
/// </summary>
public static class Pairwise
{
    private const int MostRounds = 500;
    private const double Enough = 1e-10;

    /// <summary>Strengths of the entries; comparisons with others are left out. O(rounds × comparisons). The order of the facts does not matter.</summary>
    public static IReadOnlyDictionary<Guid, PairStrength> Fit(
        IReadOnlyCollection<Guid> entries,
        IReadOnlyCollection<PairFact> pairs
    )
    {
        // Sorted, so that sums are taken in one order: the last digit does not depend on the order in which rows were read.
        var ids = entries.Distinct().Order().ToArray();
        var at = ids.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i);
        var won = new int[ids.Length];
        var compared = new int[ids.Length];
        var meetings = new SortedDictionary<(int, int), int>();
        foreach (var pair in pairs)
        {
            if (
                pair.Preferred != pair.Other
                && at.TryGetValue(pair.Preferred, out var i)
                && at.TryGetValue(pair.Other, out var j)
            )
            {
                won[i]++;
                compared[i]++;
                compared[j]++;
                var key = (Math.Min(i, j), Math.Max(i, j));
                meetings[key] = meetings.GetValueOrDefault(key) + 1;
            }
        }
        var strength = Solve(won, meetings);
        return ids.Select((id, i) => (id, new PairStrength(strength[i], compared[i], won[i])))
            .ToDictionary(x => x.id, x => x.Item2);
    }

    private static double[] Solve(int[] won, SortedDictionary<(int I, int J), int> meetings)
    {
        var strength = Enumerable.Repeat(1.0, won.Length).ToArray();
        for (var round = 0; round < MostRounds; round++)
        {
            // The notional comparison with strength 1: half won, half lost.
            var weight = strength.Select(s => 1 / (s + 1)).ToArray();
            foreach (var ((i, j), n) in meetings)
            {
                var shared = n / (strength[i] + strength[j]);
                weight[i] += shared;
                weight[j] += shared;
            }
            var moved = 0.0;
            for (var i = 0; i < strength.Length; i++)
            {
                var next = (won[i] + 0.5) / weight[i];
                moved = Math.Max(moved, Math.Abs(Math.Log(next / strength[i])));
                strength[i] = next;
            }
            if (moved < Enough)
            {
                break;
            }
        }
        return strength;
    }

    /// <summary>
    /// The two entries this assessor is asked about next: those of which least is known (fewest comparisons), among them the two that are nearest to
    /// each other; null when they have compared all they may. O(entries²).
    /// </summary>
    /// <param name="entries">What this assessor may judge: own team and conflicts already left out.</param>
    /// <param name="pairs">What all assessors have compared so far.</param>
    /// <param name="skipped">Pairs this assessor could not decide.</param>
    public static (Guid First, Guid Second)? Next(
        IReadOnlyCollection<Guid> entries,
        IReadOnlyCollection<PairFact> pairs,
        Guid assessor,
        IReadOnlyCollection<(Guid, Guid)>? skipped = null
    )
    {
        var strengths = Fit(entries, pairs);
        var done = pairs
            .Where(p => p.Assessor == assessor)
            .Select(p => Key(p.Preferred, p.Other))
            .Concat((skipped ?? []).Select(s => Key(s.Item1, s.Item2)))
            .ToHashSet();
        var ids = entries.Distinct().Order().ToList();
        (Guid, Guid)? best = null;
        var least = (int.MaxValue, int.MaxValue, double.MaxValue);
        for (var i = 0; i < ids.Count; i++)
        {
            for (var j = i + 1; j < ids.Count; j++)
            {
                if (done.Contains((ids[i], ids[j])))
                {
                    continue;
                }
                var (a, b) = (strengths[ids[i]], strengths[ids[j]]);
                var known = (
                    Math.Min(a.Compared, b.Compared),
                    a.Compared + b.Compared,
                    Math.Abs(Math.Log(a.Strength / b.Strength))
                );
                if (known.CompareTo(least) < 0)
                {
                    (best, least) = ((ids[i], ids[j]), known);
                }
            }
        }
        // Which of the two stands first changes from assessor to assessor, so that standing first helps no entry.
        return
            best is var (first, second)
            && string.CompareOrdinal(
                Ranking.Lot(assessor.ToString("D"), first),
                Ranking.Lot(assessor.ToString("D"), second)
            ) > 0
            ? (second, first)
            : best;
    }

    private static (Guid, Guid) Key(Guid a, Guid b) => a.CompareTo(b) < 0 ? (a, b) : (b, a);
}
