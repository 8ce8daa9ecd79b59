using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Following.Pages;

/// <summary>Did I ask for this? Only the button confirms, so that programs which look at links in e-mails do not.</summary>
[AllowAnonymous]
public sealed class ConfirmFollowModel(Db db, ConfirmFollow confirm, FollowLinks links) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string Token { get; set; } = "";

    /// <summary>What is to be confirmed; null for a link that is not good any more.</summary>
    public Follow? Follow { get; private set; }

    public async Task OnGetAsync()
    {
        var id = links.ReadConfirm(Token);
        Follow = await db.Set<Follow>()
            .AsNoTracking()
            .SingleOrDefaultAsync(f => f.Id == id && f.EndedAt == null);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (links.ReadConfirm(Token) is not { } id)
        {
            return Page();
        }
        var follow = await confirm.RunAsync(id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"You follow {follow.Title}.";
        return LocalRedirect(links.Manage(follow.Recipient));
    }
}
