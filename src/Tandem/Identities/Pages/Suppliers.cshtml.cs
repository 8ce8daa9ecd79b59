using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Identities.Pages;

/// <summary>Suppliers of the contracts the reader may see.</summary>
[AllowAnonymous]
public sealed class SuppliersModel(SupplierDirectory suppliers, SupplierPapers papers) : PageModel
{
    private const int PageSize = 25;

    [FromQuery(Name = "q")]
    public string? Q { get; set; }

    [FromQuery(Name = "sort")]
    public string? Sort { get; set; }

    public int PageNumber { get; private set; } = 1;
    public int Total { get; private set; }
    public IReadOnlyList<SupplierRow> Rows { get; private set; } = [];

    /// <summary>What each of them can show.</summary>
    public ILookup<Guid, SupplierPaper> Papers { get; private set; } =
        Array.Empty<(Guid Id, SupplierPaper Paper)>().ToLookup(p => p.Id, p => p.Paper);

    public IReadOnlyList<PageLink> InForce =>
        Q is { Length: > 0 } ? [new($"“{Q}”", ListAddress.Without(Request, "q", Q))] : [];

    public async Task OnGetAsync()
    {
        Sort = SupplierDirectory.Orders.Any(o => o.Value == Sort) ? Sort : "name";
        PageNumber = int.TryParse(Request.Query["page"], out var page)
            ? Math.Clamp(page, 1, 1_000_000)
            : 1;
        (Total, Rows) = await suppliers.FindAsync(
            Q,
            Sort,
            (PageNumber - 1) * PageSize,
            PageSize,
            HttpContext.RequestAborted
        );
        Papers = await papers.OfAsync(Rows.Select(r => r.Id), HttpContext.RequestAborted);
    }
}
