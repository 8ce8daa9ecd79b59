using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Puts a draft on the pipeline, or shows an item to more people; where the organisation wants it, somebody else approves what becomes public.</summary>
public sealed class ShareItem(Db db, Actor actor, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or what is public already would be hidden.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        ItemVisibility to,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        var rules = await PipelineRules.OfAsync(db, item.OrganisationId, cancellation);
        var (me, now) = (PipelineStore.Self(actor), db.Now());
        var begins = item.State == PipelineState.Draft;
        if (begins)
        {
            item.Publish(to, rules.NeedsApprover, me, now);
            item.Confirm(rules.ReviewMonths, now);
        }
        else if (to == item.Visibility && !item.NeedsApproval)
        {
            return item;
        }
        else
        {
            item.Share(to, rules.NeedsApprover, me, now);
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.RecordOn(
            actor,
            begins ? PipelineActs.Published : PipelineActs.Shared,
            item,
            new { visibility = item.Visibility.ToString() }
        );
        if (item.NeedsApproval)
        {
            db.RecordOn(actor, PipelineActs.Asked, item);
        }
        await db.SavePipelineAsync([item], cancellation);
        if (item.NeedsApproval)
        {
            await TellApproversAsync(item, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return item;
    }

    private async Task TellApproversAsync(PipelineItem item, CancellationToken cancellation)
    {
        var approvers = await db.Set<Membership>()
            .Where(m =>
                m.OrganisationId == item.OrganisationId
                && m.PersonId != item.PublicAskedById
                && (
                    m.Role == Role.Administrator
                    || db.Set<PipelineApprover>()
                        .Any(a => a.OrganisationId == m.OrganisationId && a.PersonId == m.PersonId)
                )
            )
            .Select(m => m.PersonId)
            .ToListAsync(cancellation);
        await messages.ToPeopleAsync(
            approvers,
            new(
                $"pipeline:{item.Id}:asked:{item.PublicAskedAt:O}",
                $"{item.Reference} waits for your approval to become public",
                [$"“{item.Title}”: {actor.Name} asks."],
                $"/pipeline/{item.Reference}",
                SubjectKind: nameof(PipelineItem),
                SubjectId: item.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Answers whether an item may be public.</summary>
public sealed class AnswerPublic(Db db, Actor actor, Messages messages)
{
    /// <param name="approve">Whether it may.</param>
    /// <param name="reason">Why not.</param>
    /// <exception cref="Refusal">The actor may not, nobody has asked, or no reason is given.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        bool approve,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions
            .MayApprove(actor, item, await IsNamedAsync(db, actor, item, cancellation))
            .Permit();
        var asked = item.PublicAskedById;
        if (approve)
        {
            item.Approve(db.Now());
            db.RecordOn(
                actor,
                PipelineActs.Approved,
                item,
                new { visibility = item.Visibility.ToString() }
            );
        }
        else
        {
            item.Return(reason, db.Now());
            db.RecordOn(actor, PipelineActs.Returned, item, reason: item.ReturnedReason);
        }
        if (asked is { } asker)
        {
            await messages.ToPersonAsync(
                asker,
                new(
                    $"pipeline:{item.Id}:answered:{db.Now():O}",
                    approve
                        ? $"{item.Reference} is public"
                        : $"{item.Reference} was returned to you",
                    approve
                        ? [$"“{item.Title}” was approved by {actor.Name}."]
                        : [$"“{item.Title}”: {actor.Name} wrote:", item.ReturnedReason!],
                    $"/pipeline/{item.Reference}",
                    SubjectKind: nameof(PipelineItem),
                    SubjectId: item.Id.ToString()
                ),
                cancellation
            );
        }
        await db.SavePipelineAsync([item], cancellation);
        return item;
    }

    /// <summary>Whether the organisation has named the actor as an approver.</summary>
    internal static Task<bool> IsNamedAsync(
        Db db,
        Actor actor,
        PipelineItem item,
        CancellationToken cancellation
    )
    {
        var me = new Id<Person>(actor.PersonId ?? Guid.Empty);
        return db.Set<PipelineApprover>()
            .AnyAsync(
                a => a.OrganisationId == item.OrganisationId && a.PersonId == me,
                cancellation
            );
    }
}
