using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>Register a firm: one's own, or for somebody who has no account yet.</summary>
public sealed class RegisterModel(RegisterFirm register, InviteFirm invite, Actor actor) : PageModel
{
    [BindProperty, Display(Name = "Registered name of the firm")]
    public string? Name { get; set; }

    [
        BindProperty,
        Display(
            Name = "Company or charity number (optional)",
            Description = "For example, 04827195."
        )
    ]
    public string? Number { get; set; }

    [BindProperty, Display(Name = "Who is it for?")]
    public string? For { get; set; }

    [BindProperty, Display(Name = "Name")]
    public string? PersonName { get; set; }

    [BindProperty, Display(Name = "E-mail address")]
    public string? Email { get; set; }

    [
        BindProperty,
        Display(
            Name = "First password",
            Description = "At least 12 characters. The person changes it after signing in."
        )
    ]
    public string? Password { get; set; }

    public bool MayInvite => DeclarationPermissions.InviteFirm(actor).Allowed;

    public IReadOnlyList<Choice> Whose { get; } =
    [new("other", "Somebody of the firm"), new("self", "Me: I speak for the firm")];

    public void OnGet() => For = "other";

    public async Task<IActionResult> OnPostAsync()
    {
        if (MayInvite && For != "self" && string.IsNullOrEmpty(Password))
        {
            await invite.RunAsync(Name, Number, Email, HttpContext.RequestAborted);
            TempData[PageKeys.Done] = $"A link for {Name} is on its way to {Email}.";
            return Redirect("/declarations");
        }
        var firm = await register.RunAsync(
            Name,
            Number,
            MayInvite && For != "self" ? new(Email ?? "", PersonName ?? "", Password ?? "") : null,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = $"{firm.Name} is registered.";
        return Redirect(
            actor.Firms.Count > 0 || For == "self" || !MayInvite
                ? $"/declarations/{firm.Slug}"
                : "/declarations"
        );
    }
}
