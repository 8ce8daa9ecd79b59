using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

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

    /// <summary>The whole in a sentence.</summary>
    public string Account =>
        Run switch
        {
            { Read: 0 } => "Nothing was read.",
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

    public async Task OnGetAsync(string reference)
    {
        Run = await FindAsync(reference);
        PageNumber = Math.Clamp(PageNumber, 1, 1_000_000);
        var problems = db.Set<ImportProblem>().AsNoTracking().Where(p => p.RunId == Run.Id);
        Total = await problems.LongCountAsync(HttpContext.RequestAborted);
        Problems = await problems
            .OrderByDescending(p => p.Refused)
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
