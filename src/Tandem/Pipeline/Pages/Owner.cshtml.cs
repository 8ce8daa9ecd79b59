using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>Gives an item to a member of its organisation.</summary>
public sealed class OwnerModel(Db db, Actor actor, ItemPages pages, AssignItem assign)
    : PageModel,
        IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "Owner",
            Description = "Reminded before the review is due, and seen as the owner by your organisation"
        )
    ]
    public Id<Person>? Owner { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public PipelineItem Item { get; private set; } = null!;
    public IReadOnlyList<Choice> Members { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        Owner = Item.OwnerId;
    }

    public async Task RedisplayAsync()
    {
        Item = await db.PipelineItemAsync(actor, Reference, HttpContext.RequestAborted);
        PipelinePermissions.MayAssign(actor, Item).Permit();
        Members = await pages.MembersAsync(Item.OrganisationId, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var item = await assign.RunAsync(Reference, Owner, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The owner has been changed.";
        // A private item is its owner's alone: whoever gave it away no longer sees it.
        var mine =
            item.Visibility != ItemVisibility.Private || item.OwnerId?.Value == actor.PersonId;
        return Redirect(mine ? $"/pipeline/{item.Reference}" : "/pipeline");
    }
}
