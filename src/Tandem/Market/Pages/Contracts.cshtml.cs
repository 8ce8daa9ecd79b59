using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts;
using Tandem.Contracts.Lists;

namespace Tandem.Market.Pages;

/// <summary>Which contracts are there?</summary>
[AllowAnonymous]
public sealed class ContractsModel(ContractList list) : PageModel
{
    public ListView List { get; private set; } = null!;
    public IReadOnlyList<ContractRow> Rows { get; private set; } = [];

    public async Task OnGetAsync()
    {
        (List, Rows) = await list.ShowAsync(Request);
        ListPages.Prepare(this, List);
    }
}
