using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Entries.Pages;

/// <summary>Who works on this entry, and may do what?</summary>
public sealed class PeopleModel(
    Actor actor,
    FindEntry find,
    InviteToEntry invite,
    ChangeEntryMember change
) : EntryPage(find, actor), IRedisplay
{
    [BindProperty, Display(Name = "E-mail address")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "What they may do")]
    public MemberRight NewRight { get; set; } = MemberRight.Edit;

    public static IReadOnlyList<Choice> Rights { get; } =
    [
        new("View", "Read"),
        new("Comment", "Read and comment"),
        new("Edit", "Read, comment and answer the questions"),
        new("Lead", "Also submit, withdraw, and invite others"),
    ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await invite.RunAsync(Reference, Number, Email, NewRight, Stopped);
        return Done($"A link is on its way to {Email}.", $"{Entry.Path}/people");
    }

    public async Task<IActionResult> OnPostChangeAsync(Id<Person> person, MemberRight? right)
    {
        await RedisplayAsync();
        await change.RunAsync(Reference, Number, person, right, Stopped);
        return Done("Changed.", $"{Entry.Path}/people");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync(own: true);
        EntryPermissions.MayLead(Actor, Entry).Permit();
    }
}
