using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>Tell the owner’s team something in confidence, or, as one of them, read what was told.</summary>
public sealed class ConfidentialModel(
    Db db,
    Actor actor,
    FindEntry find,
    ReplyInConfidence reply,
    AcknowledgeReply acknowledge
) : EntryPage(find, actor), IRedisplay
{
    [BindProperty, Display(Name = "Firm or organisation (optional)")]
    public string? Of { get; set; }

    [
        BindProperty,
        Display(
            Name = "Your reply",
            Description = "For example: we have built this for another council, and can show it."
        )
    ]
    public string? Text { get; set; }

    public bool IsTeam { get; private set; }
    public IReadOnlyList<ConfidentialReply> Replies { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await reply.RunAsync(Reference, Number, Of, Text, Stopped);
        return Done("Your reply is with the team. You are told when it has been read.", Entry.Path);
    }

    public async Task<IActionResult> OnPostAcknowledgeAsync(Id<ConfidentialReply> id)
    {
        await RedisplayAsync();
        await acknowledge.RunAsync(Reference, Number, id, Stopped);
        return Done("Acknowledged.", $"{Entry.Path}/confidential");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        if (Call.Kind.Public is not { ConfidentialReplies: true })
        {
            throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        }
        IsTeam = AcknowledgeReply.MayRead(Actor, Call).Allowed;
        var me = new Id<Accounts.Person>(Actor.PersonId!.Value);
        Replies = await db.Set<ConfidentialReply>()
            .AsNoTracking()
            .Where(r => r.EntryId == Entry.Id && (IsTeam || r.PersonId == me))
            .OrderBy(r => r.At)
            .ToListAsync(Stopped);
        ViewData[Web.PageKeys.NoIndex] = true;
    }
}
