using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Playbooks.Pages;

/// <summary>What is this playbook, and where does one begin?</summary>
[AllowAnonymous]
public sealed class OneModel(PlaybookShelf shelf, Db db, Actor actor)
    : ReadingPage(shelf, db, actor)
{
    /// <summary>Topics of its guides, by name.</summary>
    public IReadOnlyList<string> Topics { get; private set; } = [];

    /// <summary>Title and address of the playbook that this adapts.</summary>
    public (string Title, string Path)? Upstream { get; private set; }
    public bool MayAdapt =>
        Version.State == VersionState.Published
        && !ForRun
        && actor.Roles.Any(r => r.Value >= Role.Officer && r.Key != Kept.OrganisationId?.Value);

    private readonly Actor actor = actor;

    public async Task<IActionResult> OnGetAsync(string key)
    {
        if (
            Asked is null
            && await Shelf.FindAsync(key, null, Stopped) is null
            && await OnlyDraftAsync(key)
        )
        {
            return LocalRedirect($"/playbooks/{key}/draft");
        }
        await LoadAsync(key);
        Topics =
        [
            .. Playbook
                .Guides.SelectMany(g => g.Topics)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
        if (Kept.UpstreamId is { } id)
        {
            var upstream = (await Shelf.PublishedAsync(Stopped)).FirstOrDefault(s =>
                s.Kept.Id == id
            );
            Upstream = upstream is null ? null : (upstream.Version.Title, upstream.Kept.Path);
        }
        return Page();
    }

    /// <summary>Nothing of it has been published, and the reader is one of those who write it.</summary>
    private async Task<bool> OnlyDraftAsync(string key) =>
        await Database
            .Set<KeptPlaybook>()
            .VisibleTo(actor)
            .SingleOrDefaultAsync(p => p.Key == key, Stopped)
            is { } kept
        && PlaybookPermissions.MayEdit(actor, kept.OrganisationId).Allowed;
}
