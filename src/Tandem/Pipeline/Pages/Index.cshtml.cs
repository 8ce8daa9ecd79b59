using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Market.Pages;

namespace Tandem.Pipeline.Pages;

/// <summary>What is coming?</summary>
[AllowAnonymous]
public sealed class IndexModel(PipelineList list, Actor actor) : PageModel
{
    public ListView List { get; private set; } = null!;
    public IReadOnlyList<PipelineRow> Rows { get; private set; } = [];
    public bool MayAdd => actor.Roles.Values.Any(r => r >= Role.Officer);

    public async Task OnGetAsync()
    {
        (List, Rows) = await list.ShowAsync(Request);
        ListPages.Prepare(this, List);
    }
}
