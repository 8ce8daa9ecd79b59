using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>A step of a pilot, project, grant or contract; a payment, where an amount hangs on it.</summary>
public sealed class FollowMilestone
{
    public Id<FollowMilestone> Id { get; private set; }
    public Id<FollowThrough> FollowThroughId { get; private set; }
    public string Title { get; private set; } = "";
    public DateOnly Due { get; private set; }

    /// <summary>What is paid when it is reached, in minor units; a record, not a payment.</summary>
    public long? AmountMinor { get; private set; }
    public DateOnly? ReachedOn { get; private set; }
    public string? Words { get; private set; }

    /// <summary>Who sees to it; null: whoever looks after the whole.</summary>
    public Id<Person>? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }

    internal static FollowMilestone Of(
        FollowThrough follow,
        string? title,
        DateOnly? due,
        long? amountMinor,
        DateTime now,
        Person? owner
    ) =>
        amountMinor < 0
            ? throw new Refusal("Enter an amount of 0 or more", "Amount")
            : new()
            {
                Id = Id<FollowMilestone>.New(now),
                FollowThroughId = follow.Id,
                Title = PlainText.Take(title, 200, "what is to be reached", "Title"),
                Due = due ?? throw new Refusal("Enter the day it is due", "Due"),
                AmountMinor = amountMinor,
                OwnerId = owner?.Id,
                OwnerName = owner?.Name,
            };

    internal void Reach(DateOnly? day, string? words, DateOnly today)
    {
        if (ReachedOn is not null)
        {
            throw new Refusal("It was reached already.", kind: RefusalKind.Changed);
        }
        var on = day ?? today;
        ReachedOn =
            on > today ? throw new Refusal("The day cannot be in the future", "ReachedOn") : on;
        Words = PlainText.Clean(words) is { Length: > 0 } said ? said : null;
    }

    private sealed class Mapping : IEntityTypeConfiguration<FollowMilestone>
    {
        public void Configure(EntityTypeBuilder<FollowMilestone> entity)
        {
            entity.Property(m => m.Id).ValueGeneratedNever();
            entity.HasIndex(m => m.FollowThroughId);
            entity.HasIndex(m => m.OwnerId);
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.OwnerId);
        }
    }
}
