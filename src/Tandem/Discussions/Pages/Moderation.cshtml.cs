using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions.Pages;

/// <summary>Does this post stay?</summary>
public sealed class ModerationModel(Actor actor, ReportedPosts reported, KeepPost keep) : PageModel
{
    public IReadOnlyList<ReportedPost> Posts { get; private set; } = [];

    public async Task OnGetAsync() =>
        Posts = await reported.ForAsync(actor, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostKeepAsync(Id<Post> post)
    {
        await keep.RunAsync(post, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "The post stays.";
        return RedirectToPage();
    }
}
