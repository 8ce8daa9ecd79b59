using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Following.Pages;

/// <summary>What reaches me, and how often?</summary>
public sealed class FollowingModel(
    Db db,
    ChooseMessages choose,
    ChangeFollow change,
    EndFollow end,
    MakeFeedKey makeKey,
    EndFeedKeys endKeys,
    Settings settings,
    CurrentActor current
) : PageModel, IRedisplay
{
    /// <summary>How often, as offered for messages.</summary>
    public static readonly IReadOnlyList<Choice> MessageFrequencies =
    [
        new(nameof(Frequency.AtOnce), "At once"),
        new(nameof(Frequency.Daily), "Once a day, in the morning"),
        new(nameof(Frequency.Weekly), "Once a week, on Monday morning"),
        new(nameof(Frequency.None), "Never: I read them here"),
    ];

    [BindProperty, Display(Name = "E-mail about messages")]
    public Frequency Messages { get; set; }

    /// <summary>The address e-mails go to.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Whether nothing is sent to it because it refused.</summary>
    public bool IsSuspended { get; private set; }

    public FollowedThings Things { get; private set; } = null!;

    /// <summary>Since when there is a private feed address.</summary>
    public DateTime? FeedSince { get; private set; }

    /// <summary>The private feed addresses, once, as they are made.</summary>
    [TempData]
    public string? FeedSecret { get; set; }

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        var person = current.Value.Person();
        Messages = await db.Set<MessageChoice>()
            .Where(c => c.PersonId == person)
            .Select(c => c.Frequency)
            .FirstOrDefaultAsync();
    }

    /// <summary>The full private address in a format.</summary>
    public string FeedOf(string format) =>
        settings.AddressOf($"/feeds/private/{FeedSecret}/following.{format}");

    public async Task RedisplayAsync()
    {
        var person = current.Value.Person();
        Things = new(
            await FollowedThings.ReadAsync(db, new Reader(person, null).Key),
            FollowPageModel.WithAccount,
            "/following?handler=Follow",
            null
        );
        FeedSince = await db.Set<FeedKey>()
            .Where(k => k.PersonId == person && k.EndedAt == null)
            .Select(k => (DateTime?)k.CreatedAt)
            .FirstOrDefaultAsync();
        Address = await db.Set<Person>()
            .Where(p => p.Id == person)
            .Select(p => p.Email)
            .SingleAsync();
        IsSuspended = await db.Set<RefusingAddress>()
            .AnyAsync(a => a.Address == Address && a.SuspendedAt != null);
    }

    public async Task<IActionResult> OnPostMessagesAsync()
    {
        await choose.RunAsync(Messages, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Your choice has been saved.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostFollowAsync(
        Id<Follow> follow,
        Frequency often,
        string act
    )
    {
        var recipient = new Reader(current.Value.Person(), null).Key;
        if (act == "stop")
        {
            await end.RunAsync(follow.ToString(), recipient, HttpContext.RequestAborted);
        }
        else
        {
            await change.RunAsync(recipient, follow, often, HttpContext.RequestAborted);
        }
        TempData[PageKeys.Done] =
            act == "stop" ? "You have stopped following it." : "Your choice has been saved.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostFeedAsync()
    {
        FeedSecret = await makeKey.RunAsync(HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Your private addresses have been made. Copy them now.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndFeedAsync()
    {
        await endKeys.RunAsync(HttpContext.RequestAborted);
        TempData[PageKeys.Done] = "Your private addresses are not good any more.";
        return RedirectToPage();
    }
}
