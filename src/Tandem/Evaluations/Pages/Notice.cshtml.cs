using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Evaluations.Notices;
using Tandem.Kernel;
using Tandem.Releases;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>What would this notice say today, what is missing, and what is to be checked?</summary>
public sealed class NoticeModel(DraftAwardNotice draft, KeepAwardNotice keep)
    : PageModel,
        IRedisplay
{
    public AwardNotice Notice { get; private set; } = null!;

    /// <summary>What was typed, by the keys of the fields.</summary>
    [BindProperty]
    public Dictionary<string, string?> Said { get; set; } = [];

    [FromRoute]
    public string Reference { get; set; } = "";

    [FromRoute]
    public string Stage { get; set; } = "";

    [FromRoute]
    public string Code { get; set; } = "";

    /// <summary>What stands in the box of a field.</summary>
    public string? Typed(DraftLine line) =>
        Said.TryGetValue(line.Field.Key, out var said) ? said : line.Typed;

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await keep.RunAsync(Reference, Stage, Code, Said, HttpContext.RequestAborted);
        await RedisplayAsync();
        TempData[PageKeys.Done] = "What you typed is kept with the draft.";
        return LocalRedirect(Notice.Path);
    }

    public async Task RedisplayAsync() =>
        Notice = await draft.RunAsync(Reference, Stage, Code, HttpContext.RequestAborted);
}
