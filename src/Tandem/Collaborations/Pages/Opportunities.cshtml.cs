using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
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
    OrganisationBuyers buyers,
    OpportunityChoices choices
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

    [BindProperty(SupportsGet = true, Name = "from"), Display(Name = "Window from")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "to"), Display(Name = "Window until")]
    public DateOnly? To { get; set; }

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
                Href: $"/opportunities/{r.Key}",
                Under: OpportunityWords.Names([.. r.Authorities.Select(a => a.Name)])
            )),
        ];

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Filter = OpportunityFilter.Read(Request.Query);
        // What is wrong with a day, the page has found itself, and says as every form does.
        foreach (
            var (field, message) in Filter.Problems.Where(p => p.Field is not ("from" or "to"))
        )
        {
            ModelState.AddModelError(field, message);
        }
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        (Total, var kept) = await list.PageAsync(Filter, cancellation);
        Rows = kept.ConvertAll(o => o.Found());
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
        var offered = await choices.AfterAsync(Run, db, cancellation);
        Authorities = [.. offered.Authorities.Select(a => new Choice(a.Code, a.Name))];
        var partnerships = await db.Set<Partnership>()
            .AsNoTracking()
            .OrderBy(p => p.Name)
            .ToListAsync(cancellation);
        Partnerships = [.. partnerships.Select(p => new Choice(p.Slug, p.Name))];
        Divisions =
        [
            .. offered.Divisions.Select(d => new Choice(
                d.Division,
                $"{NameOf(d.Division)} ({Words.Number(d.Count)})"
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
