using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Pages;

/// <summary>Which playbooks are there?</summary>
[AllowAnonymous]
public sealed class IndexModel(PlaybookShelf shelf, Db db, Actor actor) : PageModel
{
    public IReadOnlyList<ShelvedVersion> Shown { get; private set; } = [];

    /// <summary>Those that the reader may go on writing.</summary>
    public IReadOnlyList<ShelvedVersion> Drafts { get; private set; } = [];

    /// <summary>Names of the organisations whose own a playbook is.</summary>
    public IReadOnlyDictionary<Id<KeptPlaybook>, string> Keepers { get; private set; } =
        new Dictionary<Id<KeptPlaybook>, string>();
    public bool MayStart => actor.IsSteward || actor.Roles.Values.Any(r => r >= Role.Officer);

    public async Task OnGetAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Shown = await shelf.PublishedAsync(stopped);
        Drafts =
        [
            .. (await shelf.DraftsAsync(stopped)).Where(d =>
                PlaybookPermissions.MayEdit(actor, d.Kept.OrganisationId).Allowed
            ),
        ];
        var own = Shown.Select(s => s.Kept).Where(k => k.OrganisationId is not null).ToList();
        var ids = own.Select(k => k.OrganisationId!.Value).Distinct().ToList();
        var names = await db.Set<Organisation>()
            .Where(o => ids.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.Name, stopped);
        Keepers = own.ToDictionary(k => k.Id, k => names[k.OrganisationId!.Value]);
    }
}
