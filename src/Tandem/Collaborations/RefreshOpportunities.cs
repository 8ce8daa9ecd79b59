using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Parties;

namespace Tandem.Collaborations;

/// <summary>Works out who could buy together from what everybody may see, and keeps it: what has changed is replaced, in one transaction.</summary>
public sealed class RefreshOpportunities(
    Db db,
    Authorities authorities,
    ReferenceLists lists,
    Content content,
    TimeProvider clock
)
{
    private static readonly MatchOptions Usual = new() { AsOf = default, MinimumStrength = 25 };

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>What is found on a day, without keeping it.</summary>
    public async Task<(IReadOnlyList<FoundOpportunity> Found, int Purchases)> FindAsync(
        DateOnly asOf,
        CancellationToken cancellation = default
    )
    {
        var known = await KnownAsync(asOf, cancellation);
        var finder = new FindOpportunities(Usual with { AsOf = asOf }, Codes);
        return (finder.Among(known, await MemoryAsync(cancellation), cancellation), known.Count);
    }

    /// <summary>Works it out for today and keeps it.</summary>
    /// <returns>What is kept now, the strongest first, and how long it took.</returns>
    public async Task<(IReadOnlyList<FoundOpportunity> Found, MatchingRun Run)> RunAsync(
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var started = Stopwatch.GetTimestamp();
        var today = Today;
        var state = await StateAsync(cancellation);
        var (found, purchases) = await FindAsync(today, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Held until the end of the transaction: two refreshes never write at once.
        await Sequence.TakeAsync(db, "opportunity-refresh", 1, cancellation);
        var (added, changed, gone) = await KeepAsync(found, cancellation);
        var run = new MatchingRun
        {
            State = state,
            AsOf = today,
            PurchaseCount = purchases,
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
                purchases,
                opportunities = found.Count,
                added,
                changed,
                gone,
            }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
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
    public async Task<bool> IsCurrentAsync(CancellationToken cancellation = default)
    {
        var kept = await db.Set<MatchingRun>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.Name == MatchingRun.Opportunities, cancellation);
        return kept?.State == await StateAsync(cancellation);
    }

    internal CpvList Codes => lists.Current("cpv/cpv-2008.tsv", CpvList.Read);

    private async Task<string> StateAsync(CancellationToken cancellation)
    {
        var changes = await db.Set<Sequence>()
            .Where(s => s.Name == Sequence.Changes)
            .Select(s => s.Last)
            .SingleOrDefaultAsync(cancellation);
        var partners = await db.Set<PartnershipMember>().CountAsync(cancellation);
        var merged = await db.Set<Supplier>().CountAsync(s => s.MergedIntoId != null, cancellation);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Today:yyyy-MM-dd} {changes} {partners} {merged}"
        );
    }

    private async Task<List<KnownPurchase>> KnownAsync(
        DateOnly asOf,
        CancellationToken cancellation
    )
    {
        var book = await PurchaseBook.OpenAsync(
            db,
            authorities,
            UsualTerms.In(content),
            asOf,
            cancellation
        );
        var contracts = await book.ContractsAsync(
            db,
            db.Set<Contract>().Where(c => c.Visibility == Visibility.Public),
            cancellation
        );
        return [.. contracts, .. await book.NoticesAsync(db, db.Set<Notice>(), cancellation)];
    }

    private async Task<GroupMemory> MemoryAsync(CancellationToken cancellation)
    {
        var kept = await db.Set<KeptOpportunityMember>()
            .Join(
                db.Set<KeptOpportunity>(),
                m => m.OpportunityId,
                o => o.Id,
                (m, o) => new { o.Key, m.PurchaseId }
            )
            .ToListAsync(cancellation);
        var groups = kept.GroupBy(k => k.Key)
            .Select(g => new RememberedGroup(g.Key, [.. g.Select(k => k.PurchaseId)]))
            .ToList();
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

    private async Task<(int Added, int Changed, int Gone)> KeepAsync(
        IReadOnlyList<FoundOpportunity> found,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var codes = Codes;
        var before = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .ToDictionaryAsync(o => o.Key, cancellation);
        var rows = new List<KeptOpportunity>();
        var members = new List<KeptOpportunityMember>();
        var replaced = new List<Id<KeptOpportunity>>();
        foreach (var one in found)
        {
            before.Remove(one.Key, out var old);
            var category =
                one.Division is { } digits && Cpv.TryParse(digits + "000000", out var division)
                    ? codes.NameOf(division)
                    : "";
            var row = KeptOpportunity.Of(one, category, old, now);
            if (old is not null && old.Detail == row.Detail)
            {
                continue;
            }
            if (old is not null)
            {
                replaced.Add(old.Id);
            }
            rows.Add(row);
            members.AddRange(
                one.Purchases.Select(p => new KeptOpportunityMember
                {
                    OpportunityId = row.Id,
                    PurchaseId = p.Id,
                    AuthorityCode = p.AuthorityCode,
                    AuthorityName = p.AuthorityName,
                    ContractId =
                        p.Kind == PurchaseKind.ContractEnding
                            ? new(Guid.Parse(p.Id.AsSpan(2)))
                            : null,
                })
            );
        }
        var gone = before.Values.Select(o => o.Id).ToList();
        foreach (var some in gone.Concat(replaced).Chunk(500))
        {
            await db.Set<KeptOpportunityMember>()
                .Where(m => some.Contains(m.OpportunityId))
                .ExecuteDeleteAsync(cancellation);
        }
        foreach (var some in gone.Chunk(500))
        {
            await db.Set<KeptOpportunity>()
                .Where(o => some.Contains(o.Id))
                .ExecuteDeleteAsync(cancellation);
        }
        await Bulk.UpsertAsync(db, rows, cancellation);
        await Bulk.UpsertAsync(db, members, cancellation);
        return (rows.Count - replaced.Count, replaced.Count, gone.Count);
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

/// <summary>As the program starts: asks for the look every few seconds.</summary>
internal sealed class ScheduleOpportunityRefresh(Jobs jobs) : IHostedService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public Task StartAsync(CancellationToken cancellationToken) =>
        jobs.EveryAsync<OpportunityRefreshJob>(Interval, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
