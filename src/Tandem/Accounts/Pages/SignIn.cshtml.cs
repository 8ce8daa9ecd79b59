using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts.Pages;

[AllowAnonymous]
[EnableRateLimiting(AccountsRoom.SignInLimit)]
public sealed class SignInModel(SignIn signIn, Db db, Settings settings) : PageModel, IRedisplay
{
    /// <summary>Somebody of the demo network, offered on the page in demo mode.</summary>
    public sealed record DemoPerson(string Name, string Email);

    [
        BindProperty,
        Required(ErrorMessage = "Enter your e-mail address"),
        Display(Name = "E-mail address")
    ]
    public string Email { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Enter your password")]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnTo { get; set; }

    public IReadOnlyList<DemoPerson> DemoPeople { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync() =>
        DemoPeople = settings.Demo
            ? await db.Set<Person>()
                .Where(p => p.IsDemo)
                .OrderBy(p => p.CreatedAt)
                .Select(p => new DemoPerson(p.Name, p.Email))
                .ToListAsync()
            : [];

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            await RedisplayAsync();
            return Page();
        }
        var session = await signIn.RunAsync(Email, Password, HttpContext.RequestAborted);
        await HttpContext.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            CurrentActor.PrincipalOf(session)
        );
        return LocalRedirect(Url.IsLocalUrl(ReturnTo) ? ReturnTo! : "/work");
    }
}
