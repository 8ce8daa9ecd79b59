namespace Tandem.Calls;

/// <summary>Verbs of the acts on calls, as the timeline holds them.</summary>
public static class CallActs
{
    public const string Made = "call-made";
    public const string Written = "call-written";
    public const string PersonNamed = "call-person-named";
    public const string PersonReleased = "call-person-released";
    public const string Submitted = "call-submitted-for-approval";
    public const string TakenBack = "call-taken-back";
    public const string Returned = "call-returned";
    public const string Approved = "call-approved";
    public const string Published = "call-published";
    public const string StageOpened = "call-stage-opened";
    public const string StageClosed = "call-stage-closed";
    public const string Amended = "call-amended";
    public const string Cancelled = "call-cancelled";

    /// <summary>The result is published; recorded by whoever decides.</summary>
    public const string Decided = "call-decided";
    public const string Ended = "call-ended";
}
