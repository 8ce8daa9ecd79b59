using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>Signs a person in with e-mail address and password.</summary>
public sealed class SignIn(Db db, Settings settings)
{
    private const string Wrong =
        "The e-mail address or the password is not right. After five wrong tries, sign-in is locked for a while.";

    /// <summary>Starts a session.</summary>
    /// <exception cref="Refusal">The address or password is wrong, or sign-in is locked; the words do not tell which addresses exist.</exception>
    public async Task<Session> RunAsync(
        string email,
        string password,
        CancellationToken cancellation = default
    )
    {
        var address = email.Trim().ToLowerInvariant();
        var now = db.Now();
        var person = await db.Set<Person>()
            .SingleOrDefaultAsync(p => p.Email == address, cancellation);
        if (person is null || person.IsLocked(now) || (person.IsDemo && !settings.Demo))
        {
            Person.SpendTime(password);
            throw new Refusal(Wrong, "Password");
        }
        var actor = person.Alone;
        if (!person.TryPassword(password, now))
        {
            db.Record(
                actor,
                "sign-in-refused",
                nameof(Person),
                person.Id,
                new { person.FailedAttempts, person.LockedUntil }
            );
            await db.SaveChangesAsync(cancellation);
            throw new Refusal(Wrong, "Password");
        }
        var session = Session.Start(person, now);
        db.Add(session);
        db.Record(actor, "signed-in", nameof(Person), person.Id);
        await db.SaveChangesAsync(cancellation);
        return session;
    }
}

/// <summary>Ends a session, wherever its cookie may still be.</summary>
public sealed class SignOut(Db db)
{
    public async Task RunAsync(
        Actor actor,
        Id<Session> sessionId,
        CancellationToken cancellation = default
    )
    {
        var session = await db.Set<Session>()
            .SingleOrDefaultAsync(s => s.Id == sessionId, cancellation);
        if (session?.EndedAt is null && session is not null)
        {
            session.End(db.Now());
            db.Record(actor, "signed-out", nameof(Person), session.PersonId);
            await db.SaveChangesAsync(cancellation);
        }
    }
}
