namespace Tandem.Calls;

/// <summary>What is recorded of calls.</summary>
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
    public const string Amended = "call-amended";
    public const string Cancelled = "call-cancelled";
    public const string Ended = "call-ended";
}
