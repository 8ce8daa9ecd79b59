using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;
using Tandem.Web;

namespace Tandem.Playbooks.Pages;

/// <summary>What has become of the playbook that ours was made from, and what of it do we want?</summary>
public sealed class UpstreamModel(
    Db db,
    Actor actor,
    ReadUpstream read,
    TakeOver take,
    BeginDraft begin
) : PageModel, IRedisplay
{
    public KeptPlaybook Kept { get; private set; } = null!;

    /// <summary>The draft, or else what is published.</summary>
    public PlaybookVersion Own { get; private set; } = null!;
    public bool HasDraft => Own.State == VersionState.Draft;
    public UpstreamNews? News { get; private set; }

    public Task OnGetAsync(string key) => RedisplayAsync();

    public async Task<IActionResult> OnPostBeginAsync(string key)
    {
        await begin.RunAsync(key, HttpContext.RequestAborted);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostTakeAsync(string key, string? path)
    {
        var taken = await take.RunAsync(key, path, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"{Words.Count(taken, "page")} taken over into your draft.";
        return LocalRedirect($"/playbooks/{key}/upstream");
    }

    public async Task<IActionResult> OnPostFollowAsync(string key)
    {
        await take.FollowAsync(key, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Your draft counts as made from the newest version there.";
        return LocalRedirect($"/playbooks/{key}/draft");
    }

    public async Task RedisplayAsync()
    {
        var stopped = HttpContext.RequestAborted;
        Kept = await db.PlaybookToEditAsync(actor, (string)RouteData.Values["key"]!, stopped);
        Own =
            await db.DraftOfAsync(Kept, stopped)
            ?? await db.PublishedOfAsync(Kept, stopped)
            ?? throw new Refusal("Nothing of it is published.", kind: RefusalKind.NotFound);
        News = await read.RunAsync(Kept, Own, stopped);
    }
}
