using Microsoft.AspNetCore.Authorization;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;
using Tandem.Web.Lists;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>How long do stages take, what is overdue, and where is work held up?</summary>
[AllowAnonymous]
public sealed class RunFiguresModel(Db db, CurrentActor current, ReckonRuns reckon)
    : RunListPage(db, current)
{
    public RunFigures Figures { get; private set; } = null!;

    public IReadOnlyList<Bar> TimeInStage =>
        [
            .. Figures
                .Stages.Where(s => s.MedianDays is not null)
                .Select(s => new Bar(s.Title, s.MedianDays!.Value, Days(s.MedianDays!.Value))),
        ];

    public IReadOnlyList<Bar> States => Bars(Figures.States, "state");
    public IReadOnlyList<Bar> ByPlaybook => Bars(Figures.Playbooks, "playbook");
    public IReadOnlyList<Bar> ByOrganisation =>
        Bars([.. Figures.Organisations.Take(20)], "organisation");

    public async Task OnGetAsync()
    {
        await FiltersAsync(HttpContext.RequestAborted);
        Figures = await reckon.RunAsync(Filter, Actor, HttpContext.RequestAborted);
        ViewData[PageKeys.Wide] = true;
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
    }

    /// <summary>Which stage holds up most, and what that is measured by.</summary>
    public string HeldUp
    {
        get
        {
            var by = IsMember
                ? "runs that have a step overdue or wait for decisions alone"
                : "runs that wait for decisions alone";
            return Figures.Bottleneck is { } most
                    ? $"{most.Title} holds up most: {most.Held} of the {Words.Count(most.Now, "run")} in it. Measured by the {by}."
                : Figures.Stages.Any(s => s.Held > 0)
                    ? $"No stage holds up more than every other. Measured by the {by}."
                : $"Nothing is held up: there are no {by}.";
        }
    }

    /// <summary>Address of the list behind a figure.</summary>
    public string ListOf(params (string Name, string? Value)[] changes) =>
        ListAddress.With("/runs", Request, [.. changes, ("page", null)]);

    public static string Days(int days) => days < 1 ? "less than a day" : Words.Count(days, "day");

    private IReadOnlyList<Bar> Bars(IReadOnlyList<RunCount> counts, string name) =>
        [
            .. counts.Select(c => new Bar(
                c.Text,
                c.Count,
                Words.Number(c.Count),
                ListOf((name, c.Key))
            )),
        ];
}
