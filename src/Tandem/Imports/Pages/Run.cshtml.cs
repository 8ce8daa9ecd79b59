using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Imports.Pages;

/// <summary>How does, or did, this import go?</summary>
public sealed class RunModel(Db db, Actor actor, CancelImport cancel) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true), FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public ImportRun Run { get; private set; } = null!;

    public long Total { get; private set; }

    public IReadOnlyList<ImportProblem> Problems { get; private set; } = [];

    public bool MayCancel => ImportPermissions.MayCancel(actor, Run).Allowed;

    /// <summary>Whether rows can be counted: a file that is refused as a whole, such as an empty one, has one refusal and no rows.</summary>
    public bool HasRows => Run is not { State: ImportState.Failed, Read: 1, Refused: 1 };

    /// <summary>The whole in a sentence.</summary>
    public string Account =>
        Run switch
        {
            { Read: 0 } => "Nothing was read.",
            _ when !HasRows => "Nothing was taken.",
            { DryRun: true } =>
                $"Of {Words.Count(Run.Read, "row")}, {Words.Number(Run.Added)} would be added, {Words.Number(Run.Updated)} updated, and {Words.Number(Run.Refused)} refused. Nothing was changed.",
            { AllOrNothing: true, State: ImportState.Failed } =>
                $"Of {Words.Count(Run.Read, "row")}, {Words.Number(Run.Refused)} could not be taken, so nothing was kept.",
            _ =>
                $"{Words.Count(Run.Read, "row")} read: {Words.Number(Run.Added)} added, {Words.Number(Run.Updated)} updated, {Words.Number(Run.Unchanged)} unchanged, {Words.Number(Run.Refused)} refused.",
        };

    /// <summary>The choice made when it was started.</summary>
    public string How =>
        Run.DryRun ? "Only say what would change"
        : Run.AllOrNothing ? "All or nothing"
        : "Keep what is good";

    /// <summary>Where to go from here with what was brought in; nowhere where nothing was.</summary>
    public IReadOnlyList<PageLink> Next { get; private set; } = [];

    public async Task OnGetAsync(string reference)
    {
        Run = await FindAsync(reference);
        if (Run is { IsOpen: false, DryRun: false } && Run.Added + Run.Updated + Run.Unchanged > 0)
        {
            var organisation = await db.Set<Organisation>()
                .Where(o => o.Id == Run.OrganisationId)
                .Select(o => new { o.Slug, o.AuthorityCode })
                .SingleOrDefaultAsync(HttpContext.RequestAborted);
            Next = ImportWords.Next(Run.Kind, organisation?.Slug, organisation?.AuthorityCode);
        }
        PageNumber = Math.Clamp(PageNumber, 1, 1_000_000);
        var problems = db.Set<ImportProblem>().AsNoTracking().Where(p => p.RunId == Run.Id);
        Total = await problems.LongCountAsync(HttpContext.RequestAborted);
        Problems = await problems
            .OrderByDescending(p => p.Refused)
            .ThenBy(p => p.File)
            .ThenBy(p => p.Line)
            .ThenBy(p => p.Id)
            .Skip((PageNumber - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostCancelAsync(string reference)
    {
        var run = await FindAsync(reference);
        await cancel.RunAsync(actor, run.Id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"{run.Reference} is stopped.";
        return Redirect($"/imports/{run.Reference}");
    }

    private async Task<ImportRun> FindAsync(string reference) =>
        await ImportRuns.FindAsync(db, actor, reference, HttpContext.RequestAborted);
}
