using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Puts messages that are due into e-mails: all that is due for one reader becomes one e-mail.</summary>
/// <remarks>One node at a time does this; sending is shared by all.</remarks>
public sealed class ComposeMail(IDbContextFactory<Db> databases, Settings settings)
{
    private const int Batch = 2000;

    /// <summary>Gives how many e-mails were made; none while another node is at it.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        await using (var look = databases.CreateDbContext())
        {
            if (!await Due(look, look.Now()).AnyAsync(cancellation))
            {
                return 0;
            }
        }
        await using var turn = await Turn.TryAsync(databases, settings, "mail", cancellation);
        var made = 0;
        for (var more = turn is not null; more; )
        {
            await using var db = databases.CreateDbContext();
            var (mails, messages) = await BatchAsync(db, cancellation);
            made += mails;
            more = messages == Batch;
        }
        return made;
    }

    private static IQueryable<Message> Due(Db db, DateTime now) =>
        db.Set<Message>().Where(m => m.MailId == null && m.MailDueAt <= now);

    private static async Task<(int Mails, int Messages)> BatchAsync(
        Db db,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var due = await Due(db, now)
            .OrderBy(m => m.MailDueAt)
            .ThenBy(m => m.Recipient)
            .Take(Batch)
            .ToListAsync(cancellation);
        var people = due.Select(m => m.PersonId).OfType<Id<Person>>().Distinct().ToList();
        var addresses = await db.Set<Person>()
            .Where(p => people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Email, cancellation);
        var suspended = (
            await db.Set<RefusingAddress>()
                .Where(a => a.SuspendedAt != null)
                .Select(a => a.Address)
                .ToListAsync(cancellation)
        ).ToHashSet(StringComparer.Ordinal);
        var mails = 0;
        foreach (var reader in due.GroupBy(m => m.Recipient))
        {
            var first = reader.First();
            var address = first.PersonId is { } person ? addresses[person] : first.Address!;
            var mail = Mail.To(first, address, suspended.Contains(address), now);
            db.Add(mail);
            foreach (var message in reader)
            {
                message.GoInto(mail);
            }
            mails++;
        }
        await db.SaveChangesAsync(cancellation);
        return (mails, due.Count);
    }
}
