using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>What is this run, where does it stand, and what is next?</summary>
[AllowAnonymous]
public sealed class RunPageOverview(
    Db db,
    CurrentActor current,
    RunBook book,
    RunPlans plans,
    PlaybookShelf shelf,
    Subjects subjects,
    WorkOnStep work,
    ChangeStage change
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;
    private readonly RunBook book = book;

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>What is attached; to others than those inside, the records that they may see on their own pages.</summary>
    public IReadOnlyList<RunAttachment> Attached { get; private set; } = [];

    /// <summary>Whether the reader may read the version that the run follows.</summary>
    public bool MayReadPlaybook { get; private set; }

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
        MayReadPlaybook =
            IsInside || await shelf.FindAsync(Run.Playbook, Run.Version, cancellation) is not null;
        Attached = await db.Set<RunAttachment>()
            .AsNoTracking()
            .Where(a => a.RunId == Run.Id && a.DetachedAt == null)
            .OrderBy(a => a.Number)
            .ToListAsync(cancellation);
        if (!IsInside)
        {
            Attached = await OpenToAsync(Attached, cancellation);
            return;
        }
        Outlook = IsActive ? await book.OutlookAsync(Run, cancellation) : Outlook;
        Newer = (await plans.NewerAsync(Run, cancellation))?.Playbook.Version;
    }

    // A title that was attached inside is one thing; the record decides itself who sees it. An address elsewhere stays inside.
    private async Task<IReadOnlyList<RunAttachment>> OpenToAsync(
        IReadOnlyList<RunAttachment> attached,
        CancellationToken cancellation
    )
    {
        var open = new List<RunAttachment>();
        foreach (var ofKind in attached.GroupBy(a => a.Kind))
        {
            if (subjects.Of(ofKind.Key) is { } room)
            {
                var seen = await room.FindAsync(
                    [.. ofKind.Select(a => a.SubjectId).OfType<string>().Distinct()],
                    Actor,
                    cancellation
                );
                open.AddRange(
                    ofKind.Where(a =>
                        a.SubjectId is { } id
                        && seen.TryGetValue(id, out var subject)
                        && subject.Path == a.Path
                    )
                );
            }
        }
        return [.. open.DistinctBy(a => a.Path).OrderBy(a => a.Number)];
    }
}
