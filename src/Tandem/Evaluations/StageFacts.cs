using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What was said and done in judging a stage, as it was read. Nobody changes it; the order that follows from it is worked out once.</summary>
public sealed class StageFacts(
    IReadOnlyList<EntryJudging> judgings,
    IReadOnlyList<PairComparison> comparisons
)
{
    private readonly Dictionary<Id<Entry>, EntryJudging> byEntry = judgings.ToDictionary(j =>
        j.EntryId
    );
    private Ordered? ordered;

    public IReadOnlyList<EntryJudging> Judgings { get; } = judgings;
    public IReadOnlyList<PairComparison> Comparisons { get; } = comparisons;

    public EntryJudging? Of(Id<Entry> entry) => byEntry.GetValueOrDefault(entry);

    /// <summary>The order of these entries by these facts: worked out anew only where the entries, or the terms behind the seed, are others than last time.</summary>
    internal IReadOnlyList<RankedEntry> Ranked(
        string seed,
        IReadOnlyList<RankedFact> entries,
        Func<IReadOnlyList<RankedEntry>> work
    )
    {
        if (ordered is { } known && known.Seed == seed && Same(known.Entries, entries))
        {
            return known.Ranking;
        }
        var ranking = work();
        ordered = new(seed, entries, ranking);
        return ranking;
    }

    // Whether it was screened out or crosses a red line follows from the facts of this very object.
    private static bool Same(IReadOnlyList<RankedFact> before, IReadOnlyList<RankedFact> now) =>
        before.Count == now.Count
        && before
            .Zip(now)
            .All(x =>
                x.First.Id == x.Second.Id
                && x.First.ReceivedAt == x.Second.ReceivedAt
                && x.First.Reference == x.Second.Reference
            );

    private sealed record Ordered(
        string Seed,
        IReadOnlyList<RankedFact> Entries,
        IReadOnlyList<RankedEntry> Ranking
    );
}
