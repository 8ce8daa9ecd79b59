using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>
/// Reminds those who have not answered, two working days before and on the day; after it, notes and tells both sides that they did not. Run
/// twice on one day, it says nothing twice.
/// </summary>
public sealed class RemindThoseAsked(Db db, Telling telling)
{
    /// <returns>How much was said.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = db.Today();
        var running = await db.Set<Interest>()
            .Include(i => i.Asked)
            .Where(i =>
                i.TakenBackAt == null
                && i.Asked.Any(a =>
                    a.AnsweredAt == null
                    && a.NotedUnansweredAt == null
                    && (a.RemindOn <= today || a.DueOn <= today)
                )
            )
            .OrderBy(i => i.Number)
            .ToListAsync(cancellation);
        var names = await db.OrganisationsAsync(
            running
                .SelectMany(i => i.Asked.Select(a => a.OrganisationId))
                .Concat(running.Select(i => i.OrganisationId)),
            cancellation
        );
        var said = 0;
        foreach (var interest in running)
        {
            foreach (var asked in interest.Asked)
            {
                if (asked.DueReminder(today) is not { } reminder)
                {
                    continue;
                }
                asked.Reminded(reminder, db.Now());
                said++;
                await SayAsync(interest, asked, reminder, names, cancellation);
            }
            // Saved one at a time: stopped in the middle, what was said stays said.
            await db.SaveChangesAsync(cancellation);
        }
        return said;
    }

    private async Task SayAsync(
        Interest interest,
        AskedOrganisation asked,
        Reminder reminder,
        Dictionary<Id<Organisation>, Organisation> names,
        CancellationToken cancellation
    )
    {
        var (by, of) = (names[interest.OrganisationId], names[asked.OrganisationId]);
        db.Record(
            Actor.System,
            reminder == Reminder.Unanswered ? "interest-unanswered" : "interest-reminded",
            nameof(Interest),
            interest.Id,
            new { Organisation = of.Slug, asked.DueOn }
        );
        var subject = (nameof(Interest), interest.Id.ToString());
        var about = $"It is about {interest.Title}.";
        await telling.OfficersOfAsync(
            of.Id,
            $"interest:{interest.Id}:{reminder.ToString().ToLowerInvariant()}",
            reminder switch
            {
                Reminder.Before =>
                    $"{by.Name} waits for your answer until {Words.Day(asked.DueOn)}",
                Reminder.OnTheDay => $"Your answer to {by.Name} is due today",
                _ => $"You did not answer {by.Name} in time",
            },
            $"/interests/{interest.Reference}",
            reminder == Reminder.Unanswered
                ?
                [
                    about,
                    $"The answer was due on {Words.Day(asked.DueOn)}. You may still answer; it will be shown as late.",
                ]
                : [about],
            owed: true,
            subject,
            cancellation: cancellation
        );
        if (reminder == Reminder.Unanswered)
        {
            await telling.OfficersOfAsync(
                by.Id,
                $"interest:{interest.Id}:unanswered:{of.Id}",
                $"{of.Name} did not answer",
                $"/interests/{interest.Reference}",
                [about, $"The answer was due on {Words.Day(asked.DueOn)}."],
                owed: true,
                subject,
                cancellation: cancellation
            );
        }
    }
}

/// <summary>Looks what clocks have run to; a day's work is done by the first look of the day.</summary>
[DisallowConcurrentExecution]
public sealed class AnswerClockJob(IServiceScopeFactory scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RemindThoseAsked>().RunAsync(cancellation);
    }
}
