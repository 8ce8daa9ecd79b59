using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>A contract that ends.</summary>
/// <param name="IsExtended">Whether its own end is past and it may run on until this day.</param>
/// <param name="Item">Reference of the item that replaces it already.</param>
public sealed record EndingContract(
    long Number,
    string Title,
    DateOnly Ends,
    bool IsExtended,
    Money? Value,
    string? Item
);

/// <summary>Which of our contracts end soon, and are they on the pipeline?</summary>
public sealed class ContractsModel(
    Db db,
    Actor actor,
    ItemPages pages,
    PutContracts put,
    TimeProvider clock
) : PageModel, IRedisplay
{
    public static readonly IReadOnlyList<Choice> Windows =
    [
        new("6", "6 months"),
        new("12", "12 months"),
        new("18", "18 months"),
        new("24", "2 years"),
        new("36", "3 years"),
    ];

    [BindProperty(SupportsGet = true)]
    public string Slug { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int Months { get; set; } = 18;

    /// <summary>Numbers of the contracts that are ticked.</summary>
    [BindProperty]
    public List<long> Contracts { get; set; } = [];

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<EndingContract> Ending { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Organisation = await pages.OrganisationAsync(Slug, true, stopped);
        PipelinePermissions.MayAdd(actor, Organisation.Id).Permit();
        Months = Math.Clamp(Months, 1, 60);
        var today = clock.Today();
        var until = today.AddMonths(Months);
        var contracts = await PutContracts
            .Of(db, actor, Organisation)
            // One that has outrun its end runs on its extensions, and comes up when they end.
            .Where(c =>
                ((c.EndDate ?? c.LatestEndDate) >= today && (c.EndDate ?? c.LatestEndDate) <= until)
                || (c.EndDate < today && c.LatestEndDate >= today && c.LatestEndDate <= until)
            )
            .OrderBy(c => c.EndDate < today ? c.LatestEndDate : c.EndDate ?? c.LatestEndDate)
            .ThenBy(c => c.Number)
            .Take(PutContracts.Most)
            .ToListAsync(stopped);
        var ids = contracts.ConvertAll(c => c.Id);
        var there = (
            await db.Set<PipelineItem>()
                .VisibleTo(actor)
                .Where(i =>
                    i.OrganisationId == Organisation.Id
                    && i.ReplacesContractId != null
                    && ids.Contains(i.ReplacesContractId.Value)
                )
                .Select(i => new { Contract = i.ReplacesContractId!.Value, i.Number })
                .ToListAsync(stopped)
        ).ToLookup(i => i.Contract, i => $"PI-{i.Number}");
        Ending =
        [
            .. contracts.Select(c => new EndingContract(
                c.Number,
                c.Title,
                c.EndSeenFrom(today)!.Value,
                c.EndDate < today,
                c.Value,
                there[c.Id].FirstOrDefault()
            )),
        ];
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var outcome = await put.RunAsync(Organisation, Contracts, HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            $"{Words.Count(outcome.Added.Count, "contract")} put on the pipeline"
            + (outcome.Already > 0 ? $"; {Words.Number(outcome.Already)} had been already." : ".");
        return Redirect($"/organisations/{Organisation.Slug}/pipeline?kind=relet");
    }
}
