using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;

namespace Tandem.Collaborations.Pages;

/// <summary>Why could these buy together, when, and is it for us?</summary>
[AllowAnonymous]
public sealed class OpportunityModel(
    Db db,
    CurrentActor current,
    OrganisationBuyers buyers,
    Authorities authorities,
    RefreshOpportunities refresh,
    SetAsideOpportunity setAside,
    PutBackOpportunity putBack,
    ReadWillingness willingness
) : PageModel, IRedisplay
{
    /// <summary>What one of the person's own organisations, which is in it, has said and may say.</summary>
    /// <param name="MayAsk">Whether the person may ask the others for it.</param>
    public sealed record OwnWord(
        Organisation Organisation,
        SetAside? Aside,
        bool MayAct,
        string? WhyNot,
        Verdict MayAsk
    );

    public FoundOpportunity Found { get; private set; } = null!;
    public DateTime FirstFoundAt { get; private set; }
    public DateTime ComputedAt { get; private set; }
    public IReadOnlyList<OwnWord> Own { get; private set; } = [];
    public IReadOnlyList<SaidWillingness> Willing { get; private set; } = [];
    public UnderWay UnderWay { get; private set; } = new([], []);
    public IReadOnlyList<Place> Context { get; private set; } = [];
    public bool IsSignedIn => current.Value.IsSignedIn;
    public DateOnly Today => refresh.Today;

    [
        BindProperty,
        Display(
            Name = "Why is this not for you?",
            Description = "Only members of your organisation see this."
        )
    ]
    public string? Reason { get; set; }

    [BindProperty]
    public Id<Organisation> Organisation { get; set; }

    public IReadOnlyList<MapPoint> Points =>
        [
            .. Found
                .Purchases.Where(p => p is { Latitude: not null, Longitude: not null })
                .DistinctBy(p => p.AuthorityCode)
                .OrderBy(p => p.AuthorityName, StringComparer.Ordinal)
                .Select(p => new MapPoint(
                    p.AuthorityName,
                    new Place(p.Latitude!.Value, p.Longitude!.Value)
                )),
        ];

    /// <summary>The contract in force, or, where its days are not stated, the window in which it is expected to be bought again.</summary>
    public IReadOnlyList<TimelineRow> Rows =>
        [
            .. Found.Purchases.Select(p => new TimelineRow(
                p.AuthorityName,
                p.Kind == PurchaseKind.ContractEnding ? p.Start : p.Earliest,
                p.End ?? p.Latest,
                p.ExtendedTo,
                p.Path,
                [
                    new TimelineMark(
                        p.Expected,
                        p.Assumed is null ? "Expected to be bought again" : "Assumed end"
                    ),
                ]
            )),
        ];

    public IReadOnlyList<Bar> Parts =>
        [
            .. Found.Parts.Select(p => new Bar(
                p.Name,
                p.Points / p.Most,
                $"{p.Points.ToString("0.#", Words.Culture)} of {p.Most.ToString("0", Words.Culture)}"
            )),
        ];

    public async Task<IActionResult> OnGetAsync(string key)
    {
        if (!await LoadAsync(key))
        {
            return NotFound();
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsideAsync(string key)
    {
        await setAside.RunAsync(key, Organisation, Reason, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            "Set aside. It stays out of your list until somebody puts it back.";
        return Redirect($"/opportunities/{key}");
    }

    public async Task<IActionResult> OnPostBackAsync(string key)
    {
        await putBack.RunAsync(key, Organisation, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Put back into your list.";
        return Redirect($"/opportunities/{key}");
    }

    public Task RedisplayAsync() => LoadAsync((string)RouteData.Values["key"]!);

    private async Task<bool> LoadAsync(string key)
    {
        var cancellation = HttpContext.RequestAborted;
        var kept = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Shown(db)
            .SingleOrDefaultAsync(o => o.Key == key, cancellation);
        if (kept is null)
        {
            return false;
        }
        (Found, FirstFoundAt, ComputedAt) = (kept.Found(), kept.FirstFoundAt, kept.ComputedAt);
        var ids = current.Organisations.Select(o => o.Id).ToList();
        var aside = await db.Set<SetAside>()
            .AsNoTracking()
            .Where(s => s.OpportunityKey == key && ids.Contains(s.OrganisationId))
            .ToListAsync(cancellation);
        Own =
        [
            .. current
                .Organisations.Where(o => buyers.IsIn(Found, o))
                .Select(o =>
                {
                    var verdict = OpportunityPermissions.MaySetAside(current.Value, o, true);
                    return new OwnWord(
                        o,
                        aside.Find(s => s.OrganisationId == o.Id),
                        verdict.Allowed,
                        verdict.Reason,
                        InterestPermissions.MayAsk(current.Value, o, concerned: true)
                    );
                }),
        ];
        UnderWay = await UnderWay.ReadAsync(
            db,
            current.Value,
            StartingKind.Opportunity,
            key,
            cancellation
        );
        Willing = await willingness.RunAsync(Found, Own.Count > 0, UnderWay, cancellation);
        var inIt = Found.Purchases.Select(p => p.AuthorityCode).ToHashSet(StringComparer.Ordinal);
        var regions = Found
            .Purchases.Select(p => p.Region)
            .Where(r => r.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
        Context =
        [
            .. authorities
                .All.Where(a =>
                    regions.Contains(a.Region) && !a.IsAbolished && !inIt.Contains(a.Code)
                )
                .Select(authorities.PlaceOf)
                .OfType<(double Latitude, double Longitude)>()
                .Select(p => new Place(p.Latitude, p.Longitude)),
        ];
        return true;
    }
}
