using Tandem.Web.Components;

namespace Tandem.Playbooks.Runs;

/// <summary>What is said of runs in plain words, with the colour of the tag.</summary>
public static class RunWords
{
    public static readonly IReadOnlyList<Choice> Outcomes =
    [
        new(
            nameof(GateOutcome.Approved),
            "Approve",
            "The next stage begins once everybody has approved."
        ),
        new(
            nameof(GateOutcome.ApprovedWithConditions),
            "Approve with conditions",
            "What must be met becomes a step of the next stage, and its gate waits for it."
        ),
        new(
            nameof(GateOutcome.Returned),
            "Return",
            "Back to this or an earlier stage, with your reason."
        ),
        new(
            nameof(GateOutcome.Stopped),
            "Stop",
            "The lead’s approver ends the run. Another authority’s approver takes that authority out of it."
        ),
    ];

    public static (string Text, string Colour) State(RunState state) =>
        state switch
        {
            RunState.Active => ("Active", "blue"),
            RunState.OnHold => ("On hold", "yellow"),
            RunState.Stopped => ("Stopped", "red"),
            _ => ("Completed", "green"),
        };

    /// <summary>The colour of a state that is said in words already.</summary>
    public static string Colour(string state) =>
        Enum.GetValues<RunState>().Select(State).First(s => s.Text == state).Colour;

    public static (string Text, string Colour) State(StepState state) =>
        state switch
        {
            StepState.NotStarted => ("Not started", "grey"),
            StepState.InProgress => ("In progress", "blue"),
            StepState.Done => ("Done", "green"),
            _ => ("Not needed", "grey"),
        };

    public static (string Text, string Colour) Gate(GateState state) =>
        state switch
        {
            GateState.Pending => ("Not decided", "grey"),
            GateState.Approved => ("Approved", "green"),
            GateState.ApprovedWithConditions => ("Approved with conditions", "turquoise"),
            GateState.Returned => ("Returned", "orange"),
            _ => ("Stopped", "red"),
        };

    public static (string Text, string Colour) Outcome(GateOutcome outcome) =>
        outcome switch
        {
            GateOutcome.Approved => ("Approved", "green"),
            GateOutcome.ApprovedWithConditions => ("Approved with conditions", "turquoise"),
            GateOutcome.Returned => ("Returned", "orange"),
            _ => ("Stopped", "red"),
        };

    public static string End(VisitEnd end) =>
        end switch
        {
            VisitEnd.Passed => "passed",
            VisitEnd.Returned => "returned at the gate",
            VisitEnd.WentBack => "left to go back",
            VisitEnd.Stopped => "stopped",
            _ => "left for another version",
        };
}
