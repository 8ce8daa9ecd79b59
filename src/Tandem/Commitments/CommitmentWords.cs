using Tandem.Web;

namespace Tandem.Commitments;

/// <summary>Promises in words.</summary>
public static class CommitmentWords
{
    public static string State(CommitmentState state) =>
        state switch
        {
            CommitmentState.Open => "Open",
            CommitmentState.Changed => "Changed",
            CommitmentState.Kept => "Kept",
            _ => "Not kept",
        };

    public static string Colour(CommitmentState state) =>
        state switch
        {
            CommitmentState.Open => "blue",
            CommitmentState.Changed => "yellow",
            CommitmentState.Kept => "green",
            _ => "red",
        };

    /// <summary>How it stands, in one sentence.</summary>
    public static string Standing(Commitment c, DateOnly today) =>
        c switch
        {
            { IsTakenDown: true } => "This promise was taken down.",
            { State: CommitmentState.Kept } => c.SettledOn <= c.FirstDue
                ? $"Kept on {Words.Day(c.SettledOn!.Value)}, in time."
                : $"Kept on {Words.Day(c.SettledOn!.Value)}, {Words.Between(c.FirstDue, c.SettledOn.Value)} after the day first promised.",
            { State: CommitmentState.NotKept } => "Not kept.",
            _ when c.IsOverdue(today) =>
                $"Overdue: it was to be kept by {Words.Day(c.Due)}, {Words.Between(c.Due, today)} ago.",
            _ => c.Due == c.FirstDue
                ? $"To be kept by {Words.Day(c.Due)}."
                : $"To be kept by {Words.Day(c.Due)}; first promised for {Words.Day(c.FirstDue)}.",
        };

    /// <summary>What was done, for the history.</summary>
    public static string Act(CommitmentStep step) =>
        step.Act switch
        {
            CommitmentAct.Made => "Promised",
            CommitmentAct.Changed => step.DueBefore is { } before
                ? $"Changed; the day was {Words.Day(before)}"
                : "Changed",
            CommitmentAct.Progress => "Said how far it has come",
            CommitmentAct.Kept => step.Day is { } day ? $"Kept, on {Words.Day(day)}" : "Kept",
            CommitmentAct.NotKept => "Said that it was not kept",
            CommitmentAct.OpenedAgain => "Opened again",
            CommitmentAct.PassedOn => "Given to somebody else to see to",
            CommitmentAct.Published => "Shown to everybody",
            CommitmentAct.EvidenceAdded => "Added evidence",
            CommitmentAct.EvidenceRemoved => "Took evidence away",
            _ => "Taken down",
        };

    /// <summary>The first line, at most ninety characters.</summary>
    public static string Short(string text)
    {
        var line = text.Split('\n', 2)[0];
        return line.Length > 90 ? line[..89].TrimEnd() + "…" : line;
    }
}
