using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline.Pages;

/// <summary>Takes an item from the pipeline, with the reason.</summary>
public sealed class WithdrawModel(Db db, Actor actor, WithdrawItem withdraw) : PageModel
{
    [BindProperty, Display(Name = "Why?", Description = "Everybody who sees the item reads this")]
    public string? Reason { get; set; }

    [
        BindProperty,
        Display(
            Name = "Item that takes its place, if there is one",
            Description = "Its reference, such as PI-104"
        )
    ]
    public string? SupersededBy { get; set; }

    public PipelineItem Item { get; private set; } = null!;

    public Task OnGetAsync(string reference) => LoadAsync(reference);

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        await LoadAsync(reference);
        var item = await withdraw.RunAsync(
            reference,
            Reason,
            SupersededBy,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = $"{item.Reference} is no longer on the pipeline.";
        return Redirect($"/pipeline/{item.Reference}");
    }

    private async Task LoadAsync(string reference)
    {
        Item = await db.PipelineItemAsync(actor, reference, HttpContext.RequestAborted);
        PipelinePermissions.MayChange(actor, Item).Permit();
        db.ChangeTracker.Clear();
    }
}
