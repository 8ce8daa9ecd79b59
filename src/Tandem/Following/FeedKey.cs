using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>A secret in an address, by which a feed reader or calendar reads what a person may see, without signing in. Only its hash is kept.</summary>
public sealed class FeedKey
{
    public Id<FeedKey> Id { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Hash { get; private set; } = "";
    public DateTime CreatedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    internal static (FeedKey Key, string Secret) Make(Id<Person> person, DateTime now)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return (
            new()
            {
                Id = Id<FeedKey>.New(now),
                PersonId = person,
                Hash = HashOf(secret),
                CreatedAt = now,
            },
            secret
        );
    }

    /// <summary>How a secret is kept: hex SHA-256. The secret is random, so that it needs no salt.</summary>
    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    internal void End(DateTime now) => EndedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<FeedKey>
    {
        public void Configure(EntityTypeBuilder<FeedKey> entity)
        {
            entity.HasIndex(k => k.Hash).IsUnique();
            entity.HasOne<Person>().WithMany().HasForeignKey(k => k.PersonId);
        }
    }
}

/// <summary>Makes the private feed address of a person anew; the one before ends.</summary>
public sealed class MakeFeedKey(Db db, Actor actor)
{
    /// <summary>Gives the secret, which cannot be read again.</summary>
    /// <exception cref="Refusal">Nobody has signed in.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation = default)
    {
        var person = actor.Person();
        await EndFeedKeys.EndAsync(db, person, cancellation);
        var (key, secret) = FeedKey.Make(person, db.Now());
        db.Add(key);
        db.Record(actor, "feed-address-made", nameof(Person), person);
        await db.SaveChangesAsync(cancellation);
        return secret;
    }
}

/// <summary>Ends the private feed address of a person: whoever has it reads nothing more.</summary>
public sealed class EndFeedKeys(Db db, Actor actor)
{
    /// <exception cref="Refusal">Nobody has signed in.</exception>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        var person = actor.Person();
        await EndAsync(db, person, cancellation);
        db.Record(actor, "feed-address-ended", nameof(Person), person);
        await db.SaveChangesAsync(cancellation);
    }

    internal static async Task EndAsync(Db db, Id<Person> person, CancellationToken cancellation)
    {
        var keys = await db.Set<FeedKey>()
            .Where(k => k.PersonId == person && k.EndedAt == null)
            .ToListAsync(cancellation);
        keys.ForEach(k => k.End(db.Now()));
    }
}
