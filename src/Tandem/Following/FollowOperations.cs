using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Begins to follow something: a signed-in person at once, an e-mail address after its reader has confirmed it by a link.</summary>
public sealed class StartFollow(
    Db db,
    Actor actor,
    Followables followables,
    Messages messages,
    FollowLinks links
)
{
    /// <summary>Most letters that ask one address to confirm something, in a day: nobody is flooded in another's name.</summary>
    public const int ConfirmationsADay = 5;

    /// <param name="email">Address of a reader without an account; null for the person who has signed in.</param>
    /// <exception cref="Refusal">There is no such thing, or the address is none. Whether the address is known here is never told.</exception>
    public async Task RunAsync(
        FollowKind kind,
        string key,
        Frequency frequency,
        string? email,
        CancellationToken cancellation = default
    )
    {
        var reader = email is null
            ? new Reader(actor.Person(), null)
            : new Reader(null, Person.Address(email));
        if (email is not null && frequency == Frequency.None)
        {
            throw new Refusal("Choose how often you want e-mail", "Frequency");
        }
        var what =
            await followables.FindAsync(
                kind,
                key,
                email is null ? actor : Actor.Visitor,
                cancellation
            ) ?? throw new Refusal("There is no such thing.", kind: RefusalKind.NotFound);
        var now = db.Now();
        var follow = await db.Set<Follow>()
            .SingleOrDefaultAsync(
                f => f.Recipient == reader.Key && f.Kind == what.Kind && f.Key == what.Key,
                cancellation
            );
        if (follow is null)
        {
            db.Add(follow = Follow.Begin(reader, what, frequency, now));
        }
        else
        {
            follow.Again(what, frequency, now);
        }
        // The address itself stays out of the log, which is never altered.
        db.Record(actor, "follow-begun", nameof(Follow), follow.Id, new { what.Kind, what.Key });
        if (follow.Address is not null)
        {
            await AnswerAsync(follow, now, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
    }

    // Whoever already follows is told so by e-mail: on the page, every address gets the same answer.
    private async Task AnswerAsync(Follow follow, DateTime now, CancellationToken cancellation)
    {
        var asked = await messages.WithinADayAsync(follow.Address!, "confirm:", cancellation);
        if (asked >= ConfirmationsADay)
        {
            return;
        }
        await messages.ToAddressAsync(
            follow.Address!,
            follow.IsOn
                ? new(
                    $"confirm:{follow.Id}:on:{now:yyyy-MM-dd}",
                    $"You follow {follow.Title}",
                    [
                        "You asked for this once more; it is already on its way to you.",
                        "On the page below you see all you follow, change how often you get e-mail, or stop.",
                    ],
                    links.Manage(follow.Recipient)
                )
                : new(
                    $"confirm:{follow.Id}:{now:yyyy-MM-dd}",
                    $"Confirm that you want to follow {follow.Title}",
                    [
                        $"Somebody, most likely you, asked us to send you e-mail about {follow.Title}.",
                        "Open the page below and press the button to confirm. The link is good for three days. If it was not you, do nothing: you will hear nothing more.",
                    ],
                    links.Confirm(follow)
                ),
            cancellation
        );
    }
}

/// <summary>Confirms, for an address, that its reader asked to follow something. Done twice, it is done once.</summary>
public sealed class ConfirmFollow(Db db)
{
    /// <exception cref="Refusal">It has been ended since, or never was.</exception>
    public async Task<Follow> RunAsync(Id<Follow> id, CancellationToken cancellation = default)
    {
        var follow = await db.Set<Follow>()
            .SingleOrDefaultAsync(f => f.Id == id && f.EndedAt == null, cancellation);
        if (follow is null)
        {
            throw new Refusal("You do not follow this any more.", kind: RefusalKind.NotFound);
        }
        if (!follow.IsOn)
        {
            follow.Confirm(db.Now());
            db.Record(Actor.Visitor, "follow-confirmed", nameof(Follow), follow.Id);
            await db.SaveChangesAsync(cancellation);
        }
        return follow;
    }
}

/// <summary>Says how often e-mail about something followed is wanted.</summary>
public sealed class ChangeFollow(Db db, Actor actor)
{
    /// <param name="recipient">Whose it must be: <c>person:…</c> or <c>mail:…</c>.</param>
    /// <exception cref="Refusal">They do not follow it.</exception>
    public async Task RunAsync(
        string recipient,
        Id<Follow> id,
        Frequency frequency,
        CancellationToken cancellation = default
    )
    {
        var follow =
            await db.Set<Follow>()
                .SingleOrDefaultAsync(
                    f => f.Id == id && f.Recipient == recipient && f.EndedAt == null,
                    cancellation
                )
            ?? throw new Refusal("You do not follow this.", kind: RefusalKind.NotFound);
        follow.Become(frequency);
        db.Record(actor, "follow-changed", nameof(Follow), follow.Id, new { frequency });
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Ends following: one thing, or all that somebody follows. Done twice, it is done once.</summary>
public sealed class EndFollow(Db db, Actor actor)
{
    /// <summary>What ends is named by its id, or by the reader for all of theirs. Gives what ended.</summary>
    public async Task<IReadOnlyList<Follow>> RunAsync(
        string what,
        string? recipient = null,
        CancellationToken cancellation = default
    )
    {
        var one = Id<Follow>.TryParse(what, null, out var id) ? id : (Id<Follow>?)null;
        var follows = await db.Set<Follow>()
            .Where(f => one != null ? f.Id == one : f.Recipient == what)
            .Where(f => f.EndedAt == null && (recipient == null || f.Recipient == recipient))
            .ToListAsync(cancellation);
        var now = db.Now();
        foreach (var follow in follows)
        {
            follow.End(now);
            db.Record(actor, "follow-ended", nameof(Follow), follow.Id);
        }
        await db.SaveChangesAsync(cancellation);
        return follows;
    }
}
