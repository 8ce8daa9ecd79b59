using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Entries.Pages;

/// <summary>Who works on this entry, and may do what?</summary>
public sealed class PeopleModel(
    Db db,
    Actor actor,
    FindEntry find,
    InviteToEntry invite,
    ChangeEntryMember change,
    AnswerJoining answer
) : EntryPage(find, actor), IRedisplay
{
    [BindProperty, Display(Name = "E-mail address")]
    public string? Email { get; set; }

    [BindProperty, Display(Name = "What they may do")]
    public MemberRight NewRight { get; set; } = MemberRight.Edit;

    [BindProperty]
    public Dictionary<string, string?> Reasons { get; set; } = [];

    /// <summary>Whom the form that came back declines.</summary>
    public Id<Person>? Declined { get; private set; }

    /// <summary>Those who ask to join and wait for an answer, the first first.</summary>
    public IReadOnlyList<JoiningAsk> Asks { get; private set; } = [];

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

    public async Task<IActionResult> OnPostAcceptAsync(Id<Person> person)
    {
        await RedisplayAsync();
        await answer.RunAsync(Reference, Number, person, true, null, Stopped);
        return Done("They work on it now, and are told.", $"{Entry.Path}/people");
    }

    public async Task<IActionResult> OnPostDeclineAsync(Id<Person> person)
    {
        Declined = person;
        await RedisplayAsync();
        var said = Reasons.GetValueOrDefault(person.ToString());
        try
        {
            await answer.RunAsync(Reference, Number, person, false, said, Stopped);
        }
        catch (Refusal refusal) when (refusal.Field == "Reason")
        {
            throw new Refusal(refusal.Message, $"Reasons[{person}]");
        }
        return Done("Declined, and told.", $"{Entry.Path}/people");
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        await LoadAsync(own: true);
        EntryPermissions.MayLead(Actor, Entry).Permit();
        Asks = await db.Set<JoiningAsk>()
            .AsNoTracking()
            .Where(a => a.EntryId == Entry.Id && a.TakenBackAt == null && a.AnsweredAt == null)
            .OrderBy(a => a.At)
            .ToListAsync(Stopped);
    }
}
