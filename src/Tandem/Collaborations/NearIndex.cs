using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Collaborations;

/// <summary>
/// All purchases, those not public too, held in this process for “Who else buys this?”. Built soon after the start, behind the pages, and brought up
/// to date before each answer with what has changed since.
/// </summary>
public sealed class NearIndex(
    IDbContextFactory<Db> databases,
    KnownAuthorities authorities,
    Content content,
    IndexFollower lists,
    TimeProvider clock,
    ILogger<NearIndex> log
) : BackgroundService
{
    // So many changes at once are an import: all is read anew.
    private const int MostChanges = 500;
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(4);

    // Nothing held is matched into groups: with no window in play, only what likeness needs is worked out.
    private static readonly MatchOptions OnlyLikeness = new() { AsOf = new DateOnly(9000, 1, 1) };

    private readonly SemaphoreSlim turn = new(1);
    private readonly Lazy<UsualTerms> terms = new(() => UsualTerms.In(content));
    private Held? held;

    private sealed class Held(
        MatchIndex index,
        Dictionary<string, KnownPurchase> known,
        long change,
        DateOnly day
    )
    {
        public MatchIndex Index { get; } = index;
        public Dictionary<string, KnownPurchase> Known { get; } = known;
        public long Change { get; set; } = change;
        public DateOnly Day { get; } = day;
    }

    /// <summary>Whether an answer can be given at once.</summary>
    public bool IsReady => held is not null;

    /// <summary>The purchases of others nearest to one, the nearest first.</summary>
    /// <param name="mayShow">Of a purchase that not everybody may see: whether this reader may.</param>
    public async Task<IReadOnlyList<(KnownPurchase Known, NeedLikeness Likeness)>> NearestAsync(
        Purchase asked,
        Func<KnownPurchase, bool> mayShow,
        int take,
        CancellationToken cancellation
    )
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var now = await FollowAsync(cancellation);
            return
            [
                .. now
                    .Index.Nearest(
                        asked,
                        take,
                        p => now.Known[p.Id] is var known && (known.IsPublic || mayShow(known))
                    )
                    .Select(n => (now.Known[n.Purchase.Id], n.Likeness)),
            ];
        }
        finally
        {
            turn.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do
            {
                await Task.Delay(AfterStart, stoppingToken);
            } while (!lists.IsReady);
            await turn.WaitAsync(stoppingToken);
            try
            {
                await FollowAsync(stoppingToken);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The first reader who asks builds it instead, and sees why it cannot be.
            log.LogWarning(e, "The purchases could not be read ahead.");
        }
    }

    private async Task<Held> FollowAsync(CancellationToken cancellation)
    {
        var today = clock.Today();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var last = await db.Set<Sequence>()
            .Where(s => s.Name == Sequence.Changes)
            .Select(s => s.Last)
            .SingleOrDefaultAsync(cancellation);
        if (held is { } current && current.Day == today && current.Change == last)
        {
            return current;
        }
        var book = await PurchaseBook.OpenAsync(
            db,
            authorities.Current,
            terms.Value,
            today,
            cancellation
        );
        if (held is { } now && now.Day == today)
        {
            if (
                await book.ChangedSinceAsync(db, now.Change, MostChanges, cancellation) is
                { } changes
            )
            {
                TakeIn(now, changes);
                now.Change = last;
                return now;
            }
        }
        return held = Build(
            await book.AllAsync(db).ToListAsync(cancellation),
            last,
            today,
            cancellation
        );
    }

    private static Held Build(
        List<KnownPurchase> known,
        long last,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var index = new MatchIndex(OnlyLikeness);
        index.AddAll([.. known.Select(k => k.Purchase)], Processors.One(cancellation));
        return new(
            index,
            known.ToDictionary(k => k.Purchase.Id, StringComparer.Ordinal),
            last,
            today
        );
    }

    private static void TakeIn(Held now, PurchaseChanges changes)
    {
        foreach (var id in changes.Touched)
        {
            now.Index.Remove(id);
            now.Known.Remove(id);
        }
        foreach (var changed in changes.Now)
        {
            now.Known[changed.Purchase.Id] = changed;
            now.Index.Put(changed.Purchase);
        }
    }
}
