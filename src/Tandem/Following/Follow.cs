using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>The sorts of things that can be followed.</summary>
public enum FollowKind
{
    /// <summary>One record; the key is its kind and id: <c>Contract:0198…</c>.</summary>
    Record,

    /// <summary>A CPV code at any level; the key is its digits without trailing zeros: <c>45</c>, <c>4521</c>.</summary>
    Cpv,

    /// <summary>An authority; the key is its code, or <c>b-{id}</c> of a buyer that is no known authority.</summary>
    Authority,

    /// <summary>A nation, region, county or area; the key as in the place filter of lists (<c>north-west</c>), or <c>r-</c> and a region code (<c>r-UKD4</c>).</summary>
    Place,

    /// <summary>A search; the key is the address of the list with its filters: <c>/notices?q=grass</c>.</summary>
    Search,

    /// <summary>Everything there is.</summary>
    All,
}

/// <summary>Something that can be followed.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Key">Which one, in the form that <see cref="FollowKind"/> tells.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Path">Where it is read, from the root.</param>
public sealed record Followable(FollowKind Kind, string Key, string Title, string Path)
{
    /// <summary>The kind and id of a followed record.</summary>
    public (string Kind, string Id) Record =>
        Key.Split(':', 2) is [var kind, var id] ? (kind, id) : (Key, "");

    /// <summary>The key of a record.</summary>
    public static string KeyOf(string kind, string id) => $"{kind}:{id}";
}

/// <summary>That somebody follows something, and how often they want e-mail about it.</summary>
public sealed class Follow
{
    public Id<Follow> Id { get; private set; }

    /// <summary>Who follows, as one key; see <see cref="Message.Recipient"/>.</summary>
    public string Recipient { get; private set; } = "";
    public Id<Person>? PersonId { get; private set; }
    public string? Address { get; private set; }
    public FollowKind Kind { get; private set; }
    public string Key { get; private set; } = "";

    /// <summary>What it was called when it was begun to be followed; shown where it cannot be looked up.</summary>
    public string Title { get; private set; } = "";
    public string Path { get; private set; } = "";
    public Frequency Frequency { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>When whoever reads that address said that they asked for this; at once for a person with an account.</summary>
    public DateTime? ConfirmedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    internal static Follow Begin(
        Reader reader,
        Followable what,
        Frequency frequency,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Follow>.New(now),
            Recipient = reader.Key,
            PersonId = reader.Person,
            Address = reader.Address,
            Kind = what.Kind,
            Key = what.Key,
            Title = what.Title,
            Path = what.Path,
            Frequency = frequency,
            CreatedAt = now,
            ConfirmedAt = reader.Person is null ? null : now,
        };

    /// <summary>Whether it is followed now.</summary>
    public bool IsOn => ConfirmedAt is not null && EndedAt is null;

    /// <summary>The thing followed.</summary>
    public Followable What => new(Kind, Key, Title, Path);

    /// <summary>Asked for once more: as if for the first time where it had been ended.</summary>
    internal void Again(Followable what, Frequency frequency, DateTime now)
    {
        if (EndedAt is not null)
        {
            (EndedAt, ConfirmedAt, CreatedAt) = (null, PersonId is null ? null : now, now);
        }
        if (PersonId is not null || ConfirmedAt is null)
        {
            Frequency = frequency;
        }
        (Title, Path) = (what.Title, what.Path);
    }

    internal void Confirm(DateTime now) => ConfirmedAt ??= now;

    internal void Become(Frequency frequency)
    {
        if (frequency == Frequency.None && PersonId is null)
        {
            throw new Refusal(
                "Choose how often you want e-mail, or stop following.",
                nameof(Frequency)
            );
        }
        Frequency = frequency;
    }

    internal void End(DateTime now) => EndedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<Follow>
    {
        public void Configure(EntityTypeBuilder<Follow> entity)
        {
            entity
                .HasIndex(f => new
                {
                    f.Recipient,
                    f.Kind,
                    f.Key,
                })
                .IsUnique();
            entity.HasIndex(f => new { f.Kind, f.Key });
            entity.HasOne<Person>().WithMany().HasForeignKey(f => f.PersonId);
        }
    }
}
