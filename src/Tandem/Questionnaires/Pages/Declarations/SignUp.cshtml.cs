using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Following;
using Tandem.Questionnaires.Declarations;
using Tandem.Web;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>Which firm, and where shall the link go with which its account is made?</summary>
[AllowAnonymous]
[EnableRateLimiting(FollowingRoom.FollowLimit)]
public sealed class SignUpModel(InviteFirm invite) : PageModel
{
    [BindProperty, Display(Name = "Registered name of the firm")]
    public string? Name { get; set; }

    [
        BindProperty,
        Display(
            Name = "Company or charity number (optional)",
            Description = "For example, 04827195. Buyers find you by it."
        )
    ]
    public string? Number { get; set; }

    [BindProperty, Display(Name = "Your e-mail address")]
    public string? Email { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        await invite.RunAsync(Name, Number, Email, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            "Check your e-mail: open the link that we have sent you. It is good for a week.";
        return Redirect("/declarations");
    }
}
