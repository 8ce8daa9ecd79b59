using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;

namespace Tandem.Collaborations;

/// <summary>Works out who could buy together from what everybody may see, and keeps it: what has changed is replaced, in one transaction.</summary>
public sealed class RefreshOpportunities(
    Db db,
    Authorities authorities,
    ReferenceLists lists,
    Content content,
    HeldOpportunities held,
    Workspaces.TellPartners tell,
    TimeProvider clock
)
{
    private static readonly MatchOptions Usual = new() { AsOf = default, MinimumStrength = 25 };

    public DateOnly Today => clock.Today();

    /// <summary>What is found on a day, without keeping it.</summary>
    public async Task<(IReadOnlyList<FoundOpportunity> Found, int Purchases)> FindAsync(
        DateOnly asOf,
        CancellationToken cancellation = default
    )
    {
        var book = await BookAsync(asOf, cancellation);
        var finder = new FindOpportunities(Usual with { AsOf = asOf }, Codes);
        await finder.ReadAsync(book.AllAsync(db), cancellation);
        var found = finder.Found(await MemoryAsync(null, cancellation), cancellation);
        return (found, finder.Count);
    }

    /// <summary>
    /// Works it out for today and keeps it. What this process found before is built on where only a few purchases have changed; the result is that of
    /// a full run.
    /// </summary>
    /// <returns>What is kept now, the strongest first, and how long it took.</returns>
    public async Task<(IReadOnlyList<FoundOpportunity> Found, MatchingRun Run)> RunAsync(
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        await held.Turn.WaitAsync(cancellation);
        try
        {
            return await RunInTurnAsync(actor, cancellation);
        }
        finally
        {
            held.Turn.Release();
        }
    }

    private async Task<(IReadOnlyList<FoundOpportunity> Found, MatchingRun Run)> RunInTurnAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var started = Stopwatch.GetTimestamp();
        var state = await StateAsync(cancellation);
        var finder = await held.FollowAsync(
            db,
            state,
            (authorities, Codes),
            await BookAsync(state.Day, cancellation),
            Usual with
            {
                AsOf = state.Day,
            },
            cancellation
        );
        var kept = held.KeptAt(await LastAsync(cancellation));
        var found = finder.Found(await MemoryAsync(kept, cancellation), cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Held until the end of the transaction: two refreshes never write at once.
        await Sequence.TakeAsync(db, "opportunity-refresh", 1, cancellation);
        // Another node may have kept its own in the meantime.
        kept = held.KeptAt(await LastAsync(cancellation));
        var (added, changed, gone) = await new KeepOpportunities(db, Codes).RunAsync(
            found,
            kept,
            cancellation
        );
        await tell.RunAsync(changed, cancellation);
        var run = new MatchingRun
        {
            State = state.ToString(),
            Changes = state.Changes,
            AsOf = state.Day,
            PurchaseCount = finder.Count,
            OpportunityCount = found.Count,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            ComputedAt = db.Now(),
        };
        await Bulk.UpsertAsync(db, [run], cancellation);
        db.Record(
            actor,
            "opportunities-refreshed",
            nameof(MatchingRun),
            MatchingRun.Opportunities,
            new
            {
                run.AsOf,
                purchases = finder.Count,
                opportunities = found.Count,
                added,
                changed = changed.Count,
                gone,
            }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        held.Keep(run, found);
        return (found, run);
    }

    /// <summary>The same where something has changed since, or a day has passed, and no import is under way; else nothing.</summary>
    public async Task<bool> RunIfDueAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (
            await db.Set<ImportRun>().AnyAsync(r => r.State == ImportState.Running, cancellation)
            || await IsCurrentAsync(cancellation)
        )
        {
            return false;
        }
        await RunAsync(actor, cancellation);
        return true;
    }

    /// <summary>Whether what is kept is what today's data would give.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellation = default) =>
        (await LastAsync(cancellation))?.State == (await StateAsync(cancellation)).ToString();

    internal CpvList Codes => lists.Current("cpv/cpv-2008.tsv", CpvList.Read);

    private Task<MatchingRun?> LastAsync(CancellationToken cancellation) =>
        db.Set<MatchingRun>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Name == MatchingRun.Opportunities, cancellation);

    private async Task<MatchedState> StateAsync(CancellationToken cancellation) =>
        new(
            Today,
            await db.Set<Sequence>()
                .Where(s => s.Name == Sequence.Changes)
                .Select(s => s.Last)
                .SingleOrDefaultAsync(cancellation),
            await db.Set<PartnershipMember>().CountAsync(cancellation),
            await db.Set<Supplier>().CountAsync(s => s.MergedIntoId != null, cancellation)
        );

    private Task<PurchaseBook> BookAsync(DateOnly asOf, CancellationToken cancellation) =>
        PurchaseBook.OpenAsync(db, authorities, UsualTerms.In(content), asOf, cancellation);

    private async Task<GroupMemory> MemoryAsync(
        IReadOnlyDictionary<string, FoundOpportunity>? kept,
        CancellationToken cancellation
    )
    {
        var groups = kept is null
            ? await KeptGroupsAsync(cancellation)
            : [.. kept.Select(k => new RememberedGroup(k.Key, k.Value.PurchaseIds))];
        var keys = groups.Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var aside = await db.Set<SetAside>().AsNoTracking().ToListAsync(cancellation);
        return new([
            .. groups,
            .. aside
                .Where(s => !keys.Contains(s.OpportunityKey))
                .GroupBy(s => s.OpportunityKey)
                .Select(g => new RememberedGroup(
                    g.Key,
                    [.. g.SelectMany(s => s.Purchases.Split('\n')).Distinct()]
                )),
        ]);
    }

    private async Task<List<RememberedGroup>> KeptGroupsAsync(CancellationToken cancellation)
    {
        var kept = await db.Set<KeptOpportunityMember>()
            .Join(
                db.Set<KeptOpportunity>(),
                m => m.OpportunityId,
                o => o.Id,
                (m, o) => new { o.Key, m.PurchaseId }
            )
            .ToListAsync(cancellation);
        return
        [
            .. kept.GroupBy(k => k.Key)
                .Select(g => new RememberedGroup(g.Key, [.. g.Select(k => k.PurchaseId)])),
        ];
    }
}

/// <summary>Looks every few seconds whether opportunities are to be worked out again: after an import, after a change, and when a new day begins.</summary>
[DisallowConcurrentExecution]
public sealed class OpportunityRefreshJob(IServiceScopeFactory scopes, IndexFollower lists) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation)
    {
        if (!lists.IsReady)
        {
            return; // readers' lists are built first; the next look is seconds away
        }
        await using var scope = scopes.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<RefreshOpportunities>()
            .RunIfDueAsync(Actor.System, cancellation);
    }
}
