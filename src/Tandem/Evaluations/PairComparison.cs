using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>That an assessor held two entries against each other. Never changed.</summary>
public sealed class PairComparison
{
    public Id<PairComparison> Id { get; private set; }
    public Id<Call> CallId { get; private set; }
    public string StageCode { get; private set; } = "";
    public Id<Person> PersonId { get; private set; }

    /// <summary>The two, the lower id first.</summary>
    public Id<Entry> LowId { get; private set; }
    public Id<Entry> HighId { get; private set; }

    /// <summary>The better one; null where the assessor could not say.</summary>
    public Id<Entry>? PreferredId { get; private set; }
    public DateTime At { get; private set; }

    /// <summary>As the ranking takes it; null where nothing was preferred.</summary>
    public PairFact? Fact =>
        PreferredId is { } better
            ? new(PersonId.Value, better.Value, better == LowId ? HighId.Value : LowId.Value)
            : null;

    /// <summary>Hex SHA-256 over all of it, as the timeline keeps it.</summary>
    public string Digest() =>
        RowDigest.Of(
            Id.Value,
            PersonId.Value,
            LowId.Value,
            HighId.Value,
            PreferredId?.Value,
            At.Ticks
        );

    /// <exception cref="Refusal">The preferred one is neither of the two, or both are the same.</exception>
    public static PairComparison Of(
        Id<Call> call,
        string stage,
        Id<Person> person,
        Id<Entry> first,
        Id<Entry> second,
        Id<Entry>? preferred,
        DateTime now
    ) =>
        first == second || (preferred is { } p && p != first && p != second)
            ? throw new Refusal("Choose one of the two")
            : new()
            {
                Id = Id<PairComparison>.New(now),
                CallId = call,
                StageCode = stage,
                PersonId = person,
                LowId = first.Value.CompareTo(second.Value) < 0 ? first : second,
                HighId = first.Value.CompareTo(second.Value) < 0 ? second : first,
                PreferredId = preferred,
                At = now,
            };

    private sealed class Mapping : IEntityTypeConfiguration<PairComparison>
    {
        public void Configure(EntityTypeBuilder<PairComparison> entity)
        {
            entity.Property(c => c.Id).ValueGeneratedNever();
            entity
                .HasIndex(c => new
                {
                    c.CallId,
                    c.StageCode,
                    c.PersonId,
                    c.LowId,
                    c.HighId,
                })
                .IsUnique();
            entity.HasIndex(c => c.LowId);
            entity.HasIndex(c => c.HighId);
            entity.HasOne<Call>().WithMany().HasForeignKey(c => c.CallId);
            entity.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(c => c.LowId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(c => c.HighId);
            entity.Ignore(c => c.Fact);
        }
    }
}
