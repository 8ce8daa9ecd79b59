using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline.Pages;

/// <summary>Changes what is said of an item.</summary>
public sealed class EditModel(Db db, Actor actor, CheckItem check, ChangeItem change)
    : ItemForm(db, actor, check),
        IRedisplay
{
    private readonly Db db = db;
    private readonly Actor actor = actor;

    /// <summary>What the person saw when the form was opened.</summary>
    [BindProperty]
    public long Version { get; set; }

    public PipelineItem Item { get; private set; } = null!;

    public async Task OnGetAsync(string reference)
    {
        await LoadAsync(reference);
        Version = Item.ChangeSeq;
        await FillAsync(Item);
    }

    public async Task<IActionResult> OnPostAsync(string reference)
    {
        await LoadAsync(reference);
        var facts = await FactsAsync(Item.OrganisationId, Item.Facts);
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var item = await change.RunAsync(reference, facts, Version, HttpContext.RequestAborted);
        if (item.State == PipelineState.Draft)
        {
            return Redirect($"/pipeline/{item.Reference}/check");
        }
        TempData[PageKeys.Done] = $"{item.Reference} has been saved.";
        return Redirect($"/pipeline/{item.Reference}");
    }

    /// <summary>The next try is made knowing what somebody else has changed.</summary>
    public async Task RedisplayAsync()
    {
        Version = await db.Set<PipelineItem>()
            .Where(i => i.Id == Item.Id)
            .Select(i => i.ChangeSeq)
            .SingleAsync();
        ModelState.Remove(nameof(Version));
    }

    private async Task LoadAsync(string reference)
    {
        Item = await db.PipelineItemAsync(actor, reference, HttpContext.RequestAborted);
        PipelinePermissions.MayChange(actor, Item).Permit();
        if (!Item.IsOpen)
        {
            throw new Refusal("This item is no longer on the pipeline.");
        }
    }
}
