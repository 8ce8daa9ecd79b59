using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>Is it right, is it there already, and who may see it?</summary>
public sealed class CheckModel(
    Db db,
    Actor actor,
    ItemPages pages,
    ShareItem share,
    ChangeItem change,
    SuggestForItem suggest
) : PageModel, IRedisplay
{
    [BindProperty, Display(Name = "Who may see it?")]
    public ItemVisibility Visibility { get; set; }

    public PipelineItem Item { get; private set; } = null!;
    public ItemFacts Facts { get; private set; } = null!;
    public bool NeedsApprover { get; private set; }

    /// <summary>The category that is chosen.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>What is like it on the pipeline already, and the likely category where none is given.</summary>
    public Suggestions Suggested { get; private set; } = new([], []);

    public IReadOnlyList<Choice> Categories =>
        [
            .. Suggested.Categories.Select(c => new Choice(
                c.Code,
                $"{c.Name} ({c.Code})",
                $"{Words.Percent(c.Sure)} sure{(c.Why.Length > 0 ? $", because of {c.Why}" : "")}"
            )),
        ];

    public IReadOnlyList<Choice> Audiences { get; private set; } = [];

    public async Task OnGetAsync(string reference)
    {
        await LoadAsync(reference);
        Visibility =
            Item.NeedsApproval ? ItemVisibility.Public
            : Item.State == PipelineState.Draft ? ItemVisibility.Organisation
            : Item.Visibility;
        await RedisplayAsync();
    }

    public async Task<IActionResult> OnPostShareAsync(string reference)
    {
        await LoadAsync(reference);
        var item = await share.RunAsync(reference, Visibility, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = item.NeedsApproval
            ? $"{item.Reference} waits for an approver. Until then your organisation sees it."
            : $"{item.Reference} is on the pipeline. {Seers(item.Visibility)}";
        return Redirect($"/pipeline/{item.Reference}");
    }

    private static string Seers(ItemVisibility visibility) =>
        visibility switch
        {
            ItemVisibility.Private => "Only you see it.",
            ItemVisibility.Organisation => "Members of your organisation see it.",
            ItemVisibility.Partnership => "Your organisation and its partners see it.",
            _ => "Everybody sees it.",
        };

    public async Task<IActionResult> OnPostCategoryAsync(string reference)
    {
        await LoadAsync(reference);
        if (string.IsNullOrWhiteSpace(Code))
        {
            throw new Refusal("Choose a category", nameof(Code));
        }
        await change.RunAsync(
            reference,
            Item.Facts with
            {
                CpvCodes = Code,
                CpvOrigin = CodeOrigin.Buyer,
            },
            cancellation: HttpContext.RequestAborted
        );
        return Redirect($"/pipeline/{reference}/check");
    }

    public async Task RedisplayAsync()
    {
        Facts = await pages.FactsAsync(Item, HttpContext.RequestAborted);
        var facts = Item.Facts;
        Suggested = await suggest.RunAsync(
            facts.Title,
            $"{facts.Problem} {facts.Why}",
            facts.CpvCodes,
            Facts.Organisation.Name,
            Item.Reference,
            HttpContext.RequestAborted
        );
        NeedsApprover = (await PipelineRules.OfAsync(db, Item.OrganisationId)).NeedsApprover;
        Audiences =
        [
            new(
                nameof(ItemVisibility.Private),
                "Only me",
                "For what nobody else should know of yet"
            ),
            new(nameof(ItemVisibility.Organisation), $"Members of {Facts.Organisation.Name}"),
            new(
                nameof(ItemVisibility.Partnership),
                "Our partners too",
                "Members of every organisation that shares a partnership with yours"
            ),
            new(
                nameof(ItemVisibility.Public),
                "Everybody",
                "On the public pipeline, in feeds and in open data. It can be withdrawn later, but not hidden."
            ),
        ];
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
