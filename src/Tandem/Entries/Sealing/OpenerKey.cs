using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries.Sealing;

/// <summary>The pair of keys of one opener for one call; the private one is closed with a passphrase that only the opener knows.</summary>
public sealed class OpenerKey
{
    public Id<Call> CallId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public byte[] PublicKey { get; private set; } = [];
    public byte[] Closed { get; private set; } = [];
    public DateTime MadeAt { get; private set; }

    internal static OpenerKey Make(Call call, Id<Person> person, string passphrase, DateTime now)
    {
        var pair = KeyPair.New();
        var key = new OpenerKey
        {
            CallId = call.Id,
            PersonId = person,
            PublicKey = pair.PublicKey,
            MadeAt = now,
        };
        key.Closed = Passphrase.Close(pair.PrivateKey, passphrase, key.BelongsTo);
        KeyPair.Wipe(pair.PrivateKey);
        return key;
    }

    /// <summary>The private key; null where the passphrase is another.</summary>
    internal byte[]? Open(string passphrase) => Passphrase.Open(Closed, passphrase, BelongsTo);

    private string BelongsTo => $"opener {PersonId} {CallId}";

    private sealed class Mapping : IEntityTypeConfiguration<OpenerKey>
    {
        public void Configure(EntityTypeBuilder<OpenerKey> entity)
        {
            entity.HasKey(k => new { k.CallId, k.PersonId });
            entity.HasOne<Call>().WithMany().HasForeignKey(k => k.CallId);
            entity.HasOne<Person>().WithMany().HasForeignKey(k => k.PersonId);
        }
    }
}

/// <summary>The key that entries of a call are closed with, and its other half as each two openers have it together.</summary>
public sealed class CallKey
{
    public Id<Call> CallId { get; private set; }
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>List of <see cref="PairWrap"/> as JSON.</summary>
    public string Wraps { get; private set; } = "[]";
    public DateTime MadeAt { get; private set; }

    /// <summary>To be compared by eye.</summary>
    public string Fingerprint => CallSeal.FingerprintOf(PublicKey);

    public IReadOnlyList<PairWrap> Pairs => JsonSerializer.Deserialize<List<PairWrap>>(Wraps)!;

    internal static CallKey Make(Call call, IEnumerable<OpenerKey> openers, DateTime now)
    {
        var (publicKey, wraps) = CallSeal.Make(
            call.Id.ToString(),
            [.. openers.Select(o => new OpenerPublic(o.PersonId.Value, o.PublicKey))]
        );
        return new()
        {
            CallId = call.Id,
            PublicKey = publicKey,
            Wraps = JsonSerializer.Serialize(wraps),
            MadeAt = now,
        };
    }

    private sealed class Mapping : IEntityTypeConfiguration<CallKey>
    {
        public void Configure(EntityTypeBuilder<CallKey> entity)
        {
            entity.HasKey(k => k.CallId);
            entity.Ignore(k => k.Pairs);
            entity.HasOne<Call>().WithMany().HasForeignKey(k => k.CallId);
        }
    }
}

/// <summary>One opener's part of an opening: given after the deadline, and waiting for another's.</summary>
public sealed class OpeningShare
{
    /// <summary>How long one opener's part waits for another's.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromDays(7);

    public Id<OpeningShare> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public Id<CallStage> StageId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string PersonName { get; private set; } = "";
    public DateTime GivenAt { get; private set; }

    /// <summary>By the id of each other opener: the share for the two, closed with that opener's public key. Emptied when it is used.</summary>
    public string Shares { get; private set; } = "{}";
    public DateTime? UsedAt { get; private set; }

    public bool IsGood(DateTime now) => UsedAt is null && GivenAt + Waits >= now;

    internal static OpeningShare Give(
        CallStage stage,
        Actor opener,
        byte[] privateKey,
        CallKey call,
        IReadOnlyDictionary<Guid, byte[]> publicKeys,
        DateTime now
    )
    {
        var own = opener.PersonId!.Value;
        var share = new OpeningShare
        {
            Id = Id<OpeningShare>.New(now),
            CallId = stage.CallId,
            StageId = stage.Id,
            PersonId = new(own),
            PersonName = opener.Name,
            GivenAt = now,
        };
        share.Shares = JsonSerializer.Serialize(
            call.Pairs.Where(p => p.Has(own) && publicKeys.ContainsKey(p.Other(own)))
                .ToDictionary(
                    p => p.Other(own),
                    p =>
                        KeyPair.SealTo(
                            publicKeys[p.Other(own)],
                            CallSeal.ShareOf(privateKey, p),
                            share.BelongsTo
                        )
                )
        );
        return share;
    }

    /// <summary>What this opener gave for the pair with another, by that one's private key; null where there is no such pair.</summary>
    internal byte[]? For(Guid other, byte[] privateKey) =>
        JsonSerializer
            .Deserialize<Dictionary<Guid, byte[]>>(Shares)!
            .TryGetValue(other, out var box)
            ? KeyPair.OpenWith(privateKey, box, BelongsTo)
            : null;

    internal void Use(DateTime now) => (UsedAt, Shares) = (now, "{}");

    private string BelongsTo => $"share {Id} {StageId}";

    private sealed class Mapping : IEntityTypeConfiguration<OpeningShare>
    {
        public void Configure(EntityTypeBuilder<OpeningShare> entity)
        {
            entity.HasIndex(s => s.StageId);
            entity.HasOne<CallStage>().WithMany().HasForeignKey(s => s.StageId);
            entity.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId);
        }
    }
}

/// <summary>That a stage's entries were opened: when, by whom, how many, and what they were.</summary>
public sealed class Opening
{
    public Id<Opening> Id { get; private set; }
    public Id<CallStage> StageId { get; private set; }
    public DateTime OpenedAt { get; private set; }
    public string FirstName { get; private set; } = "";
    public string SecondName { get; private set; } = "";
    public int Entries { get; private set; }

    /// <summary>Receipt hashes that did not hold: references of versions that were changed. Empty: all hold.</summary>
    public string Broken { get; private set; } = "";

    internal static Opening Of(
        CallStage stage,
        string first,
        string second,
        int entries,
        IEnumerable<string> broken,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Opening>.New(now),
            StageId = stage.Id,
            OpenedAt = now,
            FirstName = first,
            SecondName = second,
            Entries = entries,
            Broken = string.Join(' ', broken),
        };

    private sealed class Mapping : IEntityTypeConfiguration<Opening>
    {
        public void Configure(EntityTypeBuilder<Opening> entity)
        {
            entity.HasIndex(o => o.StageId);
            entity.HasOne<CallStage>().WithMany().HasForeignKey(o => o.StageId);
        }
    }
}
