using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks.Editing;

/// <summary>Writes one file of a draft. Problems in it are no hindrance: a draft may have them until it is published.</summary>
public sealed class WritePart(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <param name="seen">What <see cref="Seen"/> gave when the text was read; null for a new file.</param>
    /// <exception cref="Refusal">The actor may not, the path is none of a playbook’s, or somebody else changed the text since it was read.</exception>
    public async Task RunAsync(
        string key,
        string path,
        string? text,
        string? seen,
        CancellationToken cancellation = default
    )
    {
        var (kept, draft) = await db.DraftToEditAsync(actor, key, cancellation);
        if (!PlaybookFolder.IsPart(path))
        {
            throw new Refusal(
                "Name the page with lower-case letters, digits and hyphens, beginning with a letter",
                "Code"
            );
        }
        var written = (text ?? "").ReplaceLineEndings("\n");
        if (written.Length > PlaybookFolder.LongestFile)
        {
            throw new Refusal(
                $"A page has at most {PlaybookFolder.LongestFile} characters",
                "Text"
            );
        }
        var file = await db.Set<PlaybookFile>()
            .SingleOrDefaultAsync(f => f.VersionId == draft.Id && f.Path == path, cancellation);
        if (Seen(file) != seen)
        {
            throw new Refusal(
                file is null
                        ? "Somebody else has removed this page meanwhile. Save again to bring it back"
                    : seen is null ? "There is such a page already"
                    : "Somebody else has changed this page meanwhile. Look below at how theirs differs from yours; saved again, yours takes its place",
                seen is null ? "Code" : "Text"
            );
        }
        if (file is null)
        {
            if (
                await db.Set<PlaybookFile>().CountAsync(f => f.VersionId == draft.Id, cancellation)
                >= PlaybookFolder.MostFiles
            )
            {
                throw new Refusal($"A playbook has at most {PlaybookFolder.MostFiles} files.");
            }
            db.Add(file = PlaybookFile.Of(draft, path, written, db.Now()));
        }
        else if (file.Text == written)
        {
            return;
        }
        file.Write(draft, written, DraftStore.Self(actor), db.Now());
        var files = new Dictionary<string, string>(await shelf.FilesAsync(draft.Id, cancellation))
        {
            [path] = written,
        };
        await db.SayAsync(kept, draft, files, cancellation);
        db.Record(
            actor,
            PlaybookActs.Changed,
            nameof(KeptPlaybook),
            kept.Id,
            new { path, version = draft.Version }
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What tells one text of a file from another.</summary>
    public static string? Seen(PlaybookFile? file) =>
        file is null
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text)));
}

/// <summary>Takes a page out of a draft.</summary>
public sealed class RemovePart(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, there is no such page, or it is the main file.</exception>
    public async Task RunAsync(string key, string path, CancellationToken cancellation = default)
    {
        var (kept, draft) = await db.DraftToEditAsync(actor, key, cancellation);
        draft.RequireDraft();
        if (path == PlaybookFolder.Main)
        {
            throw new Refusal("Without playbook.yaml there is no playbook.");
        }
        var file =
            await db.Set<PlaybookFile>()
                .SingleOrDefaultAsync(f => f.VersionId == draft.Id && f.Path == path, cancellation)
            ?? throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        db.Remove(file);
        db.Record(
            actor,
            PlaybookActs.Removed,
            nameof(KeptPlaybook),
            kept.Id,
            new { path, version = draft.Version }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

internal static class DraftFacts
{
    /// <summary>Brings what is listed of a draft up to what its files say; where playbook.yaml cannot be read it stays as it was.</summary>
    /// <exception cref="Refusal">It has the number of another version, or another name.</exception>
    public static async Task SayAsync(
        this Db db,
        KeptPlaybook kept,
        PlaybookVersion draft,
        IReadOnlyDictionary<string, string> files,
        CancellationToken cancellation
    )
    {
        if (PlaybookReader.Read(files).Playbook is not { } playbook)
        {
            return;
        }
        if (playbook.Name != kept.Name)
        {
            throw new Refusal(
                $"The name of this playbook is ‘{kept.Name}’, and stays: addresses and runs know it by that",
                "Text"
            );
        }
        await db.RequireFreeNumberAsync(kept, draft, playbook.Version, cancellation);
        draft.Say(playbook, db.Now());
    }
}
