using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Calls.Pages;

/// <summary>A page of one call.</summary>
public abstract class CallPageModel(Db db, Actor actor) : PageModel, IRedisplay
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Call Call { get; private set; } = null!;
    public CallKind Kind => Call.Kind;
    public Organisation Organisation { get; private set; } = null!;

    /// <summary>The server's time, UTC: what stands on the page follows from it.</summary>
    public DateTime Now { get; private set; }
    public CallStanding Standing => Call.StandingAt(Now);
    public bool MayWrite { get; private set; }
    public bool MayPublish { get; private set; }
    public bool MaySeeWorkings { get; private set; }
    public string Path => $"/calls/{Call.Reference}";

    /// <summary>Who acts.</summary>
    internal Actor Actor => actor;

    /// <summary>Whether the page is for those alone who make the call.</summary>
    protected virtual bool ForTeam => true;

    public async Task OnGetAsync()
    {
        await LoadAsync();
        await FillAsync(HttpContext.RequestAborted);
    }

    public Task RedisplayAsync()
    {
        // What an act had changed before it was refused is not to be shown.
        db.ChangeTracker.Clear();
        return LoadAsync();
    }

    /// <summary>Reads what the page shows beside its form.</summary>
    protected virtual Task ReadAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Fills the form with what is there, before anybody has typed.</summary>
    protected virtual Task FillAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Says what was done, and goes on.</summary>
    protected IActionResult Done(string what, string part = "/make")
    {
        TempData[PageKeys.Done] = what;
        return LocalRedirect($"/calls/{Uri.EscapeDataString(Reference)}{part}");
    }

    /// <summary>Reads the call, the rights on it and what the page shows beside its form.</summary>
    protected async Task LoadAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Now = db.Now();
        Call = await db.CallAsync(actor, Reference, cancellation);
        Organisation = await db.OrganisationOfAsync(Call, cancellation);
        MayWrite = CallPermissions.MayWrite(actor, Call).Allowed;
        MayPublish = CallPermissions.MayPublish(actor, Call).Allowed;
        var workings = CallPermissions.MaySeeWorkings(actor, Call);
        MaySeeWorkings = workings.Allowed;
        if (ForTeam)
        {
            workings.Permit();
        }
        ViewData[PageKeys.NoIndex] = ForTeam || !Call.IsPublished;
        await ReadAsync(cancellation);
    }
}
