using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs.Pages;

/// <summary>What has happened, when, and who did it?</summary>
public sealed class RunHistoryModel(Db db, CurrentActor current, RunBook book)
    : RunPageModel(db, current, book)
{
    public const int PageSize = 50;
    private readonly Db db = db;

    public IReadOnlyList<Event> Events { get; private set; } = [];
    public int Total { get; private set; }
    public int At { get; private set; } = 1;

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        At = int.TryParse(Request.Query["page"], out var page) ? Math.Clamp(page, 1, 10_000) : 1;
        var id = Run.Id.ToString();
        var all = db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.SubjectKind == nameof(Run) && e.SubjectId == id);
        Total = await all.CountAsync(cancellation);
        Events = await all.OrderByDescending(e => e.Seq)
            .Skip((At - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(cancellation);
    }
}
