using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>How long one step took, over the assessments that ended it in the last year.</summary>
/// <param name="Count">How often it was gone through.</param>
/// <param name="Median">Working days at the median.</param>
/// <param name="Within">Share within the clock of the step; null where it has none.</param>
public sealed record StepTime(string KindTitle, string Step, int Count, int Median, double? Within);

/// <summary>One assessment of the queue.</summary>
/// <param name="Assessors">Names of those who are to rate.</param>
public sealed record QueueRow(
    Assessment Assessment,
    AssessmentKind Kind,
    string Organisation,
    IReadOnlyList<string> Assessors,
    string? Left,
    bool Late,
    bool Mine
);

/// <summary>What waits for the assessors of the actor's organisations, the most pressing first, and how long the steps take.</summary>
public sealed class WorkQueue(
    Db db,
    Actor actor,
    AssessmentKinds kinds,
    WorkingDays workingDays,
    TimeProvider clock
)
{
    private const int Most = 200;

    private DateOnly Today => clock.Today();

    /// <summary>What is with the assessors, or waits for the other side.</summary>
    public async Task<IReadOnlyList<QueueRow>> RunAsync(CancellationToken cancellation = default)
    {
        var person = new Id<Person>(actor.PersonId ?? Guid.Empty);
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var open = await db.Set<Assessment>()
            .AsNoTracking()
            .Include(a => a.Members)
            .VisibleTo(actor)
            .Where(a =>
                !a.Ended
                && a.HandedOverAt != null
                && (
                    own.Contains(a.BodyId)
                    || a.Members.Any(m => m.PersonId == person && m.RemovedAt == null)
                )
            )
            .OrderBy(a => a.Waits == Side.Applicant)
            .ThenBy(a => a.Due == null)
            .ThenBy(a => a.Due)
            .Take(Most)
            .ToListAsync(cancellation);
        var names = await NamesAsync(open, cancellation);
        return
        [
            .. open.Select(a =>
            {
                var kind = kinds.Find(a.Kind, a.KindVersion);
                var assessors = a
                    .Present.Where(m =>
                        kind.Role(m.Role)
                            is { Side: Side.Assessors, Observes: false, ByRight: null }
                    )
                    .Select(m => m.PersonId)
                    .ToList();
                return new QueueRow(
                    a,
                    kind,
                    names.Organisations[a.OrganisationId],
                    [.. assessors.Select(p => names.People[p]).Distinct()],
                    a.Due is { } due && kind.Step(a.State).Clock?.WorkingDays is not null
                        ? Clocks.Left(due, Today, workingDays[a.Calendar])
                        : null,
                    a.IsOverdue(Today),
                    assessors.Contains(person)
                );
            }),
        ];
    }

    private async Task<(
        Dictionary<Id<Organisation>, string> Organisations,
        Dictionary<Id<Person>, string> People
    )> NamesAsync(IReadOnlyList<Assessment> open, CancellationToken cancellation)
    {
        var organisations = open.Select(a => a.OrganisationId).ToHashSet();
        var people = open.SelectMany(a => a.Members).Select(m => m.PersonId).ToHashSet();
        return (
            await db.Set<Organisation>()
                .IgnoreQueryFilters()
                .Where(o => organisations.Contains(o.Id))
                .ToDictionaryAsync(o => o.Id, o => o.Name, cancellation),
            await db.Set<Person>()
                .Where(p => people.Contains(p.Id))
                .ToDictionaryAsync(p => p.Id, p => p.Name, cancellation)
        );
    }

    /// <summary>Turnaround of the last twelve months, counted in working days from the day a step began.</summary>
    public async Task<IReadOnlyList<StepTime>> TimesAsync(CancellationToken cancellation = default)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var since = clock.GetUtcNow().UtcDateTime.AddYears(-1);
        var all = await db.Set<Assessment>()
            .AsNoTracking()
            .Include(a => a.Steps.OrderBy(s => s.Seq))
            .Where(a => own.Contains(a.BodyId) && a.HandedOverAt != null && a.ChangedAt >= since)
            .ToListAsync(cancellation);
        return
        [
            .. all.SelectMany(Lapses)
                .GroupBy(l => (l.Kind, l.Step))
                .OrderBy(g => g.Key.Kind.Title)
                .ThenBy(g => g.Key.Kind.Steps.IndexOf(g.Key.Step))
                .Select(g =>
                {
                    var days = g.Select(l => l.Days).Order().ToList();
                    return new StepTime(
                        g.Key.Kind.Title,
                        g.Key.Step.Title,
                        days.Count,
                        days[(days.Count - 1) / 2],
                        g.Key.Step.Clock?.WorkingDays is { } limit
                            ? (double)days.Count(d => d <= limit) / days.Count
                            : null
                    );
                }),
        ];
    }

    private IEnumerable<(AssessmentKind Kind, StepRule Step, int Days)> Lapses(
        Assessment assessment
    )
    {
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var calendar = workingDays[assessment.Calendar];
        var moves = assessment.Steps.Where(s => s.LedTo is not null).ToList();
        foreach (var (begun, ended) in moves.Zip(moves.Skip(1)))
        {
            if (
                kind.Steps.FirstOrDefault(s => s.Code == begun.LedTo) is
                { Waits: Side.Assessors } step
            )
            {
                yield return (
                    kind,
                    step,
                    calendar.Between(LocalDay.Of(begun.At), LocalDay.Of(ended.At))
                );
            }
        }
    }
}
