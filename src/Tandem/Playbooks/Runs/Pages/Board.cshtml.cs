using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
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
        var key =
            Filter.Playbook
            ?? (
                await list.Fitting(shown, Actor)
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
        shown = shown with { Playbook = key };
        var fitting = list.Fitting(shown, Actor);
        var versions = await fitting.Select(r => r.VersionId).Distinct().ToListAsync(cancellation);
        var stages = new List<(string Code, string Title)>();
        foreach (var version in versions)
        {
            var plan = await plans.OfAsync(version, key, cancellation);
            Title = Playbooks.FirstOrDefault(p => p.Value == key)?.Text ?? plan.Playbook.Title;
            stages.AddRange(
                plan.Stages.Where(s => stages.TrueForAll(x => x.Code != s.Code))
                    .Select(s => (s.Code, s.Title))
            );
        }
        var counts = await fitting
            .GroupBy(r => r.StageCode)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var found = list.Find(shown, Actor);
        var runs = new List<Run>();
        foreach (var (code, _) in stages.Where(s => counts.ContainsKey(s.Code)))
        {
            runs.AddRange(
                await found.Where(r => r.StageCode == code).Take(Most).ToListAsync(cancellation)
            );
        }
        var rows = (await list.RecordsAsync(runs, Actor, cancellation))
            .Zip(runs)
            .ToLookup(pair => pair.Second.StageCode, pair => pair.First);
        Columns =
        [
            .. stages.Select(stage => new Column(
                stage.Code,
                stage.Title,
                counts.GetValueOrDefault(stage.Code),
                [.. rows[stage.Code]],
                ListAddress.With(
                    "/runs",
                    Request,
                    ("playbook", key),
                    ("stage", stage.Code),
                    ("state", shown.State),
                    ("page", null)
                )
            )),
        ];
    }
}
