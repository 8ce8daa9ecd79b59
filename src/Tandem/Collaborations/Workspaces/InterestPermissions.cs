using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Who may say how far an organisation would go, ask others, and answer for it.</summary>
public static class InterestPermissions
{
    /// <summary>The least role that speaks for an organisation: says how far it would go, asks, answers.</summary>
    internal const Role Speaks = Role.Officer;

    /// <summary>Say for an organisation how far it would go with others.</summary>
    /// <param name="concerned">Whether the opportunity or item concerns the organisation.</param>
    public static Verdict MayState(Actor actor, Organisation organisation, bool concerned) =>
        !actor.Has(organisation.Id.Value, Speaks)
            ? Verdict.No(
                $"Only officers and administrators of {organisation.Name} may say how far it would go."
            )
        : !concerned ? Verdict.No($"{organisation.Name} has no purchase in this.")
        : Verdict.Yes;

    /// <summary>Ask other organisations, in the name of one's own, and take the question back.</summary>
    public static Verdict MayAsk(Actor actor, Organisation organisation, bool concerned) =>
        !actor.Has(organisation.Id.Value, Speaks)
            ? Verdict.No(
                $"Only officers and administrators of {organisation.Name} may ask others in its name."
            )
        : !concerned ? Verdict.No($"{organisation.Name} has no purchase in this.")
        : Verdict.Yes;

    /// <summary>Answer for an organisation that was asked.</summary>
    public static Verdict MayAnswer(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Speaks)
            ? Verdict.Yes
            : Verdict.No("Only officers and administrators of the organisation may answer for it.");

    /// <summary>Decide within how many working days an organisation answers.</summary>
    public static Verdict MaySetInterestTime(Actor actor, Organisation organisation) =>
        actor.Has(organisation.Id.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No(
                $"Only administrators of {organisation.Name} may decide how soon it answers."
            );
}
