using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>What have I entered, and what have I begun?</summary>
public sealed class MineModel(OwnEntries own, Actor actor) : PageModel
{
    public IReadOnlyList<OwnEntry> Rows { get; private set; } = [];

    public async Task OnGetAsync() => Rows = await own.RunAsync(actor, HttpContext.RequestAborted);
}
