using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Market.Pages;
using Tandem.Web.Lists;

namespace Tandem.Pipeline.Pages;

/// <summary>A phase with what is in it.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Rows">The first of them, the next to end first.</param>
/// <param name="All">The list of all.</param>
public sealed record BoardColumn(
    string Key,
    string Title,
    int Total,
    IReadOnlyList<PipelineRow> Rows,
    string All
);

/// <summary>How far is everything? Takes the same filters as the list.</summary>
[AllowAnonymous]
public sealed class BoardModel(PipelineList list) : PageModel
{
    private const int Shown = 10;

    public ListView List { get; private set; } = null!;
    public IReadOnlyList<BoardColumn> Columns { get; private set; } = [];

    public async Task OnGetAsync()
    {
        (List, _) = await list.ShowAsync(Request);
        ListPages.Prepare(this, List);
        var query = List.Request.ToSearch(0, Shown);
        var columns = new List<BoardColumn>();
        foreach (
            var (key, phase) in ServicePhases
                .Usual.Select(p => (Slug.Of(p), p))
                .Append((ServicePhases.OtherKey, ServicePhases.Other))
        )
        {
            if (List.Request.Keys("phase") is { Count: > 0 } asked && !asked.Contains(key))
            {
                continue;
            }
            var found = await list.FindAsync(
                query with
                {
                    Facets = new Dictionary<string, IReadOnlyCollection<string>>(query.Facets)
                    {
                        ["phase"] = [key],
                    },
                },
                HttpContext.RequestAborted
            );
            columns.Add(
                new(
                    key,
                    phase,
                    found.Total,
                    await list.RowsAsync(found.Hits),
                    ListAddress.With("/pipeline", Request, ("phase", key), ("page", null))
                )
            );
        }
        Columns = columns;
    }
}
