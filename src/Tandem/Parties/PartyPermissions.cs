using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>Who may decide which suppliers are one, and which authority a buyer is.</summary>
public static class PartyPermissions
{
    /// <summary>Join suppliers, part them, keep them apart: they are shared by all, so any organisation's officer may, and stewards.</summary>
    public static Verdict DecideSuppliers(Actor actor) =>
        actor.IsSteward || actor.Roles.Values.Any(r => r >= Role.Officer)
            ? Verdict.Yes
            : Verdict.No(
                "Only officers of an organisation and stewards may decide which suppliers are the same."
            );

    /// <summary>Say which known authority a buyer is.</summary>
    public static Verdict CorrectBuyers(Actor actor) =>
        actor.IsSteward
            ? Verdict.Yes
            : Verdict.No("Only stewards of the network may say which authority a buyer is.");
}
