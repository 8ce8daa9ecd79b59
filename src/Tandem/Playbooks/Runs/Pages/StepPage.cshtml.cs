using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>What is to be done in this step, who does it, and what came of it?</summary>
public sealed class StepPageModel(
    Db db,
    CurrentActor current,
    RunBook book,
    WorkOnStep work,
    PlanStep plan,
    AttachToRun attach,
    FindOpened opened,
    MakeDocument make
) : RunPageModel(db, current, book)
{
    private readonly Db db = db;

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    [
        BindProperty,
        Display(
            Name = "What should others know?",
            Description = "Optional. What came of it, where it lies, what is still open."
        )
    ]
    public string? Note { get; set; }

    [BindProperty, Display(Name = "Why?")]
    public string? Reason { get; set; }

    [BindProperty, Display(Name = "Who does it?")]
    public Id<Person>? Owner { get; set; }

    [
        BindProperty,
        Display(Name = "By when?", Description = "Leave it empty for the day the playbook reckons.")
    ]
    public DateOnly? Due { get; set; }

    [
        BindProperty,
        Display(
            Name = "Which record?",
            Description = "Its reference, such as PI-12 or C-1042, or its address. All members of the run read its title."
        )
    ]
    public string? Where { get; set; }

    public RunStep Step { get; private set; } = null!;
    public Step? Planned { get; private set; }
    public bool MayWork { get; private set; }
    public OpenedKind? Opens { get; private set; }
    public IReadOnlyList<Choice> People { get; private set; } = [];
    public IReadOnlyList<RunAttachment> Attached { get; private set; } = [];
    public IReadOnlyList<RunDocument> Documents { get; private set; } = [];

    public Task<IActionResult> OnPostStartAsync() =>
        ActAsync(StepAct.Start, null, "You have begun this step.");

    public Task<IActionResult> OnPostFinishAsync() =>
        ActAsync(StepAct.Finish, Note, "The step is done.");

    public Task<IActionResult> OnPostSkipAsync() =>
        ActAsync(StepAct.Skip, Reason, "The step is not needed.");

    public Task<IActionResult> OnPostReopenAsync() =>
        ActAsync(StepAct.Reopen, Reason, "The step is open again.");

    public async Task<IActionResult> OnPostPlanAsync()
    {
        await plan.RunAsync(Actor, Reference, Number, Owner, Due, Note, HttpContext.RequestAborted);
        return Done("Saved.", $"/steps/{Number}");
    }

    public async Task<IActionResult> OnPostAttachAsync()
    {
        var attached = await attach.RunAsync(
            Actor,
            Reference,
            Number,
            Where,
            HttpContext.RequestAborted
        );
        return Done($"{attached.Title} is attached.", $"/steps/{Number}");
    }

    public async Task<IActionResult> OnPostDetachAsync(int attachment)
    {
        await attach.DetachAsync(Actor, Reference, attachment, HttpContext.RequestAborted);
        return Done("It is no longer attached.", $"/steps/{Number}");
    }

    public async Task<IActionResult> OnPostMakeAsync(string template)
    {
        var made = await make.RunAsync(
            Actor,
            Reference,
            template,
            Number,
            HttpContext.RequestAborted
        );
        return Done($"{made.Title} has been made.", $"/documents/{made.Number}");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        Step = Run.StepOf(Number);
        Planned = Step.LeftOutSince is null ? Run.Plan.Step(Step.Code) : null;
        MayWork = IsActive && RunPermissions.MayWorkOn(Actor, Run, Step).Allowed;
        var attached = await db.Set<RunAttachment>()
            .AsNoTracking()
            .Where(a => a.RunId == Run.Id && a.DetachedAt == null)
            .OrderBy(a => a.Number)
            .ToListAsync(cancellation);
        Attached = [.. attached.Where(a => a.Step == Number)];
        Opens = await opened.RunAsync(Run, Step, attached, cancellation);
        Documents = await db.Set<RunDocument>()
            .AsNoTracking()
            .Where(d => d.RunId == Run.Id && d.Step == Number && d.TakenAwayAt == null)
            .OrderByDescending(d => d.Number)
            .ToListAsync(cancellation);
        People = await RunPeople.OfAsync(
            db,
            Step.OrganisationId is { } own ? [own] : [.. Run.Current.Select(a => a.OrganisationId)],
            Names,
            cancellation
        );
        if (HttpMethods.IsGet(Request.Method))
        {
            (Owner, Due, Note) = (Step.OwnerId, Step.DueSet, Step.Notes);
        }
    }

    private async Task<IActionResult> ActAsync(StepAct act, string? words, string said)
    {
        await work.RunAsync(Actor, Reference, Number, act, words, HttpContext.RequestAborted);
        return Done(said, act is StepAct.Start or StepAct.Reopen ? $"/steps/{Number}" : null);
    }
}

/// <summary>People of authorities, to choose from.</summary>
internal static class RunPeople
{
    public static async Task<IReadOnlyList<Choice>> OfAsync(
        Db db,
        IReadOnlyCollection<Id<Organisation>> organisations,
        IReadOnlyDictionary<Id<Organisation>, Organisation> names,
        CancellationToken cancellation
    )
    {
        var found = await db.Set<Membership>()
            .AsNoTracking()
            .Where(m => organisations.Contains(m.OrganisationId))
            .Join(
                db.Set<Person>(),
                m => m.PersonId,
                p => p.Id,
                (m, p) =>
                    new
                    {
                        p.Id,
                        p.Name,
                        m.OrganisationId,
                    }
            )
            .ToListAsync(cancellation);
        return
        [
            .. found
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .DistinctBy(f => f.Id)
                .Select(f => new Choice(
                    f.Id.ToString(),
                    organisations.Count > 1 ? $"{f.Name}, {names[f.OrganisationId].Name}" : f.Name
                )),
        ];
    }
}
