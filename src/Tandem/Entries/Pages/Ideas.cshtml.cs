using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Entries.Pages;

/// <summary>What have people put forward, in one call or in all that are public?</summary>
[AllowAnonymous]
public sealed class IdeasModel(Db db, Actor actor, FindEntry find, EntryList list) : PageModel
{
    [FromRoute(Name = "call")]
    public string? Reference { get; set; }

    public Call? Call { get; private set; }
    public EntryFilter Filter { get; private set; } = new();
    public IReadOnlyList<EntryRow> Rows { get; private set; } = [];
    public IReadOnlyList<Call> Open { get; private set; } = [];
    public int Total { get; private set; }
    public bool MayModerate { get; private set; }
    public bool MayPost { get; private set; }
    public DateOnly Today => db.Today();

    public IReadOnlyList<Choice> Statuses =>
        [.. Call?.Kind.Public?.Statuses.Select(s => new Choice(s.Code, s.Title)) ?? []];

    public string Colour(EntryRow row) =>
        Call?.Kind.Public?.Statuses.FirstOrDefault(s => s.Title == row.Status)?.Colour ?? "blue";

    public async Task OnGetAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Filter = EntryFilter.Read(Request.Query, isPublic: true);
        if (Reference is not null)
        {
            Call = await find.CallAsync(Reference, stopped);
            if (Call.Kind.Entries != Secrecy.Public)
            {
                throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
            }
            MayModerate = EntryPermissions.MayModerate(actor, Call).Allowed;
            MayPost =
                Call.State == CallState.Published
                && Call.InOrder.First().Clock.StateAt(db.Now()) == StageState.Open;
        }
        else
        {
            var now = db.Now();
            Open =
            [
                .. (
                    await db.Set<Call>()
                        .AsNoTracking()
                        .Include(c => c.Stages)
                        .VisibleTo(actor)
                        .Where(c => c.State == CallState.Published)
                        .OrderByDescending(c => c.PublishedAt)
                        .Take(200)
                        .ToListAsync(stopped)
                ).Where(c =>
                    c.Kind.Entries == Secrecy.Public
                    && c.InOrder.First().Clock.StateAt(now) == StageState.Open
                ),
            ];
        }
        var found = list.FindPublic(Call, Filter);
        Total = await found.CountAsync(stopped);
        Rows = await list.RowsAsync(
            found.Skip((Filter.Page - 1) * EntryList.PageSize).Take(EntryList.PageSize),
            stopped
        );
    }
}
