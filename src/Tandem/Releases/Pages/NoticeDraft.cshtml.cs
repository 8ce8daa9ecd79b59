using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Releases.Pages;

/// <summary>What would this notice say today, and what is missing?</summary>
public sealed class NoticeDraftModel(DraftNotice draft, KeepDraft keep) : PageModel, IRedisplay
{
    public NoticeDraft Draft { get; private set; } = null!;

    /// <summary>What was typed, by the keys of the fields.</summary>
    [BindProperty]
    public Dictionary<string, string?> Said { get; set; } = [];

    [FromRoute]
    public string Reference { get; set; } = "";

    [FromRoute]
    public string Code { get; set; } = "";

    /// <summary>What stands in the box of a field.</summary>
    public string? Typed(DraftLine line) =>
        Said.TryGetValue(line.Field.Key, out var said) ? said : line.Typed;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await keep.RunAsync(Reference, Code, Said, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "What you typed is kept with the draft.";
        return Redirect($"/pipeline/{Reference}/notices/{Code}");
    }

    public async Task RedisplayAsync() =>
        Draft = await draft.RunAsync(Reference, Code, HttpContext.RequestAborted);
}
