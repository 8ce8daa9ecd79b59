using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries.Sealing;

/// <summary>Makes an opener's keys, and the call's as soon as every opener has some.</summary>
public sealed class MakeOpenerKey(Db db, Actor actor, FindEntry find)
{
    /// <exception cref="Refusal">The actor is no opener of it, it is published or needs no sealing, or the passphrase will not do.</exception>
    public async Task RunAsync(
        string reference,
        string? passphrase,
        string? again,
        CancellationToken cancellation = default
    )
    {
        var call = await find.CallAsync(reference, cancellation);
        EntryPermissions.MayOpen(actor, call).Permit();
        if (!call.Kind.HasSealedStage)
        {
            throw new Refusal("This call has no sealed stage.");
        }
        if (call.IsPublished)
        {
            throw new Refusal("This call is published: its keys stay as they are.");
        }
        Passphrase.Check(passphrase, again, "Passphrase", "Again");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var me = new Id<Accounts.Person>(actor.PersonId!.Value);
        var now = db.Now();
        if (
            await db.Set<OpenerKey>()
                .SingleOrDefaultAsync(k => k.CallId == call.Id && k.PersonId == me, cancellation) is
            { } before
        )
        {
            db.Remove(before);
            await db.SaveChangesAsync(cancellation);
        }
        db.Add(OpenerKey.Make(call, me, passphrase!, now));
        db.Record(actor, "opener-key-made", nameof(Call), call.Id);
        await db.SaveChangesAsync(cancellation);
        await MakeCallKeyAsync(call, now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task MakeCallKeyAsync(Call call, DateTime now, CancellationToken cancellation)
    {
        var named = OpenersOf(call);
        var keys = await db.Set<OpenerKey>()
            .Where(k => k.CallId == call.Id && named.Contains(k.PersonId))
            .ToListAsync(cancellation);
        if (
            await db.Set<CallKey>().SingleOrDefaultAsync(k => k.CallId == call.Id, cancellation) is
            { } old
        )
        {
            db.Remove(old);
            await db.SaveChangesAsync(cancellation);
        }
        if (named.Count < CallSeal.LeastOpeners || keys.Count < named.Count)
        {
            return;
        }
        var key = CallKey.Make(call, keys, now);
        db.Add(key);
        db.Record(
            actor,
            "call-key-made",
            nameof(Call),
            call.Id,
            new { key.Fingerprint, openers = named.Count }
        );
    }

    internal static List<Id<Accounts.Person>> OpenersOf(Call call) =>
        [.. call.People.Where(p => p.Role == CallRole.Opener).Select(p => p.PersonId).Distinct()];
}
