using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Market.Pages;
using Tandem.Web.Lists;

namespace Tandem.Calls.Pages;

/// <summary>What can I enter, and until when?</summary>
[AllowAnonymous]
public sealed class IndexModel(CallList list, Actor actor) : PageModel
{
    public ListView List { get; private set; } = null!;
    public IReadOnlyList<CallRow> Rows { get; private set; } = [];
    public bool MayMake => actor.Roles.Values.Any(r => r >= Role.Officer);

    /// <summary>The address of this list as data.</summary>
    public string As(string format) =>
        ListAddress.With($"/calls.{format}", Request, ("page", null));

    public async Task OnGetAsync()
    {
        (List, Rows) = await list.ShowAsync(Request);
        ListPages.Prepare(this, List);
    }
}
