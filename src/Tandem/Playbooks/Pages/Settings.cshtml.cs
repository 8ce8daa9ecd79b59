using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Playbooks.Editing;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Playbooks.Pages;

/// <summary>Who may read a playbook? And shall it still be used?</summary>
public sealed class SettingsModel(
    Db db,
    Actor actor,
    SharePlaybook share,
    WithdrawPlaybook withdraw
) : PageModel, IRedisplay
{
    public static readonly IReadOnlyList<Choice> Audiences =
    [
        .. Enum.GetValues<PlaybookAudience>()
            .Select(a => new Choice(a.ToString(), PlaybookWords.Audience(a))),
    ];

    public KeptPlaybook Kept { get; private set; } = null!;
    public PlaybookVersion? Published { get; private set; }

    [BindProperty, Display(Name = "Who may read what is published?")]
    public PlaybookAudience Audience { get; set; }

    [BindProperty, Display(Name = "Why?", Description = "Every reader of its page sees this.")]
    public string? Reason { get; set; }

    public async Task OnGetAsync(string key)
    {
        await RedisplayAsync();
        Audience = Kept.Audience;
    }

    public async Task<IActionResult> OnPostShareAsync(string key)
    {
        await share.RunAsync(key, Audience, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Saved.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string key)
    {
        await withdraw.RunAsync(key, Reason, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Withdrawn.";
        return LocalRedirect($"/playbooks/{key}");
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        Kept = await db.PlaybookToEditAsync(
            actor,
            (string)RouteData.Values["key"]!,
            HttpContext.RequestAborted
        );
        Published = await db.PublishedOfAsync(Kept, HttpContext.RequestAborted);
    }
}
