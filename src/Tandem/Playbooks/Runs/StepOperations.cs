using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs;

/// <summary>What is done with one step.</summary>
public enum StepAct
{
    Start,
    Finish,

    /// <summary>It is not needed here.</summary>
    Skip,
    Reopen,
}

/// <summary>Begins or finishes a step, says that it is not needed, or opens it again.</summary>
public sealed class WorkOnStep(Db db, RunBook book)
{
    /// <param name="words">A note with what is finished, or the reason.</param>
    /// <exception cref="Refusal">The actor may not, somebody was first, or there is no reason.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        int number,
        StepAct act,
        string? words,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                var step = run.StepOf(number);
                RunPermissions.MayWorkOn(actor, run, step).Permit();
                switch (act)
                {
                    case StepAct.Start:
                        run.StartStep(number, actor, db.Now());
                        break;
                    case StepAct.Finish:
                        run.FinishStep(number, words, actor, db.Now());
                        break;
                    case StepAct.Skip:
                        run.SkipStep(number, words, actor, db.Now());
                        break;
                    default:
                        run.ReopenStep(number, words);
                        break;
                }
                db.Record(
                    actor,
                    act switch
                    {
                        StepAct.Start => "step-started",
                        StepAct.Finish => "step-finished",
                        StepAct.Skip => "step-not-needed",
                        _ => "step-reopened",
                    },
                    nameof(Run),
                    run.Id,
                    new
                    {
                        step.Number,
                        step.Title,
                        Organisation = step.OrganisationId,
                    },
                    act is StepAct.Skip or StepAct.Reopen ? words?.Trim() : null
                );
            },
            cancellation
        );
}

/// <summary>Gives a step to somebody, sets its day and its note.</summary>
public sealed class PlanStep(Db db, RunBook book, RunTelling telling)
{
    /// <param name="owner">Somebody of an authority that takes part; null for nobody.</param>
    /// <param name="due">The day; null for the playbook's rule.</param>
    /// <exception cref="Refusal">The actor may not, or that person belongs to no authority of the run.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        int number,
        Id<Person>? owner,
        DateOnly? due,
        string? note,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                var step = run.StepOf(number);
                RunPermissions.MayWorkOn(actor, run, step).Permit();
                var before = step.OwnerId;
                var (organisation, name) = owner is { } person
                    ? await MemberAsync(run, step, person, cancellation)
                    : (null, null);
                run.GiveStep(number, organisation, owner, name);
                if (due != step.Due || step.DueSet is not null)
                {
                    run.SetDue(number, due);
                }
                run.NoteStep(number, note);
                db.Record(
                    actor,
                    "step-planned",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        step.Number,
                        step.Title,
                        Owner = name,
                        step.DueSet,
                        step.Notes,
                    }
                );
                if (owner is { } given && given != before && given.Value != actor.PersonId)
                {
                    await telling.PersonAsync(
                        run,
                        given,
                        $"step:{number}:{run.Revision}",
                        $"A step for you in {run.Title}",
                        [
                            step.Title + ".",
                            .. step.Due is { } day
                                ? [$"Due on {Words.Day(day)}."]
                                : Array.Empty<string>(),
                        ],
                        $"{run.Path}/steps/{number}",
                        owed: false,
                        cancellation
                    );
                }
                return true;
            },
            cancellation
        );

    private async Task<(Id<Organisation>?, string?)> MemberAsync(
        Run run,
        RunStep step,
        Id<Person> person,
        CancellationToken cancellation
    )
    {
        var places = step.OrganisationId is { } own
            ? [own]
            : run.Current.Select(a => a.OrganisationId).ToList();
        var found = await db.Set<Membership>()
            .Where(m => m.PersonId == person && places.Contains(m.OrganisationId))
            .Join(
                db.Set<Person>(),
                m => m.PersonId,
                p => p.Id,
                (m, p) => new { m.OrganisationId, p.Name }
            )
            .FirstOrDefaultAsync(cancellation);
        return found is null
            ? throw new Refusal("Choose somebody who belongs to an authority of this run", "Owner")
            : (found.OrganisationId, found.Name);
    }
}

/// <summary>Adds a step of the run's own: in a person's words, or from a method card of the playbook.</summary>
public sealed class AddRunStep(Db db, RunBook book)
{
    /// <param name="organisation">Whose own it is; null where it is done once for all.</param>
    /// <param name="method">Code of a method card, which then gives the title.</param>
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public Task<int> RunAsync(
        Actor actor,
        string reference,
        string? stage,
        string? title,
        Id<Organisation>? organisation,
        string? method,
        DateOnly? due,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                var card = method is { Length: > 0 }
                    ? run.Plan.Playbook.Method(method)
                        ?? throw new Refusal("The playbook has no such method card.", "Method")
                    : null;
                var step = run.AddStep(
                    stage ?? "",
                    string.IsNullOrWhiteSpace(title) ? card?.Title : title,
                    organisation,
                    card?.Code,
                    due,
                    db.Now()
                );
                db.Record(
                    actor,
                    card is null ? "step-added" : "method-added",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        step.Number,
                        step.Title,
                        step.StageCode,
                        step.Method,
                    }
                );
                return Task.FromResult(step.Number);
            },
            cancellation
        );
}
