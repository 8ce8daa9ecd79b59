using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Following.Pages;

/// <summary>How shall I hear of this? With an account or with an e-mail address alone.</summary>
[AllowAnonymous]
[EnableRateLimiting(FollowingRoom.FollowLimit)]
public sealed class FollowPageModel(StartFollow start, Followables followables, Actor actor)
    : PageModel,
        IRedisplay
{
    /// <summary>How often, as offered to whoever has no account.</summary>
    public static readonly IReadOnlyList<Choice> ByMail =
    [
        new(nameof(Frequency.AtOnce), "At once, when something happens"),
        new(nameof(Frequency.Daily), "Once a day, in the morning"),
        new(nameof(Frequency.Weekly), "Once a week, on Monday morning"),
    ];

    /// <summary>How often, as offered to whoever has one.</summary>
    public static readonly IReadOnlyList<Choice> WithAccount =
    [
        .. ByMail,
        new(nameof(Frequency.None), "No e-mail: I read it here"),
    ];

    [BindProperty(SupportsGet = true)]
    public FollowKind Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty, Display(Name = "How often do you want e-mail?")]
    public Frequency Frequency { get; set; } = Frequency.Daily;

    [BindProperty, Display(Name = "E-mail address")]
    public string? Email { get; set; }

    public bool IsSignedIn => actor.IsSignedIn;
    public Followable What { get; private set; } = null!;

    /// <summary>Whether everybody may see it, so that it has public feeds.</summary>
    public bool IsPublic { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Request.Query.Count == 0)
        {
            return LocalRedirect("/following");
        }
        await RedisplayAsync();
        return What is null ? NotFound() : Page();
    }

    public async Task RedisplayAsync()
    {
        What = (await followables.FindAsync(Kind, Key, actor, HttpContext.RequestAborted))!;
        IsPublic =
            await followables.FindAsync(Kind, Key, Actor.Visitor, HttpContext.RequestAborted)
                is not null;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        if (What is null)
        {
            return NotFound();
        }
        if (!IsSignedIn && string.IsNullOrWhiteSpace(Email))
        {
            ModelState.AddModelError(nameof(Email), "Enter your e-mail address");
            return Page();
        }
        await start.RunAsync(
            Kind,
            Key,
            Frequency,
            IsSignedIn ? null : Email,
            HttpContext.RequestAborted
        );
        TempData[PageKeys.Done] = IsSignedIn
            ? $"You follow {What.Title}."
            : "Check your e-mail: open the link that we have sent you, and confirm. It is good for three days.";
        return LocalRedirect(IsSignedIn ? "/following" : What.Path);
    }
}
