using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>A page of one collaboration, for those who are inside.</summary>
public abstract class WorkspacePageModel(Db db, CurrentActor current) : PageModel, IRedisplay
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Collaboration Collaboration { get; private set; } = null!;
    public IReadOnlyDictionary<Id<Organisation>, Organisation> Names { get; private set; } =
        new Dictionary<Id<Organisation>, Organisation>();

    /// <summary>Members the reader may speak for.</summary>
    public IReadOnlyList<Organisation> Own { get; private set; } = [];
    public bool IsInside { get; private set; }
    public bool MayLead { get; private set; }
    public bool MayContribute { get; private set; }
    public DateOnly Today => db.Today();

    /// <summary>Who acts.</summary>
    protected Actor Actor => current.Value;

    /// <summary>Whether those who only see the facts may see this page.</summary>
    protected virtual bool ForOutsiders => false;

    public Task OnGetAsync() => LoadAsync();

    public Task RedisplayAsync()
    {
        // What an act had changed before it was refused is not to be shown.
        db.ChangeTracker.Clear();
        return LoadAsync();
    }

    /// <summary>Name of an organisation that has or had a place in it.</summary>
    public string NameOf(Id<Organisation> id) => Names.GetValueOrDefault(id)?.Name ?? "";

    /// <summary>Reads what the page shows.</summary>
    protected virtual Task ReadAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Says what was done, and shows the page again.</summary>
    protected IActionResult Done(string what, string? part = null)
    {
        TempData[PageKeys.Done] = what;
        return Redirect($"/collaborations/{Reference}{part}");
    }

    private async Task LoadAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Collaboration = ForOutsiders
            ? await db.CollaborationAsync(Actor, Reference, cancellation)
            : await db.WorkspaceAsync(Actor, Reference, cancellation);
        Names = await db.OrganisationsAsync(
            Collaboration.Members.Select(m => m.OrganisationId),
            cancellation
        );
        IsInside = CollaborationPermissions.MayReadInside(Actor, Collaboration).Allowed;
        MayLead = CollaborationPermissions.MayLead(Actor, Collaboration).Allowed;
        MayContribute = CollaborationPermissions.MayContribute(Actor, Collaboration).Allowed;
        Own =
        [
            .. current.Organisations.Where(o =>
                CollaborationPermissions.MaySpeakFor(Actor, o.Id).Allowed
                && Collaboration.MemberOf(o.Id) is { IsCurrent: true }
            ),
        ];
        ViewData[PageKeys.NoIndex] = Collaboration.Visibility != CollaborationVisibility.Public;
        await ReadAsync(cancellation);
    }
}
