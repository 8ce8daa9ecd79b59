using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Who may see an item, and how it becomes public.</summary>
public sealed partial class PipelineItem
{
    /// <summary>Puts a draft on the pipeline.</summary>
    /// <param name="needsApprover">Whether the organisation wants somebody else to approve what becomes public.</param>
    /// <param name="by">Who asks.</param>
    public void Publish(ItemVisibility to, bool needsApprover, Id<Person>? by, DateTime now)
    {
        if (State != PipelineState.Draft)
        {
            throw new Refusal("This item is on the pipeline already.");
        }
        State = PipelineState.Current;
        Share(to, needsApprover, by, now);
    }

    /// <summary>Decides who may see it. What has been public stays public until it is withdrawn, so that nothing anybody relied on disappears.</summary>
    public void Share(ItemVisibility to, bool needsApprover, Id<Person>? by, DateTime now)
    {
        if (State != PipelineState.Current)
        {
            throw new Refusal("Only what is on the pipeline can be shared.");
        }
        if (Visibility == ItemVisibility.Public && to != ItemVisibility.Public)
        {
            throw new Refusal(
                "This item is public. Withdraw it instead: its page then says so, and why.",
                "Visibility"
            );
        }
        (PublicAskedAt, PublicAskedById, ReturnedReason) = (null, null, null);
        if (to == ItemVisibility.Public && Visibility != to)
        {
            if (needsApprover)
            {
                (PublicAskedAt, PublicAskedById) = (now, by);
                Visibility =
                    Visibility == ItemVisibility.Private ? ItemVisibility.Organisation : Visibility;
            }
            else
            {
                BecomePublic(now);
            }
        }
        else
        {
            Visibility = to;
        }
        ChangedAt = now;
    }

    /// <summary>An approver lets it become public.</summary>
    public void Approve(DateTime now)
    {
        MustWait();
        BecomePublic(now);
        (PublicAskedAt, PublicAskedById, ReturnedReason, ChangedAt) = (null, null, null, now);
    }

    /// <summary>An approver gives it back, and says why.</summary>
    public void Return(string? reason, DateTime now)
    {
        MustWait();
        (ReturnedReason, PublicAskedAt, PublicAskedById, ChangedAt) = (
            Given(reason, "Enter what should be different"),
            null,
            null,
            now
        );
    }

    private void BecomePublic(DateTime now) =>
        (Visibility, PublicSince) = (ItemVisibility.Public, PublicSince ?? now);

    private void MustWait()
    {
        if (!NeedsApproval)
        {
            throw new Refusal("Nobody has asked for this item to be public, or it is decided.");
        }
    }
}
