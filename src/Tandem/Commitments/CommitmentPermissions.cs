using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>Who may promise for an organisation, and say what became of it.</summary>
public static class CommitmentPermissions
{
    /// <summary>Make a promise for an organisation, and show one to everybody.</summary>
    public static Verdict MayPromise(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of an organisation may promise something for it.");

    /// <summary>Promise something that only the organisation, or the firm, sees: a plan of its own.</summary>
    public static Verdict MayPlan(Actor actor, Id<Organisation> organisationOrFirm) =>
        actor.SpeaksFor(organisationOrFirm.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers may plan for an organisation or firm.");

    /// <summary>Say how a promise stands, add evidence, pass it on: officers of the organisation, and the owner while a member.</summary>
    public static Verdict MayLookAfter(Actor actor, Commitment commitment) =>
        actor.SpeaksFor(commitment.OrganisationId.Value, Role.Officer)
        || (
            actor.PersonId == commitment.OwnerId.Value
            && actor.SpeaksFor(commitment.OrganisationId.Value, Role.Member)
        )
            ? Verdict.Yes
            : Verdict.No(
                "Only the person who sees to a promise, and officers of the organisation, may say how it stands."
            );

    /// <summary>Take a promise down and leave a tombstone.</summary>
    public static Verdict MayTakeDown(Actor actor, Id<Organisation> organisation) =>
        actor.SpeaksFor(organisation.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No("Only administrators of the organisation may take a promise down.");
}
