using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Accounts.Pages;

/// <summary>Asks before a key is revoked: it cannot be undone.</summary>
public sealed class RevokeKeyModel(Db db, Actor actor, RevokeApiKey revoke) : PageModel
{
    public ApiKey Key { get; private set; } = null!;

    public async Task OnGetAsync(Id<ApiKey> id) =>
        Key = await FindApiKey.OfAsync(
            db.Set<ApiKey>().AsNoTracking(),
            actor,
            id,
            HttpContext.RequestAborted
        );

    public async Task<IActionResult> OnPostAsync(Id<ApiKey> id)
    {
        var key = await revoke.RunAsync(id, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"The key “{key.Name}” has been revoked and reads nothing more.";
        return Redirect("/account/keys");
    }
}
