using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs;

/// <summary>The course of a run through stages and gates.</summary>
public sealed partial class Run
{
    /// <summary>The stage it is in; null once it has ended.</summary>
    public StageVisit? CurrentVisit => visits.FindLast(v => v.LeftAt is null);

    /// <summary>The stage it is in, or was in when it ended.</summary>
    public StageVisit LastVisit => visits[^1];

    /// <summary>Goes on from a stage that has no gate; from the last one, to the end.</summary>
    /// <exception cref="Refusal">The stage has a gate, or steps are open.</exception>
    public void GoOn(string? words, DateTime now)
    {
        Act();
        var stage = Here();
        if (stage.Gate is not null)
        {
            throw new Refusal($"This stage ends with a gate: {stage.Gate.Title}");
        }
        if (OpenSteps(stage.Code) is { Count: > 0 } open)
        {
            throw new Refusal($"{Some(open)} still open. Finish them, or say they are not needed.");
        }
        Pass(words, now);
    }

    /// <summary>Goes back to an earlier stage. What was done in it stays done; single steps can be opened again.</summary>
    /// <exception cref="Refusal">It is no earlier stage, or there is no reason.</exception>
    public void GoBack(string? stage, string? reason, DateTime now)
    {
        Act();
        var to = Plan.Stage(stage ?? "");
        if (to is null || Plan.IndexOf(to.Code) >= Plan.IndexOf(Here().Code))
        {
            throw new Refusal("Choose an earlier stage", "Stage");
        }
        var why = Why(reason, "Enter why you go back");
        CurrentVisit!.Leave(VisitEnd.WentBack, why, now);
        Enter(to, now);
    }

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
                $"This was decided already on {Words.Instant(made.DecidedAt)}: {RunWords.Outcome(made.Outcome).Text.ToLowerInvariant()}."
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

    /// <summary>Counts what was given and taken back at a gate: an approver decides on what was there when the page was opened.</summary>
    public int EvidenceStamp(string stage) =>
        evidence.Where(e => e.StageCode == stage).Sum(e => 1 + (e.WithdrawnAt is null ? 0 : 1));

    /// <summary>What stands in the way of an approval at the gate of a stage, in words; none where only decisions are awaited.</summary>
    public IReadOnlyList<string> Missing(Stage stage)
    {
        var missing = new List<string>();
        if (stage.Gate is not { } gate)
        {
            return missing;
        }
        if (OpenSteps(stage.Code) is { Count: > 0 } open)
        {
            missing.Add($"{Some(open)} still open");
        }
        var visit = LastVisit.StageCode == stage.Code ? LastVisit.Number : 0;
        var unticked = gate.Checklist.Count(c =>
            !ticks.Exists(t => t.Visit == visit && t.Code == c.Code && t.TickedAt is not null)
        );
        if (unticked > 0)
        {
            missing.Add(
                $"{Words.Count(unticked, "line")} of the checklist {(unticked == 1 ? "is" : "are")} not ticked"
            );
        }
        missing.AddRange(
            MissingEvidence(stage).Select(e => $"There is no evidence yet for: {e.Text}")
        );
        return missing;
    }

    /// <summary>How the gate of a stage stands; of a stage left, how it stood when it was left last.</summary>
    public GateState GateOf(Stage stage)
    {
        var visit = visits.FindLast(v => v.StageCode == stage.Code);
        if (visit is null || stage.Gate is null)
        {
            return GateState.Pending;
        }
        var made = decisions.Where(d => d.Visit == visit.Number && d.VoidedAt is null).ToList();
        return made.Exists(d => d.Outcome == GateOutcome.Returned) ? GateState.Returned
            : visit.End == VisitEnd.Stopped
            && made.Exists(d => d.Outcome == GateOutcome.Stopped && d.OrganisationId == LeadId)
                ? GateState.Stopped
            : visit.End != VisitEnd.Passed ? GateState.Pending
            : made.Exists(d => d.Outcome == GateOutcome.ApprovedWithConditions)
                ? GateState.ApprovedWithConditions
            : GateState.Approved;
    }

    /// <summary>The decision that counts of an approver at one visit of a stage.</summary>
    public GateDecision? DecisionOf(StageVisit visit, ApproverSeat seat) =>
        decisions.FindLast(d => d.Visit == visit.Number && d.VoidedAt is null && d.Seat == seat);

    /// <summary>Whose decision a gate awaits: each approving role, for the lead and for every authority that does not leave it to the lead.</summary>
    public IReadOnlyList<ApproverSeat> AwaitedAt(Gate gate) =>
        [
            .. gate.Approvers.SelectMany(role =>
                Current
                    .Where(a => a.OrganisationId == LeadId || !a.LeadDecides)
                    .Select(a => new ApproverSeat(role, a.OrganisationId))
            ),
        ];

    /// <summary>Evidence that stands for one thing a gate asks.</summary>
    public IEnumerable<GateEvidence> EvidenceFor(string stage, string code) =>
        evidence.Where(e => e.StageCode == stage && e.Code == code && e.WithdrawnAt is null);

    /// <summary>Steps the gate of a stage waits for.</summary>
    public IReadOnlyList<RunStep> OpenSteps(string stage) =>
        [.. steps.Where(s => s.StageCode == stage && s.Holds)];

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

    private void Pass(string? words, DateTime now)
    {
        var at = Plan.IndexOf(CurrentVisit!.StageCode);
        CurrentVisit!.Leave(VisitEnd.Passed, words, now);
        if (at == Plan.Stages.Count - 1)
        {
            (CompletedAt, StateReason) = (now, words);
        }
        else
        {
            Enter(Plan.Stages[at + 1], now);
        }
    }

    private void Enter(Stage stage, DateTime now) =>
        visits.Add(StageVisit.Of(this, visits.Count + 1, stage, now));

    private Stage Here() => Plan.Stage(CurrentVisit!.StageCode)!;

    /// <exception cref="Refusal">The stage has no gate.</exception>
    private Gate GateHere() =>
        Here().Gate ?? throw new Refusal("This stage has no gate.", kind: RefusalKind.NotFound);

    private List<GateItem> MissingEvidence(Stage stage) =>
        [.. stage.Gate?.Evidence.Where(e => !EvidenceFor(stage.Code, e.Code).Any()) ?? []];

    private string EvidenceNow(string stage) =>
        string.Join(
            '\n',
            evidence
                .Where(e => e.StageCode == stage && e.WithdrawnAt is null)
                .Select(e => $"{e.Number} {e.Title}")
        );

    private static string Some(IReadOnlyList<RunStep> open) =>
        open.Count == 1 ? $"“{open[0].Title}” is" : $"{open.Count} steps are";
}
