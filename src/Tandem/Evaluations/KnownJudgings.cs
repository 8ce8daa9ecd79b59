using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>
/// What this node has read of judging, stage by stage. At each reading the revisions of all rows are compared, and only what has changed since is read again:
/// O(entries) numbers, and the rows that changed. The database stays the truth: what is held here is never written, and nothing is decided by it.
/// </summary>
public sealed class KnownJudgings
{
    /// <summary>Entries held at most, over all stages; the stages that were not asked for longest are let go first.</summary>
    private const int Most = 20_000;

    /// <summary>From so many changed rows on all are read again.</summary>
    private const int Few = 200;

    private readonly ConcurrentDictionary<(Id<Call>, string), Held> stages = new();
    private long clock;

    /// <summary>How far one judging has come: its own changes, and those of its assignments. None of them is ever taken back.</summary>
    private readonly record struct Revision(int Own, int Assignments, int Theirs);

    private sealed class Held
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public Dictionary<
            Id<EntryJudging>,
            (Revision At, EntryJudging Judging)
        > Read { get; set; } = [];
        public StageFacts? Facts { get; set; }
        public long UsedAt { get; set; }
    }

    internal async Task<StageFacts> OfAsync(
        Db db,
        Call call,
        CallStage stage,
        CancellationToken cancellation
    )
    {
        var held = stages.GetOrAdd((call.Id, stage.Code), _ => new());
        await held.Gate.WaitAsync(cancellation);
        try
        {
            held.UsedAt = Interlocked.Increment(ref clock);
            await RefreshAsync(held, db, call, stage, cancellation);
            Forget(held);
            return held.Facts!;
        }
        finally
        {
            held.Gate.Release();
        }
    }

    private static async Task RefreshAsync(
        Held held,
        Db db,
        Call call,
        CallStage stage,
        CancellationToken cancellation
    )
    {
        var all = db.Set<EntryJudging>()
            .Where(j => j.CallId == call.Id && j.StageCode == stage.Code);
        var now = await all.Select(j => new
            {
                j.Id,
                j.Revision,
                Assignments = j.Assignments.Count,
                Theirs = j.Assignments.Sum(a => (int?)a.Revision) ?? 0,
            })
            .ToListAsync(cancellation);
        var pairs = db.Set<PairComparison>()
            .Where(c => c.CallId == call.Id && c.StageCode == stage.Code);
        var compared = await pairs.CountAsync(cancellation);
        var changed = now.FindAll(n =>
                !held.Read.TryGetValue(n.Id, out var known)
                || known.At != new Revision(n.Revision, n.Assignments, n.Theirs)
            )
            .ConvertAll(n => n.Id);
        if (
            held.Facts is { } facts
            && changed.Count == 0
            && facts.Judgings.Count == now.Count
            && facts.Comparisons.Count == compared
        )
        {
            return;
        }
        var wanted =
            changed.Count <= Few ? all.Where(j => EF.Parameter(changed).Contains(j.Id)) : all;
        var read = (
            await wanted
                .AsNoTracking()
                .Include(j => j.Assignments)
                    .ThenInclude(a => a.Scores)
                .Include(j => j.Agreed)
                .Include(j => j.Screenings)
                .AsSplitQuery()
                .ToListAsync(cancellation)
        ).ToDictionary(j => j.Id);
        // Kept with the revision seen before it was read: what changed in between is read again next time.
        held.Read = now.Where(n => read.ContainsKey(n.Id) || held.Read.ContainsKey(n.Id))
            .ToDictionary(
                n => n.Id,
                n =>
                    (
                        new Revision(n.Revision, n.Assignments, n.Theirs),
                        read.GetValueOrDefault(n.Id) ?? held.Read[n.Id].Judging
                    )
            );
        held.Facts = new(
            [.. held.Read.Values.Select(r => r.Judging)],
            held.Facts?.Comparisons.Count == compared
                ? held.Facts.Comparisons
                : await pairs.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancellation)
        );
    }

    private void Forget(Held used)
    {
        var held = stages.Sum(s => s.Value.Read.Count);
        foreach (
            var (key, stage) in stages
                .Where(s => s.Value != used)
                .OrderBy(s => s.Value.UsedAt)
                .ToList()
        )
        {
            if (held <= Most)
            {
                return;
            }
            if (stages.TryRemove(key, out _))
            {
                held -= stage.Read.Count;
            }
        }
    }
}
