using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>Open what was received, two together.</summary>
public sealed class OpenEntriesPageModel(Db db, Actor actor, FindEntry find, OpenStage open)
    : CallPage,
        IRedisplay
{
    [FromRoute(Name = "stage")]
    public string StageCode { get; set; } = "";

    [
        BindProperty,
        Display(Name = "Your passphrase", Description = "The one you chose for this call.")
    ]
    public string? Passphrase { get; set; }

    public CallStage Stage { get; private set; } = null!;
    public int Waiting { get; private set; }
    public int Late { get; private set; }
    public OpeningShare? Share { get; private set; }
    public IReadOnlyList<Opening> Openings { get; private set; } = [];
    public bool IsPast { get; private set; }
    public bool MayOpen => EntryPermissions.MayOpen(actor, Call).Allowed;
    public bool IsMine => Share?.PersonId.Value == actor.PersonId;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var opening = await open.RunAsync(Reference, StageCode, Passphrase, Stopped);
        return Done(
            opening is null
                ? "Your part is given. Another opener has a week to give theirs."
                : $"{opening.Entries} opened.",
            $"/calls/{Reference}/opening/{StageCode}"
        );
    }

    public async Task RedisplayAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        EntryPermissions.MaySeeList(actor, Call).Permit();
        Stage = Call.Stage(StageCode) is { IsSealed: true } stage
            ? stage
            : throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);
        var (id, now) = (Stage.Id, db.Now());
        IsPast = Stage.Clock.StateAt(now) == StageState.Closed;
        var versions = db.Set<EntryVersion>()
            .Where(v =>
                v.StageId == id
                && v.ReplacedAt == null
                && v.OpenedKey == null
                && db.Set<Entry>().Any(e => e.Id == v.EntryId && e.WithdrawnAt == null)
            );
        Waiting = await versions.CountAsync(v => !v.IsLate || v.IsAdmitted == true, Stopped);
        Late = await versions.CountAsync(v => v.IsLate && v.IsAdmitted == null, Stopped);
        Share = (
            await db.Set<OpeningShare>()
                .AsNoTracking()
                .Where(s => s.StageId == id && s.UsedAt == null)
                .OrderByDescending(s => s.GivenAt)
                .ToListAsync(Stopped)
        ).FirstOrDefault(s => s.IsGood(now));
        Openings = await db.Set<Opening>()
            .AsNoTracking()
            .Where(o => o.StageId == id)
            .OrderBy(o => o.OpenedAt)
            .ToListAsync(Stopped);
        ViewData[Web.PageKeys.NoIndex] = true;
    }
}
