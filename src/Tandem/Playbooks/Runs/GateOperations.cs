using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs;

/// <summary>Ticks a line of a gate's checklist, or takes the tick away.</summary>
public sealed class TickChecklist(Db db, RunBook book)
{
    /// <exception cref="Refusal">The actor may not, or there is no such line.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        string code,
        bool ticked,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                run.Tick(code, ticked, actor, db.Now());
                db.Record(
                    actor,
                    ticked ? "checklist-ticked" : "checklist-unticked",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        Stage = run.LastVisit.StageTitle,
                        Line = run
                            .Plan.Stage(run.LastVisit.StageCode)!
                            .Gate!.Checklist.First(c => c.Code == code)
                            .Text,
                    }
                );
            },
            cancellation
        );
}

/// <summary>Gives evidence for what a gate asks.</summary>
public sealed class AddEvidence(Db db, RunBook book, StepThings things)
{
    /// <param name="where">A document of the run (its number), the reference or address of a record here, or a whole address elsewhere.</param>
    /// <exception cref="Refusal">The actor may not, nothing is given, or it cannot be found.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        string? code,
        string? title,
        string? where,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                var (name, path) = await things.EvidenceAsync(
                    run,
                    title,
                    where,
                    actor,
                    cancellation
                );
                var given = run.AddEvidence(code ?? "", name, path, actor, db.Now());
                db.Record(
                    actor,
                    "evidence-added",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        given.Number,
                        given.Title,
                        given.Path,
                        given.Code,
                    }
                );
                return true;
            },
            cancellation
        );
}

/// <summary>Takes evidence back. Approvers who had approved on the strength of it are asked again.</summary>
public sealed class WithdrawEvidence(Db db, RunBook book, RunTelling telling)
{
    /// <returns>How many approvals no longer count.</returns>
    /// <exception cref="Refusal">The actor may not, or there is no reason.</exception>
    public Task<int> RunAsync(
        Actor actor,
        string reference,
        int number,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                var shaken = run.WithdrawEvidence(number, reason, actor, db.Now());
                var given = run.Evidence.Single(e => e.Number == number);
                db.Record(
                    actor,
                    "evidence-withdrawn",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        given.Number,
                        given.Title,
                        Void = shaken.Select(d => d.Number),
                    },
                    given.WithdrawnReason
                );
                var passed =
                    run.CurrentVisit?.StageCode == given.StageCode
                        ? []
                        : run.Decisions.Where(d => d.StageCode == given.StageCode && d.Counts);
                foreach (var decision in shaken.Concat(passed).DistinctBy(d => d.PersonId))
                {
                    await telling.PersonAsync(
                        run,
                        decision.PersonId,
                        $"evidence:{number}:withdrawn",
                        $"Evidence was taken back after you approved: {run.Title}",
                        [
                            $"“{given.Title}” was taken back by {actor.Name}: “{given.WithdrawnReason}”.",
                            shaken.Contains(decision)
                                ? "Your approval no longer counts; please decide again."
                                : "The gate has been passed. Your decision stands; tell the lead authority if it should go back.",
                        ],
                        $"{run.Path}/gates/{given.StageCode}",
                        owed: true,
                        cancellation
                    );
                }
                return shaken.Count;
            },
            cancellation
        );
}

/// <summary>Asks the approvers whose decision a gate still awaits, by message and e-mail.</summary>
public sealed class AskApprovers(Db db, RunBook book, RunTelling telling)
{
    /// <returns>Who was asked.</returns>
    /// <exception cref="Refusal">The actor may not, something is missing first, or nobody is named.</exception>
    public Task<IReadOnlyList<string>> RunAsync(
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                run.Act();
                var visit = run.CurrentVisit!;
                var stage = run.Plan.Stage(visit.StageCode)!;
                var gate = stage.Gate ?? throw new Refusal("This stage has no gate.");
                if (run.Missing(stage) is [var lacking, ..])
                {
                    throw new Refusal($"{lacking}. See to it before you ask for decisions.");
                }
                var asked = run.AwaitedAt(gate)
                    .Where(seat => run.DecisionOf(visit, seat) is null)
                    .Select(run.HolderOf)
                    .OfType<RoleHolder>()
                    .ToList();
                if (asked.Count == 0)
                {
                    throw new Refusal("Nobody is left to ask: name who decides first.");
                }
                foreach (var holder in asked.DistinctBy(h => h.PersonId))
                {
                    await telling.PersonAsync(
                        run,
                        holder.PersonId,
                        $"gate:{visit.Number}:asked:{db.Now():yyyy-MM-dd}",
                        $"Your decision is asked for: {gate.Title}",
                        [
                            $"{run.Title} ({run.Reference}) is ready to leave the stage {visit.StageTitle}.",
                            "The checklist and the evidence are complete. Approve, approve with conditions, return or stop it, with your reason.",
                        ],
                        $"{run.Path}/gates/{visit.StageCode}",
                        owed: true,
                        cancellation
                    );
                }
                var names = asked
                    .Select(h => h.PersonName)
                    .Distinct()
                    .Order(StringComparer.Ordinal)
                    .ToList();
                db.Record(
                    actor,
                    "decision-asked",
                    nameof(Run),
                    run.Id,
                    new { Stage = visit.StageTitle, Approvers = Words.List(names) }
                );
                return (IReadOnlyList<string>)names;
            },
            cancellation
        );
}

/// <summary>A named approver decides at a gate.</summary>
public sealed class DecideGate(Db db, RunBook book, RunTelling telling)
{
    /// <exception cref="Refusal">The actor is not the approver, the evidence is not what was seen, or something is missing.</exception>
    public Task<Run> RunAsync(
        Actor actor,
        string reference,
        GateVerdict given,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                var stage = run.LastVisit.StageTitle;
                var decision = run.Decide(given, actor, db.Now());
                db.Record(
                    actor,
                    decision.Outcome switch
                    {
                        GateOutcome.Returned => "gate-returned",
                        GateOutcome.Stopped => "gate-stopped",
                        _ => "gate-approved",
                    },
                    nameof(Run),
                    run.Id,
                    new
                    {
                        Stage = stage,
                        decision.Role,
                        decision.Conditions,
                        To = run.LastVisit.StageTitle,
                        Organisation = decision.OrganisationId,
                        Passed = run.LastVisit.StageCode != decision.StageCode
                            || run.StateByFacts == RunState.Completed,
                    },
                    decision.Reason
                );
                if (run.LastVisit.Number != decision.Visit || run.CurrentVisit is null)
                {
                    foreach (var authority in run.Current)
                    {
                        await telling.OfficersAsync(
                            run,
                            authority.OrganisationId,
                            $"gate:{decision.Number}",
                            $"{run.Title}: {RunWords.Outcome(decision.Outcome).Text.ToLowerInvariant()} at the gate of {stage}",
                            [$"{decision.PersonName}: “{decision.Reason}”"],
                            run.Path,
                            actor,
                            cancellation
                        );
                    }
                }
                return run;
            },
            cancellation
        );
}
