using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Web;

namespace Tandem.Identities.Pages;

/// <summary>What has been decided about suppliers: by whom, when and why, each to be undone.</summary>
public sealed class DecidedModel(DuplicateList duplicates, UndoDecision undo, Actor actor)
    : PageModel,
        IRedisplay
{
    private const int PageSize = 25;

    public bool MayDecide => PartyPermissions.DecideSuppliers(actor).Allowed;
    public int PageNumber { get; private set; } = 1;
    public int Total { get; private set; }
    public IReadOnlyList<DecidedRow> Rows { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        PageNumber = int.TryParse(Request.Query["page"], out var page)
            ? Math.Clamp(page, 1, 1_000_000)
            : 1;
        (Total, Rows) = await duplicates.DecidedAsync(
            (PageNumber - 1) * PageSize,
            PageSize,
            HttpContext.RequestAborted
        );
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid act)
    {
        TempData[PageKeys.Done] = await undo.RunAsync(act, HttpContext.RequestAborted)
            ? "Undone."
            : "This was undone already.";
        return RedirectToPage();
    }
}
