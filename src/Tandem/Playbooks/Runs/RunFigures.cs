using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
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
/// <param name="MedianDays">Days of the stays that have ended, the one in the middle; null where none has.</param>
/// <param name="LongestDays">Days of the longest stay, those that go on among them.</param>
/// <param name="Returned">Stays that ended by a return or by going back.</param>
public sealed record StageFigures(
    string Code,
    string Title,
    int Now,
    int Overdue,
    int Waiting,
    int Left,
    double? MedianDays,
    double LongestDays,
    int Returned
)
{
    /// <summary>How likely work is held up here: what stands in it, and more what is overdue or returned.</summary>
    public int Held => Overdue + Waiting + Returned;
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
);

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
        var found = list.Find(filter, actor);
        var rows = await found
            .Select(r => new
            {
                r.Id,
                r.Playbook,
                r.PlaybookTitle,
                r.State,
                r.StageCode,
                r.StageTitle,
                r.GateWaits,
            })
            .ToListAsync(cancellation);
        // When steps are due is what those inside know.
        var late = (
            await db.Set<Run>()
                .InsideOf(db, actor)
                .Where(r => r.NextDue < today)
                .Select(r => r.Id)
                .ToListAsync(cancellation)
        ).ToHashSet();
        var ids = found.Select(r => r.Id);
        var places = await db.Set<RunAuthority>()
            .Where(a => a.LeftAt == null && ids.Contains(a.RunId))
            .GroupBy(a => a.OrganisationId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToListAsync(cancellation);
        var names = await db.OrganisationsAsync(places.Select(p => p.Key), cancellation);
        var visits = await db.Set<StageVisit>()
            .Where(v => ids.Contains(v.RunId))
            .Select(v => new
            {
                v.StageCode,
                v.StageTitle,
                v.EnteredAt,
                v.LeftAt,
                v.End,
                v.Number,
            })
            .ToListAsync(cancellation);
        var now = db.Now();
        var inside = rows.Where(r => r.State is RunState.Active or RunState.OnHold)
            .ToLookup(r => r.StageCode);
        var stages = visits
            .GroupBy(v => v.StageCode)
            .Select(g =>
            {
                var days = g.Where(v => v.LeftAt is not null)
                    .Select(v => (v.LeftAt!.Value - v.EnteredAt).TotalDays)
                    .Order()
                    .ToList();
                return (
                    Order: g.Average(v => v.Number),
                    Figures: new StageFigures(
                        g.Key,
                        g.Last().StageTitle,
                        inside[g.Key].Count(),
                        inside[g.Key].Count(r => late.Contains(r.Id)),
                        inside[g.Key].Count(r => r.GateWaits),
                        days.Count,
                        days.Count > 0 ? days[days.Count / 2] : null,
                        g.Max(v => ((v.LeftAt ?? now) - v.EnteredAt).TotalDays),
                        g.Count(v => v.End is VisitEnd.Returned or VisitEnd.WentBack)
                    )
                );
            })
            .OrderBy(s => s.Order)
            .Select(s => s.Figures)
            .ToList();
        return new(
            rows.Count,
            rows.Count(r => late.Contains(r.Id)),
            rows.Count(r => r.GateWaits),
            [
                .. RunFilter
                    .States.Zip(Enum.GetValues<RunState>())
                    .Select(s => new RunCount(
                        s.First.Value ?? "",
                        s.First.Text,
                        rows.Count(r => r.State == s.Second)
                    )),
            ],
            [
                .. rows.GroupBy(r => r.Playbook)
                    .Select(g => new RunCount(g.Key, g.First().PlaybookTitle, g.Count()))
                    .OrderByDescending(c => c.Count),
            ],
            [
                .. places
                    .Select(p => new RunCount(names[p.Key].Slug, names[p.Key].Name, p.Count))
                    .OrderByDescending(c => c.Count)
                    .ThenBy(c => c.Text, StringComparer.Ordinal),
            ],
            stages
        );
    }
}
