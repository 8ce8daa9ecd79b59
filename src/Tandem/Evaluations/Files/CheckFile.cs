using Microsoft.EntityFrameworkCore;
using Tandem.Entries;
using Tandem.Formats.Documents.Properties;
using Tandem.Kernel;

namespace Tandem.Evaluations.Files;

/// <summary>Says whether assessors may open a file of an entry that is read without names: somebody who does not judge has looked at it.</summary>
public sealed class CheckFile(Db db, Actor actor, FindStage find, EntryFiles files)
{
    /// <param name="release">Whether they may; null where nothing was said.</param>
    /// <param name="reason">Why not, as they read it.</param>
    /// <exception cref="Refusal">The actor may not, there is no such file, nothing is said, or the stage is decided.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        Guid file,
        bool? release,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.EntryAsync(reference, stageCode, number, cancellation);
        JudgingPermissions.MayCheckFiles(actor, stage.Call).Permit();
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        var found = await files.OneAsync(stage, stage.Entry(number), file, cancellation);
        var released = release ?? throw new Refusal("Say whether assessors may open it", "Release");
        var check = FileCheck.Of(stage, found, released, reason, actor, db.Now());
        if (
            found.Check is { } before
            && before.IsReleased == check.IsReleased
            && before.Reason == check.Reason
        )
        {
            return;
        }
        db.Add(check);
        db.Record(
            actor,
            released ? JudgingVerbs.FileReleased : JudgingVerbs.FileHeldBack,
            nameof(Calls.Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                entry = found.Entry.Reference,
                file,
                digest = check.Digest(),
            },
            check.Reason
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Reads the bytes of a file of an entry that is read without names. Whether somebody may has been asked before.</summary>
public sealed class ReadFile(Db db, ReadEntry read, FileStore store)
{
    /// <summary>As the entrant brought it.</summary>
    public async Task<byte[]> RunAsync(
        JudgedStage stage,
        JudgedFile file,
        CancellationToken cancellation = default
    )
    {
        var entry = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Members)
            .Include(e => e.Versions)
            .AsSplitQuery()
            .SingleAsync(e => e.Id == file.Entry.Id, cancellation);
        var paper = await read.PaperAsync(new(stage.Call, entry), true, cancellation);
        var evidence = paper
            .Stages.SelectMany(s => s.Answers.Evidence)
            .First(e => e.Id.Value == file.Id);
        using var held = new MemoryStream();
        await using var bytes = evidence.Read(store);
        await bytes.CopyToAsync(held, cancellation);
        return held.ToArray();
    }

    /// <summary>As assessors get it: without what it says of itself, as far as that can be taken out.</summary>
    public async Task<byte[]> PlainAsync(
        JudgedStage stage,
        JudgedFile file,
        CancellationToken cancellation = default
    ) => FileProperties.Without(await RunAsync(stage, file, cancellation));
}
