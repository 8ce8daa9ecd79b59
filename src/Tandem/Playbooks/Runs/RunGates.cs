using Tandem.Web;

namespace Tandem.Playbooks.Runs;

/// <summary>How the gates of a run stand.</summary>
public sealed partial class Run
{
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

    private List<GateItem> MissingEvidence(Stage stage) =>
        [.. stage.Gate?.Evidence.Where(e => !EvidenceFor(stage.Code, e.Code).Any()) ?? []];
}
