using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;

namespace Tandem.Pipeline.Pages;

/// <summary>What is coming here, how sure is it, and when?</summary>
[AllowAnonymous]
public sealed class ItemModel(Db db, Actor actor, ItemPages pages, TimeProvider clock) : PageModel
{
    public PipelineItem Item { get; private set; } = null!;
    public ItemFacts Facts { get; private set; } = null!;
    public string Standing { get; private set; } = "";
    public bool MayChange { get; private set; }

    public async Task OnGetAsync(string reference)
    {
        Item = await db.PipelineItemAsync(actor, reference, HttpContext.RequestAborted);
        Facts = await pages.FactsAsync(Item, HttpContext.RequestAborted);
        Standing = PipelineWords.Standing(
            Item,
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
        );
        MayChange = PipelinePermissions.MayChange(actor, Item).Allowed;
    }
}
