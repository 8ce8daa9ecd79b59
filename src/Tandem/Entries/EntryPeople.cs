using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>What a link in an e-mail stands for: whoever reads that mail may make an account, and work on an entry where one is named.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Entry">The entry to work on; null: an account only.</param>
/// <param name="Then">Where it leads after that, from the root.</param>
public sealed record EntryInvitation(
    DateTime At,
    string Email,
    Guid? Entry,
    MemberRight Right,
    string Then
) : IInvitation
{
    public static string Purpose => "entry-invitation";
    public static string Page => "/entries/join";
}

/// <summary>Sends whoever wants to enter, and has no account, the link with which they make one.</summary>
public sealed class SignUpToEnter(Db db, InvitationLinks<EntryInvitation> links, Messages messages)
{
    internal const string Key = "entry-invitation:";

    /// <param name="then">Where the link leads in the end, from the root.</param>
    /// <exception cref="Refusal">It is no e-mail address. Whether the address is known here is never told.</exception>
    public async Task RunAsync(
        string? email,
        string? then,
        CancellationToken cancellation = default
    )
    {
        var address = Person.Address(email ?? "");
        var now = db.Now();
        if (!await IsFloodedAsync(messages, address, cancellation))
        {
            await messages.ToAddressAsync(
                address,
                new(
                    $"{Key}{now:O}",
                    "Make your account",
                    [
                        "Somebody, most likely you, asked for an account to enter a call with.",
                        "Open the page below to choose a password and begin. The link is good for a week. If you know nothing of this, do nothing.",
                    ],
                    links.To(new(now, address, null, MemberRight.View, Local(then)))
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }

    private static string Local(string? then) =>
        then is ['/', not '/', ..] && !then.Contains('\\') && then.Length < 500 ? then : "/entries";

    internal static async Task<bool> IsFloodedAsync(
        Messages messages,
        string address,
        CancellationToken cancellation
    ) => await messages.WithinADayAsync(address, Key, cancellation) >= Invitations.LettersADay;
}

/// <summary>Sends somebody a link with which they work on an entry.</summary>
public sealed class InviteToEntry(
    Db db,
    Actor actor,
    FindEntry find,
    InvitationLinks<EntryInvitation> links,
    Messages messages
)
{
    /// <summary>People of one entry.</summary>
    public const int Most = 50;

    /// <exception cref="Refusal">The actor may not, the address is none, or the call knows no co-entrants.</exception>
    public async Task RunAsync(
        string call,
        long number,
        string? email,
        MemberRight right,
        CancellationToken cancellation = default
    )
    {
        var found = await find.OwnAsync(call, number, cancellation);
        var entry = found.Entry;
        EntryPermissions.MayLead(actor, entry).Permit();
        entry.MustStand();
        var words = found.Call.Kind.Words;
        MustHaveRoom(found);
        if (!Enum.IsDefined(right))
        {
            throw new Refusal("Choose what they may do", "Right");
        }
        var address = Person.Address(email ?? "");
        if (await SignUpToEnter.IsFloodedAsync(messages, address, cancellation))
        {
            throw new Refusal(
                "This address has had many letters today. Try again tomorrow.",
                "Email"
            );
        }
        var now = db.Now();
        await messages.ToAddressAsync(
            address,
            new(
                $"{SignUpToEnter.Key}{entry.Id}:{now:O}",
                $"Work on {entry.Reference} with {actor.Name}",
                [
                    $"{actor.Name} asks you to work on their {words.Entry} for “{found.Call.Title}”.",
                    "Open the page below to join. The link is good for a week. If you know nothing of this, do nothing.",
                ],
                links.To(new(now, address, entry.Id.Value, right, entry.Path))
            ),
            cancellation
        );
        db.Record(actor, "co-entrant-invited", nameof(Entry), entry.Id, new { right });
        await db.SaveChangesAsync(cancellation);
    }

    /// <exception cref="Refusal">One person works on an entry here, or as many as may do already.</exception>
    internal static void MustHaveRoom(FoundEntry found)
    {
        var words = found.Call.Kind.Words;
        if (!found.Call.Kind.Entrants.CoEntrants)
        {
            throw new Refusal($"Only one person works on one {words.Entry} here.");
        }
        if (found.Entry.Members.Count >= Most)
        {
            throw new Refusal($"{Most} people at most work on one {words.Entry}.");
        }
    }
}

/// <summary>Takes up an invitation: a new person chooses name and password; a known one has signed in.</summary>
public sealed class JoinEntry(Db db, InvitedPerson invited, InvitationLinks<EntryInvitation> links)
{
    /// <exception cref="Refusal">The link is too old or was used, the person is known and has not signed in, or name or password will not do.</exception>
    public async Task<Person> RunAsync(
        string? token,
        string? name,
        string? password,
        CancellationToken cancellation = default
    )
    {
        var invitation = links.Take(token);
        var (person, isNew) = await invited.RunAsync(
            invitation.Email,
            name,
            password,
            cancellation
        );
        if (isNew)
        {
            db.Record(person.Alone, "account-made", nameof(Person), person.Id);
        }
        if (invitation.Entry is { } id)
        {
            await JoinAsync(new(id), invitation, person, db.Now(), cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        return person;
    }

    private async Task JoinAsync(
        Id<Entry> id,
        EntryInvitation invitation,
        Person person,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var entry = await db.Set<Entry>()
            .Include(e => e.Members)
            .SingleAsync(e => e.Id == id, cancellation);
        entry.MustStand();
        var member = entry.Members.FirstOrDefault(m => m.PersonId == person.Id);
        // Whoever was removed does not come back by the letter that once brought them in.
        if (member is { RemovedAt: { } removed } && removed >= invitation.At)
        {
            throw Invitations.Over();
        }
        if (member is { RemovedAt: null })
        {
            throw new Refusal("You work on this already.");
        }
        if (member is null)
        {
            db.Add(EntryMember.Of(entry, person, invitation.Right, now));
        }
        else
        {
            member.Become(invitation.Right);
        }
        db.Record(
            person.Alone,
            "co-entrant-joined",
            nameof(Entry),
            entry.Id,
            new { invitation.Right }
        );
    }
}

/// <summary>Says what somebody may do with an entry, or that they work on it no more.</summary>
public sealed class ChangeEntryMember(Db db, Actor actor, FindEntry find)
{
    /// <param name="right">Null: removed.</param>
    /// <exception cref="Refusal">The actor may not, there is no such person in it, or nobody would lead it.</exception>
    public async Task RunAsync(
        string call,
        long number,
        Id<Person> person,
        MemberRight? right,
        CancellationToken cancellation = default
    )
    {
        var (_, entry) = await find.OwnAsync(call, number, cancellation);
        EntryPermissions.MayLead(actor, entry).Permit();
        var member =
            entry.Members.FirstOrDefault(m => m.PersonId == person && m.RemovedAt is null)
            ?? throw new Refusal("There is no such person here.", kind: RefusalKind.NotFound);
        if (
            right != MemberRight.Lead
            && entry.Members.Count(m => m.RemovedAt is null && m.Right == MemberRight.Lead) == 1
            && member.Right == MemberRight.Lead
        )
        {
            throw new Refusal("Somebody has to lead. Let another person lead first.");
        }
        if (right is { } now)
        {
            member.Become(now);
        }
        else
        {
            member.Remove(db.Now());
        }
        db.Record(
            actor,
            right is null ? "co-entrant-removed" : "co-entrant-changed",
            nameof(Entry),
            entry.Id,
            new { person, right }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
