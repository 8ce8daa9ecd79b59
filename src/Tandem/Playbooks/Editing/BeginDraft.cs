using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks.Editing;

/// <summary>Begins a draft of the next version with the texts of the published one. Where there is a draft already it is that one.</summary>
public sealed class BeginDraft(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <exception cref="Refusal">The actor may not, or nothing has been published.</exception>
    public async Task RunAsync(string key, CancellationToken cancellation = default)
    {
        var kept = await db.PlaybookToEditAsync(actor, key, cancellation);
        if (await db.DraftOfAsync(kept, cancellation) is not null)
        {
            return;
        }
        var last =
            await db.Set<PlaybookVersion>()
                .Where(v => v.PlaybookId == kept.Id)
                .OrderByDescending(v => v.PublishedAt)
                .FirstOrDefaultAsync(cancellation)
            ?? throw new Refusal("There is nothing to begin with.", kind: RefusalKind.NotFound);
        var files = new Dictionary<string, string>(await shelf.FilesAsync(last.Id, cancellation));
        var numbers = await db.Set<PlaybookVersion>()
            .Where(v => v.PlaybookId == kept.Id)
            .Select(v => v.Version)
            .ToListAsync(cancellation);
        var number = DraftStore.After(last.Version);
        while (numbers.Contains(number))
        {
            number = DraftStore.After(number);
        }
        files[PlaybookFolder.Main] = DraftStore.WithVersion(files[PlaybookFolder.Main], number);
        await db.AddDraftAsync(kept, files, last.UpstreamVersionId, actor, cancellation);
        db.Record(
            actor,
            PlaybookActs.Drafted,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = number, from = last.Version }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Makes an organisation’s own version of a playbook: a draft with the texts of the published one, which remembers where they come from.</summary>
public sealed class AdaptPlaybook(Db db, Actor actor, PlaybookShelf shelf)
{
    /// <returns>The organisation’s own playbook.</returns>
    /// <exception cref="Refusal">The actor may not, nothing is published, or the organisation has its own already.</exception>
    public async Task<KeptPlaybook> RunAsync(
        string key,
        Id<Organisation>? organisation,
        CancellationToken cancellation = default
    )
    {
        var found =
            await shelf.FindAsync(key, cancellation: cancellation)
            ?? throw new Refusal("There is no such playbook.", kind: RefusalKind.NotFound);
        if (organisation is not { } id)
        {
            throw new Refusal("Choose the organisation whose own it will be", "Organisation");
        }
        PlaybookPermissions.MayEdit(actor, id).Permit();
        var owner = await db.Set<Organisation>().SingleAsync(o => o.Id == id, cancellation);
        var own = KeptPlaybook.KeyOf(found.Kept.Name, owner);
        if (await db.Set<KeptPlaybook>().AnyAsync(p => p.Key == own, cancellation))
        {
            throw new Refusal($"{owner.Name} has its own version of this already.", "Organisation");
        }
        var kept = KeptPlaybook.Of(owner, found.Kept.Name, found.Kept, db.Now());
        db.Add(kept);
        var files = new Dictionary<string, string>(
            await shelf.FilesAsync(found.Version.Id, cancellation)
        );
        // It is the organisation's own from the first line: who kept the other does not answer for it.
        files[PlaybookFolder.Main] = DraftStore.WithOwner(
            DraftStore.WithVersion(files[PlaybookFolder.Main], "1.0"),
            owner.Name
        );
        await db.AddDraftAsync(kept, files, found.Version.Id, actor, cancellation);
        db.Record(
            actor,
            PlaybookActs.Adapted,
            nameof(KeptPlaybook),
            kept.Id,
            new { from = found.Kept.Key, version = found.Version.Version }
        );
        await db.SaveChangesAsync(cancellation);
        return kept;
    }
}

/// <summary>Begins a playbook from nothing, with a stage, a step and a guide to write on; or from the files of a folder.</summary>
public sealed class StartPlaybook(Db db, Actor actor)
{
    /// <summary>From nothing.</summary>
    /// <param name="organisation">Whose it is; null for the whole network.</param>
    /// <exception cref="Refusal">The actor may not, or there is one of that name.</exception>
    public Task<KeptPlaybook> RunAsync(
        Id<Organisation>? organisation,
        string? title,
        CancellationToken cancellation = default
    )
    {
        if (string.IsNullOrWhiteSpace(title) || Slug.Of(title) is not { Length: > 1 } name)
        {
            throw new Refusal("Give the playbook a title", "Title");
        }
        return AddAsync(
            organisation,
            FirstFiles.Of(name, title.Trim(), db.Today()),
            PlaybookActs.Started,
            "Title",
            cancellation
        );
    }

    /// <summary>From the files of a folder: a playbook that is there already gets them as its draft.</summary>
    /// <exception cref="Refusal">The actor may not, playbook.yaml cannot be read, or there is a draft.</exception>
    public Task<KeptPlaybook> RunAsync(
        Id<Organisation>? organisation,
        IReadOnlyDictionary<string, string> files,
        CancellationToken cancellation = default
    ) => AddAsync(organisation, files, PlaybookActs.Imported, "Upload", cancellation);

    private async Task<KeptPlaybook> AddAsync(
        Id<Organisation>? organisation,
        IReadOnlyDictionary<string, string> files,
        string verb,
        string field,
        CancellationToken cancellation
    )
    {
        PlaybookPermissions.MayEdit(actor, organisation).Permit();
        var read = PlaybookReader.Read(files);
        if (read.Playbook is not { } playbook || !YamlPart.IsCode(playbook.Name))
        {
            var first = read.Problems[0];
            throw new Refusal($"{first.File}, line {first.Line}: {first.Message}", field);
        }
        var owner = organisation is { } id
            ? await db.Set<Organisation>().SingleAsync(o => o.Id == id, cancellation)
            : null;
        var key = owner is null ? playbook.Name : KeptPlaybook.KeyOf(playbook.Name, owner);
        var kept = await db.Set<KeptPlaybook>()
            .SingleOrDefaultAsync(p => p.Key == key, cancellation);
        if (kept is null)
        {
            if (KeptPlaybook.IsReserved(playbook.Name))
            {
                throw new Refusal("Addresses use this word already. Choose another name", field);
            }
            db.Add(
                kept = owner is null
                    ? KeptPlaybook.OfNetwork(playbook.Name, db.Now())
                    : KeptPlaybook.Of(owner, playbook.Name, null, db.Now())
            );
        }
        else if (verb == PlaybookActs.Started)
        {
            throw new Refusal("There is a playbook of this name already", field);
        }
        try
        {
            await db.AddDraftAsync(kept, files, null, actor, cancellation);
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.Rule)
        {
            throw new Refusal(refusal.Message, field);
        }
        db.Record(
            actor,
            verb,
            nameof(KeptPlaybook),
            kept.Id,
            new { version = playbook.Version, files = files.Count }
        );
        await db.SaveChangesAsync(cancellation);
        return kept;
    }
}
