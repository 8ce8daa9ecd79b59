using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Asks those who lead an entry that everybody reads to work on it with them.</summary>
public sealed class AskToJoin(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <summary>What one person may have waiting at a time, so that nobody asks everywhere.</summary>
    public const int MostWaiting = 10;

    /// <exception cref="Refusal">The actor may not, has asked already, was declined, or says nothing.</exception>
    public async Task RunAsync(
        string call,
        long number,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var found = await find.RunAsync(call, number, cancellation);
        var (entry, now) = (found.Entry, db.Now());
        EntryPermissions.MayAskToJoin(actor, found.Call, entry).Permit();
        MustBeOpen(found, now);
        var me = new Id<Person>(actor.PersonId!.Value);
        var ask = await db.Set<JoiningAsk>()
            .SingleOrDefaultAsync(a => a.EntryId == entry.Id && a.PersonId == me, cancellation);
        if (ask is null)
        {
            await MustBeFewAsync(me, cancellation);
            db.Add(JoiningAsk.By(entry, actor, words, now));
        }
        else
        {
            ask.Ask(words, now);
        }
        db.Record(actor, "asked-to-join", nameof(Entry), entry.Id);
        await messages.ToPeopleAsync(
            [.. entry.Leads],
            new(
                $"asked-to-join:{entry.Id}:{me}:{now:O}",
                $"{actor.Name} asks to join “{entry.Name}”",
                [Entry.Said(words, 1000, "Words", ""), "Let them join, or say why not."],
                $"{entry.Path}/people",
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    private async Task MustBeFewAsync(Id<Person> me, CancellationToken cancellation)
    {
        var waiting = await db.Set<JoiningAsk>()
            .CountAsync(
                a => a.PersonId == me && a.TakenBackAt == null && a.AnsweredAt == null,
                cancellation
            );
        if (waiting >= MostWaiting)
        {
            throw new Refusal(
                $"{MostWaiting} of those you have asked have not answered yet. Wait for them, or take one back."
            );
        }
    }

    /// <summary>A stage that it may still take part in has not closed.</summary>
    internal static bool IsOpen(FoundEntry found, DateTime now) =>
        found.Call.State == CallState.Published
        && found.Stages.Any(s => s.Clock.StateAt(now) != StageState.Closed);

    internal static void MustBeOpen(FoundEntry found, DateTime now)
    {
        if (!IsOpen(found, now))
        {
            throw new Refusal("The deadline has passed: nobody joins any more.");
        }
    }
}

/// <summary>Takes back what one has asked.</summary>
public sealed class TakeBackJoining(Db db, Actor actor, FindEntry find)
{
    /// <exception cref="Refusal">The actor has not asked, or it was answered.</exception>
    public async Task RunAsync(string call, long number, CancellationToken cancellation = default)
    {
        var entry = (await find.RunAsync(call, number, cancellation)).Entry;
        var me = new Id<Person>(actor.PersonId ?? Guid.Empty);
        var ask =
            await db.Set<JoiningAsk>()
                .SingleOrDefaultAsync(a => a.EntryId == entry.Id && a.PersonId == me, cancellation)
            ?? throw new Refusal("You have not asked.", kind: RefusalKind.NotFound);
        ask.TakeBack(db.Now());
        db.Record(actor, "joining-taken-back", nameof(Entry), entry.Id);
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Lets somebody join who has asked, with the right to answer; or declines with a word.</summary>
public sealed class AnswerJoining(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <exception cref="Refusal">The actor does not lead the entry, nobody asks, the deadline has passed, or it is declined without a word.</exception>
    public async Task RunAsync(
        string call,
        long number,
        Id<Person> person,
        bool accept,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var found = await find.OwnAsync(call, number, cancellation);
        var (entry, now) = (found.Entry, db.Now());
        EntryPermissions.MayLead(actor, entry).Permit();
        entry.MustStand();
        var ask =
            await db.Set<JoiningAsk>()
                .SingleOrDefaultAsync(
                    a => a.EntryId == entry.Id && a.PersonId == person,
                    cancellation
                )
            ?? throw new Refusal("They have not asked.", kind: RefusalKind.NotFound);
        ask.Answer(accept, reason, actor, now);
        if (accept)
        {
            AskToJoin.MustBeOpen(found, now);
            await LetInAsync(found, person, now, cancellation);
        }
        db.Record(
            actor,
            accept ? "co-entrant-joined" : "joining-declined",
            nameof(Entry),
            entry.Id,
            new { person }
        );
        await messages.ToPersonAsync(
            person,
            new(
                $"joining-answered:{entry.Id}:{person}:{ask.At:O}",
                accept ? $"You work on “{entry.Name}” now" : $"You cannot join “{entry.Name}”",
                accept
                    ?
                    [
                        $"{actor.Name} has let you join. You can read it, comment, and answer its questions.",
                    ]
                    : [$"{actor.Name} says: {ask.Reason}"],
                entry.Path,
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await SupportEntry.CountAsync(db, entry, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task LetInAsync(
        FoundEntry found,
        Id<Person> person,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var entry = found.Entry;
        InviteToEntry.MustHaveRoom(found);
        if (entry.Members.FirstOrDefault(m => m.PersonId == person) is { } before)
        {
            if (before.RemovedAt is not null)
            {
                before.Become(MemberRight.Edit);
            }
            return;
        }
        db.Add(
            EntryMember.Of(
                entry,
                await db.Set<Person>().SingleAsync(p => p.Id == person, cancellation),
                MemberRight.Edit,
                now
            )
        );
    }
}
