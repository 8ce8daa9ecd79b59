using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>“Still true”: the owner, or an officer, has looked at an item and it stands.</summary>
public sealed class ConfirmItem(Db db, Actor actor)
{
    /// <param name="reviewBy">The day of the next review; as the organisation usually has it where none is given.</param>
    /// <exception cref="Refusal">The actor may not, or it is no longer on the pipeline.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        DateOnly? reviewBy = null,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        var rules = await PipelineRules.OfAsync(db, item.OrganisationId, cancellation);
        item.Confirm(rules.ReviewMonths, db.Now());
        if (reviewBy is { } day)
        {
            item.ReviewAgain(day, db.Now());
        }
        db.RecordOn(actor, PipelineActs.Confirmed, item, new { reviewBy = item.ReviewBy });
        await db.SavePipelineAsync([item], cancellation);
        return item;
    }
}

/// <summary>Reports on an item: written once, read by all who follow it.</summary>
public sealed class ReportOnItem(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, or there is nothing to report.</exception>
    public async Task RunAsync(
        string reference,
        string? text,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        if (!item.IsOpen)
        {
            throw new Refusal("This item is no longer on the pipeline.");
        }
        var post = PipelinePost.Of(item, text, actor, db.Now());
        db.Add(post);
        db.RecordOn(
            actor,
            PipelineActs.Reported,
            item,
            new { post.Text, audience = item.Visibility.ToString() }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Gives an item to a member of its organisation.</summary>
public sealed class AssignItem(Db db, Actor actor, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or the person does not belong to the organisation.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        Id<Person>? owner,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayAssign(actor, item).Permit();
        var name = await db.Set<Membership>()
            .Where(m => m.OrganisationId == item.OrganisationId && m.PersonId == owner)
            .Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (_, p) => p.Name)
            .SingleOrDefaultAsync(cancellation);
        if (name is null)
        {
            throw new Refusal("Choose somebody who belongs to the organisation", "Owner");
        }
        if (item.OwnerId == owner)
        {
            return item;
        }
        item.BelongTo(owner, db.Now());
        db.RecordOn(actor, PipelineActs.Assigned, item, new { owner = name });
        if (owner is { } person && person.Value != actor.PersonId)
        {
            await messages.ToPersonAsync(
                person,
                new(
                    $"pipeline:{item.Id}:assigned:{db.Now():O}",
                    $"You keep {item.Reference} from now on",
                    [
                        $"{actor.Name} gave you “{item.Title}”.",
                        $"Say by {Words.Day(item.ReviewBy)} whether it is still true.",
                    ],
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
}

/// <summary>Takes an item from the pipeline, with the reason, and names the item that takes its place where there is one. Its page stays.</summary>
public sealed class WithdrawItem(Db db, Actor actor)
{
    /// <param name="supersededBy">Reference of the item that takes its place.</param>
    /// <exception cref="Refusal">The actor may not, no reason is given, or there is no such other item.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        string? reason,
        string? supersededBy = null,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        if (string.IsNullOrWhiteSpace(supersededBy))
        {
            item.Withdraw(reason, db.Now());
            db.RecordOn(actor, PipelineActs.Withdrawn, item, reason: item.EndedReason);
        }
        else
        {
            var number = PipelineItem.NumberOf(supersededBy.Trim());
            var other =
                await db.Set<PipelineItem>()
                    .VisibleTo(actor)
                    .SingleOrDefaultAsync(i => i.Number == number, cancellation)
                ?? throw new Refusal(
                    "There is no such pipeline item. Enter its reference, such as PI-104",
                    "SupersededBy"
                );
            item.GiveWayTo(other, reason, db.Now());
            db.RecordOn(
                actor,
                PipelineActs.Superseded,
                item,
                new { by = other.Reference },
                item.EndedReason
            );
        }
        await db.SavePipelineAsync([item], cancellation);
        return item;
    }
}
