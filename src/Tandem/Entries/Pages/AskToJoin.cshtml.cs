using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>May I work on this with you?</summary>
public sealed class AskToJoinModel(
    Db db,
    Actor actor,
    FindEntry find,
    AskToJoin ask,
    TakeBackJoining takeBack
) : EntryPage(find, actor), IRedisplay
{
    [
        BindProperty,
        Display(
            Name = "What would you bring?",
            Description = "A sentence will do: what you can do, or what you know of it."
        )
    ]
    public string? Words { get; set; }

    /// <summary>What this reader has asked before.</summary>
    public JoiningAsk? Asked { get; private set; }

    /// <summary>Why one cannot ask now; null where one can.</summary>
    public string? Against { get; private set; }

    public IReadOnlyList<string> Leading =>
        [
            .. Entry
                .Members.Where(m => m.Right == MemberRight.Lead && m.RemovedAt is null)
                .Select(m => m.Name),
        ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await ask.RunAsync(Reference, Number, Words, Stopped);
        return Done("You have asked. You will be told what they say.", Entry.Path);
    }

    public async Task<IActionResult> OnPostTakeBackAsync()
    {
        await RedisplayAsync();
        await takeBack.RunAsync(Reference, Number, Stopped);
        return Done("You do not ask any more.", Entry.Path);
    }

    public async Task RedisplayAsync()
    {
        db.ChangeTracker.Clear();
        await LoadAsync();
        var me = new Id<Person>(Actor.PersonId ?? Guid.Empty);
        Asked = await db.Set<JoiningAsk>()
            .AsNoTracking()
            .SingleOrDefaultAsync(a => a.EntryId == Entry.Id && a.PersonId == me, Stopped);
        var may = EntryPermissions.MayAskToJoin(Actor, Call, Entry);
        Against =
            !may.Allowed ? may.Reason
            : !AskToJoin.IsOpen(Found, db.Now()) ? "The deadline has passed: nobody joins any more."
            : null;
    }
}
