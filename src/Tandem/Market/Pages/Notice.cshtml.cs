using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts;
using Tandem.Kernel.Search;

namespace Tandem.Market.Pages;

/// <summary>What does this notice say?</summary>
[AllowAnonymous]
public sealed class NoticePageModel(
    RecordDetails details,
    ContractList contracts,
    TimeProvider clock
) : PageModel
{
    public NoticeDetail Detail { get; private set; } = null!;
    public NoticeRow Notice => Detail.Notice;
    public string Standing { get; private set; } = "";

    /// <summary>Contracts of the same buyer in the same class of purchase.</summary>
    public IReadOnlyList<ContractRow> Related { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (await details.NoticeAsync(reference, HttpContext.RequestAborted) is not { } detail)
        {
            return NotFound();
        }
        Detail = detail;
        Standing = NoticeWords.Standing(Notice, clock.GetUtcNow().UtcDateTime);
        Related = await RelatedContracts.OfAsync(
            contracts,
            Notice.Buyer.Place,
            Notice.Cpv,
            [.. detail.Contracts.Select(c => c.Reference)],
            HttpContext.RequestAborted
        );
        return Page();
    }
}

/// <summary>Other contracts of a buyer for the same class of purchase, those that end last first.</summary>
internal static class RelatedContracts
{
    private const int Shown = 5;

    public static async Task<IReadOnlyList<ContractRow>> OfAsync(
        ContractList list,
        string buyer,
        IReadOnlyList<Tandem.Contracts.Lists.CpvPart> codes,
        IReadOnlyCollection<string> without,
        CancellationToken cancellation
    )
    {
        if (codes is not [var main, ..])
        {
            return [];
        }
        var found = await list.FindAsync(
            new SearchQuery
            {
                Facets = new Dictionary<string, IReadOnlyCollection<string>>
                {
                    ["buyer"] = [buyer],
                    ["cpv"] = [main.Code[..4].TrimEnd('0').PadRight(2, '0')],
                },
                SortBy = "latest",
                Descending = true,
                Take = Shown + without.Count,
            },
            cancellation
        );
        var rows = await list.RowsAsync(found.Hits);
        return [.. rows.Where(r => !without.Contains(r.Reference)).Take(Shown)];
    }
}
