using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Commitments;

/// <summary>
/// Reminds whoever sees to a promise: a week before the day, on the day, and a week after. Run as often as one likes, each is said once, and what was
/// missed while the program stood still is said when it runs again, the latest alone.
/// </summary>
public sealed class RemindOwners(Db db, Messages messages, TimeProvider clock)
{
    private const int Week = 7;

    /// <summary>Gives how many promises had a reminder due, whether said now or before.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = clock.Today();
        var soon = today.AddDays(Week);
        var due = await db.Set<Commitment>()
            .AsNoTracking()
            .ToBeKept()
            .Where(c => c.Due <= soon)
            .OrderBy(c => c.Due)
            .ToListAsync(cancellation);
        var reminded = 0;
        foreach (var commitment in due)
        {
            if (Stage(commitment, today) is not var (stage, words))
            {
                continue;
            }
            reminded++;
            var message = new MessageWords(
                $"commitment:{commitment.Id}:{commitment.Due:yyyyMMdd}:{stage}",
                $"{words}: {CommitmentWords.Short(commitment.Text)}",
                [
                    commitment.Text,
                    $"Promised to {commitment.ToWhom}, to be kept by {Words.Day(commitment.Due)}. Say that it is kept, change it, or say that it will not be.",
                ],
                commitment.Path,
                Owed: true,
                nameof(Commitment),
                commitment.Id.ToString()
            );
            if (
                await db.Set<Membership>()
                    .AnyAsync(
                        m =>
                            m.PersonId == commitment.OwnerId
                            && m.OrganisationId == commitment.OrganisationId,
                        cancellation
                    )
            )
            {
                await messages.ToPersonAsync(commitment.OwnerId, message, cancellation);
            }
            else
            {
                await messages.ToOrganisationAsync(
                    commitment.OrganisationId,
                    Role.Officer,
                    message,
                    cancellation: cancellation
                );
            }
            await db.SaveChangesAsync(cancellation);
        }
        return reminded;
    }

    /// <summary>The latest reminder that is due, or null; none a week before what was promised for sooner than that.</summary>
    private static (string Stage, string Words)? Stage(Commitment c, DateOnly today) =>
        today >= c.Due.AddDays(Week) ? ("after", $"Overdue since {Words.Day(c.Due)}")
        : today >= c.Due ? ("on", "Due now")
        : c.Due.AddDays(-Week) > LocalDay.Of(c.CreatedAt) ? ("before", $"Due on {Words.Day(c.Due)}")
        : null;
}

/// <summary>Reminds owners, every hour.</summary>
[DisallowConcurrentExecution]
public sealed class CommitmentReminderJob(RemindOwners remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}
