using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Charts;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Commitments.Pages;

/// <summary>Promises of everybody or of one organisation: what is shown on both pages.</summary>
public abstract class CommitmentListPage(Db db, CurrentActor current, CommitmentList list)
    : PageModel
{
    public CommitmentFilter Filter { get; private set; } = new();
    public int Total { get; private set; }
    public IReadOnlyList<CommitmentRow> Rows { get; private set; } = [];
    public CommitmentFigures Figures { get; private set; } = new(0, 0, 0, 0, 0, 0, 0, 0);
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];
    public IReadOnlyList<Choice> Years { get; private set; } = [];
    public IReadOnlyList<PageLink> InForce { get; private set; } = [];
    public bool MayPromise { get; private set; }

    /// <summary>The organisation whose page this is; null where it is everybody's.</summary>
    public Organisation? Organisation { get; protected set; }

    /// <summary>What became of them, as lengths; each leads to the list of as many.</summary>
    public IReadOnlyList<Bar> Bars =>
        [
            .. new (string Status, int Count)[]
            {
                ("in-time", Figures.InTime),
                ("later", Figures.Later),
                ("not-kept", Figures.NotKept),
                ("overdue", Figures.Overdue),
                ("moved", Figures.Moved),
                ("ahead", Figures.Ahead),
            }.Select(b => new Bar(
                CommitmentFilter.Statuses.Single(s => s.Value == b.Status).Text,
                b.Count,
                Words.Number(b.Count),
                b.Count > 0 ? ListAddress.With(Request, ("status", b.Status), ("page", null)) : null
            )),
        ];

    protected async Task LoadAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Filter = CommitmentFilter.Read(Request.Query, Organisation?.Slug);
        var found = list.Find(Filter);
        Total = await found.CountAsync(stopped);
        Rows = await list.RowsAsync(
            found.Skip((Filter.Page - 1) * CommitmentList.PageSize).Take(CommitmentList.PageSize),
            stopped
        );
        Figures = await list.FiguresAsync(Filter, stopped);
        Years =
        [
            .. (await list.YearsAsync(Filter, stopped)).Select(y => new Choice(
                y.ToString(Words.Culture),
                y.ToString(Words.Culture)
            )),
        ];
        if (Organisation is null)
        {
            var seen = db.Set<Commitment>().VisibleTo(current.Value).Select(c => c.OrganisationId);
            Organisations =
            [
                .. (
                    await db.Set<Organisation>()
                        .Where(o => seen.Contains(o.Id))
                        .OrderBy(o => o.Name)
                        .ToListAsync(stopped)
                ).Select(o => new Choice(o.Slug, o.Name)),
            ];
        }
        MayPromise = current.Organisations.Any(o =>
            (Organisation is null || o.Id == Organisation.Id)
            && CommitmentPermissions.MayPromise(current.Value, o.Id).Allowed
        );
        InForce = [.. Chips()];
        ViewData[PageKeys.NoIndex] = Request.Query.Count > 0;
        ViewData[PageKeys.Wide] = true;
    }

    private IEnumerable<PageLink> Chips()
    {
        PageLink Chip(string text, string name) =>
            new(text, ListAddress.With(Request, (name, null), ("page", null)));
        if (Filter.Words is { } words)
        {
            yield return Chip($"“{words}”", "q");
        }
        if (Organisation is null && Filter.Organisation is { } slug)
        {
            yield return Chip(
                Organisations.FirstOrDefault(o => o.Value == slug)?.Text ?? slug,
                "organisation"
            );
        }
        if (Filter.Status is { } status)
        {
            yield return Chip(
                CommitmentFilter.Statuses.Single(s => s.Value == status).Text,
                "status"
            );
        }
        if (Filter.Year is { } year)
        {
            yield return Chip($"To be kept in {year}", "year");
        }
    }
}
