using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Items that wait for an approver, an owner, a review, or to be finished.</summary>
internal sealed class PipelineWaiting(Db db, TimeProvider clock) : IWaiting
{
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } person)
        {
            return [];
        }
        var me = new Id<Person>(person);
        var administered = actor
            .Roles.Where(r => r.Value >= Role.Administrator)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var named = await db.Set<PipelineApprover>()
            .Where(a => a.PersonId == me)
            .Select(a => a.OrganisationId)
            .ToListAsync(cancellation);
        var approving = administered.Union(named).ToList();
        var today = clock.Today();
        var items = await db.Set<PipelineItem>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(i =>
                (
                    i.State == PipelineState.Current
                    && i.PublicAskedAt != null
                    && i.PublicAskedById != me
                    && approving.Contains(i.OrganisationId)
                )
                || (
                    i.State == PipelineState.Current
                    && i.OwnerId == me
                    && (i.ReviewBy < today || i.ReturnedReason != null)
                )
                || (
                    (i.State == PipelineState.Current || i.State == PipelineState.Draft)
                    && i.OwnerId == null
                    && administered.Contains(i.OrganisationId)
                )
                || (i.State == PipelineState.Draft && i.OwnerId == me)
            )
            .OrderBy(i => i.State)
            .ThenBy(i => i.ReviewBy)
            .Take(Most)
            .ToListAsync(cancellation);
        return [.. items.SelectMany(i => Asks(i, me, approving, administered, today))];
    }

    private static IEnumerable<WaitingItem> Asks(
        PipelineItem item,
        Id<Person> me,
        List<Id<Organisation>> approving,
        List<Id<Organisation>> administered,
        DateOnly today
    )
    {
        var path = $"/pipeline/{item.Reference}";
        if (
            item.NeedsApproval
            && item.PublicAskedById != me
            && approving.Contains(item.OrganisationId)
        )
        {
            yield return new(
                "To be approved for the public pipeline",
                item.Title,
                path,
                "Approve it, or return it with your reasons",
                null
            );
        }
        if (item.NeedsOwner && administered.Contains(item.OrganisationId))
        {
            yield return new(
                "On your pipeline without an owner",
                item.Title,
                $"{path}/owner",
                "Say who keeps it true",
                null
            );
        }
        if (item.OwnerId != me)
        {
            yield break;
        }
        if (item.IsStale(today))
        {
            yield return new(
                "Stale on your pipeline",
                item.Title,
                path,
                "Say that it is still true, change it, or withdraw it",
                item.ReviewBy
            );
        }
        if (item.State == PipelineState.Current && item.ReturnedReason is not null)
        {
            yield return new(
                "Returned by an approver",
                item.Title,
                $"{path}/check",
                "Mend it and ask again, or share it less widely",
                null
            );
        }
        if (item.State == PipelineState.Draft)
        {
            yield return new(
                "Drafts for your pipeline",
                item.Title,
                $"{path}/check",
                "Check it and put it on the pipeline",
                null
            );
        }
    }
}
