using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>Which procurements are done by a playbook, and where do they stand?</summary>
[AllowAnonymous]
public sealed class RunsModel(Db db, CurrentActor current, RunList list) : RunListPage(db, current)
{
    private readonly Db db = db;

    public IReadOnlyList<RunRecord> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public DateOnly Today => db.Today();

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        await FiltersAsync(cancellation);
        Total = await list.Fitting(Filter, Actor).CountAsync(cancellation);
        Rows = await list.RecordsAsync(
            await list.Find(Filter, Actor)
                .Skip((Filter.Page - 1) * RunList.PageSize)
                .Take(RunList.PageSize)
                .ToListAsync(cancellation),
            Actor,
            cancellation
        );
        ViewData[PageKeys.Wide] = true;
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
    }
}
