namespace Tandem.Calls;

/// <summary>Whether a stage takes entries.</summary>
public enum StageState
{
    NotYetOpen,
    Open,
    Closed,
}

/// <summary>When a stage is open. The time asked about is always the server's (<c>db.Now()</c>), never a browser's.</summary>
/// <param name="OpensAt">UTC; null: not before the call is published with a time.</param>
/// <param name="ClosesAt">The deadline, UTC; null: stands open.</param>
public readonly record struct StageClock(DateTime? OpensAt, DateTime? ClosesAt)
{
    /// <summary>What is received at the deadline itself is in time; a moment later it is late.</summary>
    public StageState StateAt(DateTime now) =>
        OpensAt is not { } opens || now < opens ? StageState.NotYetOpen
        : now > ClosesAt ? StageState.Closed
        : StageState.Open;
}
