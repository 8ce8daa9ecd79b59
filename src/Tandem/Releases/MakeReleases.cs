using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Market;

namespace Tandem.Releases;

/// <summary>
/// Publishes what has changed: follows the order of changes and makes one release of each public record of our own whose published facts are others
/// than before. Run twice it makes nothing twice; stopped midway it goes on where it was. O(changed records).
/// </summary>
public sealed class MakeReleases
{
    /// <summary>Records taken in one transaction.</summary>
    private const int BatchSize = 500;

    private readonly Db db;
    private readonly IReadOnlyList<IReleaseSource> sources;
    private readonly IReadOnlyList<ITenderSource> tenders;

    internal MakeReleases(
        Db db,
        IEnumerable<IReleaseSource> sources,
        IEnumerable<ITenderSource> tenders
    ) => (this.db, this.sources, this.tenders) = (db, [.. sources], [.. tenders]);

    /// <summary>Makes all releases that are due.</summary>
    /// <returns>How many were made.</returns>
    public async Task<int> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        var made = 0;
        foreach (var source in sources)
        {
            int? batch;
            while ((batch = await BatchAsync(source, actor, cancellation)) is { } count)
            {
                made += count;
            }
        }
        return made;
    }

    private async Task<int?> BatchAsync(
        IReleaseSource source,
        Actor actor,
        CancellationToken cancellation
    )
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Taken first and held until the end: two nodes never publish at once.
        var number = await Sequence.TakeAsync(db, "own-release", 0, cancellation);
        var progress = await Progress.OfAsync(
            db,
            $"releases:{source.Kind}",
            cancellation: cancellation
        );
        var records = await source.NextAsync(progress.Reached, BatchSize, cancellation);
        if (records.Count == 0)
        {
            return null;
        }
        var releases = await ReleasesAsync(records, number, cancellation);
        await Sequence.TakeAsync(db, "own-release", releases.Count, cancellation);
        await Bulk.UpsertAsync(
            db,
            releases.Select(r => new OwnProcess { Ocid = r.Ocid }).ToList(),
            cancellation
        );
        await Bulk.UpsertAsync(db, releases, cancellation);
        foreach (var silenced in records.Where(r => r.Silenced is not null))
        {
            await SilenceAsync(silenced, cancellation);
        }
        progress.Reach(records[^1].Place);
        if (releases.Count > 0)
        {
            db.Record(
                actor,
                "releases-made",
                nameof(OwnRelease),
                releases[0].Number,
                new { source.Kind, releases.Count }
            );
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return releases.Count;
    }

    private async Task<List<OwnRelease>> ReleasesAsync(
        IReadOnlyList<ChangedRecord> records,
        long number,
        CancellationToken cancellation
    )
    {
        var ocids = records.Select(r => r.Facts?.Ocid).OfType<string>().Distinct().ToList();
        var latest = await db.Set<OwnRelease>()
            .AsNoTracking()
            .Where(r => EF.Parameter(ocids).Contains(r.Ocid))
            .GroupBy(r => r.Ocid)
            .Select(g => g.Max(r => r.Number))
            .ToListAsync(cancellation);
        var before = await db.Set<OwnRelease>()
            .AsNoTracking()
            .Where(r => EF.Parameter(latest).Contains(r.Number))
            .ToDictionaryAsync(r => r.Ocid, cancellation);
        var invited = new Dictionary<string, TenderPart>();
        foreach (var tender in tenders)
        {
            foreach (var (ocid, part) in await tender.OfAsync(ocids, cancellation))
            {
                invited[ocid] = part;
            }
        }
        var releases = new List<OwnRelease>();
        foreach (var record in records)
        {
            if (
                Whole(record.Facts, invited) is { } facts
                && ReleaseOf(record, facts, before.GetValueOrDefault(facts.Ocid), number)
                    is { } release
            )
            {
                before[facts.Ocid] = release;
                releases.Add(release);
                number++;
            }
        }
        return releases;
    }

    /// <summary>Takes the words of what was taken down out of the releases that had them: what names a person must not go on being given away.</summary>
    private async Task SilenceAsync(ChangedRecord record, CancellationToken cancellation)
    {
        var made = await db.Set<OwnRelease>()
            .AsNoTracking()
            .Where(r => r.ContractId == record.Contract)
            .ToListAsync(cancellation);
        foreach (var release in made)
        {
            if (ReleaseChanges.WithoutWords(release.Unpack(), record.Silenced!) is { } left)
            {
                var packed = PackedJson.Pack(left);
                await db.Set<OwnRelease>()
                    .Where(r => r.Number == release.Number)
                    .ExecuteUpdateAsync(s => s.SetProperty(r => r.Json, packed), cancellation);
            }
        }
    }

    private static ReleaseFacts? Whole(
        ReleaseFacts? facts,
        Dictionary<string, TenderPart> invited
    ) =>
        facts is { ContinuedUnder: null } && invited.TryGetValue(facts.Ocid, out var part)
            ? facts with
            {
                Tender = part.Tender,
                Awards = part.Awards,
            }
            : facts;

    private static OwnRelease? ReleaseOf(
        ChangedRecord record,
        ReleaseFacts facts,
        OwnRelease? before,
        long number
    )
    {
        var hash = Convert.ToHexStringLower(
            SHA256.HashData(ReleaseWriter.Write(facts, "", default, ""))
        );
        if (before?.ContentHash == hash)
        {
            return null;
        }
        var tags = ReleaseTags.Of(facts, before?.Unpack());
        var whole = ReleaseWriter.Write(
            facts,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{facts.Ocid}-{number}"
            ),
            record.ChangedAt,
            tags
        );
        return new OwnRelease
        {
            Number = number,
            Ocid = facts.Ocid,
            Date = record.ChangedAt,
            Tag = string.Join(',', tags),
            ContractId = record.Contract,
            PipelineItemId = record.Item,
            ContentHash = hash,
            Json = PackedJson.Pack(ReleaseChanges.Since(before?.Unpack(), whole)),
        };
    }
}

/// <summary>Publishes every few seconds what has changed.</summary>
[DisallowConcurrentExecution]
internal sealed class MakeReleasesJob(MakeReleases make) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await make.RunAsync(Actor.System, cancellation);
}
