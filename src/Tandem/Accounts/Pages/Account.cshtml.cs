using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Web;

namespace Tandem.Accounts.Pages;

/// <summary>One's own account: where one belongs, and the password.</summary>
public sealed class AccountModel(CurrentActor current, ChangePassword changePassword) : PageModel
{
    [
        BindProperty,
        Required(ErrorMessage = "Enter your present password"),
        Display(Name = "Present password")
    ]
    public string Present { get; set; } = "";

    [
        BindProperty,
        Required(ErrorMessage = "Enter a new password"),
        Display(
            Name = "New password",
            Description = "At least 12 characters. Three random words are good."
        )
    ]
    public string Password { get; set; } = "";

    public CurrentActor Current { get; } = current;

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }
        await changePassword.RunAsync(
            Present,
            Password,
            Current.SessionId,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] =
            "Your password has been changed, and you have been signed out everywhere else.";
        return RedirectToPage();
    }
}
