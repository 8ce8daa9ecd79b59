using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>What is this run, where does it stand, and what is next?</summary>
[AllowAnonymous]
public sealed class RunPageOverview(
    Db db,
    CurrentActor current,
    RunBook book,
    RunPlans plans,
    WorkOnStep work,
    ChangeStage change
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<RunAttachment> Attached { get; private set; } = [];

    /// <summary>Version of the playbook that is published now, where it is another than the run's.</summary>
    public string? Newer { get; private set; }

    protected override bool ForOutsiders => true;

    public async Task<IActionResult> OnPostFinishAsync(int number)
    {
        await work.RunAsync(
            Actor,
            Reference,
            number,
            StepAct.Finish,
            null,
            HttpContext.RequestAborted
        );
        return Done("The step is done.");
    }

    public async Task<IActionResult> OnPostGoOnAsync()
    {
        await change.RunAsync(Actor, Reference, null, Reason, HttpContext.RequestAborted);
        return Done("The stage is finished.");
    }

    /// <summary>Steps of a stage in the order of the playbook, those of one's own authorities before those of others.</summary>
    public IEnumerable<RunStep> StepsOf(string stage) =>
        Run
            .Steps.Where(s => s.StageCode == stage)
            .OrderBy(s => s.Position)
            .ThenBy(s => s.OrganisationId is { } o && Own.All(own => own.Id != o))
            .ThenBy(s => s.OrganisationId is { } o ? NameOf(o) : "", StringComparer.Ordinal)
            .ThenBy(s => s.Number);

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        if (!IsInside)
        {
            return;
        }
        Attached = await db.Set<RunAttachment>()
            .AsNoTracking()
            .Where(a => a.RunId == Run.Id && a.DetachedAt == null)
            .OrderBy(a => a.Number)
            .ToListAsync(cancellation);
        Newer = (await plans.NewerAsync(Run, cancellation))?.Playbook.Version;
    }
}
