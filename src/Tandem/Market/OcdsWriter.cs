using Microsoft.EntityFrameworkCore;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Market;

/// <summary>The last step of an OCDS import: knows what is stored, merges with it, writes, and accounts for every release.</summary>
internal sealed class OcdsWriter(ImportWork work, MissingCodes codes, MarketStore store)
{
    private readonly ReleaseWorker worker = new(codes);

    // Where nothing is written, what earlier batches of this run would have stored: hashes of processes and of their releases.
    private readonly HashSet<UInt128> wouldBe = [];

    /// <summary>Marks the releases that are stored.</summary>
    /// <returns>The ocids of which anything is stored.</returns>
    public static async Task<HashSet<string>> MarkKnownAsync(
        Db db,
        IReadOnlyList<BatchItem> items,
        CancellationToken cancellation
    )
    {
        var ocids = items.Select(i => i.Ocid).OfType<string>().Distinct().ToList();
        var own = await db.Set<OwnProcess>()
            .Where(p => EF.Parameter(ocids).Contains(p.Ocid))
            .Select(p => p.Ocid)
            .ToListAsync(cancellation);
        foreach (var item in items.Where(i => i.Ocid is not null && own.Contains(i.Ocid)))
        {
            // Our own export, come home: the records here are the original.
            item.IsKnown = true;
        }
        var stored = await db.Set<Release>()
            .Where(r => EF.Parameter(ocids).Contains(r.Ocid))
            .Select(r => new { r.Ocid, r.Hash })
            .ToListAsync(cancellation);
        if (stored.Count == 0)
        {
            return [];
        }
        var known = stored.Select(r => (r.Ocid, r.Hash)).ToHashSet();
        foreach (var item in items)
        {
            item.IsKnown |= item.Ocid is not null && known.Contains((item.Ocid, item.Hash));
        }
        return stored.Select(r => r.Ocid).ToHashSet(StringComparer.Ordinal);
    }

    public async Task WriteAsync(ReleaseBatch batch, CancellationToken cancellation)
    {
        var counts = (Added: 0L, Updated: 0L, Unchanged: 0L);
        if (work.Writes)
        {
            // Counted only once it is committed: a batch that failed was not taken.
            await work.WriteAsync(
                async db =>
                {
                    var stored = await MarkKnownAsync(db, batch.Items, cancellation);
                    counts = Count(batch, stored);
                    var drafts = await DraftsAsync(db, batch, stored, cancellation);
                    await ReleasesAsync(db, batch, cancellation);
                    await store.WriteAsync(db, drafts, cancellation);
                },
                cancellation
            );
        }
        else
        {
            counts = Count(batch, await MarkKnownAsync(work.Db, batch.Items, cancellation));
        }
        work.Count(counts.Added, counts.Updated, counts.Unchanged);
        foreach (var item in batch.Items)
        {
            if (item.Problem is { } problem)
            {
                work.Refuse(problem);
            }
        }
    }

    private (long Added, long Updated, long Unchanged) Count(
        ReleaseBatch batch,
        HashSet<string> stored
    )
    {
        var (added, updated, unchanged) = (0L, 0L, 0L);
        foreach (var process in batch.Processes)
        {
            var isKnown =
                process[0].Ocid is { } ocid && (stored.Contains(ocid) || WouldBe(ocid, ""));
            foreach (var item in process)
            {
                if (item.Problem is not null)
                {
                    continue;
                }
                if (item.IsKnown || (!work.Writes && !wouldBe.Add(Key(item.Ocid!, item.Hash))))
                {
                    unchanged++;
                    continue;
                }
                added += isKnown ? 0 : 1;
                updated += isKnown ? 1 : 0;
                isKnown = true;
            }
            if (!work.Writes && isKnown)
            {
                wouldBe.Add(Key(process[0].Ocid!, ""));
            }
        }
        return (added, updated, unchanged);
    }

    /// <summary>What to store of each process that has a new release; where releases of it are stored, all of them are merged together.</summary>
    private async Task<List<NoticeDraft>> DraftsAsync(
        Db db,
        ReleaseBatch batch,
        HashSet<string> stored,
        CancellationToken cancellation
    )
    {
        var earlier = batch
            .Processes.Where(p => p.Exists(IsNew) && stored.Contains(p[0].Ocid!))
            .Select(p => p[0].Ocid!)
            .ToList();
        var kept =
            earlier.Count == 0
                ? null
                : (
                    await db.Set<Release>()
                        .Where(r => EF.Parameter(earlier).Contains(r.Ocid))
                        .OrderBy(r => r.Id)
                        .Select(r => new { r.Ocid, r.Json })
                        .ToListAsync(cancellation)
                ).ToLookup(r => r.Ocid, r => r.Json, StringComparer.Ordinal);
        var drafts = new List<NoticeDraft>(batch.Processes.Count);
        for (var i = 0; i < batch.Processes.Count; i++)
        {
            var process = batch.Processes[i];
            if (!process.Exists(IsNew))
            {
                continue;
            }
            var ocid = process[0].Ocid!;
            var draft = stored.Contains(ocid)
                ? worker.Merge(
                    ocid,
                    kept![ocid],
                    process.Where(IsNew),
                    process.Last(IsNew).SourcePlace
                )
                : batch.Drafts[i];
            if (draft is not null)
            {
                drafts.Add(draft);
            }
        }
        return drafts;
    }

    private async Task ReleasesAsync(Db db, ReleaseBatch batch, CancellationToken cancellation)
    {
        var releases = batch
            .Items.Where(IsNew)
            .Select(i => new Release
            {
                Ocid = i.Ocid!,
                ReleaseId = i.ReleaseId,
                Date = i.Date,
                Tag = i.Tag,
                Hash = i.Hash,
                Json = i.Packed,
                ImportRunId = work.Run.Id,
                SourcePlace = i.SourcePlace,
            })
            .ToList();
        if (releases.Count == 0)
        {
            return;
        }
        var number = await Sequence.TakeAsync(db, nameof(Release), releases.Count, cancellation);
        releases.ForEach(r => r.Id = number++);
        await Bulk.UpsertAsync(db, releases, cancellation);
    }

    private static bool IsNew(BatchItem item) => !item.IsKnown && item.Problem is null;

    private bool WouldBe(string ocid, string hash) =>
        wouldBe.Count > 0 && wouldBe.Contains(Key(ocid, hash));

    private static UInt128 Key(string ocid, string hash)
    {
        var digest = System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes($"{ocid}\n{hash}")
        );
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
