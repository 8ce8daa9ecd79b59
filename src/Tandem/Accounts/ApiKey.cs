using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>
/// A secret with which a program reads what the person who made it may see (RFC 6750, bearer tokens). Only its hash is kept: the secret is random, so that it needs no salt. What
/// the person may see is asked anew at each request, so a key never has more than its person has now.
/// </summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that one that lies where it should not is recognised.</summary>
    public const string Prefix = "tandem_";

    /// <summary>Keys in use that one person may have.</summary>
    public const int Most = 20;

    private const int SecretBytes = 24;
    private const int StartLength = 12;

    public Id<ApiKey> Id { get; private set; }
    public Id<Person> PersonId { get; private set; }

    /// <summary>What it is for, in its person's words.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Hex SHA-256 of the whole key.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Its first characters, by which its person knows it again.</summary>
    public string Start { get; private set; } = "";
    public DateTime CreatedAt { get; private set; }

    /// <summary>The last day (UTC) on which it reads; null for none.</summary>
    public DateOnly? EndsOn { get; private set; }

    /// <summary>The last day (UTC) on which it read.</summary>
    public DateOnly? LastUsedOn { get; private set; }
    public DateTime? RevokedAt { get; private set; }

    /// <summary>A new key and its secret, which cannot be read again.</summary>
    /// <exception cref="Refusal">The name or the end will not do.</exception>
    internal static (ApiKey Key, string Secret) Make(
        Id<Person> person,
        string? name,
        DateOnly? endsOn,
        DateTime now
    )
    {
        var words = name?.Trim() ?? "";
        if (words.Length is 0 or > 80)
        {
            throw new Refusal("Say in 80 characters or fewer what the key is for", nameof(Name));
        }
        if (endsOn < LocalDay.Of(now))
        {
            throw new Refusal("The last day must be today or later", nameof(EndsOn));
        }
        var secret = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        return (
            new()
            {
                Id = Id<ApiKey>.New(now),
                PersonId = person,
                Name = words,
                Hash = HashOf(secret),
                Start = secret[..StartLength],
                CreatedAt = now,
                EndsOn = endsOn,
            },
            secret
        );
    }

    /// <summary>How a key is kept.</summary>
    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether it reads at <paramref name="now"/> (UTC).</summary>
    public bool IsLive(DateTime now) => RevokedAt is null && !(EndsOn < LocalDay.Of(now));

    internal void Revoke(DateTime now) => RevokedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> entity)
        {
            entity.HasIndex(k => k.Hash).IsUnique();
            entity.HasOne<Person>().WithMany().HasForeignKey(k => k.PersonId);
        }
    }
}
