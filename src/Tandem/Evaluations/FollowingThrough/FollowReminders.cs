using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>Asks whoever looks after a pilot, project, grant or contract what has come of it, and reminds of milestones: a week before one is due and on its day. Run as often as one likes, each is said once.</summary>
public sealed class RemindOfChecks(Db db, Messages messages)
{
    private const int Week = 7;

    /// <returns>How many checks are near or due.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = LocalDay.Of(db.Now());
        var near = today.AddDays(Week);
        var due = await db.Set<FollowCheck>()
            .Where(c => c.AnsweredAt == null && c.Due <= near)
            .Join(
                db.Set<FollowThrough>().Where(f => f.Result == null),
                c => c.FollowThroughId,
                f => f.Id,
                (c, f) =>
                    new
                    {
                        Follow = f,
                        c.Months,
                        c.Due,
                    }
            )
            .OrderBy(c => c.Due)
            .ToListAsync(cancellation);
        foreach (var check in due)
        {
            var when = check.Due <= today ? "on" : "before";
            await messages.ToPersonAsync(
                check.Follow.OwnerId,
                new(
                    $"follow:{check.Follow.Id}:{check.Months}:{when}",
                    $"What has come of it? {check.Follow.Title}",
                    [
                        $"The check after {Words.Count(check.Months, "month")} {(when == "on" ? "is" : "will be")} due on {Words.Day(check.Due)}.",
                    ],
                    $"{check.Follow.Path}#check-{check.Months}",
                    Owed: true,
                    nameof(FollowThrough),
                    check.Follow.Id.ToString()
                ),
                cancellation
            );
        }
        await RemindOfMilestonesAsync(today, cancellation);
        await db.SaveChangesAsync(cancellation);
        return due.Count;
    }

    private async Task RemindOfMilestonesAsync(DateOnly today, CancellationToken cancellation)
    {
        var near = today.AddDays(Week);
        var due = await db.Set<FollowMilestone>()
            .Where(m => m.ReachedOn == null && m.Due <= near)
            .Join(
                db.Set<FollowThrough>().Where(f => f.Result == null),
                m => m.FollowThroughId,
                f => f.Id,
                (m, f) => new { Milestone = m, Follow = f }
            )
            .OrderBy(x => x.Milestone.Due)
            .ToListAsync(cancellation);
        foreach (var x in due)
        {
            var when = x.Milestone.Due <= today ? "on" : "before";
            await messages.ToPersonAsync(
                x.Milestone.OwnerId ?? x.Follow.OwnerId,
                new(
                    $"milestone:{x.Milestone.Id}:{when}",
                    $"{x.Milestone.Title}: {x.Follow.Title}",
                    [
                        $"This milestone {(when == "on" ? "is" : "will be")} due on {Words.Day(x.Milestone.Due)}.",
                    ],
                    x.Follow.Path,
                    Owed: true,
                    nameof(FollowThrough),
                    x.Follow.Id.ToString()
                ),
                cancellation
            );
        }
    }
}

/// <summary>Reminds of checks every hour.</summary>
[DisallowConcurrentExecution]
public sealed class CheckReminderJob(RemindOfChecks remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}

/// <summary>The one rule of who sees what became of an entry: those who see its call.</summary>
public static class FollowThroughVisibility
{
    public static IQueryable<FollowThrough> VisibleTo(
        this IQueryable<FollowThrough> follows,
        Db db,
        Actor actor
    )
    {
        var calls = db.Set<Call>().VisibleTo(actor).Select(c => c.Id);
        var me = new Id<Person>(actor.PersonId ?? Guid.Empty);
        return follows.Where(f => calls.Contains(f.CallId) || f.OwnerId == me);
    }
}

/// <summary>What became of entries, as records that can be followed and that promises are about.</summary>
public sealed class FollowThroughSubjects(Db db) : ISubjects
{
    /// <inheritdoc/>
    public string Kind => nameof(FollowThrough);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, Subject>> FindAsync(
        IReadOnlyCollection<string> ids,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var wanted = SubjectIds.Of<FollowThrough>(ids);
        var found = await db.Set<FollowThrough>()
            .AsNoTracking()
            .VisibleTo(db, actor)
            .Where(f => wanted.Contains(f.Id))
            .Join(
                db.Set<Call>(),
                f => f.CallId,
                c => c.Id,
                (f, c) =>
                    new
                    {
                        Follow = f,
                        c.OrganisationId,
                        c.CpvCodes,
                        c.Region,
                    }
            )
            .Join(
                db.Set<Organisation>(),
                f => f.OrganisationId,
                o => o.Id,
                (f, o) =>
                    new
                    {
                        f.Follow,
                        f.OrganisationId,
                        f.CpvCodes,
                        f.Region,
                        o.AuthorityCode,
                    }
            )
            .ToListAsync(cancellation);
        return found.ToDictionary(
            f => f.Follow.Id.ToString(),
            f => new Subject(
                Kind,
                f.Follow.Id.ToString(),
                f.Follow.Reference,
                f.Follow.Title,
                f.Follow.Path,
                f.OrganisationId,
                f.AuthorityCode,
                f.CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                f.Region
            )
        );
    }

    /// <inheritdoc/>
    public string? Tell(Event act) =>
        act.Verb switch
        {
            "milestone-reached" => "A milestone was reached",
            "check-answered" => "It was said what has come of it",
            "follow-through-signed" => "It was signed",
            "follow-through-concluded" => "It was said how it ended, or goes on",
            _ => Discussions.DiscussionNews.Tell(act),
        };
}
