using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts;
using Tandem.Kernel.Search;
using Tandem.Web;

namespace Tandem.Market.Pages;

/// <summary>Where does what I am thinking of appear?</summary>
[AllowAnonymous]
public sealed class SearchModel(NoticeList notices, ContractList contracts) : PageModel
{
    private const int Shown = 5;

    /// <summary>What was typed.</summary>
    public string Typed { get; private set; } = "";
    public SearchResult? Notices { get; private set; }
    public SearchResult? Contracts { get; private set; }
    public IReadOnlyList<NoticeRow> NoticeRows { get; private set; } = [];
    public IReadOnlyList<ContractRow> ContractRows { get; private set; } = [];

    /// <summary>The nearest known spelling, where nothing was found at all.</summary>
    public string? Suggestion =>
        Notices is { Total: 0 } && Contracts is { Total: 0 }
            ? Notices.Suggestion ?? Contracts.Suggestion
            : null;

    public async Task OnGetAsync([FromQuery(Name = "q")] string? typed)
    {
        ViewData[PageKeys.NoIndex] = true;
        Typed = (typed ?? "").Trim();
        if (Typed.Length > QueryWords.LongestText)
        {
            Typed = Typed[..QueryWords.LongestText];
        }
        if (Typed.Length == 0)
        {
            return;
        }
        var query = new SearchQuery { Words = Typed, Take = Shown };
        Notices = await notices.FindAsync(query, HttpContext.RequestAborted);
        Contracts = await contracts.FindAsync(query, HttpContext.RequestAborted);
        NoticeRows = await notices.RowsAsync(Notices.Hits);
        ContractRows = await contracts.RowsAsync(Contracts.Hits);
    }
}
