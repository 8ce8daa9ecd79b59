using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

internal static class CollaborationLookups
{
    /// <summary>The collaboration with its members, for somebody who may see its facts.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public static async Task<Collaboration> CollaborationAsync(
        this Db db,
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    ) =>
        Collaboration.NumberOf(reference) is { } number
        && await db.Set<Collaboration>()
            .Include(c => c.Members)
            .VisibleTo(actor)
            .SingleOrDefaultAsync(c => c.Number == number, cancellation)
            is { } found
            ? found
            : throw new Refusal("There is no such collaboration.", kind: RefusalKind.NotFound);

    /// <summary>The same for somebody who is inside; to others what is inside does not exist.</summary>
    /// <exception cref="Refusal">There is none that the actor is inside of.</exception>
    public static async Task<Collaboration> WorkspaceAsync(
        this Db db,
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    )
    {
        var found = await db.CollaborationAsync(actor, reference, cancellation);
        return CollaborationPermissions.MayReadInside(actor, found).Allowed
            ? found
            : throw new Refusal("There is no such collaboration.", kind: RefusalKind.NotFound);
    }
}
