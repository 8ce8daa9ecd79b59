using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Puts a draft on the pipeline, or shows an item to more people; where the organisation wants it, somebody else approves what becomes public.</summary>
public sealed class ShareItem(Db db, Actor actor)
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
        db.RecordOn(
            actor,
            begins ? PipelineActs.Published : PipelineActs.Shared,
            item,
            new { visibility = item.Visibility }
        );
        if (item.NeedsApproval)
        {
            db.RecordOn(actor, PipelineActs.Asked, item);
        }
        await db.SavePipelineAsync([item], cancellation);
        return item;
    }
}

/// <summary>Answers whether an item may be public.</summary>
public sealed class AnswerPublic(Db db, Actor actor)
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
        if (approve)
        {
            item.Approve(db.Now());
            db.RecordOn(actor, PipelineActs.Approved, item, new { visibility = item.Visibility });
        }
        else
        {
            item.Return(reason, db.Now());
            db.RecordOn(actor, PipelineActs.Returned, item, reason: item.ReturnedReason);
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
