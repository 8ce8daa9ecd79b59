using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>What waits for a moderator of this call?</summary>
public sealed class ModerationModel(Db db, Actor actor, FindEntry find) : CallPage
{
    public sealed record Reported(Entry Entry, IReadOnlyList<string> Reasons);

    public IReadOnlyList<Entry> Waiting { get; private set; } = [];
    public IReadOnlyList<Reported> Reports { get; private set; } = [];
    public IReadOnlyList<Entry> Owed { get; private set; } = [];
    public IReadOnlyList<Entry> Hidden { get; private set; } = [];
    public DateOnly Today => db.Today();

    public async Task OnGetAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        EntryPermissions.MayModerate(actor, Call).Permit();
        ViewData[Web.PageKeys.NoIndex] = true;
        var all = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Versions)
            .Where(e =>
                e.CallId == Call.Id
                && e.IsPublic
                && e.EnteredAt != null
                && e.WithdrawnAt == null
                && e.MergedIntoId == null
            )
            .OrderBy(e => e.EnteredAt)
            .ToListAsync(Stopped);
        Waiting = [.. all.Where(e => e.Awaiting is not null)];
        Hidden = [.. all.Where(e => e.HiddenAt is not null)];
        Owed =
        [
            .. all.Where(e => e.IsShown && e.AnsweredAt is null && e.AnswerDue is not null)
                .OrderBy(e => e.AnswerDue),
        ];
        var ids = all.Select(e => e.Id).ToList();
        var reports = await db.Set<EntryReport>()
            .AsNoTracking()
            .Where(r => ids.Contains(r.EntryId) && r.DecidedAt == null)
            .OrderBy(r => r.At)
            .ToListAsync(Stopped);
        Reports =
        [
            .. reports
                .GroupBy(r => r.EntryId)
                .Select(g => new Reported(
                    all.Single(e => e.Id == g.Key),
                    [.. g.Select(r => r.Reason)]
                )),
        ];
    }
}
