using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Documents;
using Tandem.Playbooks.Runs;

namespace Tandem.Demo;

/// <summary>Lets councils of the demo network do procurements by playbooks, by the same operations as on the pages.</summary>
public sealed class DemoRuns(
    Db db,
    BringShipped shipped,
    RunBook book,
    StartRun start,
    DescribeRun describe,
    PublishRun publish,
    SwitchRun turn,
    NameHolder name,
    WorkOnStep work,
    PlanStep plan,
    MakeDocument make,
    TickChecklist tick,
    AddEvidence evidence,
    DecideGate decide
)
{
    internal async Task RunAsync(
        IEnumerable<string[]> rows,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        db.Ago = TimeSpan.FromDays(180);
        await shipped.RunAsync(cancellation);
        var reference = "";
        foreach (var row in rows)
        {
            db.ChangeTracker.Clear();
            db.Ago = TimeSpan.FromDays(int.Parse(row[5], CultureInfo.InvariantCulture));
            var (what, first, second, third) = (row[0], row[2], row[3], row[4]);
            var (actor, own) = await ActorAsync(row[1], cancellation);
            switch (what)
            {
                case "start":
                    var codes = third.Split(' ');
                    var others = await db.Set<Organisation>()
                        .Where(o => codes.Contains(o.AuthorityCode))
                        .Select(o => o.Id)
                        .ToListAsync(cancellation);
                    var begun = await start.RunAsync(
                        actor,
                        new(first, own, new(second, null, [], null), others),
                        cancellation
                    );
                    reference = begun.Reference;
                    break;
                case "about":
                    var known = await book.FindAsync(actor, reference, cancellation);
                    await describe.RunAsync(
                        actor,
                        reference,
                        new(
                            known.Title,
                            first,
                            second.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                            long.Parse(third, CultureInfo.InvariantCulture) * 100,
                            StartsOn: today.AddMonths(14)
                        ),
                        cancellation
                    );
                    break;
                case "name":
                    var holder = await PersonAsync(second, cancellation);
                    await name.RunAsync(actor, reference, new(first, own), holder.Id, cancellation);
                    break;
                case "finish":
                    await work.RunAsync(
                        actor,
                        reference,
                        await StepAsync(actor, reference, first, own, cancellation),
                        StepAct.Finish,
                        second,
                        cancellation
                    );
                    break;
                case "give":
                    await plan.RunAsync(
                        actor,
                        reference,
                        await StepAsync(actor, reference, first, own, cancellation),
                        (await PersonAsync(second, cancellation)).Id,
                        today.AddDays(int.Parse(third, CultureInfo.InvariantCulture)),
                        null,
                        cancellation
                    );
                    break;
                case "document":
                    await make.RunAsync(actor, reference, first, null, cancellation);
                    break;
                case "tick":
                    await tick.RunAsync(actor, reference, first, true, cancellation);
                    break;
                case "evidence":
                    await evidence.RunAsync(actor, reference, first, second, third, cancellation);
                    break;
                case "publish":
                    await publish.RunAsync(actor, reference, true, first, cancellation);
                    break;
                case "pass":
                    await PassAsync(actor, reference, first, cancellation);
                    break;
                case "return":
                    await DecideAsync(
                        actor,
                        reference,
                        GateOutcome.Returned,
                        first,
                        second,
                        cancellation
                    );
                    break;
                default:
                    await turn.RunAsync(
                        actor,
                        reference,
                        what == "hold" ? SwitchRun.Turn.Hold : SwitchRun.Turn.Stop,
                        first,
                        cancellation
                    );
                    break;
            }
        }
        db.ChangeTracker.Clear();
        db.Ago = TimeSpan.Zero;
    }

    /// <summary>Does all that the gate of the stage asks for, and approves it in every role that decides.</summary>
    private async Task PassAsync(
        Actor actor,
        string reference,
        string reason,
        CancellationToken cancellation
    )
    {
        var run = await book.FindAsync(actor, reference, cancellation);
        var stage = run.Plan.Stage(run.StageCode)!;
        foreach (var step in run.OpenSteps(stage.Code))
        {
            db.ChangeTracker.Clear();
            await work.RunAsync(actor, reference, step.Number, StepAct.Finish, null, cancellation);
        }
        foreach (var line in stage.Gate!.Checklist)
        {
            db.ChangeTracker.Clear();
            await tick.RunAsync(actor, reference, line.Code, true, cancellation);
        }
        foreach (var asked in stage.Gate.Evidence)
        {
            db.ChangeTracker.Clear();
            await evidence.RunAsync(
                actor,
                reference,
                asked.Code,
                asked.Text,
                "https://example.org/evidence",
                cancellation
            );
        }
        await DecideAsync(actor, reference, GateOutcome.Approved, reason, null, cancellation);
    }

    private async Task DecideAsync(
        Actor actor,
        string reference,
        GateOutcome outcome,
        string reason,
        string? backTo,
        CancellationToken cancellation
    )
    {
        var run = await book.FindAsync(actor, reference, cancellation);
        var visit = run.LastVisit.Number;
        foreach (var seat in run.AwaitedAt(run.Plan.Stage(run.StageCode)!.Gate!))
        {
            db.ChangeTracker.Clear();
            run = await book.FindAsync(actor, reference, cancellation);
            if (run.LastVisit.Number == visit)
            {
                await decide.RunAsync(
                    actor,
                    reference,
                    new(
                        run.HolderOf(seat)!.Number,
                        outcome,
                        reason,
                        null,
                        backTo,
                        run.EvidenceStamp(run.StageCode)
                    ),
                    cancellation
                );
            }
        }
    }

    private async Task<int> StepAsync(
        Actor actor,
        string reference,
        string code,
        Id<Organisation> own,
        CancellationToken cancellation
    ) =>
        (await book.FindAsync(actor, reference, cancellation))
            .Steps.First(s =>
                s.Code == code && (s.OrganisationId is null || s.OrganisationId == own)
            )
            .Number;

    private Task<Person> PersonAsync(string email, CancellationToken cancellation) =>
        db.Set<Person>().AsNoTracking().SingleAsync(p => p.Email == email, cancellation);

    private async Task<(Actor Actor, Id<Organisation> Own)> ActorAsync(
        string email,
        CancellationToken cancellation
    )
    {
        var (actor, organisations) = await Actors.OfAsync(
            db,
            await PersonAsync(email, cancellation),
            cancellation
        );
        return (actor, organisations[0].Id);
    }
}
