using Microsoft.EntityFrameworkCore;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>A count with what it counts and where its list is.</summary>
public sealed record RunCount(string Key, string Text, int Count);

/// <summary>How one stage goes across runs.</summary>
/// <param name="Now">Runs in it now.</param>
/// <param name="Overdue">Of those, the runs with a step overdue.</param>
/// <param name="Waiting">Of those, the runs that only wait for decisions.</param>
/// <param name="Left">Stays that have ended.</param>
/// <param name="MedianDays">Whole days of the stays that have ended, the one in the middle; null where none has.</param>
/// <param name="LongestDays">Whole days of the longest stay, those that go on among them.</param>
/// <param name="Returned">Stays that ended by a return or by going back.</param>
public sealed record StageFigures(
    string Code,
    string Title,
    int Now,
    int Overdue,
    int Waiting,
    int Left,
    int? MedianDays,
    int LongestDays,
    int Returned
)
{
    /// <summary>Runs that are held up here now: with a step overdue, or with nothing left but decisions that have not been taken.</summary>
    public int Held => Overdue + Waiting;
}

/// <summary>What is seen across runs.</summary>
/// <param name="Stages">In the order in which most runs pass them; of one playbook where one was asked for.</param>
public sealed record RunFigures(
    int Total,
    int Overdue,
    int Deciding,
    IReadOnlyList<RunCount> States,
    IReadOnlyList<RunCount> Playbooks,
    IReadOnlyList<RunCount> Organisations,
    IReadOnlyList<StageFigures> Stages
)
{
    /// <summary>The stage in which more runs are held up than in any other; null where none is held up, or no stage stands out.</summary>
    public StageFigures? Bottleneck =>
        Stages.Where(s => s.Held > 0).OrderByDescending(s => s.Held).Take(2).ToList() switch
        {
            [var one] => one,
            [var most, var next] when most.Held > next.Held => most,
            _ => null,
        };
}

/// <summary>Counts across the runs that fit and the actor may see.</summary>
public sealed class ReckonRuns(Db db, RunList list)
{
    public async Task<RunFigures> RunAsync(
        RunFilter filter,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var today = db.Today();
        var found = list.Fitting(filter, actor);
        var groups = await found
            .GroupBy(r => new
            {
                r.Playbook,
                r.PlaybookTitle,
                r.State,
                r.StageCode,
                r.GateWaits,
            })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        // When steps are due is what those inside know.
        var late = await found
            .InsideOf(db, actor)
            .Where(r => r.NextDue < today)
            .GroupBy(r => new { r.State, r.StageCode })
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        var places = await found
            .SelectMany(r => r.Authorities)
            .Where(a => a.LeftAt == null)
            .GroupBy(a => a.OrganisationId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        var names = await db.OrganisationsAsync(places.Select(p => p.Key), cancellation);
        var keepers = await db.KeepersAsync(groups.Select(g => g.Key.Playbook), cancellation);
        return new(
            groups.Sum(g => g.Count),
            late.Sum(g => g.Count),
            groups.Where(g => g.Key.GateWaits).Sum(g => g.Count),
            [
                .. RunFilter
                    .States.Zip(Enum.GetValues<RunState>())
                    .Select(s => new RunCount(
                        s.First.Value ?? "",
                        s.First.Text,
                        groups.Where(g => g.Key.State == s.Second).Sum(g => g.Count)
                    )),
            ],
            [
                .. groups
                    .GroupBy(g => g.Key.Playbook)
                    .Select(g => new RunCount(
                        g.Key,
                        keepers.NameOf(g.Key, g.First().Key.PlaybookTitle),
                        g.Sum(x => x.Count)
                    ))
                    .OrderByDescending(c => c.Count)
                    .ThenBy(c => c.Text, StringComparer.Ordinal),
            ],
            [
                .. places
                    .Select(p => new RunCount(names[p.Key].Slug, names[p.Key].Name, p.Count))
                    .OrderByDescending(c => c.Count)
                    .ThenBy(c => c.Text, StringComparer.Ordinal),
            ],
            await StagesAsync(
                found,
                Inside(groups, g => g.Key.State, g => g.Key.StageCode, g => g.Count),
                Inside(late, g => g.Key.State, g => g.Key.StageCode, g => g.Count),
                Inside(
                    groups.Where(g => g.Key.GateWaits),
                    g => g.Key.State,
                    g => g.Key.StageCode,
                    g => g.Count
                ),
                cancellation
            )
        );
    }

    // Of the runs that go on or are on hold, how many stand in each stage.
    private static Dictionary<string, int> Inside<T>(
        IEnumerable<T> groups,
        Func<T, RunState> state,
        Func<T, string> stage,
        Func<T, int> count
    ) =>
        groups
            .Where(g => state(g) is RunState.Active or RunState.OnHold)
            .GroupBy(stage)
            .ToDictionary(g => g.Key, g => g.Sum(count));

    private async Task<IReadOnlyList<StageFigures>> StagesAsync(
        IQueryable<Run> found,
        Dictionary<string, int> now,
        Dictionary<string, int> late,
        Dictionary<string, int> waiting,
        CancellationToken cancellation
    )
    {
        // One row for each length a stay in a stage had, in whole days; stays that go on have none.
        var stays = await found
            .SelectMany(r => r.Visits)
            .GroupBy(v => new { v.StageCode, v.Days })
            .Select(g => new
            {
                g.Key.StageCode,
                g.Key.Days,
                Title = g.Max(v => v.StageTitle),
                Count = g.Count(),
                Places = g.Sum(v => v.Number),
                Since = g.Min(v => v.EnteredAt),
                Returned = g.Count(v => v.End == VisitEnd.Returned || v.End == VisitEnd.WentBack),
            })
            .ToListAsync(cancellation);
        return
        [
            .. stays
                .GroupBy(s => s.StageCode)
                .OrderBy(g => (double)g.Sum(s => s.Places) / g.Sum(s => s.Count))
                .Select(g =>
                {
                    var ended = g.Where(s => s.Days is not null).OrderBy(s => s.Days).ToList();
                    var left = ended.Sum(s => s.Count);
                    return new StageFigures(
                        g.Key,
                        g.Max(s => s.Title) ?? "",
                        now.GetValueOrDefault(g.Key),
                        late.GetValueOrDefault(g.Key),
                        waiting.GetValueOrDefault(g.Key),
                        left,
                        Middle(ended.Select(s => (s.Days!.Value, s.Count)), left),
                        g.Max(s => s.Days ?? (int)(db.Now() - s.Since).TotalDays),
                        g.Sum(s => s.Returned)
                    );
                }),
        ];
    }

    private static int? Middle(IEnumerable<(int Days, int Count)> stays, int all)
    {
        var passed = 0;
        foreach (var (days, count) in stays)
        {
            passed += count;
            if (passed > all / 2)
            {
                return days;
            }
        }
        return null;
    }
}
