using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>Who may do what with playbooks. Who may read them is <see cref="PlaybookVisibility"/>.</summary>
public static class PlaybookPermissions
{
    /// <summary>Draft, publish, share and withdraw a playbook, and answer what readers flag: officers of the organisation that keeps it, and stewards for those of the whole network.</summary>
    public static Verdict MayEdit(Actor actor, Id<Organisation>? keeper) =>
        keeper is { } organisation
            ? actor.Has(organisation.Value, Role.Officer)
                ? Verdict.Yes
                : Verdict.No(
                    "Only officers of the organisation that keeps this playbook may change it."
                )
            : actor.IsSteward
                ? Verdict.Yes
                : Verdict.No(
                    "Only stewards change what belongs to the whole network. Your organisation can make its own version of it."
                );

    /// <summary>Say that a page is outdated.</summary>
    public static Verdict MayFlag(Actor actor) =>
        actor.IsSignedIn ? Verdict.Yes : Verdict.No("Sign in to say that a page is outdated.");

    /// <summary>See the standing checklists of an organisation.</summary>
    public static Verdict MaySeePreparation(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Member)
            ? Verdict.Yes
            : Verdict.No("Only members of the organisation see how it is prepared.");

    /// <summary>Keep the standing checklists of an organisation.</summary>
    public static Verdict MayPrepare(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of the organisation keep its checklists.");
}
