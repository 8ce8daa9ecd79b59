using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Evaluations;

/// <summary>Amounts asked for, by version of an entry: a version never changes, so what was read once is known.</summary>
public sealed class KnownAsks
{
    private readonly ConcurrentDictionary<Id<EntryVersion>, long?> asks = new();

    internal long? Of(Id<EntryVersion> version) => asks.GetValueOrDefault(version);

    internal bool Knows(Id<EntryVersion> version) => asks.ContainsKey(version);

    internal void Learn(Id<EntryVersion> version, long? ask) => asks[version] = ask;
}

/// <summary>The entries of a stage that are judged: once it is decided, those that were decided on, whatever happens to them later.</summary>
public sealed class StageEntries(Db db, OpenEntries open, ReadEntry read, KnownAsks asks)
{
    public async Task<IReadOnlyList<JudgedEntry>> OfAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation
    )
    {
        var decided = await db.Set<CallDecision>()
            .Where(d => d.CallId == call.Id && d.StageCode == stage.Code && d.ReturnedAt == null)
            .SelectMany(d => d.Lines.Select(l => l.EntryId))
            .ToListAsync(cancellation);
        var entries =
            decided.Count == 0
                ? await open.OfStageAsync(stage, cancellation)
                : await db.Set<Entry>()
                    .Include(e => e.Members)
                    .Include(e => e.Versions)
                    .AsSplitQuery()
                    .Where(e => decided.Contains(e.Id))
                    .OrderBy(e => e.Number)
                    .ToListAsync(cancellation);
        var judged = new List<JudgedEntry>(entries.Count);
        foreach (var entry in entries)
        {
            var version = entry
                .Versions.Where(v => v.StageId == stage.Id && v.Counts)
                .MaxBy(v => v.Number);
            judged.Add(
                new(
                    entry.Id,
                    (int)entry.Number,
                    entry.Reference,
                    entry.Title,
                    entry.EntrantName,
                    version?.ReceivedAt ?? entry.CreatedAt,
                    entry
                        .Members.Where(m => m.RemovedAt is null)
                        .Select(m => m.PersonId.Value)
                        .ToHashSet(),
                    entry.OrganisationId,
                    version is null ? null : await AskAsync(call, entry, version, cancellation),
                    entry.IsAnonymous,
                    entry.IsOnBehalf
                )
            );
        }
        return judged;
    }

    private async Task<long?> AskAsync(
        Call call,
        Entry entry,
        EntryVersion version,
        CancellationToken cancellation
    )
    {
        if (call.Kind.Budget is not { } budget || call.BudgetMinor is null)
        {
            return null;
        }
        if (!asks.Knows(version.Id))
        {
            // The latest stage that answers the question says how much.
            var paper = await read.PaperAsync(new(call, entry), cancellation: cancellation);
            var amount = paper
                .Stages.Select(s => s.Answers.Sheet.Given(budget.Asks) as Value.Number)
                .LastOrDefault(a => a is not null);
            asks.Learn(
                version.Id,
                amount is { Amount: >= 0 and < 1_000_000_000_000m }
                    ? (long)Math.Round(amount.Amount * 100)
                    : null
            );
        }
        return asks.Of(version.Id);
    }
}
