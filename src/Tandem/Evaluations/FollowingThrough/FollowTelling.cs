using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>Tells people that something is theirs to look after.</summary>
internal static class FollowTelling
{
    internal static Task OwnerAsync(
        Messages messages,
        Actor actor,
        FollowThrough follow,
        CancellationToken cancellation
    ) =>
        follow.OwnerId.Value == actor.PersonId
            ? Task.CompletedTask
            : messages.ToPersonAsync(
                follow.OwnerId,
                new(
                    $"follow:{follow.Id}:owner:{follow.OwnerId}:{follow.Revision}",
                    $"Yours to look after: {follow.Title}",
                    [
                        $"{actor.Name} asks you to look after this {follow.Becomes.ToString().ToLowerInvariant()} with {follow.With}. You keep its milestones, and are asked later what has come of it.",
                    ],
                    follow.Path,
                    Owed: true,
                    nameof(FollowThrough),
                    follow.Id.ToString()
                ),
                cancellation
            );

    internal static Task OwnerAsync(
        Messages messages,
        Actor actor,
        FollowThrough follow,
        FollowMilestone milestone,
        CancellationToken cancellation
    ) =>
        milestone.OwnerId is not { } owner || owner.Value == actor.PersonId
            ? Task.CompletedTask
            : messages.ToPersonAsync(
                owner,
                new(
                    $"follow:{follow.Id}:milestone:{milestone.Id}",
                    $"A milestone of yours: {milestone.Title}",
                    [
                        $"{actor.Name} asks you to see to it in “{follow.Title}”. It is due on {Words.Day(milestone.Due)}.",
                    ],
                    follow.Path,
                    Owed: true,
                    nameof(FollowThrough),
                    follow.Id.ToString()
                ),
                cancellation
            );
}
