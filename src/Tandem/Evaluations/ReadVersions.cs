using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Evaluations.Files;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Evaluations;

/// <summary>What was read once of versions of entries: how much each asks for, and which files came with it and with those before it. A version never changes.</summary>
public sealed class KnownVersions
{
    private readonly ConcurrentDictionary<
        Id<EntryVersion>,
        (long? Ask, IReadOnlyList<KnownFile> Files)
    > known = new();

    internal long? AskOf(Id<EntryVersion> version) => known.GetValueOrDefault(version).Ask;

    internal IReadOnlyList<KnownFile> FilesOf(Id<EntryVersion> version) =>
        known.TryGetValue(version, out var read) ? read.Files : [];

    internal bool Knows(Id<EntryVersion> version) => known.ContainsKey(version);

    internal void Learn(Id<EntryVersion> version, long? ask, IReadOnlyList<KnownFile> files) =>
        known[version] = (ask, files);
}

/// <summary>Reads what versions of entries say, for what can only be known from that; many at once.</summary>
public sealed class ReadVersions(Db db, ReadEntry read, KnownVersions known)
{
    private const int Batch = 200;

    /// <summary>Learns what is not known yet of the versions of these entries that count in the stage.</summary>
    internal async Task LearnAsync(
        Call call,
        CallStage stage,
        IEnumerable<JudgedEntry> entries,
        CancellationToken cancellation
    )
    {
        var unknown = entries.Where(e => e.Version is { } v && !known.Knows(v));
        foreach (var some in unknown.Chunk(Batch))
        {
            var ids = some.Select(s => s.Id).ToList();
            var found = await db.Set<Entry>()
                .AsNoTracking()
                .Include(e => e.Members)
                .Include(e => e.Versions)
                .AsSplitQuery()
                .Where(e => EF.Parameter(ids).Contains(e.Id))
                .ToDictionaryAsync(e => e.Id, cancellation);
            foreach (var entry in some)
            {
                await LearnAsync(call, stage, entry, found[entry.Id], cancellation);
            }
        }
    }

    private async Task LearnAsync(
        Call call,
        CallStage stage,
        JudgedEntry entry,
        Entry found,
        CancellationToken cancellation
    )
    {
        var paper = await read.PaperAsync(new(call, found), cancellation: cancellation);
        var stages = paper.Stages.Where(s => s.Stage.Position <= stage.Position).ToList();
        // The latest stage that answers the question says how much.
        var amount = call.Kind.Budget is { } budget
            ? stages
                .Select(s => s.Answers.Sheet.Given(budget.Asks) as Value.Number)
                .LastOrDefault(a => a is not null)
            : null;
        known.Learn(
            entry.Version!.Value,
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
