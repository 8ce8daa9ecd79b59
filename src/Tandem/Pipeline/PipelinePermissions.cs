using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Who may do what with pipeline items. Who may see them is <see cref="PipelineVisibility"/>.</summary>
public static class PipelinePermissions
{
    /// <summary>Put something on the pipeline of an organisation.</summary>
    public static Verdict MayAdd(Actor actor, Id<Organisation> organisation) =>
        IsProgram(actor) || actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of the organisation may add to its pipeline.");

    /// <summary>Change an item, share it, report on it, review it, withdraw it: its owner, and officers of the organisation.</summary>
    public static Verdict MayChange(Actor actor, PipelineItem item) =>
        IsProgram(actor)
        || (Owns(actor, item) && actor.Has(item.OrganisationId.Value, Role.Member))
        || (
            item.Visibility != ItemVisibility.Private
            && actor.Has(item.OrganisationId.Value, Role.Officer)
        )
            ? Verdict.Yes
            : Verdict.No("Only its owner and officers of the organisation may change this.");

    /// <summary>Give an item to somebody else: its owner, and administrators of the organisation.</summary>
    public static Verdict MayAssign(Actor actor, PipelineItem item) =>
        IsProgram(actor)
        || (Owns(actor, item) && actor.Has(item.OrganisationId.Value, Role.Member))
        || (
            (item.Visibility != ItemVisibility.Private || item.OwnerId is null)
            && actor.Has(item.OrganisationId.Value, Role.Administrator)
        )
            ? Verdict.Yes
            : Verdict.No("Only its owner and administrators may give this to somebody else.");

    /// <summary>Answer whether an item may be public: administrators and named approvers, never the person who asked.</summary>
    /// <param name="isNamed">Whether the organisation has named the actor as an approver.</param>
    public static Verdict MayApprove(Actor actor, PipelineItem item, bool isNamed) =>
        item.PublicAskedById is { } asked && actor.PersonId == asked.Value
            ? Verdict.No("Somebody else has to approve what you ask for.")
        : actor.Has(item.OrganisationId.Value, Role.Administrator)
        || (isNamed && actor.Has(item.OrganisationId.Value, Role.Member))
            ? Verdict.Yes
        : Verdict.No("Only administrators and named approvers may decide what becomes public.");

    /// <summary>Decide whether an approver is needed, who approves, and how often items are reviewed.</summary>
    public static Verdict MayRule(Actor actor, Id<Organisation> organisation) =>
        IsProgram(actor) || actor.Has(organisation.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No("Only administrators of the organisation may decide this.");

    private static bool Owns(Actor actor, PipelineItem item) =>
        item.OwnerId is { } owner && actor.PersonId == owner.Value;

    /// <summary>The command line and scheduled work, run by whoever holds the machine.</summary>
    private static bool IsProgram(Actor actor) => actor is { PersonId: null, IsSteward: true };
}
