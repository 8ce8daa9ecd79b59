using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Following.Pages;

/// <summary>What do I follow with this address? For whoever has no account, by the signed link of their e-mails.</summary>
[AllowAnonymous]
public sealed class ManageFollowsModel(Db db, ChangeFollow change, EndFollow end, FollowLinks links)
    : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string Token { get; set; } = "";

    public FollowedThings Things { get; private set; } = null!;

    /// <summary>The address, as a person reads it.</summary>
    public string Address { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (links.ReadManage(Token) is not { } recipient)
        {
            return NotFound();
        }
        Address = recipient[(recipient.IndexOf(':') + 1)..];
        Things = new(
            await FollowedThings.ReadAsync(db, recipient),
            FollowPageModel.ByMail,
            "/follow/manage",
            Token
        );
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Id<Follow> follow, Frequency often, string act)
    {
        if (links.ReadManage(Token) is not { } recipient)
        {
            return NotFound();
        }
        if (act == "stop")
        {
            await end.RunAsync(follow.ToString(), recipient, HttpContext.RequestAborted);
        }
        else
        {
            await change.RunAsync(recipient, follow, often, HttpContext.RequestAborted);
        }
        TempData[PageKeys.Done] =
            act == "stop" ? "You have stopped following it." : "Your choice has been saved.";
        return LocalRedirect(links.Manage(recipient));
    }
}
