using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Within how many working days does our organisation answer others?</summary>
public sealed class InterestTimePageModel(
    Db db,
    Actor actor,
    Calendars calendars,
    SetInterestTime set
) : PageModel, IRedisplay
{
    [BindProperty(SupportsGet = true)]
    public string Slug { get; set; } = "";

    [
        BindProperty,
        Display(
            Name = "Working days",
            Description = "From the day after you are asked. Clocks that run already are not moved."
        )
    ]
    public int? WorkingDays { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public string Calendar { get; private set; } = "";
    public bool MayChange => InterestPermissions.MaySetInterestTime(actor, Organisation).Allowed;

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        WorkingDays =
            await db.Set<InterestTime>()
                .Where(t => t.OrganisationId == Organisation.Id)
                .Select(t => (int?)t.WorkingDays)
                .SingleOrDefaultAsync(HttpContext.RequestAborted)
            ?? InterestTime.Usual;
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        Organisation =
            await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Slug == Slug)
            ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        if (!actor.Has(Organisation.Id.Value, Role.Member))
        {
            throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        }
        Calendar = calendars.For(Organisation).Name;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await set.RunAsync(actor, Organisation, WorkingDays, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            $"{Organisation.Name} now answers within {Words.Count(WorkingDays!.Value, "working day")}.";
        return RedirectToPage();
    }
}
