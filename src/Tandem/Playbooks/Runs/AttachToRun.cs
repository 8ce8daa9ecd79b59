using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>Attaches a record to a step or to the run, or takes one away.</summary>
public sealed class AttachToRun(Db db, RunBook book, StepThings things)
{
    /// <param name="step">Number of the step; null for the run as a whole.</param>
    /// <exception cref="Refusal">The actor may not, or there is no such record.</exception>
    public Task<RunAttachment> RunAsync(
        Actor actor,
        string reference,
        int? step,
        string? pasted,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                May(actor, run, step);
                run.Act();
                return await things.AttachAsync(run, step, pasted, actor, cancellation);
            },
            cancellation
        );

    /// <exception cref="Refusal">The actor may not, or it is not attached.</exception>
    public Task DetachAsync(
        Actor actor,
        string reference,
        int number,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                var held =
                    await db.Set<RunAttachment>()
                        .SingleOrDefaultAsync(
                            a => a.RunId == run.Id && a.Number == number && a.DetachedAt == null,
                            cancellation
                        )
                    ?? throw new Refusal("It is not attached.", kind: RefusalKind.NotFound);
                May(actor, run, held.Step);
                run.Act();
                held.Detach(db.Now());
                db.Record(
                    actor,
                    "record-detached",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        held.Reference,
                        held.Title,
                        held.Step,
                    }
                );
                return true;
            },
            cancellation
        );

    private static void May(Actor actor, Run run, int? step)
    {
        if (step is { } number)
        {
            RunPermissions.MayWorkOn(actor, run, run.StepOf(number)).Permit();
        }
        else
        {
            RunPermissions.MayContribute(actor, run).Permit();
        }
    }
}
