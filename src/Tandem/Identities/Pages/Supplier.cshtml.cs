using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Web;

namespace Tandem.Identities.Pages;

/// <summary>One supplier: names, numbers, contracts, and the records joined in it.</summary>
[AllowAnonymous]
public sealed class SupplierModel(
    SupplierDirectory suppliers,
    SupplierPapers papers,
    PartSuppliers part,
    Db db,
    Actor actor
) : PageModel
{
    /// <summary>How many contracts stand on the page; the list has all.</summary>
    public const int Shown = 20;

    public sealed record ContractLine(
        long Number,
        string Title,
        string Buyer,
        DateOnly? Ends,
        Money? Value
    );

    public SupplierPageFacts Facts { get; private set; } = null!;
    public IReadOnlyList<ContractLine> Contracts { get; private set; } = [];

    /// <summary>What the supplier can show, and this reader may read.</summary>
    public IReadOnlyList<SupplierPaper> Papers { get; private set; } = [];
    public bool MayDecide => PartyPermissions.DecideSuppliers(actor).Allowed;

    public async Task<IActionResult> OnGetAsync(string identity)
    {
        if (await suppliers.FindAsync(identity, HttpContext.RequestAborted) is not { } found)
        {
            throw new Refusal("There is no such supplier", kind: RefusalKind.NotFound);
        }
        Facts = found;
        if (identity != found.Supplier.Id.ToString() && Guid.TryParse(identity, out _))
        {
            // Joined into another, or the id written another way.
            return Redirect(found.Supplier.Path);
        }
        var records = found.Records.Select(r => new Id<Supplier>(r.Id)).ToList();
        var of = db.Set<ContractSupplier>()
            .Where(p => EF.Parameter(records).Contains(p.SupplierId))
            .Select(p => p.ContractId);
        var rows = await db.Set<Contract>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c => of.Contains(c.Id))
            .Join(db.Set<Buyer>(), c => c.BuyerId, b => b.Id, (c, b) => new { c, Buyer = b.Name })
            .OrderByDescending(r => r.c.EndDate)
            .ThenByDescending(r => r.c.Number)
            .Take(Shown)
            .ToListAsync(HttpContext.RequestAborted);
        Contracts = rows.ConvertAll(r => new ContractLine(
            r.c.Number,
            r.c.Title,
            r.Buyer,
            r.c.EndDate,
            r.c.Value
        ));
        Papers =
        [
            .. (await papers.OfAsync([found.Supplier.Id], HttpContext.RequestAborted))[
                found.Supplier.Id
            ],
        ];
        return Page();
    }

    public async Task<IActionResult> OnPostPartAsync(string identity, Guid supplier)
    {
        var id = new Id<Supplier>(supplier);
        PartyPermissions.DecideSuppliers(actor).Permit();
        if (
            await suppliers.FindAsync(identity, HttpContext.RequestAborted) is not { } found
            || found.Records.All(r => r.Id != supplier)
        )
        {
            throw new Refusal("There is no such supplier", kind: RefusalKind.NotFound);
        }
        TempData[PageKeys.Done] = await part.RunAsync(id, null, HttpContext.RequestAborted)
            ? "Parted. The record stands for itself again."
            : "It was parted already.";
        return Redirect($"/suppliers/{identity}");
    }
}
