using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>What was told to one and so to all?</summary>
[AllowAnonymous]
public sealed class ToldModel(Db db, Actor actor, FindEntry find, TellAll tell)
    : CallPage,
        IRedisplay
{
    [BindProperty, Display(Name = "What was told")]
    public string? Text { get; set; }

    [
        BindProperty,
        Display(
            Name = "On which occasion",
            Description = "For example, a telephone call on 3 June; not who asked."
        )
    ]
    public string? Occasion { get; set; }

    [BindProperty(SupportsGet = true, Name = "number")]
    public long? About { get; set; }

    public IReadOnlyList<ToldToAll> Rows { get; private set; } = [];
    public bool MayAdd { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await tell.RunAsync(Reference, About, Text, Occasion, Stopped);
        return Done("Everybody can read it now.", $"/calls/{Reference}/told");
    }

    public async Task RedisplayAsync()
    {
        Call = await find.CallAsync(Reference, Stopped);
        MayAdd = EntryPermissions.MayModerate(actor, Call).Allowed;
        Rows = await db.Set<ToldToAll>()
            .AsNoTracking()
            .Where(t => t.CallId == Call.Id)
            .OrderByDescending(t => t.At)
            .ToListAsync(Stopped);
    }
}
