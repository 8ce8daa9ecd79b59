using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Who may do what with calls. Who may see them is <see cref="CallVisibility"/>.</summary>
public static class CallPermissions
{
    /// <summary>Make a call of an organisation.</summary>
    public static Verdict MayMake(Actor actor, Id<Organisation> organisation) =>
        IsProgram(actor) || actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of the organisation may make a call.");

    /// <summary>Write a call while it is a draft.</summary>
    public static Verdict MayWrite(Actor actor, Call call) =>
        IsProgram(actor) || call.Has(actor, CallRole.Owner, CallRole.Editor)
            ? Verdict.Yes
            : Verdict.No("Only its owners and editors may change this call.");

    /// <summary>Say who has which part in a call: its owners, and administrators of the organisation, so that a call never stands without an owner.</summary>
    public static Verdict MayName(Actor actor, Call call) =>
        IsProgram(actor)
        || call.Has(actor, CallRole.Owner)
        || actor.Has(call.OrganisationId.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No(
                "Only its owners and administrators of the organisation may say who has a part in this call."
            );

    /// <summary>Approve a call, or return it: somebody named for it who did not ask.</summary>
    public static Verdict MayApprove(Actor actor, Call call) =>
        call.SubmittedById is { } asked && actor.PersonId == asked.Value
            ? Verdict.No("Somebody else has to approve what you ask for.")
        : call.Has(actor, CallRole.Approver) ? Verdict.Yes
        : Verdict.No("Only the approvers of this call may approve or return it.");

    /// <summary>Publish a call, amend it, cancel it, end it: its owners.</summary>
    public static Verdict MayPublish(Actor actor, Call call) =>
        IsProgram(actor) || call.Has(actor, CallRole.Owner)
            ? Verdict.Yes
            : Verdict.No("Only the owners of this call may publish, amend or cancel it.");

    /// <summary>Read the workings of a call: the task list, who has which part, its whole history.</summary>
    public static Verdict MaySeeWorkings(Actor actor, Call call) =>
        IsProgram(actor)
        || actor.Has(call.OrganisationId.Value, Role.Administrator)
        || call.Has(
            actor,
            CallRole.Owner,
            CallRole.Editor,
            CallRole.Approver,
            CallRole.Opener,
            CallRole.LeadAssessor,
            CallRole.Commenter
        )
            ? Verdict.Yes
            : Verdict.No("Only those who make this call may see how it is made.");

    /// <summary>The command line and scheduled work, run by whoever holds the machine.</summary>
    private static bool IsProgram(Actor actor) => actor is { PersonId: null, IsSteward: true };
}
