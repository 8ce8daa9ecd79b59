using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Pages;

/// <summary>A page about one version of a playbook: the published one, or the one that the address names.</summary>
public abstract class ReadingPage(PlaybookShelf shelf, Db db, Actor actor) : PageModel
{
    /// <summary>The version the address names; null for the published one.</summary>
    [BindProperty(SupportsGet = true, Name = "version")]
    public string? Asked { get; set; }

    public KeptPlaybook Kept { get; private set; } = null!;
    public PlaybookVersion Version { get; private set; } = null!;
    public Playbook Playbook { get; private set; } = null!;

    /// <summary>The organisation whose own it is, where it is one’s.</summary>
    public Organisation? Keeper { get; private set; }

    /// <summary>The same playbook in other languages.</summary>
    public IReadOnlyList<(string Language, string Path)> Languages { get; private set; } = [];

    /// <summary>Whether the reader reads this version for a run alone that follows it: the rest of the playbook is not theirs.</summary>
    public bool ForRun { get; private set; }

    /// <summary>The published version, where this is another one.</summary>
    public PlaybookVersion? Newer { get; private set; }
    public bool MayEdit => PlaybookPermissions.MayEdit(actor, Kept.OrganisationId).Allowed;

    /// <summary>Whether the reader may start a run of it in the name of some organisation.</summary>
    public bool MayStartRun =>
        Version.State == VersionState.Published
        && !ForRun
        && Playbook.RunStages.Any()
        && actor.Roles.Any(r => r.Value >= Role.Officer);

    /// <summary>Where one is started.</summary>
    public string StartRun => $"/runs/new?playbook={Kept.Key}";
    protected Db Database => db;
    protected PlaybookShelf Shelf => shelf;
    protected CancellationToken Stopped => HttpContext.RequestAborted;

    /// <summary>Address of a page of the playbook, in the version that is read.</summary>
    public string Href(string below) =>
        Kept.Path + below + (Asked is null ? "" : $"?version={Uri.EscapeDataString(Asked)}");

    /// <summary>The way here: playbooks, the playbook, and what the page is.</summary>
    public PageLink[] Crumbs(params PageLink[] rest) =>
        [
            new("Playbooks", "/playbooks"),
            new(Playbook.Title, rest.Length == 0 ? null : Href("")),
            .. rest,
        ];

    /// <exception cref="Refusal">There is no such playbook or version that the reader may read.</exception>
    protected async Task LoadAsync(string key)
    {
        var found =
            await shelf.FindAsync(key, Asked, Stopped)
            ?? throw new Refusal("There is no such playbook.", kind: RefusalKind.NotFound);
        (Kept, Version, ForRun) = (found.Kept, found.Version, found.ForRun);
        Playbook = await shelf.ReadAsync(Version.Id, Stopped);
        if (Kept.OrganisationId is { } id)
        {
            Keeper = await db.Set<Organisation>()
                .AsNoTracking()
                .SingleAsync(o => o.Id == id, Stopped);
        }
        if (Version.State != VersionState.Published)
        {
            Newer = (await shelf.FindAsync(key, null, Stopped))?.Version
                is { State: VersionState.Published } published
                ? published
                : null;
        }
        var original = Version.TranslationOf ?? Kept.Name;
        Languages =
        [
            .. (await shelf.PublishedAsync(Stopped))
                .Where(s =>
                    s.Kept.OrganisationId is null
                    && s.Kept.Id != Kept.Id
                    && s.Version.Language != Version.Language
                    && (s.Kept.Name == original || s.Version.TranslationOf == original)
                )
                .Select(s => (s.Version.Language, s.Kept.Path)),
        ];
    }
}
