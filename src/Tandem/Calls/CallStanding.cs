using Tandem.Calls.Kinds;

namespace Tandem.Calls;

/// <summary>How a call stands for everybody: derived from its state and the clocks of its stages, never kept.</summary>
public enum CallStanding
{
    /// <summary>Being written or approved.</summary>
    InPreparation,

    /// <summary>Published; nothing can be entered yet.</summary>
    OpensSoon,
    Open,

    /// <summary>What was entered is being judged.</summary>
    BeingJudged,

    /// <summary>Closed until the next stage; what was entered so far is not judged.</summary>
    BetweenStages,

    /// <summary>What was entered is being read; nothing of it is judged.</summary>
    BeingRead,
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
            : JudgesWhatClosed(call, now) ? CallStanding.BeingJudged
            : states.Contains(StageState.NotYetOpen) ? CallStanding.BetweenStages
            : CallStanding.BeingRead;
    }

    private static bool JudgesWhatClosed(Call call, DateTime now) =>
        call.Kind.Stage(
            call.InOrder.Last(s => s.Clock.StateAt(now) == StageState.Closed).Code
        ).Judging.Method != JudgingMethod.None;

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
