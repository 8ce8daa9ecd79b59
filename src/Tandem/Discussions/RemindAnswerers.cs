using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions;

/// <summary>Reminds those who owe an answer to a question: two working days before it is due, and once when that day has passed. Run as often as one likes, each is said once.</summary>
public sealed class RemindAnswerers(Db db, AnswerClock clock, AnswerDuties duties)
{
    /// <returns>How many questions are nearly due or overdue.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = clock.Today;
        var farthest = today.AddDays(Reminding.Farthest);
        var owed = await db.Set<Question>()
            .AsNoTracking()
            .Where(q => q.State == QuestionState.Waiting && q.Due <= farthest)
            .Join(
                db.Set<Discussion>(),
                q => q.DiscussionId,
                d => d.Id,
                (question, about) =>
                    new
                    {
                        question,
                        about.SubjectKind,
                        about.SubjectId,
                    }
            )
            .OrderBy(q => q.question.Due)
            .ToListAsync(cancellation);
        var near = await clock.AfterAsync(
            [.. owed.Select(o => o.question.OrganisationId).Distinct()],
            today,
            Reminding.Ahead,
            cancellation
        );
        var told = 0;
        foreach (
            var (question, kind, record) in owed.Select(o =>
                (o.question, o.SubjectKind, o.SubjectId)
            )
        )
        {
            var isLate = question.Due < today;
            if (!isLate && question.Due > near[question.OrganisationId])
            {
                continue;
            }
            told++;
            await duties.TellAsync(
                question,
                kind,
                record,
                new(
                    $"question:{question.Id}:{(isLate ? "late" : "due")}",
                    isLate
                        ? $"The answer to {question.Reference} is overdue"
                        : $"Answer {question.Reference} by {Words.Day(question.Due)}",
                    [
                        question.Asked,
                        isLate
                            ? $"It was due by {Words.Day(question.Due)}. Everybody who may see the record sees that the answer is late."
                            : "The answer goes to everybody who may see the record. Who asked is not shown to anybody.",
                    ],
                    $"/questions/{question.Reference}",
                    Owed: true,
                    kind,
                    record
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        return told;
    }
}

/// <summary>Looks for answers that are owed.</summary>
[DisallowConcurrentExecution]
public sealed class AnswerReminderJob(RemindAnswerers remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}
