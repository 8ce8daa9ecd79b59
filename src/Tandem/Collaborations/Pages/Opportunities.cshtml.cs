using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web;
using Tandem.Web.Charts;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Collaborations.Pages;

/// <summary>Who could buy together?</summary>
[AllowAnonymous]
public sealed class OpportunitiesModel(
    Db db,
    OpportunityList list,
    RefreshOpportunities refresh,
    CurrentActor current,
    OrganisationBuyers buyers
) : PageModel
{
    public OpportunityFilter Filter { get; private set; } = new();
    public IReadOnlyList<FoundOpportunity> Rows { get; private set; } = [];
    public int Total { get; private set; }

    /// <summary>How many fit but were set aside by the person's own organisations.</summary>
    public int AsideCount { get; private set; }
    public MatchingRun? Run { get; private set; }

    /// <summary>Whether data came in that is not worked into the list yet.</summary>
    public bool IsBehind { get; private set; }
    public bool HasData { get; private set; }
    public IReadOnlyList<Choice> Authorities { get; private set; } = [];
    public IReadOnlyList<Choice> Partnerships { get; private set; } = [];
    public IReadOnlyList<Choice> Divisions { get; private set; } = [];
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];
    public IReadOnlyList<PageLink> Own { get; private set; } = [];
    public DateOnly Today => refresh.Today;
    public bool MayHaveAside => current.Organisations.Count > 0;

    public static readonly IReadOnlyList<Choice> Strengths =
    [
        new("50", "Fair or strong (50 and over)"),
        new("70", "Strong (70 and over)"),
    ];

    public IReadOnlyList<TimelineRow> Windows =>
        [
            .. Rows.Select(r => new TimelineRow(
                r.Title,
                r.From,
                r.To,
                Href: $"/opportunities/{r.Key}"
            )),
        ];

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Filter = OpportunityFilter.Read(Request.Query);
        foreach (var (field, message) in Filter.Problems)
        {
            ModelState.AddModelError(field, message);
        }
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        var found = await list.FindAsync(Filter, cancellation);
        Total = await found.CountAsync(cancellation);
        var rows = await found
            .Skip((Filter.Page - 1) * OpportunityList.PageSize)
            .Take(OpportunityList.PageSize)
            .Select(o => o.Detail)
            .ToListAsync(cancellation);
        Rows = [.. rows.Select(KeptOpportunity.Read)];
        AsideCount = await list.AsideAsync(Filter, cancellation);
        Run = await db.Set<MatchingRun>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        IsBehind = !await refresh.IsCurrentAsync(cancellation);
        HasData =
            await db.Set<Contract>().AnyAsync(cancellation)
            || await db.Set<Notice>().AnyAsync(cancellation);
        await ChoicesAsync(cancellation);
        InForce = [.. Chips()];
        ViewData[PageKeys.Canonical] = "/opportunities";
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
        ViewData[PageKeys.Wide] = true;
    }

    private async Task ChoicesAsync(CancellationToken cancellation)
    {
        var authorities = await db.Set<KeptOpportunityMember>()
            .GroupBy(m => new { m.AuthorityCode, m.AuthorityName })
            .Select(g => new { g.Key.AuthorityCode, g.Key.AuthorityName })
            .ToListAsync(cancellation);
        Authorities =
        [
            .. authorities
                .Select(a => new Choice(a.AuthorityCode, a.AuthorityName))
                .DistinctBy(c => c.Value)
                .OrderBy(c => c.Text, StringComparer.Ordinal),
        ];
        var partnerships = await db.Set<Partnership>()
            .AsNoTracking()
            .OrderBy(p => p.Name)
            .ToListAsync(cancellation);
        Partnerships = [.. partnerships.Select(p => new Choice(p.Slug, p.Name))];
        var divisions = await db.Set<KeptOpportunity>()
            .Where(o => o.Division != null)
            .GroupBy(o => o.Division!)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderBy(g => g.Key)
            .ToListAsync(cancellation);
        Divisions =
        [
            .. divisions.Select(d => new Choice(
                d.Key,
                $"{NameOf(d.Key)} ({Words.Number(d.Count)})"
            )),
        ];
        var ownIds = current.Organisations.Select(o => o.Id).ToList();
        var own = await db.Set<PartnershipMember>()
            .Where(m => ownIds.Contains(m.OrganisationId))
            .Select(m => m.PartnershipId)
            .Distinct()
            .ToListAsync(cancellation);
        Own =
        [
            .. current.Organisations.Select(o => new PageLink(
                o.Name,
                ListAddress.With(
                    Request,
                    ("authority", buyers.KeyOf(o)),
                    ("partnership", null),
                    ("page", null)
                )
            )),
            .. partnerships
                .Where(p => own.Contains(p.Id))
                .Select(p => new PageLink(
                    p.Name,
                    ListAddress.With(
                        Request,
                        ("partnership", p.Slug),
                        ("authority", null),
                        ("page", null)
                    )
                )),
        ];
    }

    private IEnumerable<PageLink> Chips()
    {
        if (Filter.Words is { } words)
        {
            yield return Chip($"“{words}”", "q");
        }
        if (Filter.Authority is { } authority)
        {
            yield return Chip(
                Authorities.FirstOrDefault(a => a.Value == authority)?.Text
                    ?? current.Organisations.FirstOrDefault(o => buyers.KeyOf(o) == authority)?.Name
                    ?? authority,
                "authority"
            );
        }
        if (Filter.Partnership is { } partnership)
        {
            yield return Chip(
                Partnerships.FirstOrDefault(p => p.Value == partnership)?.Text ?? partnership,
                "partnership"
            );
        }
        if (Filter.Division is { } division)
        {
            yield return Chip(NameOf(division), "category");
        }
        if (Filter.From is { } from)
        {
            yield return Chip($"From {Words.Day(from)}", "from");
        }
        if (Filter.To is { } to)
        {
            yield return Chip($"Until {Words.Day(to)}", "to");
        }
        if (Filter.Strength > 0)
        {
            yield return Chip($"Strength {Words.Number(Filter.Strength)} and over", "strength");
        }
        if (Filter.Aside)
        {
            yield return Chip("With those we set aside", "aside");
        }
    }

    private PageLink Chip(string text, string name) =>
        new(
            text,
            ListAddress.With(
                Request,
                (name, null),
                ($"{name}.day", null),
                ($"{name}.month", null),
                ($"{name}.year", null),
                ("page", null)
            )
        );

    private string NameOf(string division) =>
        Cpv.TryParse(division + "000000", out var code) ? refresh.Codes.NameOf(code) : division;
}
