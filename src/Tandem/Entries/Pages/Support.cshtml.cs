using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>Support an entry, with an account or with an e-mail address. Only the button does it, so that programs which look at links in e-mails do not.</summary>
[AllowAnonymous]
[EnableRateLimiting(FollowingRoom.FollowLimit)]
public sealed class SupportModel(Actor actor, FindEntry find, SupportEntry support)
    : EntryPage(find, actor),
        IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "Your e-mail address",
            Description = "It is used to ask you to confirm, and is not kept."
        )
    ]
    public string? Email { get; set; }

    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    public bool IsSignedIn => Actor.IsSignedIn;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Token is not null)
        {
            await support.ConfirmAsync(Reference, Number, Token, Stopped);
            return Done("Thank you: your support counts.", Entry.Path);
        }
        if (!IsSignedIn)
        {
            await support.AskAsync(Reference, Number, Email, Stopped);
            return Done("Check your e-mail, and confirm with the link in it.", Entry.Path);
        }
        return Done(
            await support.ToggleAsync(Reference, Number, Stopped)
                ? "You support it."
                : "You no longer support it.",
            Entry.Path
        );
    }

    public Task RedisplayAsync() => LoadAsync();
}
