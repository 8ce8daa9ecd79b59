using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Who works on buying together, and what came of it?</summary>
[AllowAnonymous]
public sealed class CollaborationsModel(Db db, CurrentActor current, CollaborationList list)
    : PageModel
{
    public CollaborationFilter Filter { get; private set; } = null!;
    public IReadOnlyList<CollaborationRecord> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public BenefitTotal Saved { get; private set; } = null!;
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];
    public bool IsMember => current.Organisations.Count > 0;
    public bool MayStart =>
        current.Organisations.Any(o => CollaborationPermissions.MayStart(current.Value, o).Allowed);

    public async Task OnGetAsync()
    {
        var cancellation = HttpContext.RequestAborted;
        Filter = CollaborationFilter.Read(Request.Query);
        var found = list.Find(Filter, current.Value);
        Total = await found.CountAsync(cancellation);
        Rows = await list.RecordsAsync(
            await found
                .Skip((Filter.Page - 1) * CollaborationList.PageSize)
                .Take(CollaborationList.PageSize)
                .ToListAsync(cancellation),
            current.Value,
            cancellation
        );
        Saved = await list.TotalAsync(found, cancellation);
        var members = await db.Set<Collaboration>()
            .VisibleTo(current.Value)
            .SelectMany(c => c.Members)
            .Where(m => m.Standing == Standing.In)
            .Select(m => m.OrganisationId)
            .Distinct()
            .ToListAsync(cancellation);
        Organisations =
        [
            .. (await db.OrganisationsAsync(members, cancellation))
                .Values.OrderBy(o => o.Name, StringComparer.Ordinal)
                .Select(o => new Choice(o.Slug, o.Name)),
        ];
        InForce = [.. Chips()];
        ViewData[PageKeys.Wide] = true;
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
    }

    private IEnumerable<PageLink> Chips()
    {
        if (Filter.Words is { } words)
        {
            yield return Chip($"“{words}”", "q");
        }
        if (Filter.State is { } state)
        {
            yield return Chip(
                CollaborationFilter.States.First(s => s.Value == state).Text,
                "state"
            );
        }
        if (Filter.Organisation is { } slug)
        {
            yield return Chip(
                Organisations.FirstOrDefault(o => o.Value == slug)?.Text ?? slug,
                "organisation"
            );
        }
        if (Filter.Mine)
        {
            yield return Chip("Ours", "mine");
        }
    }

    private PageLink Chip(string text, string name) =>
        new(text, ListAddress.With(Request, (name, null), ("page", null)));
}
