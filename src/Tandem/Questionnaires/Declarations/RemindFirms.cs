using Quartz;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires.Declarations;

/// <summary>
/// Reminds firms a month and a week before something they declare ends, and the day after. Run as often as one likes, each reminder is said once; of
/// several that were missed only the latest is said.
/// </summary>
public sealed class RemindFirms(Db db, EndingAnswers ending, Messages messages)
{
    /// <summary>Days before the end at which the first word comes.</summary>
    public const int FirstDays = 30;

    // The last is the day after the end.
    private static readonly int[] Stages = [FirstDays, 7, -1];

    /// <summary>Gives how many answers had a reminder due, whether said now or before.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = db.Today();
        var due = await ending.OfAsync(
            null,
            today.AddDays(-FirstDays),
            today.AddDays(FirstDays),
            cancellation
        );
        foreach (var (firm, question, ends) in due)
        {
            var stage = Stages.Where(s => ends.AddDays(-s) <= today).Min();
            await messages.ToOrganisationAsync(
                firm.Id,
                Role.Officer,
                new(
                    $"declaration:{firm.Id}:{question.Code}:{ends:yyyyMMdd}:{stage}",
                    ends < today
                        ? $"Something {firm.Name} declares ended on {Words.Day(ends)}"
                        : $"Something {firm.Name} declares ends on {Words.Day(ends)}",
                    [
                        question.Text,
                        "Give the new answer and publish it, so that buyers read what holds.",
                    ],
                    $"/declarations/{firm.Slug}",
                    Owed: true
                ),
                cancellation: cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        return due.Count;
    }
}

/// <summary>Reminds firms of what ends, every six hours.</summary>
[DisallowConcurrentExecution]
public sealed class DeclarationReminderJob(RemindFirms remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await remind.RunAsync(cancellation);
}
