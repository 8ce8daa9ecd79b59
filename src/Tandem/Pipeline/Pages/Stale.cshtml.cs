using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline.Pages;

/// <summary>What of our pipeline needs somebody: a review, an approver, an owner.</summary>
public sealed class StaleModel(
    Db db,
    Actor actor,
    ItemPages pages,
    ConfirmItem confirm,
    TimeProvider clock
) : PageModel, IRedisplay
{
    private const int Most = 500;

    [BindProperty(SupportsGet = true)]
    public string Slug { get; set; } = "";

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<(
        string Title,
        IReadOnlyList<(PipelineItem Item, string? Owner)> Rows
    )> Groups { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task RedisplayAsync()
    {
        Organisation = await pages.OrganisationAsync(Slug, true, HttpContext.RequestAborted);
        var today = clock.Today();
        var found = await db.Set<PipelineItem>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(i =>
                i.OrganisationId == Organisation.Id
                && (
                    (
                        i.State == PipelineState.Current
                        && (i.ReviewBy < today || i.PublicAskedAt != null)
                    )
                    || (
                        i.OwnerId == null
                        && (i.State == PipelineState.Current || i.State == PipelineState.Draft)
                    )
                )
            )
            .OrderBy(i => i.ReviewBy)
            .Take(Most)
            .GroupJoin(db.Set<Person>(), i => i.OwnerId, p => p.Id, (i, p) => new { i, p })
            .SelectMany(x => x.p.DefaultIfEmpty(), (x, p) => new { Item = x.i, Owner = p!.Name })
            .ToListAsync();
        var rows = found.ConvertAll(f => (f.Item, (string?)f.Owner));
        Groups =
        [
            .. new (string, IReadOnlyList<(PipelineItem, string?)>)[]
            {
                ("Without an owner", rows.FindAll(r => r.Item.NeedsOwner)),
                ("Waiting for an approver", rows.FindAll(r => r.Item.NeedsApproval)),
                ("Stale", rows.FindAll(r => r.Item.IsStale(today))),
            }.Where(g => g.Item2.Count > 0),
        ];
    }

    public bool MayConfirm(PipelineItem item) =>
        item.State == PipelineState.Current && PipelinePermissions.MayChange(actor, item).Allowed;

    public bool MayAssign(PipelineItem item) => PipelinePermissions.MayAssign(actor, item).Allowed;

    public async Task<IActionResult> OnPostConfirmAsync([FromForm] string reference)
    {
        var item = await confirm.RunAsync(reference, cancellation: HttpContext.RequestAborted);
        TempData[PageKeys.Done] =
            $"Thank you. {item.Reference} will be looked at again by {Words.Day(item.ReviewBy)}.";
        return Redirect($"/organisations/{Slug}/pipeline/stale");
    }
}
