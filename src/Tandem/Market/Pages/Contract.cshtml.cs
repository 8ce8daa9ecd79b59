using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts;
using Tandem.Kernel;

namespace Tandem.Market.Pages;

/// <summary>What is this contract, and until when does it run?</summary>
[AllowAnonymous]
public sealed class ContractPageModel(
    RecordDetails details,
    ContractList contracts,
    TimeProvider clock
) : PageModel
{
    public ContractDetail Detail { get; private set; } = null!;
    public ContractRow Contract => Detail.Contract;
    public string Standing { get; private set; } = "";

    /// <summary>Contracts of the same buyer in the same class of purchase.</summary>
    public IReadOnlyList<ContractRow> Related { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (await details.ContractAsync(reference, HttpContext.RequestAborted) is not { } detail)
        {
            return NotFound();
        }
        Detail = detail;
        Standing = ContractWords.Standing(Contract, clock.Today());
        Related = await RelatedContracts.OfAsync(
            contracts,
            Contract.Buyer.Place,
            Contract.Cpv,
            [Contract.Reference],
            HttpContext.RequestAborted
        );
        return Page();
    }
}
