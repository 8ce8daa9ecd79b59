using Tandem.Calls.Kinds;

namespace Tandem.Evaluations;

/// <summary>How the scores of one criterion fell.</summary>
/// <param name="Apart">How far assessors of one entry were apart on average, in points; null where no entry had two.</param>
public sealed record CriterionFigures(
    string Code,
    string Title,
    decimal Lowest,
    decimal Median,
    decimal Highest,
    decimal? Apart
);

/// <summary>How many entries have a total in a range of hundredths.</summary>
public sealed record TotalRange(int From, int To, int Count);

/// <summary>What may be said of a stage's result without naming anybody.</summary>
public sealed record ResultFigures(
    int Entries,
    int Ranked,
    int BelowMinimum,
    int ScreenedOut,
    int RedLine,
    int Assessors,
    int Scores,
    decimal? Lowest,
    decimal? Median,
    decimal? Highest,
    IReadOnlyList<CriterionFigures> Criteria,
    IReadOnlyList<TotalRange> Ranges
)
{
    private const int Width = 10;

    public static ResultFigures Of(
        JudgingTerms terms,
        IReadOnlyList<RankedEntry> ranking,
        IReadOnlyCollection<ScoreFact> scores
    )
    {
        // How strong an entry came out of its comparisons is no total that could be told.
        var shares = ranking
            .Where(r => r.Pairs is null)
            .Select(r => r.Share)
            .OfType<decimal>()
            .Order()
            .ToList();
        return new(
            ranking.Count,
            ranking.Count(r => r.Standing == RankStanding.Ranked),
            ranking.Count(r => r.Standing == RankStanding.BelowMinimum),
            ranking.Count(r => r.Standing == RankStanding.ScreenedOut),
            ranking.Count(r => r.Standing == RankStanding.RedLine),
            scores.Select(s => s.Assessor).Distinct().Count(),
            scores.Count,
            shares.Count == 0 ? null : shares[0],
            Middle(shares),
            shares.Count == 0 ? null : shares[^1],
            [
                .. terms
                    .Criteria.Select(c => OfCriterion(c, ranking, scores))
                    .OfType<CriterionFigures>(),
            ],
            [
                .. Enumerable
                    .Range(0, 100 / Width)
                    .Select(i => new TotalRange(
                        i * Width,
                        (i + 1) * Width,
                        shares.Count(s => Math.Min((int)(s / Width), 100 / Width - 1) == i)
                    )),
            ]
        );
    }

    private static CriterionFigures? OfCriterion(
        Criterion criterion,
        IReadOnlyList<RankedEntry> ranking,
        IReadOnlyCollection<ScoreFact> scores
    )
    {
        var all = ranking
            .Where(r => r.Criteria.ContainsKey(criterion.Code))
            .Select(r => r.Criteria[criterion.Code])
            .Order()
            .ToList();
        var apart = scores
            .Where(s => s.Criterion == criterion.Code)
            .GroupBy(s => s.Entry)
            .Where(g => g.Count() > 1)
            .Select(g => (decimal)(g.Max(s => s.Score) - g.Min(s => s.Score)))
            .ToList();
        return all.Count == 0
            ? null
            : new(
                criterion.Code,
                criterion.Title,
                Math.Round(all[0], 2),
                Middle(all)!.Value,
                Math.Round(all[^1], 2),
                apart.Count == 0 ? null : Math.Round(apart.Average(), 2)
            );
    }

    private static decimal? Middle(IReadOnlyList<decimal> order) =>
        order.Count == 0 ? null
        : order.Count % 2 == 1 ? Math.Round(order[order.Count / 2], 2)
        : Math.Round((order[order.Count / 2 - 1] + order[order.Count / 2]) / 2, 2);
}
