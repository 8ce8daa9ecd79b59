using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>How many have entered, and, once that may be read, who and with what?</summary>
public sealed class ListModel(Db db, Actor actor, FindEntry find, EntryList list) : CallPage
{
    public sealed record StageCount(
        CallStage Stage,
        int Received,
        int Late,
        int Waiting,
        bool IsYetToOpen,
        bool IsPast
    );

    public IReadOnlyList<StageCount> Stages { get; private set; } = [];
    public IReadOnlyList<EntryRow> Rows { get; private set; } = [];
    public IReadOnlyList<LateRow> LateOnes { get; private set; } = [];
    public int Total { get; private set; }
    public int Withdrawn { get; private set; }
    public EntryFilter Filter { get; private set; } = new();
    public bool MayDecide { get; private set; }

    public async Task OnGetAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        EntryPermissions.MaySeeList(actor, Call).Permit();
        ViewData[Web.PageKeys.NoIndex] = true;
        MayDecide = EntryPermissions.MayDecideLate(actor, Call).Allowed;
        Filter = EntryFilter.Read(Request.Query);
        var now = db.Now();
        var counts = new List<StageCount>();
        foreach (var stage in Call.InOrder)
        {
            var id = stage.Id;
            var versions = db.Set<EntryVersion>()
                .Where(v =>
                    v.StageId == id
                    && v.ReplacedAt == null
                    && db.Set<Entry>().Any(e => e.Id == v.EntryId && e.WithdrawnAt == null)
                );
            counts.Add(
                new(
                    stage,
                    await versions.CountAsync(v => !v.IsLate || v.IsAdmitted == true, Stopped),
                    await versions.CountAsync(v => v.IsLate && v.IsAdmitted == null, Stopped),
                    await versions.CountAsync(
                        v =>
                            v.ForCall != null
                            && v.OpenedKey == null
                            && (!v.IsLate || v.IsAdmitted == true),
                        Stopped
                    ),
                    stage.Clock.StateAt(now) == StageState.NotYetOpen,
                    stage.Clock.StateAt(now) == StageState.Closed
                )
            );
        }
        Stages = counts;
        Withdrawn = await db.Set<Entry>()
            .CountAsync(
                e => e.CallId == Call.Id && e.WithdrawnAt != null && e.EnteredAt != null,
                Stopped
            );
        if (MayDecide)
        {
            LateOnes = await list.LateAsync(Call, Stopped);
        }
        var found = list.Find(Call, Filter);
        Total = await found.CountAsync(Stopped);
        Rows = await list.RowsAsync(
            found.Skip((Filter.Page - 1) * EntryList.PageSize).Take(EntryList.PageSize),
            Stopped
        );
    }
}
