using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Entries;

/// <summary>Reminds those who look after public entries of the answers they have promised: two working days before one is due, and once when that day has passed. Run as often as one likes, each is said once.</summary>
public sealed class RemindModerators(Db db, WorkingDays workingDays, Messages messages)
{
    /// <returns>How many answers are nearly due or overdue.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = db.Today();
        var farthest = today.AddDays(Reminding.Farthest);
        var owed = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e =>
                e.AnswerDue != null
                && e.AnswerDue <= farthest
                && e.AnsweredAt == null
                && e.PublishedAt != null
                && e.HiddenAt == null
                && e.WithdrawnAt == null
                && e.MergedIntoId == null
            )
            .OrderBy(e => e.AnswerDue)
            .ToListAsync(cancellation);
        var ids = owed.Select(e => e.CallId).Distinct().ToList();
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .Include(c => c.People)
            .Where(c => ids.Contains(c.Id) && c.State == CallState.Published)
            .ToDictionaryAsync(c => c.Id, cancellation);
        var told = 0;
        foreach (var entry in owed)
        {
            if (
                calls.GetValueOrDefault(entry.CallId) is not { Kind.Public: { } rule } call
                || (
                    !entry.IsAnswerOverdue(today)
                    && entry.AnswerDue > workingDays[rule.Calendar].Add(today, Reminding.Ahead)
                )
            )
            {
                continue;
            }
            told++;
            await RemindAsync(entry, call, entry.IsAnswerOverdue(today), cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        return told;
    }

    private Task RemindAsync(Entry entry, Call call, bool isLate, CancellationToken cancellation) =>
        messages.ToPeopleAsync(
            ReportEntry.Team(call, CallRole.Owner, CallRole.Editor, CallRole.Moderator),
            new(
                $"entry-answer:{entry.Id}:{(isLate ? "late" : "due")}",
                isLate
                    ? $"The answer to {entry.Name} is overdue"
                    : $"Answer {entry.Name} by {Words.Day(entry.AnswerDue!.Value)}",
                [
                    isLate
                        ? $"{call.Title}: an answer to {entry.Reference} was promised by {Words.Day(entry.AnswerDue!.Value)}. Everybody sees that it is overdue."
                        : $"{call.Title}: say how {entry.Reference} stands, and why. Everybody sees when an answer is overdue.",
                ],
                $"{entry.Path}/moderate",
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
}

/// <summary>Looks for answers to public entries that are owed.</summary>
[DisallowConcurrentExecution]
public sealed class AnswersOwedJob(RemindModerators remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}
