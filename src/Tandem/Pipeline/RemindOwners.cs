using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>
/// Reminds owners two weeks before a review is due, on the day, and two weeks after it. Run again it reminds nobody twice; after a pause it sends only
/// the reminder that fits now. Also sees to items whose owner no longer belongs to the organisation, however that came about.
/// </summary>
public sealed class RemindOwners(Db db, Messages messages)
{
    private const int Portion = 200;
    private static readonly int[] Offsets = [-14, 0, 14];

    /// <summary>How many reminders were sent.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        await DisownAsync(cancellation);
        var sent = 0;
        foreach (var offset in Offsets)
        {
            int portion;
            do
            {
                portion = await RemindAsync(offset, cancellation);
                sent += portion;
            } while (portion == Portion);
        }
        return sent;
    }

    private async Task<int> RemindAsync(int offset, CancellationToken cancellation)
    {
        var today = db.Today();
        var (due, next) = (today.AddDays(-offset), Offsets.FirstOrDefault(o => o > offset, 0));
        var overtaken = today.AddDays(-next);
        var isLast = offset == Offsets[^1];
        var items = await db.Set<PipelineItem>()
            .Where(i =>
                i.State == PipelineState.Current
                && i.OwnerId != null
                && i.ReviewBy <= due
                && (isLast || i.ReviewBy > overtaken)
                && (i.Reminded == null || i.Reminded < offset)
            )
            .OrderBy(i => i.Number)
            .Take(Portion)
            .ToListAsync(cancellation);
        foreach (var item in items)
        {
            item.Remind(offset);
            await messages.ToPersonAsync(
                item.OwnerId!.Value,
                new(
                    $"pipeline:{item.Id}:review:{item.ReviewBy:yyyy-MM-dd}:{offset}",
                    offset switch
                    {
                        < 0 =>
                            $"Is {item.Reference} still true? Please look by {Words.Day(item.ReviewBy)}",
                        0 => $"Is {item.Reference} still true? Please look today",
                        _ => $"{item.Reference} has been stale since {Words.Day(item.ReviewBy)}",
                    },
                    [
                        $"“{item.Title}” is on the pipeline, and you keep it.",
                        offset > 0
                            ? "Everybody who sees it sees that it is stale."
                            : "Say that it is still true, change it, or withdraw it: one press is enough.",
                    ],
                    $"/pipeline/{item.Reference}",
                    SubjectKind: nameof(PipelineItem),
                    SubjectId: item.Id.ToString()
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        return items.Count;
    }

    private async Task DisownAsync(CancellationToken cancellation)
    {
        var items = await db.Set<PipelineItem>()
            .Where(i =>
                i.OwnerId != null
                && !db.Set<Membership>()
                    .Any(m => m.OrganisationId == i.OrganisationId && m.PersonId == i.OwnerId)
            )
            .ToListAsync(cancellation);
        foreach (var item in items)
        {
            item.BelongTo(null, db.Now());
            db.RecordOn(Actor.System, PipelineActs.OwnerLeft, item);
        }
        await db.SavePipelineAsync(items, cancellation);
        db.ChangeTracker.Clear();
    }
}

/// <summary>Looks for owners to remind.</summary>
[DisallowConcurrentExecution]
public sealed class ReminderJob(RemindOwners remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}
