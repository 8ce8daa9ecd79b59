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
    /// <param name="HasPart">Has, with any other who has one, a part of the key as it is.</param>
    public sealed record OpenerRow(string Name, DateTime? MadeAt, bool IsMe, bool HasPart);

    [BindProperty, Display(Name = "Your passphrase")]
    public string? Passphrase { get; set; }

    [BindProperty, Display(Name = "The same once more")]
    public string? Again { get; set; }

    public IReadOnlyList<OpenerRow> Openers { get; private set; } = [];
    public CallKey? Key { get; private set; }
    public bool IsOpener { get; private set; }
    public bool HasKey { get; private set; }

    /// <summary>Something was received: the key stays as it is.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>Openers without a part of the key, though there is one.</summary>
    public IReadOnlyList<string> Without =>
        Key is null ? [] : [.. Openers.Where(o => !o.HasPart).Select(o => o.Name)];

    /// <summary>How many who can open are named now.</summary>
    public int With => Openers.Count(o => o.HasPart);

    /// <summary>People who have a part of the key and are no openers any more.</summary>
    public IReadOnlyList<string> Former { get; private set; } = [];

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
        Key = await db.Set<CallKey>()
            .AsNoTracking()
            .SingleOrDefaultAsync(k => k.CallId == Call.Id, Stopped);
        var holders = Key?.Pairs.SelectMany(p => new[] { p.First, p.Second }).ToHashSet() ?? [];
        var holding = holders.Select(h => new Id<Person>(h)).ToList();
        var people = await db.Set<Person>()
            .Where(p => named.Contains(p.Id) || holding.Contains(p.Id))
            .OrderBy(p => p.Name)
            .ToListAsync(Stopped);
        Former = [.. people.Where(p => !named.Contains(p.Id)).Select(p => p.Name)];
        var keys = await db.Set<OpenerKey>()
            .Where(k => k.CallId == Call.Id)
            .ToDictionaryAsync(k => k.PersonId, k => k.MadeAt, Stopped);
        Openers =
        [
            .. people
                .Where(p => named.Contains(p.Id))
                .Select(p => new OpenerRow(
                    p.Name,
                    keys.TryGetValue(p.Id, out var at) ? at : null,
                    p.Id.Value == actor.PersonId,
                    holders.Contains(p.Id.Value)
                )),
        ];
        IsInUse = await MakeOpenerKey.IsInUseAsync(db, Call, Stopped);
        IsOpener = Openers.Any(o => o.IsMe);
        HasKey = Openers.Any(o => o is { IsMe: true, MadeAt: not null });
        ViewData[Web.PageKeys.NoIndex] = true;
    }
}
