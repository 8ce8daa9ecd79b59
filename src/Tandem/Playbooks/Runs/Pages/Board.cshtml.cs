using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Lists;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Which runs stand in which stage?</summary>
[AllowAnonymous]
public sealed class RunBoardModel(Db db, CurrentActor current, RunList list, RunPlans plans)
    : RunListPage(db, current)
{
    private const int Most = 12;
    private readonly Db db = db;

    /// <param name="All">Address of the list of all that stand in it.</param>
    public sealed record Column(
        string Code,
        string Title,
        int Total,
        IReadOnlyList<RunRecord> Rows,
        string All
    );

    public IReadOnlyList<Column> Columns { get; private set; } = [];

    /// <summary>The playbook whose stages are shown.</summary>
    public string? Title { get; private set; }
    public DateOnly Today => db.Today();

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        await FiltersAsync(cancellation);
        ViewData[PageKeys.Wide] = true;
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
        // One playbook's stages make the columns: that asked for, or else that of most runs.
        var shown = Filter with
        {
            State = Filter.State ?? "active",
            Sort = "stage",
        };
        var found = list.Find(shown, Actor);
        var key =
            Filter.Playbook
            ?? (
                await found
                    .GroupBy(r => r.Playbook)
                    .Select(g => new { g.Key, Count = g.Count() })
                    .OrderByDescending(g => g.Count)
                    .ThenBy(g => g.Key)
                    .FirstOrDefaultAsync(cancellation)
            )?.Key;
        if (key is null)
        {
            return;
        }
        found = list.Find(shown with { Playbook = key }, Actor);
        var versions = await found.Select(r => r.VersionId).Distinct().ToListAsync(cancellation);
        var stages = new List<(string Code, string Title)>();
        foreach (var version in versions)
        {
            var plan = await plans.OfAsync(version, key, cancellation);
            Title = plan.Playbook.Title;
            stages.AddRange(
                plan.Stages.Where(s => stages.TrueForAll(x => x.Code != s.Code))
                    .Select(s => (s.Code, s.Title))
            );
        }
        var counts = await found
            .GroupBy(r => r.StageCode)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var columns = new List<Column>();
        foreach (var (code, title) in stages)
        {
            columns.Add(
                new(
                    code,
                    title,
                    counts.GetValueOrDefault(code),
                    await list.RecordsAsync(
                        await found
                            .Where(r => r.StageCode == code)
                            .Take(Most)
                            .ToListAsync(cancellation),
                        Actor,
                        cancellation
                    ),
                    ListAddress.With(
                        "/runs",
                        Request,
                        ("playbook", key),
                        ("stage", code),
                        ("state", shown.State),
                        ("page", null)
                    )
                )
            );
        }
        Columns = columns;
    }
}
