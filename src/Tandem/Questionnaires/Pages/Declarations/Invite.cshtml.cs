using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>Whom to invite to the firm, and what may they do?</summary>
public sealed class InviteModel(InviteColleague invite, FindFirm find, Actor actor)
    : PageModel,
        IRedisplay
{
    /// <summary>The roles in the words of a firm.</summary>
    public static readonly IReadOnlyList<Choice> Roles =
    [
        new(nameof(Role.Member), "Reads and answers with you, where you name them"),
        new(nameof(Role.Officer), "Answers, publishes, shares and applies for the firm"),
        new(nameof(Role.Administrator), "Also decides who belongs to the firm"),
    ];

    [FromRoute]
    public string Slug { get; set; } = "";

    [BindProperty, Display(Name = "Their e-mail address")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "What may they do?")]
    public Role Role { get; set; } = Role.Officer;

    public Organisation Firm { get; private set; } = null!;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await invite.RunAsync(Slug, Email, Role, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"An invitation is on its way to {Email}.";
        return Redirect($"/organisations/{Slug}/people");
    }

    public async Task RedisplayAsync()
    {
        Firm = await find.OwnAsync(Slug, HttpContext.RequestAborted);
        AccountPermissions.LookAfterPeople(actor, Firm).Permit();
    }
}
