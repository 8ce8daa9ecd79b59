using System.Security.Cryptography;
using System.Text;
using Tandem.Calls.Kinds;

namespace Tandem.Evaluations;

/// <summary>
/// Puts entries in order by what was declared beforehand. Pure: the same terms and facts, in whatever order they come, always give the same order, so
/// that anybody who has them can check it. O(entries × log entries + scores).
/// </summary>
public static class Ranking
{
    /// <param name="lotSeed">Public seed of the lot, fixed before entries come.</param>
    /// <param name="pairs">Comparisons, where pairs are compared.</param>
    /// <returns>Those with a place first, in order; then the others by reference.</returns>
    public static IReadOnlyList<RankedEntry> Of(
        JudgingTerms terms,
        string lotSeed,
        IReadOnlyCollection<RankedFact> entries,
        IReadOnlyCollection<ScoreFact> scores,
        IReadOnlyCollection<AgreedFact>? agreed = null,
        IReadOnlyCollection<PairFact>? pairs = null
    )
    {
        var assessors = scores.Select(s => s.Assessor).Distinct().Count();
        var byEntry = scores.ToLookup(s => s.Entry);
        var agreedOf = (agreed ?? []).ToLookup(a => a.Entry);
        var strengths =
            terms.Method == JudgingMethod.Pairwise
                ? Pairwise.Fit([.. entries.Where(e => !IsOut(e)).Select(e => e.Id)], pairs ?? [])
                : new Dictionary<Guid, PairStrength>();
        var measured = entries
            .Select(e =>
                Measure(
                    terms,
                    e,
                    [.. byEntry[e.Id]],
                    [.. agreedOf[e.Id]],
                    strengths.GetValueOrDefault(e.Id),
                    assessors
                )
            )
            .ToList();
        return
        [
            .. Place(terms, lotSeed, measured.FindAll(m => m.Standing == RankStanding.Ranked)),
            .. measured
                .Where(m => m.Standing != RankStanding.Ranked)
                .OrderBy(m => m.Standing)
                .ThenByDescending(m => m.Total)
                .ThenBy(m => m.Fact.Reference.Length)
                .ThenBy(m => m.Fact.Reference, StringComparer.Ordinal),
        ];
    }

    private static bool IsOut(RankedFact entry) =>
        entry.ScreenedOut || entry.RedLinesFailed is { Count: > 0 };

    private static RankedEntry Measure(
        JudgingTerms terms,
        RankedFact entry,
        IReadOnlyList<ScoreFact> scores,
        IReadOnlyList<AgreedFact> agreed,
        PairStrength? strength,
        int assessors
    )
    {
        var by = new Dictionary<string, decimal>();
        foreach (var criterion in terms.IsScored ? terms.Criteria : [])
        {
            if (
                Joined(
                    terms.Together,
                    agreed.FirstOrDefault(a => a.Criterion == criterion.Code)?.Score,
                    [.. scores.Where(s => s.Criterion == criterion.Code).Select(s => s.Score)]
                ) is
                { } one
            )
            {
                by[criterion.Code] = one;
            }
        }
        var missing = terms.IsScored
            ? terms.Criteria.Select(c => c.Code).Where(c => !by.ContainsKey(c)).ToList()
            : [];
        var complete = missing.Count == 0;
        var total = Total(terms, by, scores.Count, strength);
        var whole = Whole(terms, assessors);
        var share = total is { } t && whole > 0 ? Math.Round(t * 100 / whole, 2, Half) : total;
        var below = complete ? Below(terms, by, share) : [];
        var standing =
            entry.ScreenedOut ? RankStanding.ScreenedOut
            : entry.RedLinesFailed is { Count: > 0 } ? RankStanding.RedLine
            : entry.Waits ? RankStanding.Unscored
            : terms.Method == JudgingMethod.PassFail ? RankStanding.Passed
            : !complete || total is null ? RankStanding.Unscored
            : below.Count > 0 ? RankStanding.BelowMinimum
            : RankStanding.Ranked;
        return new(
            entry,
            standing,
            null,
            complete ? total : null,
            complete ? share : null,
            by,
            missing,
            below,
            null
        )
        {
            Pairs = strength is { Compared: > 0 } ? strength : null,
        };
    }

    /// <summary>The highest score of the scale.</summary>
    public static int Highest(JudgingTerms terms) =>
        terms.Scale.Count == 0 ? 1 : terms.Scale.Max(s => s.Score);

    /// <summary>The total that cannot be surpassed.</summary>
    /// <param name="assessors">How many took part, where their votes are counted.</param>
    public static decimal Whole(JudgingTerms terms, int assessors) =>
        terms.Method switch
        {
            JudgingMethod.Votes => assessors,
            JudgingMethod.Sum => (decimal)Highest(terms) * terms.Criteria.Count,
            _ => 100,
        };

    /// <summary>Several scores of one criterion as one; null while there is none.</summary>
    public static decimal? Joined(Together together, int? agreed, IReadOnlyList<int> scores) =>
        agreed is { } one ? one
        : together == Together.Consensus || scores.Count == 0 ? null
        : together == Together.Mean ? scores.Sum() / (decimal)scores.Count
        : Middle(scores);

    private static decimal Middle(IReadOnlyList<int> scores)
    {
        var order = scores.Order().ToList();
        return order.Count % 2 == 1
            ? order[order.Count / 2]
            : (order[order.Count / 2 - 1] + order[order.Count / 2]) / 2m;
    }

    private static decimal? Total(
        JudgingTerms terms,
        Dictionary<string, decimal> by,
        int votes,
        PairStrength? strength
    ) =>
        terms.Method switch
        {
            JudgingMethod.WeightedMean => Round(
                terms.Criteria.Sum(c => c.Weight * by.GetValueOrDefault(c.Code)) / Highest(terms)
            ),
            JudgingMethod.Sum => Round(by.Values.Sum()),
            JudgingMethod.Votes => votes,
            JudgingMethod.Pairwise => strength is { Compared: > 0 } s ? Round(s.Share) : null,
            _ => null,
        };

    private static List<string> Below(
        JudgingTerms terms,
        Dictionary<string, decimal> by,
        decimal? share
    )
    {
        var below = new List<string>();
        foreach (var criterion in terms.IsScored ? terms.Criteria : [])
        {
            if (by[criterion.Code] < criterion.Minimum)
            {
                below.Add($"{criterion.Title}: below the least score of {criterion.Minimum}");
            }
        }
        if (share < terms.Minimum)
        {
            below.Add($"The total is below {terms.Minimum:0.##} of 100");
        }
        return below;
    }

    private static IEnumerable<RankedEntry> Place(
        JudgingTerms terms,
        string lotSeed,
        List<RankedEntry> measured
    )
    {
        var place = 0;
        foreach (var same in measured.GroupBy(m => m.Total).OrderByDescending(g => g.Key))
        {
            foreach (var (entry, offset, by) in Untie(terms, lotSeed, [.. same]))
            {
                yield return entry with
                {
                    Place = place + offset,
                    DecidedBy = by,
                };
            }
            place += same.Count();
        }
    }

    // Entries with one total: each rule in turn splits those that are still together; DecidedBy is the last rule that split an entry from another.
    private static List<(RankedEntry Entry, int Place, string? By)> Untie(
        JudgingTerms terms,
        string lotSeed,
        List<RankedEntry> same
    )
    {
        var groups = new List<(List<RankedEntry> Members, string? By)> { (same, null) };
        foreach (var rule in terms.Ties)
        {
            groups =
            [
                .. groups.SelectMany(g =>
                {
                    var parts = Split(lotSeed, rule, g.Members);
                    return parts.Select(p => (p, parts.Count > 1 ? Name(terms, rule) : g.By));
                }),
            ];
        }
        var placed = new List<(RankedEntry, int, string?)>();
        foreach (var (members, by) in groups)
        {
            var at = placed.Count + 1;
            placed.AddRange(
                members
                    .OrderBy(m => m.Fact.Reference.Length)
                    .ThenBy(m => m.Fact.Reference, StringComparer.Ordinal)
                    .Select(m => (m, at, by))
            );
        }
        return placed;
    }

    private static List<List<RankedEntry>> Split(
        string lotSeed,
        TieRule rule,
        List<RankedEntry> together
    ) =>
        rule.By switch
        {
            TieBreak.Criterion =>
            [
                .. together
                    .GroupBy(m => m.Criteria.GetValueOrDefault(rule.Criterion ?? ""))
                    .OrderByDescending(g => g.Key)
                    .Select(g => g.ToList()),
            ],
            TieBreak.Earlier =>
            [
                .. together
                    .GroupBy(m => m.Fact.ReceivedAt)
                    .OrderBy(g => g.Key)
                    .Select(g => g.ToList()),
            ],
            _ =>
            [
                .. together
                    .GroupBy(m => Lot(lotSeed, m.Fact.Id))
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => g.ToList()),
            ],
        };

    /// <summary>
    /// The lot of an entry: lower-case hex HMAC-SHA-256 (RFC 2104) with the seed's UTF-8 as key over the entry's id as text; the lowest is drawn first.
    /// The seed is public before entries come and ids are made at random by the server, so nobody can choose their lot.
    /// </summary>
    public static string Lot(string seed, Guid entry) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(seed),
                Encoding.UTF8.GetBytes(entry.ToString("D"))
            )
        );

    /// <summary>A tie rule in words.</summary>
    public static string Name(JudgingTerms terms, TieRule rule) =>
        rule.By switch
        {
            TieBreak.Criterion =>
                $"the higher score for {terms.Find(rule.Criterion ?? "")?.Title ?? rule.Criterion}",
            TieBreak.Earlier => "what was received first",
            _ => "lot",
        };

    private const MidpointRounding Half = MidpointRounding.AwayFromZero;

    private static decimal Round(decimal value) => Math.Round(value, 2, Half);
}
