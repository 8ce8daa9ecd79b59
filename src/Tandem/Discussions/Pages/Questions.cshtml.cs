using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions.Pages;

/// <summary>What are we asked, and what is late? For the members of an organisation; officers answer, administrators say how long it takes.</summary>
public sealed class QuestionsModel(
    Db db,
    Actor actor,
    AnswerClock clock,
    AnswerDuties duties,
    SetAnswerTime set
) : PageModel, IRedisplay
{
    private const int Most = 200;

    public Organisation Organisation { get; private set; } = null!;

    /// <summary>Those that wait first, the earliest due first; then the latest settled.</summary>
    public IReadOnlyList<SeenQuestion> Questions { get; private set; } = [];
    public DateOnly Today => clock.Today;
    public bool MaySet => DiscussionPermissions.MaySetAnswerTime(actor, Organisation.Id).Allowed;

    [
        BindProperty,
        Display(
            Name = "Answer within",
            Description = "From 1 to 30. Questions asked from now on are due by this; bank holidays of your nation are left out."
        )
    ]
    public int? Days { get; set; }

    public async Task OnGetAsync(string slug)
    {
        await RedisplayAsync();
        Days = await clock.DaysAsync(Organisation.Id, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync(string slug)
    {
        await FindAsync();
        await set.RunAsync(Organisation.Id, Days, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Saved.";
        return RedirectToPage();
    }

    public async Task RedisplayAsync()
    {
        await FindAsync();
        var duty = await duties.OfAsync(actor, HttpContext.RequestAborted);
        var found = await db.Set<Question>()
            .AsNoTracking()
            .Where(q => q.OrganisationId == Organisation.Id && q.State != QuestionState.Withdrawn)
            .VisibleTo(duty)
            .OrderBy(q => q.State == QuestionState.Waiting ? 0 : 1)
            .ThenBy(q => q.State == QuestionState.Waiting ? q.Due : DateOnly.MaxValue)
            .ThenByDescending(q => q.Number)
            .Take(Most)
            .ToListAsync();
        Questions = [.. found.Select(q => q.SeenBy(duty))];
    }

    private async Task FindAsync()
    {
        var slug = (string)RouteData.Values["slug"]!;
        Organisation =
            await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Slug == slug)
            ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        if (!actor.Has(Organisation.Id.Value, Role.Member))
        {
            throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        }
    }

    /// <summary>The first line, short enough for a table.</summary>
    public static string Short(string text)
    {
        var line = text.Split('\n', 2)[0];
        return line.Length > 160 ? line[..159].TrimEnd() + "…" : line;
    }
}
