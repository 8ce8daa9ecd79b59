using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Says how often one wants e-mail about what is said to one; what has been said and has not gone out yet follows the new wish.</summary>
public sealed class ChooseMessages(Db db, Actor actor)
{
    /// <exception cref="Refusal">Nobody has signed in.</exception>
    public async Task RunAsync(Frequency frequency, CancellationToken cancellation = default)
    {
        var person = actor.Person();
        var choice = await db.Set<MessageChoice>()
            .SingleOrDefaultAsync(c => c.PersonId == person, cancellation);
        if (choice is null)
        {
            db.Add(MessageChoice.Of(person, frequency));
        }
        else
        {
            choice.Become(frequency);
        }
        var now = db.Now();
        foreach (
            var message in await db.Set<Message>()
                .Where(m =>
                    m.PersonId == person
                    && m.Stories == null
                    && m.MailId == null
                    && m.MailDueAt > now
                )
                .ToListAsync(cancellation)
        )
        {
            message.BecomeDue(frequency.DueAfter(now, message.Owed));
        }
        db.Record(actor, "message-frequency-chosen", nameof(Person), person, new { frequency });
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Puts away messages that one has read: those named, or all.</summary>
public sealed class PutAwayMessages(Db db, Actor actor)
{
    /// <param name="id">One message, or null for all.</param>
    /// <exception cref="Refusal">Nobody has signed in.</exception>
    public async Task RunAsync(Id<Message>? id, CancellationToken cancellation = default)
    {
        var person = actor.Person();
        var messages = await db.Set<Message>()
            .Where(m => m.PersonId == person && m.ReadAt == null && (id == null || m.Id == id))
            .ToListAsync(cancellation);
        var now = db.Now();
        messages.ForEach(m => m.Read(now));
        if (messages.Count > 0)
        {
            db.Record(
                actor,
                "messages-put-away",
                nameof(Person),
                person,
                new { messages = messages.Select(m => m.Id) }
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Has e-mails that were given up tried again: one, or all of them.</summary>
public sealed class TryMailAgain(Db db, Actor actor)
{
    /// <param name="id">One e-mail, or null for all that failed.</param>
    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task RunAsync(Id<Mail>? id, CancellationToken cancellation = default)
    {
        MessagePermissions.LookAfterMail(actor).Permit();
        var now = db.Now();
        var mails = await db.Set<Mail>()
            .Where(m =>
                (
                    m.State == MailState.Failed
                    || (m.State == MailState.Waiting && m.ClaimedBy == null)
                ) && (id == null ? m.State == MailState.Failed : m.Id == id)
            )
            .ToListAsync(cancellation);
        mails.ForEach(m => m.TryAgain(now));
        db.Record(
            actor,
            "mail-tried-again",
            nameof(Mail),
            id?.ToString() ?? "all",
            new { mails.Count }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Sends to a suspended address again, and what was kept back for it.</summary>
public sealed class ReleaseAddress(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, or the address is not suspended.</exception>
    public async Task RunAsync(string address, CancellationToken cancellation = default)
    {
        MessagePermissions.LookAfterMail(actor).Permit();
        var refusing =
            await db.Set<RefusingAddress>()
                .SingleOrDefaultAsync(a => a.Address == address, cancellation)
            ?? throw new Refusal("This address is not suspended.", kind: RefusalKind.NotFound);
        db.Remove(refusing);
        var now = db.Now();
        var held = await db.Set<Mail>()
            .Where(m => m.Address == address && m.State == MailState.Held)
            .ToListAsync(cancellation);
        held.ForEach(m => m.TryAgain(now));
        db.Record(actor, "address-released", nameof(Mail), address, new { held.Count });
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>The person behind an actor.</summary>
internal static class ActorPerson
{
    /// <exception cref="Refusal">Nobody has signed in.</exception>
    public static Id<Person> Person(this Actor actor) =>
        new(actor.PersonId ?? throw new Refusal("Sign in first.", kind: RefusalKind.Permission));
}
