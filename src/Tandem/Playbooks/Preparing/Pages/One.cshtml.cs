using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Preparing.Pages;

/// <summary>How does each point of this checklist stand?</summary>
public sealed class OneModel(
    Db db,
    Actor actor,
    PlaybookShelf shelf,
    SayPoint say,
    KeepPreparation keep
) : PageModel, IRedisplay
{
    private List<PreparedPoint> points = [];

    public Organisation Organisation { get; private set; } = null!;
    public Preparation Preparation { get; private set; } = null!;
    public Playbook Playbook { get; private set; } = null!;
    public Stage Stage { get; private set; } = null!;
    public string Path { get; private set; } = "";
    public string? Newer { get; private set; }
    public string? ReviewedBy { get; private set; }
    public bool MayPrepare => PlaybookPermissions.MayPrepare(actor, Organisation.Id).Allowed;
    public int Settled => Stage.Steps.Count(s => Point(s.Code) is { State: not PointState.Open });

    [BindProperty]
    public string? Step { get; set; }

    [BindProperty]
    public PointState State { get; set; }

    /// <summary>What was typed beside the point.</summary>
    public string? Note =>
        Request.HasFormContentType ? Request.Form[$"Note-{Step}"].FirstOrDefault() : null;

    public PreparedPoint? Point(string step) => points.Find(p => p.StepCode == step);

    public Task OnGetAsync(string slug, Id<Preparation> id) => RedisplayAsync();

    public async Task<IActionResult> OnPostSayAsync(string slug, Id<Preparation> id)
    {
        await say.RunAsync(id, Step ?? "", State, Note, HttpContext.RequestAborted);
        return LocalRedirect($"/organisations/{slug}/preparation/{id}#{Step}");
    }

    public async Task<IActionResult> OnPostReviewAsync(string slug, Id<Preparation> id)
    {
        await keep.ReviewAsync(id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Gone through. It comes up again in a year.";
        return LocalRedirect($"/organisations/{slug}/preparation/{id}");
    }

    public async Task<IActionResult> OnPostFollowAsync(string slug, Id<Preparation> id)
    {
        await keep.FollowAsync(id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Moved. Look at the points that are new.";
        return LocalRedirect($"/organisations/{slug}/preparation/{id}");
    }

    public async Task<IActionResult> OnPostPutDownAsync(string slug, Id<Preparation> id)
    {
        await keep.PutDownAsync(id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Put down.";
        return LocalRedirect($"/organisations/{slug}/preparation");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        db.ChangeTracker.Clear();
        Organisation = await db.PreparedOrganisationAsync(
            actor,
            (string)RouteData.Values["slug"]!,
            stopped
        );
        Id<Preparation>.TryParse((string?)RouteData.Values["id"], null, out var id);
        Preparation =
            await db.Set<Preparation>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    p => p.Id == id && p.OrganisationId == Organisation.Id && p.EndedAt == null,
                    stopped
                )
            ?? throw new Refusal("There is no such checklist.", kind: RefusalKind.NotFound);
        Playbook = await shelf.ReadAsync(Preparation.VersionId, stopped);
        Stage = Playbook.Stage(Preparation.StageCode)!;
        points = await db.Set<PreparedPoint>()
            .AsNoTracking()
            .Where(p => p.PreparationId == id)
            .ToListAsync(stopped);
        var key = await db.Set<KeptPlaybook>()
            .Where(p => p.Id == Preparation.PlaybookId)
            .Select(p => p.Key)
            .SingleAsync(stopped);
        Path = $"/playbooks/{key}";
        Newer = await db.Set<PlaybookVersion>()
            .Where(v =>
                v.PlaybookId == Preparation.PlaybookId
                && v.State == VersionState.Published
                && v.Id != Preparation.VersionId
            )
            .Select(v => v.Version)
            .FirstOrDefaultAsync(stopped);
        ReviewedBy = Preparation.ReviewedById is { } by
            ? await db.Set<Person>().Where(p => p.Id == by).Select(p => p.Name).SingleAsync(stopped)
            : null;
    }
}
