using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;

namespace Tandem.Playbooks.Runs;

/// <summary>What somebody gives to start a run.</summary>
/// <param name="Playbook">Name of the playbook; the newest published version is taken.</param>
/// <param name="Lead">The organisation that leads.</param>
/// <param name="Others">Authorities that share it, beside those of the collaboration.</param>
/// <param name="Collaboration">Reference of a collaboration, whose members all share it.</param>
/// <param name="Item">Reference of a pipeline item that it carries out, which is attached.</param>
public sealed record RunStart(
    string? Playbook,
    Id<Organisation> Lead,
    RunBrief Brief,
    IReadOnlyCollection<Id<Organisation>> Others,
    string? Collaboration = null,
    string? Item = null
);

/// <summary>Starts a run of a playbook for a named procurement.</summary>
public sealed class StartRun(
    Db db,
    RunPlans plans,
    RunBook book,
    RunTelling telling,
    StepThings things
)
{
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public async Task<Run> RunAsync(
        Actor actor,
        RunStart given,
        CancellationToken cancellation = default
    )
    {
        var lead = await db.OrganisationAsync(given.Lead, cancellation);
        RunPermissions.MayStart(actor, lead).Permit();
        var plan =
            await plans.PublishedAsync(given.Playbook ?? "", cancellation)
            ?? throw new Refusal("Choose a playbook", "Playbook");
        var together = given.Collaboration is { Length: > 0 } reference
            ? await db.WorkspaceAsync(actor, reference, cancellation)
            : null;
        if (together is not null && together.LeadId != lead.Id)
        {
            throw new Refusal(
                "Only the organisation that leads the collaboration may start its run.",
                "Organisation"
            );
        }
        var others = (
            await db.OrganisationsAsync(
                given.Others.Concat(
                    together
                        ?.Members.Where(m => m.Standing == Standing.In)
                        .Select(m => m.OrganisationId)
                        ?? []
                ),
                cancellation
            )
        ).Values;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = db.Now();
        var number = await Sequence.TakeAsync(db, $"{nameof(Run)}:{now.Year}", 1, cancellation);
        var run = Run.Start(
            number,
            plan,
            given.Brief,
            lead,
            others.Select(o => o.Id),
            together?.Id,
            actor,
            now
        );
        await book.SettleAsync(run, cancellation);
        db.Add(run);
        db.Record(
            actor,
            "run-started",
            nameof(Run),
            run.Id,
            new
            {
                run.Reference,
                run.Title,
                run.Playbook,
                run.Version,
                Lead = lead.Slug,
                Others = others.Select(o => o.Slug).Order(StringComparer.Ordinal),
            }
        );
        if (given.Item is { Length: > 0 } item)
        {
            await things.AttachAsync(run, null, item, actor, cancellation);
        }
        if (together is not null)
        {
            await things.AttachAsync(run, null, together.Reference, actor, cancellation);
        }
        foreach (var other in others.Where(o => o.Id != lead.Id))
        {
            await telling.OfficersAsync(
                run,
                other.Id,
                "started",
                $"{lead.Name} has started a run with you: {run.Title}",
                ["It is in it what each of you does, by when, and who decides."],
                run.Path,
                actor,
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return run;
    }
}

/// <summary>Changes what a run is called and about.</summary>
public sealed class DescribeRun(Db db, RunBook book)
{
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        RunBrief brief,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                RunPermissions.MayLead(actor, run).Permit();
                run.Describe(brief);
                db.Record(
                    actor,
                    "run-described",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        run.Title,
                        run.About,
                        run.CpvCodes,
                        run.ValueMinor,
                        run.Currency,
                        run.StartsOn,
                    }
                );
            },
            cancellation
        );
}

/// <summary>Decides whether a run has a public page, and what stands on it beside the facts.</summary>
public sealed class PublishRun(Db db, RunBook book)
{
    /// <exception cref="Refusal">The actor may not.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        bool published,
        string? words,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                RunPermissions.MayLead(actor, run).Permit();
                run.Publish(published, words);
                db.Record(
                    actor,
                    published ? "run-published" : "run-unpublished",
                    nameof(Run),
                    run.Id,
                    new { run.PublicWords }
                );
            },
            cancellation
        );
}

/// <summary>Interrupts a run, ends it, or takes it up again.</summary>
public sealed class SwitchRun(Db db, RunBook book)
{
    /// <summary>What is done with the run as a whole.</summary>
    public enum Turn
    {
        Hold,
        Stop,
        Resume,
    }

    /// <exception cref="Refusal">The actor may not, it stands so already, or there is no reason.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        Turn turn,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                RunPermissions.MayLead(actor, run).Permit();
                switch (turn)
                {
                    case Turn.Hold:
                        run.Hold(reason, db.Now());
                        break;
                    case Turn.Stop:
                        run.Stop(reason, db.Now());
                        break;
                    default:
                        run.Resume(reason, db.Now());
                        break;
                }
                db.Record(
                    actor,
                    turn switch
                    {
                        Turn.Hold => "run-held",
                        Turn.Stop => "run-stopped",
                        _ => "run-resumed",
                    },
                    nameof(Run),
                    run.Id,
                    reason: reason?.Trim()
                );
            },
            cancellation
        );
}

/// <summary>Goes on from a stage without a gate, or back to an earlier one with the reason.</summary>
public sealed class ChangeStage(Db db, RunBook book)
{
    /// <param name="back">Code of the earlier stage; null to go on.</param>
    /// <exception cref="Refusal">The actor may not, something is open, or there is no reason.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        string? back,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                RunPermissions.MayLead(actor, run).Permit();
                var from = run.LastVisit.StageTitle;
                if (back is null)
                {
                    run.GoOn(reason, db.Now());
                }
                else
                {
                    run.GoBack(back, reason, db.Now());
                }
                db.Record(
                    actor,
                    back is not null ? "run-went-back"
                        : run.StateByFacts == RunState.Completed ? "run-completed"
                        : "stage-finished",
                    nameof(Run),
                    run.Id,
                    new { From = from, To = run.LastVisit.StageTitle },
                    reason?.Trim()
                );
            },
            cancellation
        );
}

/// <summary>Moves a run to the published version of its playbook; what was done, decided and written stays.</summary>
public sealed class MoveRun(Db db, RunBook book, RunPlans plans)
{
    /// <param name="stage">The stage it is then in, where the version no longer has the present one.</param>
    /// <exception cref="Refusal">The actor may not, or there is no newer version.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        string? stage,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayLead(actor, run).Permit();
                var before = run.Version;
                var held = await db.Set<RunAttachment>()
                    .Where(a => a.RunId == run.Id && a.Step != null)
                    .Select(a => a.Step!.Value)
                    .Concat(
                        db.Set<RunDocument>()
                            .Where(d => d.RunId == run.Id && d.Step != null)
                            .Select(d => d.Step!.Value)
                    )
                    .ToListAsync(cancellation);
                run.MoveTo(
                    await plans.NewerAsync(run, cancellation)
                        ?? throw new Refusal("The run follows the newest version already."),
                    stage,
                    db.Now(),
                    held
                );
                db.Record(
                    actor,
                    "run-moved",
                    nameof(Run),
                    run.Id,
                    new { From = before, To = run.Version }
                );
                return true;
            },
            cancellation
        );
}
