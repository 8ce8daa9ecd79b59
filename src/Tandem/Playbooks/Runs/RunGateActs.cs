using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs;

/// <summary>What is done at a gate of a run: ticks, evidence, decisions.</summary>
public sealed partial class Run
{
    /// <summary>Ticks a line of the gate's checklist, or takes the tick away.</summary>
    /// <exception cref="Refusal">The gate has no such line.</exception>
    public void Tick(string code, bool ticked, Actor actor, DateTime now)
    {
        Act();
        if (GateHere().Checklist.All(c => c.Code != code))
        {
            throw new Refusal("The checklist has no such line.", kind: RefusalKind.NotFound);
        }
        var visit = CurrentVisit!.Number;
        var held = ticks.Find(t => t.Visit == visit && t.Code == code);
        if (held is null)
        {
            held = ChecklistTick.Of(this, visit, code);
            ticks.Add(held);
        }
        held.Set(ticked, actor, now);
    }

    /// <summary>Gives evidence for what the gate asks: a link, a document of this run, or an attached record.</summary>
    /// <exception cref="Refusal">The gate asks for no such evidence, or nothing is given.</exception>
    public GateEvidence AddEvidence(
        string code,
        string title,
        string path,
        Actor actor,
        DateTime now
    )
    {
        Act();
        if (GateHere().Evidence.All(e => e.Code != code))
        {
            throw new Refusal("Choose which evidence this is", "Evidence");
        }
        var given = GateEvidence.Of(
            this,
            evidence.Count + 1,
            LastVisit.StageCode,
            code,
            title,
            path,
            actor,
            now
        );
        evidence.Add(given);
        return given;
    }

    /// <summary>Takes evidence back, with the reason. Approvals given at this gate on the strength of it no longer count, and are asked for again.</summary>
    /// <returns>The approvals that no longer count.</returns>
    /// <exception cref="Refusal">It is taken back already, or there is no reason.</exception>
    public IReadOnlyList<GateDecision> WithdrawEvidence(
        int number,
        string? reason,
        Actor actor,
        DateTime now
    )
    {
        MustNotHaveEnded();
        Revision++;
        var given =
            evidence.Find(e => e.Number == number)
            ?? throw new Refusal("There is no such evidence.", kind: RefusalKind.NotFound);
        given.Withdraw(Why(reason, "Enter why it is taken back"), actor, now);
        if (CurrentVisit is not { } visit || visit.StageCode != given.StageCode)
        {
            return [];
        }
        var shaken = decisions.Where(d => d.Visit == visit.Number && d.Counts).ToList();
        foreach (var decision in shaken)
        {
            decision.Shake($"“{given.Title}” was taken back by {actor.Name}", now);
        }
        return shaken;
    }

    /// <summary>A named approver decides at the gate of the stage the run is in.</summary>
    /// <param name="given">What is decided, and why.</param>
    /// <exception cref="Refusal">The actor is no approver there, the evidence is not what the approver saw, or something is missing.</exception>
    public GateDecision Decide(GateVerdict given, Actor actor, DateTime now)
    {
        Act();
        var (stage, gate, visit) = (Here(), GateHere(), CurrentVisit!);
        var holder =
            holders.Find(h => h.IsCurrent && h.Number == given.Holder)
            ?? throw new Refusal("There is no such approver any more.", kind: RefusalKind.NotFound);
        if (holder.PersonId.Value != actor.PersonId || !AwaitedAt(gate).Contains(holder.Seat))
        {
            throw new Refusal(
                "Only the named approver may decide this.",
                kind: RefusalKind.Permission
            );
        }
        if (DecisionOf(visit, holder.Seat) is { } made)
        {
            throw new Refusal(
                $"This was decided already at {Words.Instant(made.DecidedAt)}: {RunWords.Outcome(made.Outcome).Text.ToLowerInvariant()}."
            );
        }
        var why = Why(given.Reason, "Enter the reason for your decision");
        var outcome = given.Outcome ?? throw new Refusal("Choose what you decide", "Outcome");
        string? conditions = null;
        if (outcome is GateOutcome.Approved or GateOutcome.ApprovedWithConditions)
        {
            if (given.EvidenceSeen != EvidenceStamp(stage.Code))
            {
                throw new Refusal(
                    "The evidence has changed since you opened this page. Look at it as it is now, then decide."
                );
            }
            conditions = MayBeApproved(stage, gate, outcome, given.Conditions);
        }
        var back = outcome == GateOutcome.Returned ? BackFrom(gate, stage, given.BackTo) : null;
        var decision = GateDecision.Of(
            this,
            decisions.Count + 1,
            visit,
            holder,
            outcome,
            why,
            conditions,
            EvidenceNow(stage.Code),
            now
        );
        decisions.Add(decision);
        switch (outcome)
        {
            case GateOutcome.Returned:
                visit.Leave(VisitEnd.Returned, why, now);
                Enter(back!, now);
                break;
            case GateOutcome.Stopped when holder.OrganisationId == LeadId:
                Stop(why, now);
                break;
            case GateOutcome.Stopped:
                LeaveAs(holder.OrganisationId, why, now);
                break;
            default:
                PassIfDecided(now);
                break;
        }
        return decision;
    }

    private string? MayBeApproved(Stage stage, Gate gate, GateOutcome outcome, string? conditions)
    {
        if (MissingEvidence(stage) is [var first, ..])
        {
            throw new Refusal(
                $"There is no evidence yet for: {first.Text}. Return the stage, or have it added first."
            );
        }
        if (outcome == GateOutcome.Approved)
        {
            return Missing(stage) is [var lacking, ..]
                ? throw new Refusal(
                    $"{lacking}. Approve with conditions, return the stage, or have it done first."
                )
                : null;
        }
        if (Plan.IndexOf(stage.Code) == Plan.Stages.Count - 1)
        {
            throw new Refusal(
                "This is the last gate: no stage comes after it in which conditions could be met. Approve, or return the stage.",
                "Outcome"
            );
        }
        return Written.Required(
            conditions,
            LongestReason,
            "Conditions",
            "Enter the conditions that must be met in the next stage"
        );
    }

    /// <summary>The stage a gate is returned to: its own, or an earlier one that the playbook names.</summary>
    private Stage BackFrom(Gate gate, Stage stage, string? backTo) =>
        string.IsNullOrEmpty(backTo) || backTo == stage.Code ? stage
        : gate.BackTo.Contains(backTo)
        && Plan.Stage(backTo) is { } earlier
        && Plan.IndexOf(backTo) < Plan.IndexOf(stage.Code)
            ? earlier
        : throw new Refusal("From this gate one cannot return to that stage.", "BackTo");

    /// <summary>Passes the gate once every approver awaited there has approved.</summary>
    internal void PassIfDecided(DateTime now)
    {
        if (
            CurrentVisit is { } visit
            && StateByFacts == RunState.Active
            && Plan.Stage(visit.StageCode) is { Gate: { } gate } stage
            && AwaitedAt(gate) is { Count: > 0 } awaited
            && awaited.All(seat => DecisionOf(visit, seat) is { Counts: true })
            && MissingEvidence(stage).Count == 0
        )
        {
            var conditions = decisions
                .Where(d => d.Visit == visit.Number && d.Counts && d.Conditions is not null)
                .ToList();
            Pass(null, now);
            foreach (var decision in conditions)
            {
                var words = $"Meet the condition: {decision.Conditions!.ReplaceLineEndings(" ")}";
                Added(
                    LastVisit.StageCode,
                    words.Length > LongestTitle ? words[..(LongestTitle - 1)] + "…" : words,
                    null,
                    null,
                    null,
                    now
                );
            }
        }
    }

    /// <exception cref="Refusal">The stage has no gate.</exception>
    private Gate GateHere() =>
        Here().Gate ?? throw new Refusal("This stage has no gate.", kind: RefusalKind.NotFound);

    private string EvidenceNow(string stage) =>
        string.Join(
            '\n',
            evidence
                .Where(e => e.StageCode == stage && e.WithdrawnAt is null)
                .Select(e => $"{e.Number} {e.Title}")
        );
}
