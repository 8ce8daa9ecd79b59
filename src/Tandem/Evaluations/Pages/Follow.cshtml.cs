using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>What does this selected entry become?</summary>
public sealed class FollowModel(
    Actor actor,
    FindStage find,
    BeginFollowThrough begin,
    FollowOwners owners
) : EntryPage(actor, find), IRedisplay
{
    [BindProperty, Display(Name = "Who looks after it?")]
    public Id<Person>? Owner { get; set; }

    public IReadOnlyList<Choice> People { get; private set; } = [];

    [BindProperty, Display(Name = "What does it become?")]
    public Outcome? Becomes { get; set; }

    [BindProperty, Display(Name = "Title")]
    public string? TitleGiven { get; set; }

    [BindProperty, Display(Name = "First day")]
    public DateOnly? StartsOn { get; set; }

    public IReadOnlyList<Choice> Kinds =>
        [.. Call.Kind.Becomes.Select(b => new Choice(b.ToString(), b.ToString()))];

    public string ChecksWords =>
        Call.Kind.ChecksMonths.Count == 0
            ? "a while"
            : Words.List([.. Call.Kind.ChecksMonths.Select(m => m.ToString(Words.Culture))])
                + (Call.Kind.ChecksMonths is [1] ? " month" : " months");

    public async Task OnGetAsync()
    {
        await RedisplayAsync();
        TitleGiven = Entry.Title;
        Becomes = Call.Kind.Becomes is [var only] ? only : null;
        Owner = new(Reader.PersonId!.Value);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        var follow = await begin.RunAsync(
            Reference,
            StageCode,
            Number,
            new(Becomes, TitleGiven, StartsOn),
            Owner,
            Stopped
        );
        return LocalRedirect(follow.Path);
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        JudgingPermissions.MayTell(Reader, Call).Permit();
        People =
        [
            .. (await owners.OfAsync(Call, Stopped)).Select(p => new Choice(
                p.Id.ToString(),
                p.Name
            )),
        ];
    }
}
