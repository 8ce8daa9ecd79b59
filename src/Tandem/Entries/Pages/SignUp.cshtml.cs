using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Following;
using Tandem.Web;

namespace Tandem.Entries.Pages;

/// <summary>Where shall the link go with which an account is made?</summary>
[AllowAnonymous]
[EnableRateLimiting(FollowingRoom.FollowLimit)]
public sealed class SignUpModel(SignUpToEnter signUp) : PageModel
{
    [BindProperty, Display(Name = "Your e-mail address")]
    public string? Email { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Then { get; set; }

    public bool IsSent { get; private set; }

    public void OnGet() => ViewData[PageKeys.NoIndex] = true;

    public async Task OnPostAsync()
    {
        ViewData[PageKeys.NoIndex] = true;
        await signUp.RunAsync(Email, Then, HttpContext.RequestAborted);
        IsSent = true;
    }
}
