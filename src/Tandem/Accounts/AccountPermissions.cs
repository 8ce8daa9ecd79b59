using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>Who may change organisations, partnerships and who belongs to them.</summary>
public static class AccountPermissions
{
    /// <summary>Add organisations and partnerships, and say which organisation belongs to which partnership.</summary>
    public static Verdict LookAfterNetwork(Actor actor) =>
        actor.IsSteward
            ? Verdict.Yes
            : Verdict.No("Only stewards of the network may add organisations and partnerships.");

    /// <summary>Make keys with which programs read what one may see oneself.</summary>
    public static Verdict MakeKeys(Actor actor) =>
        actor.IsSignedIn ? Verdict.Yes : Verdict.No("Sign in to make a key.");

    /// <summary>Add people to an organisation, change their role, and remove them.</summary>
    public static Verdict LookAfterPeople(Actor actor, Organisation organisation) =>
        actor.IsSteward || actor.SpeaksFor(organisation.Id.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No(
                $"Only administrators of {organisation.Name} may decide who belongs to it."
            );
}
