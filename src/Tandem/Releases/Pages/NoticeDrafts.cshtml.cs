using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Releases.Pages;

/// <summary>Which notices does this item owe, and how complete would they be today?</summary>
public sealed class NoticeDraftsModel(DraftNotice draft) : PageModel
{
    public IReadOnlyList<NoticeDraft> Drafts { get; private set; } = [];

    public async Task OnGetAsync(string reference) =>
        Drafts = await draft.AllAsync(reference, HttpContext.RequestAborted);
}
