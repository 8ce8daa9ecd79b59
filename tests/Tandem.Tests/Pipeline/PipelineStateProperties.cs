using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Tests.Pipeline;

/// <summary>Whatever is done to an item, what is derived of it agrees with what has happened, and what was public never becomes less.</summary>
public sealed class PipelineStateProperties
{
    private static readonly DateTime Start = new(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Id<Organisation> Own = Id<Organisation>.New(Start);
    private static readonly Id<Person> Olu = Id<Person>.New(Start);

    /// <summary>What has happened, told over again by the plainest means.</summary>
    private sealed class Told
    {
        public bool Published;
        public bool Ended;
        public bool Asked;
        public bool Owned = true;
        public ItemVisibility Seen = ItemVisibility.Private;
        public DateOnly Reviewed;
    }

    [Fact]
    public void Stale_waiting_and_without_an_owner_are_what_the_history_says()
    {
        var (refused, done) = (0, 0);
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var now = Start;
            var item = PipelineItem.Draft(Own, new() { Title = "x" }, Olu, "ocds-test", now);
            var other = PipelineItem.Draft(Own, new() { Title = "y" }, Olu, "ocds-test", now);
            var told = new Told { Reviewed = item.ReviewBy };
            for (var step = 0; step < 40; step++)
            {
                now = now.AddDays(random.Next(0, 60));
                try
                {
                    Act(random, item, other, told, now);
                    done++;
                }
                catch (Refusal)
                {
                    refused++;
                }
                Agree(item, told, DateOnly.FromDateTime(now), $"seed {seed}, step {step}");
            }
        }
        // Both the acts and their refusals were tried.
        Assert.True(done > 1_000 && refused > 1_000, $"{done} done, {refused} refused");
    }

    private static void Act(
        Random random,
        PipelineItem item,
        PipelineItem other,
        Told told,
        DateTime now
    )
    {
        var audience = Enum.GetValues<ItemVisibility>()[random.Next(4)];
        var approver = random.Next(2) == 0;
        switch (random.Next(11))
        {
            case 0:
                item.Publish(audience, approver, Olu, now);
                told.Published = true;
                Show(told, audience, approver);
                break;
            case 1:
            case 2:
                item.Share(audience, approver, Olu, now);
                Show(told, audience, approver);
                break;
            case 3:
                item.Approve(now);
                (told.Asked, told.Seen) = (false, ItemVisibility.Public);
                break;
            case 4:
                item.Return(random.Next(3) == 0 ? " " : "Not yet", now);
                told.Asked = false;
                break;
            case 5:
                item.Confirm(3, now);
                told.Reviewed = DateOnly.FromDateTime(now).AddMonths(3);
                break;
            case 6:
                var by = DateOnly.FromDateTime(now).AddDays(random.Next(-5, 400));
                item.ReviewAgain(by, now);
                told.Reviewed = by;
                break;
            case 7:
                told.Owned = random.Next(2) == 0;
                item.BelongTo(told.Owned ? Olu : null, now);
                break;
            case 8 when random.Next(6) == 0:
                item.Withdraw("No money", now);
                (told.Ended, told.Asked) = (true, false);
                break;
            case 9 when random.Next(6) == 0:
                item.GiveWayTo(other, "One is enough", now);
                (told.Ended, told.Asked) = (true, false);
                break;
            default:
                item.Describe(new() { Title = $"x{random.Next(3)}" }, now);
                break;
        }
    }

    private static void Show(Told told, ItemVisibility audience, bool approver)
    {
        told.Asked = false;
        if (audience == ItemVisibility.Public && told.Seen != audience && approver)
        {
            told.Asked = true;
            told.Seen =
                told.Seen == ItemVisibility.Private ? ItemVisibility.Organisation : told.Seen;
        }
        else
        {
            told.Seen = audience;
        }
    }

    private static void Agree(PipelineItem item, Told told, DateOnly today, string at)
    {
        var current = told.Published && !told.Ended;
        Assert.True(item.IsStale(today) == (current && told.Reviewed < today), at);
        Assert.True(item.NeedsApproval == (current && told.Asked), at);
        Assert.True(item.NeedsOwner == (!told.Ended && !told.Owned), at);
        Assert.True(item.Visibility == told.Seen, at);
        Assert.True(item.PublicSince is not null == (told.Seen == ItemVisibility.Public), at);
        Assert.True(item.EndedReason is not null == told.Ended, at);
    }
}
