using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts.Pages;

/// <summary>One's own keys for programs.</summary>
public sealed class KeysModel(Db db, Actor actor, MakeApiKey make) : PageModel, IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "What is the key for?",
            Description = "So that you know it again, for example: spend dashboard."
        )
    ]
    public string? Name { get; set; }

    [
        BindProperty,
        Display(
            Name = "Last day of the key (optional)",
            Description = "After this day it reads nothing. For example, 31 3 2027."
        )
    ]
    public DateOnly? EndsOn { get; set; }

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>The key that was just made: shown this once.</summary>
    public string? Secret { get; private set; }

    public string Site => $"{Request.Scheme}://{Request.Host}";

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            await RedisplayAsync();
            return Page();
        }
        Secret = await make.RunAsync(Name, EndsOn, HttpContext.RequestAborted);
        Response.Headers.CacheControl = "no-store";
        ModelState.Clear();
        (Name, EndsOn) = (null, null);
        await RedisplayAsync();
        return Page();
    }

    public async Task RedisplayAsync() =>
        Keys = await db.Set<ApiKey>()
            .AsNoTracking()
            .Where(k => k.PersonId == new Id<Person>(actor.PersonId!.Value))
            .OrderByDescending(k => k.CreatedAt)
            .ToListAsync(HttpContext.RequestAborted);

    /// <summary>Colour and words of how a key stands.</summary>
    public (string Colour, string Words) State(ApiKey key) =>
        key.RevokedAt is not null ? ("grey", "Revoked")
        : key.IsLive(db.Now()) ? ("green", "In use")
        : ("grey", "Ended");
}
