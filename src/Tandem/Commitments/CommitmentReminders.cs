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
            .Where(c =>
                (c.State == CommitmentState.Open || c.State == CommitmentState.Changed)
                && c.TakenDownAt == null
                && c.Due <= soon
            )
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

/// <summary>Promises that wait for the person who sees to them, and for officers where nobody does any more.</summary>
public sealed class CommitmentWaiting(Db db, TimeProvider clock) : IWaiting
{
    private const int Ahead = 14;
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var person = new Id<Person>(actor.PersonId ?? Guid.Empty);
        var own = actor.OrganisationsAndFirms.Select(id => new Id<Organisation>(id)).ToList();
        var keeps = actor
            .Roles.Concat(actor.Firms)
            .Where(r => r.Value >= Role.Officer)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        var soon = clock.Today().AddDays(Ahead);
        var open = db.Set<Commitment>()
            .AsNoTracking()
            .Where(c =>
                (c.State == CommitmentState.Open || c.State == CommitmentState.Changed)
                && c.TakenDownAt == null
            );
        var mine = await open.Where(c =>
                c.OwnerId == person && own.Contains(c.OrganisationId) && c.Due <= soon
            )
            .OrderBy(c => c.Due)
            .Take(Most)
            .ToListAsync(cancellation);
        var nobodys = await open.Where(c =>
                keeps.Contains(c.OrganisationId)
                && !db.Set<Membership>()
                    .Any(m => m.PersonId == c.OwnerId && m.OrganisationId == c.OrganisationId)
            )
            .OrderBy(c => c.Due)
            .Take(Most - mine.Count)
            .ToListAsync(cancellation);
        return
        [
            .. mine.Select(c => new WaitingItem(
                "What you promised",
                CommitmentWords.Short(c.Text),
                c.Path,
                "Say how it stands",
                c.Due
            )),
            .. nobodys.Select(c => new WaitingItem(
                "Promises nobody sees to",
                CommitmentWords.Short(c.Text),
                c.Path + "/pass-on",
                "Give it to somebody: its owner has left",
                c.Due
            )),
        ];
    }
}
