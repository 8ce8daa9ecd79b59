using Tandem.Web;

namespace Tandem.Evaluations;

/// <summary>How a decision stands, in words.</summary>
public static class DecisionWordsFor
{
    public static string State(CallDecision decision, DateOnly today) =>
        decision.StateOn(today) switch
        {
            DecisionState.Recommended => "Waits for approval",
            DecisionState.Returned => "Returned to the panel",
            DecisionState.Approved => "Approved, not told yet",
            DecisionState.Standstill =>
                $"Standstill until {Words.Day(decision.StandstillTo!.Value)}",
            DecisionState.Told => "Told; the standstill has not begun",
            _ => "Decided",
        };
}
