using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Imports.Pages;

/// <summary>What has been brought in?</summary>
public sealed class IndexModel(Db db, Actor actor) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true), FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public long Total { get; private set; }

    public IReadOnlyList<ImportRun> Runs { get; private set; } = [];

    public bool MayBring => ImportPermissions.MayBring(actor, ImportKind.Ocds, null).Allowed;

    public async Task OnGetAsync()
    {
        PageNumber = Math.Clamp(PageNumber, 1, 100_000);
        var runs = db.Set<ImportRun>().AsNoTracking().VisibleTo(actor);
        Total = await runs.LongCountAsync(HttpContext.RequestAborted);
        Runs = await runs.OrderByDescending(r => r.Number)
            .Skip((PageNumber - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(HttpContext.RequestAborted);
    }
}
