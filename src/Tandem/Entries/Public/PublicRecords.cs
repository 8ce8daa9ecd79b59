using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>That somebody supports an entry: once for each person, or for each confirmed address.</summary>
public sealed class EntrySupport
{
    public Id<EntrySupport> Id { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public Id<Person>? PersonId { get; private set; }

    /// <summary>Who: <c>person:{id}</c>, or a hash of the address. The address itself is not kept.</summary>
    public string Supporter { get; private set; } = "";
    public DateTime At { get; private set; }

    internal static EntrySupport By(
        Entry entry,
        Id<Person>? person,
        string supporter,
        DateTime now
    ) =>
        new()
        {
            Id = Id<EntrySupport>.New(now),
            EntryId = entry.Id,
            PersonId = person,
            Supporter = supporter,
            At = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<EntrySupport>
    {
        public void Configure(EntityTypeBuilder<EntrySupport> entity)
        {
            entity.HasIndex(s => new { s.EntryId, s.Supporter }).IsUnique();
            entity.HasOne<Entry>().WithMany().HasForeignKey(s => s.EntryId);
            entity.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId);
        }
    }
}

/// <summary>Somebody says that an entry should not be there.</summary>
public sealed class EntryReport
{
    public Id<EntryReport> Id { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Reason { get; private set; } = "";
    public DateTime At { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public string? DecidedByName { get; private set; }

    internal static EntryReport By(Entry entry, Actor actor, string? reason, DateTime now) =>
        new()
        {
            Id = Id<EntryReport>.New(now),
            EntryId = entry.Id,
            PersonId = new(actor.PersonId!.Value),
            Reason = Entry.Said(reason, 1000, "Reason", "Say what is wrong with it"),
            At = now,
        };

    internal void Decide(Actor actor, DateTime now) =>
        (DecidedAt, DecidedByName) = (now, actor.Name);

    private sealed class Mapping : IEntityTypeConfiguration<EntryReport>
    {
        public void Configure(EntityTypeBuilder<EntryReport> entity)
        {
            entity.HasIndex(r => r.EntryId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(r => r.EntryId);
            entity.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId);
        }
    }
}

/// <summary>What somebody, usually a supplier, tells the owner's team in confidence about an entry. Never scored, never public.</summary>
public sealed class ConfidentialReply
{
    public Id<ConfidentialReply> Id { get; private set; }
    public Id<Entry> EntryId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string ByName { get; private set; } = "";

    /// <summary>The firm or organisation spoken for.</summary>
    public string? OfName { get; private set; }
    public string Text { get; private set; } = "";
    public DateTime At { get; private set; }
    public DateTime? AcknowledgedAt { get; private set; }
    public string? AcknowledgedByName { get; private set; }

    internal static ConfidentialReply By(
        Entry entry,
        Actor actor,
        string? of,
        string? text,
        DateTime now
    ) =>
        new()
        {
            Id = Id<ConfidentialReply>.New(now),
            EntryId = entry.Id,
            PersonId = new(actor.PersonId!.Value),
            ByName = actor.Name,
            OfName = of?.Trim() is { Length: > 0 and <= 200 } name ? name : null,
            Text = Entry.Said(text, 5000, "Text", "Write your reply"),
            At = now,
        };

    internal void Acknowledge(Actor actor, DateTime now)
    {
        if (AcknowledgedAt is not null)
        {
            throw new Refusal("This has been acknowledged.");
        }
        (AcknowledgedAt, AcknowledgedByName) = (now, actor.Name);
    }

    private sealed class Mapping : IEntityTypeConfiguration<ConfidentialReply>
    {
        public void Configure(EntityTypeBuilder<ConfidentialReply> entity)
        {
            entity.HasIndex(r => r.EntryId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(r => r.EntryId);
            entity.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId);
        }
    }
}

/// <summary>Something that was told to one supplier, told to all: the log of equal treatment. Nothing is ever taken out of it.</summary>
public sealed class ToldToAll
{
    public Id<ToldToAll> Id { get; private set; }
    public Id<Call> CallId { get; private set; }

    /// <summary>The entry it came up at.</summary>
    public Id<Entry>? EntryId { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>When and how it was told to one; not to whom.</summary>
    public string Occasion { get; private set; } = "";
    public DateTime At { get; private set; }
    public string ByName { get; private set; } = "";

    internal static ToldToAll Of(
        Call call,
        Entry? entry,
        string? text,
        string? occasion,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<ToldToAll>.New(now),
            CallId = call.Id,
            EntryId = entry?.Id,
            Text = Entry.Said(text, 5000, "Text", "Write what was told"),
            Occasion = Entry.Said(occasion, 300, "Occasion", "Say on which occasion it was told"),
            At = now,
            ByName = actor.Name,
        };

    private sealed class Mapping : IEntityTypeConfiguration<ToldToAll>
    {
        public void Configure(EntityTypeBuilder<ToldToAll> entity)
        {
            entity.HasIndex(t => t.CallId);
            entity.HasOne<Call>().WithMany().HasForeignKey(t => t.CallId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(t => t.EntryId);
        }
    }
}
