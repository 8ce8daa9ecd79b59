using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Which questions have we asked others, and which were we asked?</summary>
public sealed class InterestsModel(Db db, CurrentActor current, InterestList list) : PageModel
{
    public const int PageSize = 25;

    public InterestFilter Filter { get; private set; } = new(null, null, 1);
    public IReadOnlyList<InterestRecord> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public bool IsMember => current.Organisations.Count > 0;
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Filter = InterestFilter.Read(Request.Query);
        var found = list.Find(Filter, current.Value);
        Total = await found.CountAsync(HttpContext.RequestAborted);
        Rows = await list.RecordsAsync(
            await found
                .Skip((Filter.Page - 1) * PageSize)
                .Take(PageSize)
                .ToListAsync(HttpContext.RequestAborted),
            db.Today(),
            HttpContext.RequestAborted
        );
        InForce =
        [
            .. Filter.Words is { } words
                ?
                [
                    new PageLink(
                        $"“{words}”",
                        ListAddress.With(Request, ("q", null), ("page", null))
                    ),
                ]
                : Array.Empty<PageLink>(),
            .. Filter.Side is { } side
                ?
                [
                    new PageLink(
                        InterestFilter.Sides.First(s => s.Value == side).Text,
                        ListAddress.With(Request, ("side", null), ("page", null))
                    ),
                ]
                : Array.Empty<PageLink>(),
        ];
    }
}
