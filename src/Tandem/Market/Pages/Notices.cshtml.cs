using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;

namespace Tandem.Market.Pages;

/// <summary>Which notices are there?</summary>
[AllowAnonymous]
public sealed class NoticesModel(NoticeList list) : PageModel
{
    public ListView List { get; private set; } = null!;
    public IReadOnlyList<NoticeRow> Rows { get; private set; } = [];

    public async Task OnGetAsync()
    {
        (List, Rows) = await list.ShowAsync(Request);
        ListPages.Prepare(this, List);
    }
}
