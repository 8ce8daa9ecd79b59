using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks.Editing;

/// <summary>Finding and writing drafts, for the operations of this folder.</summary>
internal static partial class DraftStore
{
    /// <summary>The playbook of this key, for somebody who may change it.</summary>
    /// <exception cref="Refusal">There is none that the actor may know of, or they may not change it.</exception>
    public static async Task<KeptPlaybook> PlaybookToEditAsync(
        this Db db,
        Actor actor,
        string key,
        CancellationToken cancellation
    )
    {
        var kept =
            await db.Set<KeptPlaybook>()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(p => p.Key == key, cancellation)
            ?? throw new Refusal("There is no such playbook.", kind: RefusalKind.NotFound);
        PlaybookPermissions.MayEdit(actor, kept.OrganisationId).Permit();
        return kept;
    }

    /// <summary>The draft of a playbook, or null.</summary>
    public static Task<PlaybookVersion?> DraftOfAsync(
        this Db db,
        KeptPlaybook kept,
        CancellationToken cancellation
    ) =>
        db.Set<PlaybookVersion>()
            .SingleOrDefaultAsync(
                v => v.PlaybookId == kept.Id && v.State == VersionState.Draft,
                cancellation
            );

    /// <summary>The published version of a playbook, or null.</summary>
    public static Task<PlaybookVersion?> PublishedOfAsync(
        this Db db,
        KeptPlaybook kept,
        CancellationToken cancellation
    ) =>
        db.Set<PlaybookVersion>()
            .SingleOrDefaultAsync(
                v => v.PlaybookId == kept.Id && v.State == VersionState.Published,
                cancellation
            );

    /// <summary>Playbook and draft of this key, for somebody who may change them.</summary>
    /// <exception cref="Refusal">There is none, or the actor may not.</exception>
    public static async Task<(KeptPlaybook Kept, PlaybookVersion Draft)> DraftToEditAsync(
        this Db db,
        Actor actor,
        string key,
        CancellationToken cancellation
    )
    {
        var kept = await db.PlaybookToEditAsync(actor, key, cancellation);
        return (
            kept,
            await db.DraftOfAsync(kept, cancellation)
                ?? throw new Refusal(
                    "This playbook has no draft. Begin one first.",
                    kind: RefusalKind.NotFound
                )
        );
    }

    /// <summary>Adds a draft with these files.</summary>
    public static async Task<PlaybookVersion> AddDraftAsync(
        this Db db,
        KeptPlaybook kept,
        IReadOnlyDictionary<string, string> files,
        Id<PlaybookVersion>? upstream,
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (await db.DraftOfAsync(kept, cancellation) is not null)
        {
            throw new Refusal(
                "There is a draft already. Go on with that one, or discard it first."
            );
        }
        var playbook =
            PlaybookReader.Read(files).Playbook
            ?? throw new Refusal("Its playbook.yaml cannot be read: mend it first.");
        await db.RequireFreeNumberAsync(kept, null, playbook.Version, cancellation);
        var draft = PlaybookVersion.Draft(kept, playbook, upstream, db.Now());
        db.Add(draft);
        foreach (var (path, text) in files)
        {
            var file = PlaybookFile.Of(draft, path, text, db.Now());
            if (Self(actor) is { } me)
            {
                file.Write(draft, text, me, db.Now());
            }
            db.Add(file);
        }
        return draft;
    }

    /// <exception cref="Refusal">Another version of the playbook has this number.</exception>
    public static async Task RequireFreeNumberAsync(
        this Db db,
        KeptPlaybook kept,
        PlaybookVersion? draft,
        string number,
        CancellationToken cancellation
    )
    {
        var own = draft?.Id ?? default;
        if (
            await db.Set<PlaybookVersion>()
                .AnyAsync(
                    v => v.PlaybookId == kept.Id && v.Version == number && v.Id != own,
                    cancellation
                )
        )
        {
            throw new Refusal(
                $"There is a version {number} already. Give this one another number: it stands in playbook.yaml",
                "Text"
            );
        }
    }

    /// <summary>playbook.yaml with another version number.</summary>
    public static string WithVersion(string main, string number) =>
        VersionLine().Replace(main, $"version: \"{number}\"", 1);

    /// <summary>playbook.yaml with another who answers for it; as it is where that takes more than a line.</summary>
    public static string WithOwner(string main, string owner) =>
        OwnerLine()
            .Replace(
                main,
                $"owner: \"{owner.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)}\"",
                1
            );

    /// <summary>The number after this one: its second part is one more.</summary>
    public static string After(string number)
    {
        var parts = number.Split('.').Select(int.Parse).ToArray();
        return $"{parts[0]}.{(parts.Length > 1 ? parts[1] : 0) + 1}";
    }

    public static Id<Person>? Self(Actor actor) =>
        actor.PersonId is { } person ? new Id<Person>(person) : null;

    [GeneratedRegex(@"^version:.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VersionLine();

    [GeneratedRegex(
        @"^owner:[ \t]*[^>|\s].*$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex OwnerLine();
}
