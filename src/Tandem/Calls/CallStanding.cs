namespace Tandem.Calls;

/// <summary>How a call stands for everybody: derived from its state and the clocks of its stages, never kept.</summary>
public enum CallStanding
{
    /// <summary>Being written or approved.</summary>
    InPreparation,

    /// <summary>Published; nothing can be entered yet.</summary>
    OpensSoon,
    Open,

    /// <summary>What was entered is being looked at.</summary>
    BeingJudged,
    Decided,
    Cancelled,
    Ended,
}

/// <summary>Finds how a call stands.</summary>
public static class CallStandings
{
    /// <param name="now">UTC, by the server's clock.</param>
    public static CallStanding StandingAt(this Call call, DateTime now)
    {
        if (call.State is CallState.Draft or CallState.InReview or CallState.Approved)
        {
            return CallStanding.InPreparation;
        }
        if (call.State == CallState.Cancelled)
        {
            return CallStanding.Cancelled;
        }
        if (call.State == CallState.Ended)
        {
            return CallStanding.Ended;
        }
        var states = call.InOrder.Select(s => s.Clock.StateAt(now)).ToList();
        return call.DecidedAt is not null ? CallStanding.Decided
            : states.Contains(StageState.Open) ? CallStanding.Open
            : states.All(s => s == StageState.NotYetOpen) ? CallStanding.OpensSoon
            : CallStanding.BeingJudged;
    }

    /// <summary>The stage that takes entries now, else the next that will; null where there is none.</summary>
    public static CallStage? NowOrNext(this Call call, DateTime now) =>
        call.InOrder.FirstOrDefault(s => s.Clock.StateAt(now) == StageState.Open)
        ?? call.InOrder.FirstOrDefault(s => s.Clock.StateAt(now) == StageState.NotYetOpen);

    /// <summary>Until when questions are taken; null where none are: before publication, after the deadline, when it is over.</summary>
    public static bool TakesQuestions(this Call call, DateTime now) =>
        call.State == CallState.Published
        && call.DecidedAt is null
        && (
            call.QuestionsUntil is { } until
                ? now <= until
                : call.InOrder.Any(s => s.Clock.StateAt(now) != StageState.Closed)
        );
}
