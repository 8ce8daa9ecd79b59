using Microsoft.EntityFrameworkCore;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations.Files;

/// <summary>The files of entries that are read without names, with what was found in them. Whoever calls it has asked who may know of them.</summary>
public sealed class EntryFiles(Db db, ReadVersions read)
{
    /// <summary>All of the stage, in the order of the entries.</summary>
    public async Task<IReadOnlyList<JudgedFile>> OfAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    )
    {
        if (!stage.IsAnonymised)
        {
            return [];
        }
        var known = await read.OfAsync(stage.Call, stage.Stage, stage.Entries, cancellation);
        var checks = await ChecksAsync(
            db.Set<FileCheck>()
                .Where(c => c.CallId == stage.Call.Id && c.StageCode == stage.Stage.Code),
            cancellation
        );
        return [.. stage.Entries.SelectMany(e => Of(e, known, checks))];
    }

    /// <summary>Those of one entry.</summary>
    public async Task<IReadOnlyList<JudgedFile>> OfAsync(
        JudgedStage stage,
        JudgedEntry entry,
        CancellationToken cancellation = default
    )
    {
        if (!stage.IsAnonymised)
        {
            return [];
        }
        var known = await read.OfAsync(stage.Call, stage.Stage, [entry], cancellation);
        var checks = await ChecksAsync(
            db.Set<FileCheck>()
                .Where(c =>
                    c.CallId == stage.Call.Id
                    && c.StageCode == stage.Stage.Code
                    && c.EntryId == entry.Id
                ),
            cancellation
        );
        return [.. Of(entry, known, checks)];
    }

    /// <exception cref="Refusal">There is no such file of the entry, or it is not read without names.</exception>
    public async Task<JudgedFile> OneAsync(
        JudgedStage stage,
        JudgedEntry entry,
        Guid file,
        CancellationToken cancellation = default
    ) =>
        (await OfAsync(stage, entry, cancellation)).FirstOrDefault(f => f.Id == file)
        ?? throw new Refusal("There is no such file.", kind: RefusalKind.NotFound);

    private static IEnumerable<JudgedFile> Of(
        JudgedEntry entry,
        IReadOnlyDictionary<Id<EntryVersion>, KnownVersion> known,
        Dictionary<(Id<Entry>, Guid), FileCheck> checks
    ) =>
        (entry.Version is { } version ? known[version].Files : []).Select(
            (f, i) =>
                new JudgedFile(
                    entry,
                    f.Id,
                    f.Version,
                    f.Question,
                    f.Name,
                    $"{entry.Short} file {i + 1}{Ending(f.Name)}",
                    f.Bytes,
                    checks.GetValueOrDefault((entry.Id, f.Id))
                )
        );

    private static async Task<Dictionary<(Id<Entry>, Guid), FileCheck>> ChecksAsync(
        IQueryable<FileCheck> checks,
        CancellationToken cancellation
    )
    {
        var all = await checks
            .AsNoTracking()
            .OrderBy(c => c.At)
            .ThenBy(c => c.Id)
            .ToListAsync(cancellation);
        return all.GroupBy(c => (c.EntryId, c.FileId)).ToDictionary(g => g.Key, g => g.Last());
    }

    // Of the name only what says with which program it is opened, and only where it can say nothing else.
    private static string Ending(string name)
    {
        var ending = Path.GetExtension(name);
        return ending.Length is > 1 and <= 6 && ending.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? ending.ToLowerInvariant()
            : "";
    }
}
