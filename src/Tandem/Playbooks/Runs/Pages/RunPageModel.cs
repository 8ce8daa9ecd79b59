using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>A page of one run, for those who are inside.</summary>
public abstract class RunPageModel(Db db, CurrentActor current, RunBook book)
    : PageModel,
        IRedisplay
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Run Run { get; private set; } = null!;
    public IReadOnlyDictionary<Id<Organisation>, Organisation> Names { get; private set; } =
        new Dictionary<Id<Organisation>, Organisation>();

    /// <summary>Authorities of the run that the reader may speak for.</summary>
    public IReadOnlyList<Organisation> Own { get; private set; } = [];
    public bool IsInside { get; private set; }
    public bool MayLead { get; private set; }
    public bool MayContribute { get; private set; }

    /// <summary>What the run may expect of the days to come; told to those who are inside.</summary>
    public RunOutlook Outlook { get; protected set; } = RunOutlook.None;
    public bool IsActive => Run.State == RunState.Active;
    public DateOnly Today => db.Today();

    /// <summary>Who acts.</summary>
    internal Actor Actor => current.Value;

    /// <summary>Whether those who only see the public page may see this one.</summary>
    protected virtual bool ForOutsiders => false;

    /// <summary>The stages as choices.</summary>
    public IReadOnlyList<Choice> Stages =>
        [.. Run.Plan.Stages.Select(s => new Choice(s.Code, s.Title))];

    public Task OnGetAsync() => LoadAsync();

    public Task RedisplayAsync()
    {
        // What an act had changed before it was refused is not to be shown.
        db.ChangeTracker.Clear();
        return LoadAsync();
    }

    /// <summary>Name of an authority that has or had a place in it.</summary>
    public string NameOf(Id<Organisation> id) => Names.GetValueOrDefault(id)?.Name ?? "";

    /// <summary>Whether more than one authority takes part.</summary>
    public bool IsShared => Run.Current.Skip(1).Any();

    /// <summary>Whether the reader may work on a step.</summary>
    public bool MayWorkOn(RunStep step) => RunPermissions.MayWorkOn(Actor, Run, step).Allowed;

    /// <summary>Reads what the page shows.</summary>
    protected virtual Task ReadAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Says what was done, and shows the page again.</summary>
    protected IActionResult Done(string what, string? part = null)
    {
        TempData[PageKeys.Done] = what;
        return Redirect($"/runs/{Reference}{part}");
    }

    private async Task LoadAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Run = ForOutsiders
            ? await book.FindAsync(Actor, Reference, cancellation)
            : await book.InsideAsync(Actor, Reference, cancellation);
        Names = await db.OrganisationsAsync(
            Run.Authorities.Select(a => a.OrganisationId).Append(Run.LeadId),
            cancellation
        );
        IsInside = RunPermissions.MayReadInside(Actor, Run).Allowed;
        MayLead = RunPermissions.MayLead(Actor, Run).Allowed;
        MayContribute = RunPermissions.MayContribute(Actor, Run).Allowed;
        Own =
        [
            .. current.Organisations.Where(o =>
                RunPermissions.MaySpeakFor(Actor, o.Id).Allowed
                && Run.AuthorityOf(o.Id) is { LeftAt: null }
            ),
        ];
        ViewData[PageKeys.NoIndex] = !Run.Published;
        await ReadAsync(cancellation);
    }
}
