using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>Who opens the entries, and have they chosen their passphrases?</summary>
public sealed class OpenersModel(Db db, Actor actor, FindEntry find, MakeOpenerKey make)
    : CallPage,
        IRedisplay
{
    public sealed record OpenerRow(string Name, DateTime? MadeAt, bool IsMe);

    [BindProperty, Display(Name = "Your passphrase")]
    public string? Passphrase { get; set; }

    [BindProperty, Display(Name = "The same once more")]
    public string? Again { get; set; }

    public IReadOnlyList<OpenerRow> Openers { get; private set; } = [];
    public CallKey? Key { get; private set; }
    public bool IsOpener { get; private set; }
    public bool HasKey { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await make.RunAsync(Reference, Passphrase, Again, Stopped);
        return Done(
            "Your passphrase is set. Keep it where only you find it.",
            $"/calls/{Reference}/openers"
        );
    }

    public async Task RedisplayAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        EntryPermissions.MaySeeList(actor, Call).Permit();
        var named = MakeOpenerKey.OpenersOf(Call);
        var names = await db.Set<Person>()
            .Where(p => named.Contains(p.Id))
            .OrderBy(p => p.Name)
            .ToListAsync(Stopped);
        var keys = await db.Set<OpenerKey>()
            .Where(k => k.CallId == Call.Id)
            .ToDictionaryAsync(k => k.PersonId, k => k.MadeAt, Stopped);
        Openers =
        [
            .. names.Select(p => new OpenerRow(
                p.Name,
                keys.TryGetValue(p.Id, out var at) ? at : null,
                p.Id.Value == actor.PersonId
            )),
        ];
        Key = await db.Set<CallKey>().SingleOrDefaultAsync(k => k.CallId == Call.Id, Stopped);
        IsOpener = Openers.Any(o => o.IsMe);
        HasKey = Openers.Any(o => o is { IsMe: true, MadeAt: not null });
        ViewData[Web.PageKeys.NoIndex] = true;
    }
}
