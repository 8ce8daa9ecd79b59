using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>The openers of the sealed call of the demo network that is open: each has the password of the demo as passphrase, and no other secret.</summary>
public sealed class DemoSeals(Db db, WorkingDays calendars)
{
    /// <summary>Kind of the call.</summary>
    private const string Kind = "competitive-flexible-tender";

    /// <summary>Begins to make their keys.</summary>
    internal async Task<Task<IReadOnlyList<OpenerKey>>> BeginAsync(CancellationToken cancellation)
    {
        var call = await db.Set<Call>()
            .AsNoTracking()
            .Include(c => c.People)
            .SingleAsync(c => c.KindName == Kind, cancellation);
        var (openers, now) = (MakeOpenerKey.OpenersOf(call), call.ApprovedAt!.Value);
        return Task.Run<IReadOnlyList<OpenerKey>>(
            () =>
                [
                    .. openers
                        .AsParallel()
                        .AsOrdered()
                        .Select(o => OpenerKey.Make(call, o, SeedDemo.Password, now)),
                ],
            cancellation
        );
    }

    /// <summary>Says that each opener has chosen a passphrase, and publishes the call.</summary>
    internal async Task CloseAsync(
        DemoLife life,
        IReadOnlyList<OpenerKey> keys,
        CancellationToken cancellation
    )
    {
        var (call, now) = (life.Call, db.Now());
        foreach (var named in call.People.Where(p => p.Role == CallRole.Opener))
        {
            var opener = await db.Set<Accounts.Person>()
                .AsNoTracking()
                .SingleAsync(p => p.Id == named.PersonId, cancellation);
            db.Add(keys.Single(k => k.PersonId == opener.Id));
            db.Record(
                (await life.Cast.FindAsync(opener.Email, cancellation)).Actor,
                "opener-key-made",
                nameof(Call),
                call.Id
            );
        }
        var key = CallKey.Make(call, keys, now);
        life.SealedWith = key.PublicKey;
        db.Add(key);
        var owner = await life.Cast.FindAsync("maya@silverpit.example", cancellation);
        db.Record(
            owner.Actor,
            "call-key-made",
            nameof(Call),
            call.Id,
            new { key.Fingerprint, openers = keys.Count }
        );
        call.Publish(calendars, now);
        db.RecordOn(owner.Actor, CallActs.Published, call);
    }
}
