using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Evaluations.Files;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Evaluations;

/// <summary>What is known of a version without reading it again: how much it asks for in minor units, and which files came with it and with those before it.</summary>
internal sealed record KnownVersion(long? Ask, IReadOnlyList<KnownFile> Files);

/// <summary>
/// What was read once of versions of entries; a version never changes. It holds at most <see cref="Most"/> versions and files together, some 20 MB; what was
/// not asked for longest is forgotten first, and read again.
/// </summary>
public sealed class KnownVersions : IDisposable
{
    /// <summary>Versions and files together.</summary>
    public const int Most = 50_000;

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Most });

    internal KnownVersion? Find(Id<EntryVersion> version) => known.Get<KnownVersion>(version);

    internal void Keep(Id<EntryVersion> version, KnownVersion read) =>
        known.Set(version, read, new MemoryCacheEntryOptions { Size = 1 + read.Files.Count });

    public void Dispose() => known.Dispose();
}

/// <summary>Reads what versions of entries say, for what can only be known from that; many at once.</summary>
public sealed class ReadVersions(Db db, ReadEntry read, KnownVersions known)
{
    private const int Batch = 200;

    /// <summary>What is known of the versions of these entries that count in the stage; what is not known yet is read.</summary>
    internal async Task<IReadOnlyDictionary<Id<EntryVersion>, KnownVersion>> OfAsync(
        Call call,
        CallStage stage,
        IEnumerable<JudgedEntry> entries,
        CancellationToken cancellation
    )
    {
        var all = new Dictionary<Id<EntryVersion>, KnownVersion>();
        var unknown = new List<(Id<Entry> Entry, Id<EntryVersion> Version)>();
        foreach (var entry in entries)
        {
            if (entry.Version is not { } version)
            {
                continue;
            }
            if (known.Find(version) is { } its)
            {
                all[version] = its;
            }
            else
            {
                unknown.Add((entry.Id, version));
            }
        }
        foreach (var some in unknown.Chunk(Batch))
        {
            var ids = some.Select(s => s.Entry).ToList();
            var found = await db.Set<Entry>()
                .AsNoTracking()
                .Include(e => e.Members)
                .Include(e => e.Versions)
                .AsSplitQuery()
                .Where(e => EF.Parameter(ids).Contains(e.Id))
                .ToDictionaryAsync(e => e.Id, cancellation);
            foreach (var (entry, version) in some)
            {
                known.Keep(
                    version,
                    all[version] = await ReadAsync(call, stage, found[entry], cancellation)
                );
            }
        }
        return all;
    }

    private async Task<KnownVersion> ReadAsync(
        Call call,
        CallStage stage,
        Entry entry,
        CancellationToken cancellation
    )
    {
        var paper = await read.PaperAsync(new(call, entry), cancellation: cancellation);
        var stages = paper.Stages.Where(s => s.Stage.Position <= stage.Position).ToList();
        // The latest stage that answers the question says how much.
        var amount = call.Kind.AmountAsked is { } asked
            ? stages
                .Select(s => s.Answers.Sheet.Given(asked) as Value.Number)
                .LastOrDefault(a => a is not null)
            : null;
        return new(
            amount is { Amount: >= 0 and < 1_000_000_000_000m }
                ? (long)Math.Round(amount.Amount * 100)
                : null,
            [
                .. stages.SelectMany(s =>
                    s.Answers.Evidence.Select(f => new KnownFile(
                        f.Id.Value,
                        s.Version.Number,
                        s.Answers.Set.Find(f.Question)?.Text ?? f.Question,
                        f.Name,
                        f.FileBytes
                    ))
                ),
            ]
        );
    }
}
