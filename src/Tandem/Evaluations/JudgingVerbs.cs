namespace Tandem.Evaluations;

/// <summary>Verbs of the acts of judging, as the timeline keeps them; the audit reads them again.</summary>
internal static class JudgingVerbs
{
    public const string SharedOut = "judging-shared-out";
    public const string Left = "assessor-left";
    public const string Declared = "interest-declared";
    public const string Screened = "entry-screened";
    public const string FileReleased = "file-released";
    public const string FileHeldBack = "file-held-back";
    public const string Saved = "scores-saved";
    public const string Submitted = "scores-submitted";
    public const string Corrected = "score-corrected";
    public const string Revealed = "scores-revealed";
    public const string Agreed = "score-agreed";
    public const string Compared = "pair-compared";
    public const string Overridden = "funding-overridden";
    public const string OverrideTakenBack = "funding-override-taken-back";
    public const string Recommended = "decision-recommended";
    public const string Approved = "decision-approved";
    public const string Returned = "decision-returned";
    public const string Told = "decision-told";
    public const string StandstillBegun = "standstill-begun";
    public const string NoticeDraftChanged = "notice-draft-changed";
}
