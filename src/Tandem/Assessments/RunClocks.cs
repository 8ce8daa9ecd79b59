using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments;

/// <summary>
/// Lets happen what the clocks of assessments say: an act that follows by itself once a step's last day is over, and a word the working day before to whoever's turn it is.
/// Run as often as one likes, each happens once.
/// </summary>
public sealed class RunClocks(
    Db db,
    AssessmentKinds kinds,
    TakeAct take,
    WorkingDays workingDays,
    Messages messages,
    TimeProvider clock
)
{
    /// <summary>Gives how many assessments moved by themselves.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = clock.Today();
        var soon = today.AddDays(14);
        var due = await db.Set<Assessment>()
            .Include(a => a.Steps.OrderBy(s => s.Seq))
            .Include(a => a.Members)
            .Include(a => a.Findings)
            .Include(a => a.Actions)
            .AsSplitQuery()
            .Where(a => !a.Ended && a.Due <= soon)
            .OrderBy(a => a.Due)
            .ToListAsync(cancellation);
        var moved = 0;
        foreach (var assessment in due)
        {
            var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
            var step = kind.Step(assessment.State);
            if (assessment.Due < today)
            {
                if (kind.Acts.FirstOrDefault(a => a.Code == step.Clock?.Then) is { } then)
                {
                    await take.DoAsync(assessment, kind, then, null, Actor.System, cancellation);
                    moved++;
                }
            }
            else
            {
                await RemindAsync(assessment, kind, step, today, cancellation);
            }
        }
        return moved;
    }

    // A fortnight before where months are given, a working day before where days are: else the word would come with the step itself.
    private async Task RemindAsync(
        Assessment assessment,
        AssessmentKind kind,
        StepRule step,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var last = assessment.Due!.Value;
        var from = step.Clock?.WorkingDays is not null
            ? workingDays[assessment.Calendar].Add(last, -1)
            : last.AddDays(-14);
        if (today < from || step.Waits == Side.Nobody)
        {
            return;
        }
        var words = new MessageWords(
            $"assessment:{assessment.Id}:{assessment.State}:{assessment.Round}:{last:yyyyMMdd}:soon",
            $"Due on {Words.Day(last)}: {kind.Title}, {assessment.Subject}",
            [step.Words],
            assessment.Path,
            Owed: true,
            nameof(Assessment),
            assessment.Id.ToString()
        );
        var people = assessment
            .Present.Where(m => kind.Role(m.Role)?.Side == step.Waits)
            .Select(m => m.PersonId)
            .ToList();
        if (people.Count > 0)
        {
            await messages.ToPeopleAsync(people, words, cancellation);
        }
        else
        {
            await messages.ToOrganisationAsync(
                step.Waits == Side.Applicant ? assessment.OrganisationId : assessment.BodyId,
                Role.Officer,
                words,
                cancellation: cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Runs the clocks of assessments and reminds holders of certificates, every hour.</summary>
[DisallowConcurrentExecution]
public sealed class AssessmentClockJob(RunClocks clocks, RemindHolders remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation)
    {
        await clocks.RunAsync(cancellation);
        await remind.RunAsync(cancellation);
    }
}

/// <summary>Assessments that wait for somebody: those named, and officers where nobody is.</summary>
public sealed class AssessmentWaiting(Db db, AssessmentKinds kinds) : IWaiting
{
    private const int Most = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var open = await db.Set<Assessment>()
            .AsNoTracking()
            .Include(a => a.Members)
            .VisibleTo(actor)
            .Where(a => !a.Ended && a.Waits != Side.Nobody)
            .OrderBy(a => a.Due)
            .Take(5 * Most)
            .ToListAsync(cancellation);
        return [.. open.SelectMany(a => Asks(a, actor)).Take(Most)];
    }

    private IEnumerable<WaitingItem> Asks(Assessment assessment, Actor actor)
    {
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var step = kind.Step(assessment.State);
        var title = $"{kind.Title}: {assessment.Subject}";
        if (
            DeclareInterest
                .Owing(kind, assessment, actor)
                .Any(r => assessment.Is(r.Code, actor.PersonId))
        )
        {
            yield return new(
                "Assessments you are named in",
                title,
                assessment.Path + "/interest",
                "Say whether you have an interest in the outcome",
                assessment.Due
            );
            yield break;
        }
        var named = assessment
            .Present.Where(m => kind.Role(m.Role) is { Observes: false } r && r.Side == step.Waits)
            .ToList();
        var organisation =
            step.Waits == Side.Applicant ? assessment.OrganisationId : assessment.BodyId;
        var mine = named.Any(m => m.PersonId.Value == actor.PersonId && m.FinishedAt is null);
        if (mine || (named.Count == 0 && actor.SpeaksFor(organisation.Value, Role.Officer)))
        {
            yield return new(
                step.Waits == Side.Applicant ? "Assessments of yours" : "Assessments to carry out",
                title,
                assessment.Path,
                step.Waits == Side.Assessors ? step.Title : step.PlainTitle ?? step.Title,
                assessment.Due
            );
        }
    }
}
