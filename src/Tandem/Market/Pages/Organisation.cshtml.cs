using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;
using Tandem.Web.Charts;

namespace Tandem.Market.Pages;

/// <summary>What does this body buy, and what of it ends soon? By the slug of an organisation here, the code of an authority, or a buyer's own id.</summary>
[AllowAnonymous]
public sealed class OrganisationPageModel(
    Db db,
    Actor actor,
    KnownAuthorities authorities,
    ContractList contracts,
    NoticeList notices,
    IEnumerable<IOrganisationLists> rooms,
    TimeProvider clock
) : PageModel
{
    private const int Shown = 10;

    public string Name { get; private set; } = "";
    public Authority? Authority { get; private set; }

    /// <summary>The organisation here, where it is one.</summary>
    public Id<Organisation>? Organisation { get; private set; }

    /// <summary>Its place in addresses, where it is one.</summary>
    public string? Slug { get; private set; }

    /// <summary>The reader belongs to it, and may see what it keeps to itself.</summary>
    public bool IsMember => Organisation is { } own && actor.Has(own.Value, Role.Member);

    /// <summary>The key of the buyer filter.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Contracts that end from today on, the first to end first.</summary>
    public IReadOnlyList<ContractRow> Ending { get; private set; } = [];
    public IReadOnlyList<NoticeRow> Latest { get; private set; } = [];
    public int ContractCount { get; private set; }
    public int EndingCount { get; private set; }
    public int NoticeCount { get; private set; }

    /// <summary>What later rooms list of an organisation here.</summary>
    public IReadOnlyList<OrganisationList> Lists { get; private set; } = [];
    public IReadOnlyList<MapPoint> Points { get; private set; } = [];

    /// <summary>Other authorities of the nation, which give the map its shape.</summary>
    public IReadOnlyList<Place> Around { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string place)
    {
        if (!await FindAsync(place))
        {
            return NotFound();
        }
        var today = clock.Today().DayNumber;
        var own = new SearchQuery
        {
            Facets = new Dictionary<string, IReadOnlyCollection<string>> { ["buyer"] = [Key] },
            Take = Shown,
        };
        var stopped = HttpContext.RequestAborted;
        var ending = await contracts.FindAsync(
            own with
            {
                Ranges = new Dictionary<string, (long?, long?)> { ["end"] = (today, null) },
                SortBy = "end",
            },
            stopped
        );
        var latest = await notices.FindAsync(
            own with
            {
                SortBy = "published",
                Descending = true,
            },
            stopped
        );
        (EndingCount, NoticeCount) = (ending.Total, latest.Total);
        ContractCount = (await contracts.FindAsync(own with { Take = 0 }, stopped)).Total;
        Ending = await contracts.RowsAsync(ending.Hits);
        Latest = await notices.RowsAsync(latest.Hits);
        await ListAsync(stopped);
        Draw();
        return Page();
    }

    private async Task<bool> FindAsync(string place)
    {
        var all = authorities.Current;
        if (
            place.StartsWith("b-", StringComparison.Ordinal)
            && Id<Buyer>.TryParse(place[2..], null, out var id)
        )
        {
            Key = place;
            Name =
                await db.Set<Buyer>()
                    .Where(b => b.Id == id)
                    .Select(b => b.Name)
                    .SingleOrDefaultAsync()
                ?? "";
            return Name.Length > 0;
        }
        var organisation = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => o.Slug == place || o.AuthorityCode == place)
            .OrderBy(o => o.Id)
            .FirstOrDefaultAsync();
        (Organisation, Slug) = (organisation?.Id, organisation?.Slug);
        Authority = all.ByCode(organisation?.AuthorityCode ?? place);
        Name = organisation?.Name ?? Authority?.Name ?? "";
        Key = Authority?.Code ?? "\0";
        return Name.Length > 0;
    }

    private async Task ListAsync(CancellationToken cancellation)
    {
        if (Organisation is not { } id)
        {
            return;
        }
        var here = await db.Set<Organisation>()
            .AsNoTracking()
            .SingleAsync(o => o.Id == id, cancellation);
        var lists = new List<OrganisationList>();
        foreach (var room in rooms)
        {
            if (await room.OfAsync(here, actor, cancellation) is { Records.Count: > 0 } list)
            {
                lists.Add(list);
            }
        }
        Lists = lists;
    }

    private void Draw()
    {
        var all = authorities.Current;
        if (Authority is not { } here || all.PlaceOf(here) is not var (latitude, longitude))
        {
            return;
        }
        Points = [new(here.ShortName, new(latitude, longitude))];
        Around =
        [
            .. all
                .All.Where(a => a.Nation == here.Nation && a.Code != here.Code && !a.IsAbolished)
                .Select(all.PlaceOf)
                .OfType<(double Latitude, double Longitude)>()
                .Select(p => new Place(p.Latitude, p.Longitude)),
        ];
    }
}
