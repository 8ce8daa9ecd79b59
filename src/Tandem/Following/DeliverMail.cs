using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Kernel.Mail;

namespace Tandem.Following;

/// <summary>
/// Sends what waits in the outbox. Each e-mail is claimed for a minute before it is handed over and marked the moment the mail server has taken it, so that no two
/// workers have the same one, and what a killed worker had is taken up again by another.
/// </summary>
/// <remarks>
/// At least once: a worker killed between the server's "yes" and the mark leaves an e-mail that is handed over a second time, under the same Message-ID.
/// </remarks>
public sealed class DeliverMail(
    IDbContextFactory<Db> databases,
    IServiceScopeFactory scopes,
    ComposeMail compose,
    Settings settings,
    ILogger<DeliverMail> log
)
{
    private const int Batch = 40;
    private const int Connections = 4;

    /// <summary>Composes and sends all that is due now. Gives how many e-mails a mail server took.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        await compose.RunAsync(cancellation);
        if (settings.MailServer is not { } server)
        {
            return 0;
        }
        using var lines = new Lines(server);
        var sent = 0;
        while (await ClaimAsync(cancellation) is { Count: > 0 } claimed)
        {
            var before = sent;
            await Parallel.ForEachAsync(
                claimed,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = Connections,
                    CancellationToken = cancellation,
                },
                async (id, stop) =>
                {
                    if (await SendAsync(id, lines, stop))
                    {
                        Interlocked.Increment(ref sent);
                    }
                }
            );
            if (sent == before)
            {
                break; // nothing was taken: the server is away, or every address refuses; the next look is seconds off
            }
        }
        return sent;
    }

    private async Task<List<Id<Mail>>> ClaimAsync(CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var now = db.Now();
        var free = db.Set<Mail>()
            .Where(m =>
                m.State == MailState.Waiting
                && m.NotBefore <= now
                && (m.ClaimedUntil == null || m.ClaimedUntil < now)
            );
        var wanted = await free.OrderBy(m => m.NotBefore)
            .Take(Batch)
            .Select(m => m.Id)
            .ToListAsync(cancellation);
        if (wanted.Count == 0)
        {
            return [];
        }
        var worker = Id<Mail>.New(now).Value;
        // Asked again as it is written: what another worker claimed in between stays theirs.
        await free.Where(m => wanted.Contains(m.Id))
            .ExecuteUpdateAsync(
                m =>
                    m.SetProperty(x => x.ClaimedBy, worker)
                        .SetProperty(x => x.ClaimedUntil, now + Mail.Lease)
                        .SetProperty(x => x.Attempts, x => x.Attempts + 1),
                cancellation
            );
        return await db.Set<Mail>()
            .Where(m => m.ClaimedBy == worker)
            .OrderBy(m => m.NotBefore)
            .Select(m => m.Id)
            .ToListAsync(cancellation);
    }

    private async Task<bool> SendAsync(Id<Mail> id, Lines lines, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var mail = await db.Set<Mail>().SingleAsync(m => m.Id == id, cancellation);
        if (!mail.IsHeldAt(db.Now()))
        {
            return false; // those before it took too long: it is taken up again when its time is over
        }
        try
        {
            var letter = await scope
                .ServiceProvider.GetRequiredService<WriteMail>()
                .RunAsync(mail, cancellation);
            if (letter is null)
            {
                mail.Withdraw();
            }
            else
            {
                await lines.SendAsync(letter, cancellation);
                mail.Sent(db.Now());
            }
        }
        catch (LetterRefused refused)
        {
            await NotTakenAsync(db, mail, refused, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One e-mail that cannot be written must not hold up the others; it is tried again, and seen in the outbox.
            log.LogError(fault, "E-mail {Id} could not be written.", mail.Id);
            mail.NotTaken("It could not be written: see the log.", false, db.Now());
        }
        // What the server has taken is marked even where the program is about to stop.
        await db.SaveChangesAsync(CancellationToken.None);
        return mail.State == MailState.Sent;
    }

    private static async Task NotTakenAsync(
        Db db,
        Mail mail,
        LetterRefused refused,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        mail.NotTaken(refused.Message, refused.ForGood, now);
        if (refused is { Address: true, ForGood: true })
        {
            var address = await db.Set<RefusingAddress>()
                .SingleOrDefaultAsync(a => a.Address == mail.Address, cancellation);
            if (address is null)
            {
                db.Add(address = RefusingAddress.Of(mail.Address));
            }
            address.Refused(refused.Message, now);
        }
    }

    /// <summary>Open connections to the mail server, each used by one sender at a time.</summary>
    private sealed class Lines(MailServer server) : IDisposable
    {
        private readonly ConcurrentBag<Smtp> free = [];

        public async Task SendAsync(Letter letter, CancellationToken cancellation)
        {
            var line = free.TryTake(out var open) ? open : new Smtp(server);
            try
            {
                await line.SendAsync(letter, cancellation);
            }
            catch
            {
                line.Dispose();
                throw;
            }
            free.Add(line);
        }

        public void Dispose()
        {
            foreach (var line in free)
            {
                line.Dispose();
            }
        }
    }
}
