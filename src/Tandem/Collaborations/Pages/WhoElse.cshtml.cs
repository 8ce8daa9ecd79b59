using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web.Charts;

namespace Tandem.Collaborations.Pages;

/// <summary>Who else buys this?</summary>
[AllowAnonymous]
public sealed class WhoElseModel(WhoElse whoElse, TimeProvider clock) : PageModel
{
    public KnownPurchase Asked { get; private set; } = null!;
    public IReadOnlyList<NearAnswer> Nearest { get; private set; } = [];
    public DateOnly Today => clock.Today();

    public IReadOnlyList<TimelineRow> Rows =>
        [RowOf(Asked), .. Nearest.Select(n => RowOf(n.Known))];

    public IReadOnlyList<MapPoint> Points =>
        [
            .. Nearest
                .Select(n => n.Known.Purchase)
                .Prepend(Asked.Purchase)
                .Where(p => p is { Latitude: not null, Longitude: not null })
                .DistinctBy(p => p.AuthorityCode)
                .Select(p => new MapPoint(
                    p.AuthorityName,
                    new Place(p.Latitude!.Value, p.Longitude!.Value)
                )),
        ];

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (
            await whoElse.AskAsync(reference, HttpContext.RequestAborted)
            is not var (asked, nearest)
        )
        {
            return NotFound();
        }
        (Asked, Nearest) = (asked, nearest);
        return Page();
    }

    private static TimelineRow RowOf(KnownPurchase known) =>
        new(
            known.Purchase.AuthorityName + (known.Assumed is null ? "" : " (end assumed)"),
            known.Start,
            known.End
                ?? (
                    known.Purchase.Kind != PurchaseKind.ContractEnding
                        ? known.Purchase.Window.Expected
                        : null
                ),
            known.ExtendedTo,
            known.Path,
            known.Assumed is null
                ? null
                : [new TimelineMark(known.Purchase.Window.Expected, "Assumed end")]
        );
}
