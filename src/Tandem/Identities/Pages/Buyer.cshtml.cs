using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Identities.Pages;

/// <summary>A steward says which authority a buyer is.</summary>
public sealed class BuyerModel(BuyerDirectory buyers, CorrectBuyer correct, Actor actor)
    : PageModel,
        IRedisplay
{
    [FromRoute]
    public Id<Buyer> Id { get; set; }

    [BindProperty, Display(Name = "Authority")]
    public string? Authority { get; set; }

    [
        BindProperty,
        Display(Name = "Reason", Description = "Optional. Shown beside the buyer."),
        StringLength(500)
    ]
    public string? Reason { get; set; }

    public BuyerRow Buyer { get; private set; } = null!;
    public bool MayCorrect => PartyPermissions.CorrectBuyers(actor).Allowed;

    public IEnumerable<Choice> Authorities =>
        buyers.Authorities.Select(a => new Choice(
            a.Code,
            $"{a.Name}{(a.IsAbolished ? ", abolished" : "")} ({a.Code})"
        ));

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Authority = Buyer.Authority?.Code;
    }

    public async Task RedisplayAsync() =>
        Buyer =
            await buyers.FindAsync(Id, HttpContext.RequestAborted)
            ?? throw new Refusal("There is no such buyer", kind: RefusalKind.NotFound);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            await RedisplayAsync();
            return Page();
        }
        var buyer = await correct.RunAsync(Id, Authority, Reason, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = buyer.AuthorityCode is null
            ? $"{buyer.Name} is now no known authority. Its notices and contracts follow."
            : $"{buyer.Name} is now led to {buyer.AuthorityCode}. Its notices and contracts follow.";
        return Redirect("/buyers");
    }
}
