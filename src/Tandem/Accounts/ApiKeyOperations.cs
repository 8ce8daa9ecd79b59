using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>Makes a key for a program of one's own.</summary>
public sealed class MakeApiKey(Db db, Actor actor)
{
    /// <summary>Gives the key, which cannot be read again.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="endsOn">The last day (UTC) on which it reads, or null for none.</param>
    /// <exception cref="Refusal">Nobody has signed in, the name or the day will not do, or there are too many keys.</exception>
    public async Task<string> RunAsync(
        string? name,
        DateOnly? endsOn,
        CancellationToken cancellation = default
    )
    {
        AccountPermissions.MakeKeys(actor).Permit();
        var person = new Id<Person>(actor.PersonId!.Value);
        var now = db.Now();
        var held = await db.Set<ApiKey>()
            .Where(k => k.PersonId == person && k.RevokedAt == null)
            .ToListAsync(cancellation);
        if (held.Count(k => k.IsLive(now)) >= ApiKey.Most)
        {
            throw new Refusal(
                $"You have {ApiKey.Most} keys in use. Revoke one that is not needed any more, then make another."
            );
        }
        var (key, secret) = ApiKey.Make(person, name, endsOn, now);
        db.Add(key);
        db.Record(
            actor,
            "api-key-made",
            nameof(ApiKey),
            key.Id,
            new
            {
                key.Name,
                key.Start,
                key.EndsOn,
            }
        );
        await db.SaveChangesAsync(cancellation);
        return secret;
    }
}

/// <summary>Revokes a key of one's own: from now on it reads nothing.</summary>
public sealed class RevokeApiKey(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor has no such key.</exception>
    public async Task<ApiKey> RunAsync(Id<ApiKey> id, CancellationToken cancellation = default)
    {
        var key = await FindApiKey.OfAsync(db.Set<ApiKey>(), actor, id, cancellation);
        if (key.RevokedAt is null)
        {
            key.Revoke(db.Now());
            db.Record(
                actor,
                "api-key-revoked",
                nameof(ApiKey),
                key.Id,
                new { key.Name, key.Start }
            );
            await db.SaveChangesAsync(cancellation);
        }
        return key;
    }
}

/// <summary>A key of one's own.</summary>
internal static class FindApiKey
{
    /// <exception cref="Refusal">The actor has no such key.</exception>
    public static async Task<ApiKey> OfAsync(
        IQueryable<ApiKey> keys,
        Actor actor,
        Id<ApiKey> id,
        CancellationToken cancellation
    ) =>
        actor.PersonId is { } person
        && await keys.SingleOrDefaultAsync(
            k => k.Id == id && k.PersonId == new Id<Person>(person),
            cancellation
        )
            is { } key
            ? key
            : throw new Refusal("You have no such key", kind: RefusalKind.NotFound);
}
