using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Identities.Pages;

/// <summary>Buyers as published, with the authority each was led to and why.</summary>
public sealed class BuyersModel(BuyerDirectory buyers, Actor actor) : PageModel
{
    private const int PageSize = 25;

    public static readonly IReadOnlyList<Choice> States =
    [
        new("open", "Not a known authority yet"),
        new("resolved", "Led to an authority"),
        new("corrected", "Decided by a person"),
    ];

    [FromQuery(Name = "q")]
    public string? Q { get; set; }

    [FromQuery(Name = "state")]
    public string? State { get; set; }

    public bool MayCorrect => PartyPermissions.CorrectBuyers(actor).Allowed;
    public int PageNumber { get; private set; } = 1;
    public int Total { get; private set; }
    public IReadOnlyList<BuyerRow> Rows { get; private set; } = [];

    public IReadOnlyList<PageLink> InForce =>
        [
            .. new[]
            {
                Q is { Length: > 0 }
                    ? new PageLink($"“{Q}”", ListAddress.Without(Request, "q", Q))
                    : null,
                States.FirstOrDefault(s => s.Value == State) is { } state
                    ? new PageLink(
                        state.Text,
                        ListAddress.With(Request, ("state", null), ("page", null))
                    )
                    : null,
            }.OfType<PageLink>(),
        ];

    public async Task OnGetAsync()
    {
        PageNumber = int.TryParse(Request.Query["page"], out var page)
            ? Math.Clamp(page, 1, 1_000_000)
            : 1;
        (Total, Rows) = await buyers.FindAsync(
            Q,
            State,
            (PageNumber - 1) * PageSize,
            PageSize,
            HttpContext.RequestAborted
        );
    }
}
