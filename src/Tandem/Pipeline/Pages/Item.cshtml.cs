using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Pipeline.Pages;

/// <summary>What is coming here, how sure is it, and when?</summary>
[AllowAnonymous]
public sealed class ItemModel(
    Db db,
    Actor actor,
    ItemPages pages,
    ConfirmItem confirm,
    ReportOnItem report,
    AnswerPublic answer,
    IEnumerable<IItemKin> rooms,
    TimeProvider clock
) : PageModel, IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "What is there to report?",
            Description = "Once, in a sentence or two. Everybody who follows this item reads it."
        )
    ]
    public string? Report { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public PipelineItem Item { get; private set; } = null!;
    public ItemFacts Facts { get; private set; } = null!;
    public string Standing { get; private set; } = "";
    public DateOnly Today { get; } = clock.Today();

    /// <summary>What it came from and what has come of it.</summary>
    public IReadOnlyList<PageLink> Kin { get; private set; } = [];
    public IReadOnlyList<PipelinePost> Posts { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public (string Reference, string Title)? SupersededBy { get; private set; }
    public bool MayChange { get; private set; }
    public bool MayAssign { get; private set; }
    public bool MayApprove { get; private set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Item = await db.PipelineItemAsync(actor, Reference, stopped);
        Facts = await pages.FactsAsync(Item, stopped);
        Standing = PipelineWords.Standing(Item, Today);
        (History, Posts) = await pages.PastAsync(Facts, stopped);
        var kin = new List<PageLink>();
        foreach (var room in rooms)
        {
            kin.AddRange(await room.OfAsync(Item, actor, stopped));
        }
        Kin = kin;
        if (Item.SupersededById is { } other)
        {
            var found = await db.Set<PipelineItem>()
                .VisibleTo(actor)
                .Where(i => i.Id == other)
                .Select(i => new { i.Number, i.Title })
                .SingleOrDefaultAsync(stopped);
            SupersededBy = found is null ? null : ($"PI-{found.Number}", found.Title);
        }
        MayChange = PipelinePermissions.MayChange(actor, Item).Allowed;
        MayAssign = PipelinePermissions.MayAssign(actor, Item).Allowed;
        MayApprove =
            Item.NeedsApproval
            && PipelinePermissions
                .MayApprove(actor, Item, await AnswerPublic.IsNamedAsync(db, actor, Item, stopped))
                .Allowed;
    }

    public async Task<IActionResult> OnPostConfirmAsync()
    {
        var item = await confirm.RunAsync(Reference, cancellation: HttpContext.RequestAborted);
        return Done(
            $"Thank you. {item.Reference} will be looked at again by {Words.Day(item.ReviewBy)}."
        );
    }

    public async Task<IActionResult> OnPostReportAsync()
    {
        await report.RunAsync(Reference, Report, HttpContext.RequestAborted);
        return Done("Reported, to everybody who follows this item.");
    }

    public async Task<IActionResult> OnPostApproveAsync()
    {
        var item = await answer.RunAsync(
            Reference,
            approve: true,
            cancellation: HttpContext.RequestAborted
        );
        return Done($"{item.Reference} is public.");
    }

    public async Task<IActionResult> OnPostReturnAsync()
    {
        var item = await answer.RunAsync(
            Reference,
            approve: false,
            Reason,
            HttpContext.RequestAborted
        );
        return Done($"{item.Reference} has been returned with your reasons.");
    }

    private RedirectResult Done(string what)
    {
        TempData[PageKeys.Done] = what;
        return Redirect($"/pipeline/{Reference}");
    }
}
