using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Entries.Pages;

/// <summary>Who takes up this invitation? Only the button does, so that programs which look at links in e-mails do not.</summary>
[AllowAnonymous]
[EnableRateLimiting(AccountsRoom.SignInLimit)]
public sealed class JoinModel(Db db, Actor actor, EntryLinks links, JoinEntry join, SignIn signIn)
    : PageModel,
        IRedisplay
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    [BindProperty, Display(Name = "Your name")]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "Choose a password", Description = "At least 12 characters.")]
    public string? Password { get; set; }

    /// <summary>What the link stands for; null for one that is not good any more.</summary>
    public EntryInvitation? Invitation { get; private set; }

    /// <summary>Nobody has an account with the address yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Somebody has, and it is not who is signed in.</summary>
    public bool MustSignIn { get; private set; }

    public string SignInHref =>
        $"/sign-in?returnTo={Uri.EscapeDataString($"/entries/join?t={Token}")}";

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Invitation is null || MustSignIn)
        {
            return Page();
        }
        var person = await join.RunAsync(Token, Name, Password, HttpContext.RequestAborted);
        if (IsNew)
        {
            var session = await signIn.RunAsync(
                person.Email,
                Password!,
                HttpContext.RequestAborted
            );
            await HttpContext.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme,
                CurrentActor.PrincipalOf(session)
            );
        }
        TempData[PageKeys.Done] = Invitation.Entry is null
            ? "You have an account now."
            : "You work on this now.";
        return LocalRedirect(Invitation.Then);
    }

    public async Task RedisplayAsync()
    {
        ViewData[PageKeys.NoIndex] = true;
        Invitation = links.Read(Token);
        if (Invitation is { Email: var address })
        {
            var known = await db.Set<Person>()
                .Where(p => p.Email == address)
                .Select(p => (Id<Person>?)p.Id)
                .SingleOrDefaultAsync(HttpContext.RequestAborted);
            (IsNew, MustSignIn) = (
                known is null,
                known is not null && known.Value.Value != actor.PersonId
            );
        }
    }
}
