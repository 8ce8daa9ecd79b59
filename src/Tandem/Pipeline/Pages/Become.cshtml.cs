using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>Which contract has it led to?</summary>
public sealed class BecomeModel(Db db, Actor actor, BecomeContract become) : PageModel, IRedisplay
{
    private const int MostLikely = 8;

    [BindProperty, Display(Name = "The newest contracts of the same category")]
    public string? Chosen { get; set; }

    [BindProperty, Display(Description = "For example, C-1042")]
    public string? Contract { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public PipelineItem Item { get; private set; } = null!;

    /// <summary>Contracts that it may be: of the same division of the CPV, the newest first.</summary>
    public IReadOnlyList<Choice> Likely { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var item = await become.RunAsync(
            Reference,
            string.IsNullOrWhiteSpace(Contract) ? Chosen : Contract,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = $"{item.Reference} has led to a contract.";
        return Redirect($"/pipeline/{item.Reference}");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Item = await db.PipelineItemAsync(actor, Reference, stopped);
        PipelinePermissions.MayChange(actor, Item).Permit();
        db.ChangeTracker.Clear();
        var organisation = await db.OrganisationOfAsync(Item, stopped);
        var division = Item.CpvCodes.Length >= 2 ? Item.CpvCodes[..2] : "";
        Likely =
        [
            .. (
                await BecomeContract
                    .Candidates(db, actor, Item, organisation)
                    .Where(c => c.CpvCodes.StartsWith(division))
                    .OrderByDescending(c => c.StartDate)
                    .ThenByDescending(c => c.Number)
                    .Take(MostLikely)
                    .ToListAsync(stopped)
            ).Select(c => new Choice(
                c.Reference,
                c.Title,
                c.StartDate is { } start ? $"{c.Reference}, from {Words.Day(start)}" : c.Reference
            )),
        ];
    }
}
