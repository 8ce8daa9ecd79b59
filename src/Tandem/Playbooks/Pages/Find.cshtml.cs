using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Market.Pages;
using Tandem.Playbooks.Reading;
using Tandem.Web.Lists;

namespace Tandem.Playbooks.Pages;

/// <summary>Which page of which playbook helps with this?</summary>
[AllowAnonymous]
public sealed class FindModel(PlaybookPageList list) : PageModel
{
    public ListView List { get; private set; } = null!;
    public IReadOnlyList<PlaybookPageRow> Rows { get; private set; } = [];

    /// <summary>The address of this list as data.</summary>
    public string As(string format) =>
        ListAddress.With($"/playbooks/pages.{format}", Request, ("page", null));

    public async Task OnGetAsync()
    {
        (List, Rows) = await list.ShowAsync(Request);
        ListPages.Prepare(this, List);
    }
}
