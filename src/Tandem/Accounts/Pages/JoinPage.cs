using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Accounts.Pages;

/// <summary>Somebody took up an invitation.</summary>
/// <param name="Done">What is said of it.</param>
/// <param name="Then">Where it leads, from the root.</param>
public sealed record Joined(Person Person, string Done, string Then);

/// <summary>
/// Where an invitation is taken up. Only the button does it, so that programs which look at links in e-mails do not. A new person chooses name and password and is signed in; a known one has signed in.
/// </summary>
public abstract class JoinPage<T>(Db db, Actor actor, InvitationLinks<T> links, SignIn signIn)
    : PageModel,
        IRedisplay
    where T : class, IInvitation
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    [BindProperty, Display(Name = "Your name")]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "Choose a password", Description = "At least 12 characters.")]
    public string? Password { get; set; }

    /// <summary>What the link stands for; null for one that is not good any more.</summary>
    public T? Invitation { get; private set; }

    /// <summary>Nobody has an account with the address yet.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Somebody has, and it is not who is signed in.</summary>
    public bool MustSignIn { get; private set; }

    public string SignInHref => $"/sign-in?returnTo={Uri.EscapeDataString($"{T.Page}?t={Token}")}";

    /// <summary>Takes up what the link stands for.</summary>
    protected abstract Task<Joined> TakeUpAsync(T invitation, CancellationToken cancellation);

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (Invitation is null || MustSignIn)
        {
            return Page();
        }
        var joined = await TakeUpAsync(Invitation, HttpContext.RequestAborted);
        if (IsNew)
        {
            var session = await signIn.RunAsync(
                joined.Person.Email,
                Password!,
                HttpContext.RequestAborted
            );
            await HttpContext.SignInAsync(
                CookieAuthenticationDefaults.AuthenticationScheme,
                CurrentActor.PrincipalOf(session)
            );
        }
        TempData[PageKeys.Done] = joined.Done;
        return LocalRedirect(joined.Then);
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
