using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Tandem.Kernel.Search;

/// <summary>
/// An index of the rows of one kind. The rows are the truth: the index is built from them when the program starts, in the background, and follows
/// their changes. Each node keeps its own.
/// </summary>
public abstract class RowIndex(SearchShape shape, IDbContextFactory<Db> databases)
{
    private readonly TaskCompletionSource ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly SemaphoreSlim following = new(1);
    private long last;

    /// <summary>How long a search waits for an index that is still being built.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The index itself.</summary>
    public SearchIndex Index { get; } = new(shape);

    /// <summary>The number of the last change that is in the index.</summary>
    public long Reached => Interlocked.Read(ref last);

    /// <summary>Whether every row there was at the start has been read.</summary>
    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    /// <summary>The largest number of a change among the rows; 0 where there are none.</summary>
    protected abstract Task<long> LastChangeAsync(Db db, CancellationToken cancellation);

    /// <summary>All rows changed after this number, as they are now.</summary>
    protected abstract IEnumerable<SearchDocument> ChangedAfter(Db db, long change);

    /// <summary>Finds what the actor may see; waits, within bounds, for an index that is still being built.</summary>
    /// <exception cref="Refusal">It is still being built.</exception>
    public async Task<SearchResult> FindAsync(
        SearchQuery query,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        await BuiltAsync(cancellation);
        return Index.Find(query, actor);
    }

    /// <summary>Counts and adds up what the actor may see by the values of a facet; waits as <see cref="FindAsync"/> does.</summary>
    /// <exception cref="Refusal">It is still being built.</exception>
    public async Task<GroupResult> GroupAsync(
        GroupQuery query,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        await BuiltAsync(cancellation);
        return Index.Group(query, actor);
    }

    private async Task BuiltAsync(CancellationToken cancellation)
    {
        if (!ready.Task.IsCompletedSuccessfully)
        {
            try
            {
                await ready.Task.WaitAsync(Patience, cancellation);
            }
            catch (TimeoutException)
            {
                throw new Refusal(
                    "The search is still being prepared. Try again in a minute.",
                    kind: RefusalKind.Unready
                );
            }
        }
    }

    /// <summary>The largest number of a change among the rows, as they are now.</summary>
    public async Task<long> LastAsync(CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return await LastChangeAsync(db, cancellation);
    }

    /// <summary>The rows changed after this number as an index of their own, and the number up to which they are in it: no change is missed, and none is in two.</summary>
    public async Task<(long Last, SearchIndex Changed)> ChangesAsync(
        long after,
        CancellationToken cancellation = default
    )
    {
        await using var db = databases.CreateDbContext();
        // One moment of the database: what is committed while the rows are read belongs to the next time.
        await using var moment = await db.MomentAsync(cancellation);
        var changed = new SearchIndex(shape);
        var newest = await LastChangeAsync(db, cancellation);
        if (newest > after)
        {
            await Task.Run(() => changed.Apply(ChangedAfter(db, after)), cancellation);
        }
        return (Math.Max(newest, after), changed);
    }

    /// <summary>Reads what has changed since the last time. Returns once the index shows it.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation = default)
    {
        await following.WaitAsync(cancellation);
        try
        {
            await using var db = databases.CreateDbContext();
            var newest = await LastChangeAsync(db, cancellation);
            if (newest > last)
            {
                Read(db, cancellation);
                // Rows of a change become visible in the order of their numbers, so nothing up to this one can have been missed.
                Interlocked.Exchange(ref last, newest);
            }
            ready.TrySetResult();
        }
        finally
        {
            following.Release();
        }
    }

    // One thread reads rows while this one indexes them.
    private void Read(Db db, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var documents = new BlockingCollection<SearchDocument>(boundedCapacity: 2048);
        var reading = Task.Run(
            () =>
            {
                try
                {
                    foreach (var document in ChangedAfter(db, last))
                    {
                        documents.Add(document, stop.Token);
                    }
                }
                finally
                {
                    documents.CompleteAdding();
                }
            },
            CancellationToken.None
        );
        try
        {
            Index.Apply(Whole(documents.GetConsumingEnumerable(stop.Token), reading));
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    // A reader that failed fails the whole: half of the rows is not an index.
    private static IEnumerable<SearchDocument> Whole(
        IEnumerable<SearchDocument> documents,
        Task reading
    )
    {
        foreach (var document in documents)
        {
            yield return document;
        }
        reading.GetAwaiter().GetResult();
    }
}
