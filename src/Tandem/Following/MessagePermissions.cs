using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Who looks after the outbox.</summary>
public static class MessagePermissions
{
    /// <summary>See which e-mails were not taken and which addresses refuse them, and have them tried again.</summary>
    public static Verdict LookAfterMail(Actor actor) =>
        actor.IsSteward
            ? Verdict.Yes
            : Verdict.No("Only stewards of the network may look after the outbox.");
}
