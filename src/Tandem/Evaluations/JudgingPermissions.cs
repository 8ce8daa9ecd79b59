using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Who does what while entries are judged and decided on.</summary>
public static class JudgingPermissions
{
    /// <summary>Look at how far judging has come: everybody with a part in it.</summary>
    public static Verdict MaySee(Actor actor, Call call) =>
        call.Has(
            actor,
            CallRole.Owner,
            CallRole.Editor,
            CallRole.Approver,
            CallRole.Assessor,
            CallRole.LeadAssessor,
            CallRole.Commenter,
            CallRole.Observer
        )
            ? Verdict.Yes
            : Verdict.No("Only those with a part in judging this call may see how it is judged.");

    /// <summary>Judge entries.</summary>
    public static Verdict MayAssess(Actor actor, Call call) =>
        call.Has(actor, CallRole.Assessor, CallRole.LeadAssessor)
            ? Verdict.Yes
            : Verdict.No("Only assessors of this call may judge its entries.");

    /// <summary>Share entries out, screen, reveal, record what was agreed, recommend: lead assessors; the owners where there is none.</summary>
    public static Verdict MayLead(Actor actor, Call call) =>
        call.Has(actor, CallRole.LeadAssessor)
        || (
            call.Has(actor, CallRole.Owner)
            && !call.People.Any(p => p.Role == CallRole.LeadAssessor)
        )
            ? Verdict.Yes
            : Verdict.No("Only a lead assessor of this call may do this.");

    /// <summary>Screen entries before they are scored: those who look after the call and do not judge, so that no assessor reads before declaring.</summary>
    public static Verdict MayScreen(Actor actor, Call call) =>
        call.Has(actor, CallRole.Owner, CallRole.Editor)
        && !call.Has(actor, CallRole.Assessor, CallRole.LeadAssessor)
            ? Verdict.Yes
            : Verdict.No(
                "Owners and editors of this call who are not on its panel screen its entries."
            );

    /// <summary>Look at files of entries that are read without names, and let assessors open them: those who look after the call and do not judge.</summary>
    public static Verdict MayCheckFiles(Actor actor, Call call) =>
        MayScreen(actor, call).Allowed
            ? Verdict.Yes
            : Verdict.No(
                "Owners and editors of this call who are not on its panel look at its files."
            );

    /// <summary>See the ranking: those who lead, decide or watch, and assessors who have handed everything in.</summary>
    public static Verdict MaySeeRanking(Actor actor, JudgedStage stage) =>
        stage.Call.Has(
            actor,
            CallRole.Owner,
            CallRole.Approver,
            CallRole.LeadAssessor,
            CallRole.Commenter,
            CallRole.Observer
        ) && !OwesScores(actor, stage)
            ? Verdict.Yes
        : stage.Call.Has(actor, CallRole.Assessor, CallRole.LeadAssessor)
        && !OwesScores(actor, stage)
            ? Verdict.Yes
        : Verdict.No("The ranking is shown to you once you have handed in all of your scores.");

    /// <summary>Approve or return what the panel recommends.</summary>
    public static Verdict MayApprove(Actor actor, Call call) =>
        call.Has(actor, CallRole.Approver)
        || (call.Has(actor, CallRole.Owner) && !call.People.Any(p => p.Role == CallRole.Approver))
            ? Verdict.Yes
            : Verdict.No("Only the approvers of this call may approve or return a recommendation.");

    /// <summary>Tell everybody, begin the standstill, follow what was selected: owners of the call.</summary>
    public static Verdict MayTell(Actor actor, Call call) =>
        call.Has(actor, CallRole.Owner)
            ? Verdict.Yes
            : Verdict.No("Only the owners of this call may do this.");

    private static bool OwesScores(Actor actor, JudgedStage stage) =>
        stage.Undeclared(actor.PersonId).Any()
        || stage.ToScore(actor.PersonId).Any()
        || (
            stage.IsPairwise
            && actor.PersonId is { } person
            && stage.AssignedTo(person).Any()
            && stage.NextPair(person) is not null
        );
}
