using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>
/// Says something to people. What is said is added to the caller's own <see cref="Db"/> and saved by the caller's SaveChanges: the act and the
/// message stand or fall together. E-mails go out after that, by <see cref="DeliverMail"/>.
/// </summary>
/// <remarks>
/// The same key to the same reader is one message, ever: said again it is left out. Two acts that say it at the same moment cannot both be
/// saved; the later one fails as a duplicate, and finds the message there when it is tried again.
/// </remarks>
public sealed class Messages(Db db, Subjects subjects)
{
    /// <summary>To one person.</summary>
    public Task ToPersonAsync(
        Id<Person> person,
        MessageWords words,
        CancellationToken cancellation = default
    ) => ToPeopleAsync([person], words, cancellation);

    /// <summary>To the people of an organisation who have at least this role; without <paramref name="except"/>, usually whoever acts.</summary>
    public async Task ToOrganisationAsync(
        Id<Organisation> organisation,
        Role atLeast,
        MessageWords words,
        Guid? except = null,
        CancellationToken cancellation = default
    )
    {
        var members = await db.Set<Membership>()
            .AsNoTracking()
            .Where(m => m.OrganisationId == organisation)
            .ToListAsync(cancellation);
        await ToPeopleAsync(
            [
                .. members
                    .Where(m => m.Role >= atLeast && m.PersonId.Value != except)
                    .Select(m => m.PersonId),
            ],
            words,
            cancellation
        );
    }

    /// <summary>To these people.</summary>
    public async Task ToPeopleAsync(
        IReadOnlyCollection<Id<Person>> people,
        MessageWords words,
        CancellationToken cancellation = default
    )
    {
        var wishes = await db.Set<MessageChoice>()
            .AsNoTracking()
            .Where(c => people.Contains(c.PersonId))
            .ToDictionaryAsync(c => c.PersonId, c => c.Frequency, cancellation);
        await AddAsync(
            [.. people.Distinct().Select(p => (new Reader(p, null), wishes.GetValueOrDefault(p)))],
            words,
            cancellation
        );
    }

    /// <summary>To an e-mail address, at once: to somebody without an account, who asked for it.</summary>
    /// <exception cref="Refusal">It is no e-mail address.</exception>
    public Task ToAddressAsync(
        string email,
        MessageWords words,
        CancellationToken cancellation = default
    ) =>
        AddAsync(
            [(new Reader(null, Person.Address(email)), Frequency.AtOnce)],
            words,
            cancellation
        );

    /// <summary>How many letters of one sort this address has had within a day: what anybody can have sent there is limited, so that nobody is flooded in another's name.</summary>
    /// <param name="sort">What their keys begin with.</param>
    public async Task<int> WithinADayAsync(
        string address,
        string sort,
        CancellationToken cancellation = default
    )
    {
        var (reader, since) = (new Reader(null, address).Key, db.Now().AddDays(-1));
        return await db.Set<Message>()
            .CountAsync(
                m => m.Recipient == reader && m.Key.StartsWith(sort) && m.CreatedAt > since,
                cancellation
            );
    }

    private async Task AddAsync(
        IReadOnlyList<(Reader Reader, Frequency Frequency)> readers,
        MessageWords words,
        CancellationToken cancellation
    )
    {
        if (words.SubjectKind is { } kind && subjects.Of(kind) is null)
        {
            throw new InvalidOperationException(
                $"No room has records of the kind {kind}: nobody could be shown this message."
            );
        }
        var keys = readers.Select(r => r.Reader.Key).ToList();
        var told = (
            await db.Set<Message>()
                .Where(m => m.Key == words.Key && keys.Contains(m.Recipient))
                .Select(m => m.Recipient)
                .ToListAsync(cancellation)
        ).ToHashSet();
        told.UnionWith(
            db.Set<Message>().Local.Where(m => m.Key == words.Key).Select(m => m.Recipient)
        );
        var now = db.Now();
        db.AddRange(
            readers
                .Where(r => told.Add(r.Reader.Key))
                .Select(r => Message.To(r.Reader, words, now, r.Frequency))
        );
    }
}
