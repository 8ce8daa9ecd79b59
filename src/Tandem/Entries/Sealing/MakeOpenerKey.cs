using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries.Sealing;

/// <summary>
/// Makes an opener's keys, and the call's as soon as every opener has some. Until the first entry is received nothing is closed with the key of the call, so that a new one can take its place, also after publication: for an opener
/// who was named later, or who has forgotten their passphrase. From then on the key stays as it is.
/// </summary>
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
        // Asked last, when the row of the old key is gone: whoever submits at this moment has held it (HoldAsync), and is seen here, or finds it gone.
        if (await IsInUseAsync(db, call, cancellation))
        {
            throw new Refusal(
                "Entries have been received, and are closed with the key of this call as it is. It cannot be made anew: what was received could not be opened any more."
            );
        }
        await transaction.CommitAsync(cancellation);
    }

    private async Task MakeCallKeyAsync(Call call, DateTime now, CancellationToken cancellation)
    {
        var named = OpenersOf(call);
        var keys = await db.Set<OpenerKey>()
            .Where(k => k.CallId == call.Id && named.Contains(k.PersonId))
            .ToListAsync(cancellation);
        var old = await db.Set<CallKey>()
            .SingleOrDefaultAsync(k => k.CallId == call.Id, cancellation);
        var isWhole = named.Count >= CallSeal.LeastOpeners && keys.Count == named.Count;
        if (!isWhole && call.IsPublished)
        {
            // A published call is never without a key: the one it has stays until everybody has chosen.
            if (old?.Pairs.Any(p => p.Has(actor.PersonId!.Value)) == true)
            {
                throw new Refusal(
                    $"You have a part of the key as it is. For a new one, {CallSeal.LeastOpeners} openers or more have to be named, and those who were named later have to choose their passphrases first",
                    "Passphrase"
                );
            }
            return;
        }
        if (old is not null)
        {
            db.Remove(old);
            await db.SaveChangesAsync(cancellation);
        }
        if (!isWhole)
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

    /// <summary>Whether something that was received is closed with the key of the call, be it withdrawn or late.</summary>
    internal static Task<bool> IsInUseAsync(Db db, Call call, CancellationToken cancellation)
    {
        var stages = call.Stages.Select(s => s.Id).ToList();
        return db.Set<EntryVersion>()
            .AnyAsync(v => stages.Contains(v.StageId) && v.ForCall != null, cancellation);
    }

    /// <summary>Holds the key of the call until the transaction ends, so that no other takes its place meanwhile.</summary>
    /// <exception cref="Refusal">Another has taken its place.</exception>
    internal static async Task HoldAsync(
        Db db,
        Call call,
        byte[] publicKey,
        CancellationToken cancellation
    )
    {
        var held = await db.Set<CallKey>()
            .Where(k => k.CallId == call.Id && k.PublicKey == publicKey)
            .ExecuteUpdateAsync(s => s.SetProperty(k => k.PublicKey, publicKey), cancellation);
        if (held == 0)
        {
            throw new Refusal(
                "The key of this call was made anew at this moment. Submit once more."
            );
        }
    }

    internal static List<Id<Accounts.Person>> OpenersOf(Call call) =>
        [.. call.People.Where(p => p.Role == CallRole.Opener).Select(p => p.PersonId).Distinct()];
}
