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
public sealed class FollowingModel(Db db, ChooseMessages choose, CurrentActor current)
    : PageModel,
        IRedisplay
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

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        var person = current.Value.Person();
        Messages = await db.Set<MessageChoice>()
            .Where(c => c.PersonId == person)
            .Select(c => c.Frequency)
            .FirstOrDefaultAsync();
    }

    public async Task RedisplayAsync()
    {
        var person = current.Value.Person();
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
}
