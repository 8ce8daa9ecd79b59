using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires.Declarations;

/// <summary>
/// Reminds firms a month and a week before something they declare ends, and the day after. Run as often as one likes, each reminder is said once; of
/// several that were missed only the latest is said. What buyers read counts: the newest edition, not the draft.
/// </summary>
public sealed class RemindFirms(Db db, QuestionSets sets, Messages messages)
{
    /// <summary>Days before the end; the last is the day after it.</summary>
    private static readonly int[] Stages = [30, 7, -1];

    /// <summary>Gives how many answers had a reminder due, whether said now or before.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = DateOnly.FromDateTime(db.Now());
        var editions = await db.Set<DeclarationEdition>()
            .AsNoTracking()
            .Where(e =>
                !db.Set<DeclarationEdition>()
                    .Any(n => n.OrganisationId == e.OrganisationId && n.Number > e.Number)
            )
            .Join(
                db.Set<Organisation>(),
                e => e.OrganisationId,
                o => o.Id,
                (Edition, Firm) => new { Edition, Firm }
            )
            .IgnoreQueryFilters()
            .ToListAsync(cancellation);
        var reminded = 0;
        foreach (var one in editions)
        {
            var set = await sets.FindAsync(
                one.Edition.SetName,
                one.Edition.SetVersion,
                cancellation
            );
            foreach (var answer in one.Edition.Says().Answers)
            {
                if (
                    set?.Find(answer.Question) is not { } question
                    || FindFirm.ExpiresOf(question, AnswerJson.Read(answer.Json, question))
                        is not { } ends
                    || ends.AddDays(-Stages[0]) > today
                    || ends.AddDays(30) < today
                )
                {
                    continue;
                }
                var stage = Stages.Where(s => ends.AddDays(-s) <= today).Min();
                await messages.ToOrganisationAsync(
                    one.Firm.Id,
                    Role.Officer,
                    new(
                        $"declaration:{one.Firm.Id}:{question.Code}:{ends:yyyyMMdd}:{stage}",
                        ends < today
                            ? $"Something {one.Firm.Name} declares ended on {Words.Day(ends)}"
                            : $"Something {one.Firm.Name} declares ends on {Words.Day(ends)}",
                        [
                            question.Text,
                            "Give the new answer and publish it, so that buyers read what holds.",
                        ],
                        $"/declarations/{one.Firm.Slug}",
                        Owed: true
                    ),
                    cancellation: cancellation
                );
                reminded++;
            }
        }
        await db.SaveChangesAsync(cancellation);
        return reminded;
    }
}

/// <summary>Reminds firms of what ends, every six hours.</summary>
[DisallowConcurrentExecution]
public sealed class DeclarationReminderJob(RemindFirms remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}
