using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>A score that the panel agreed on, or that moderation put in place of the individual ones, with its reasons. Never changed: a later one stands in its place.</summary>
public sealed class AgreedScore
{
    public Id<AgreedScore> Id { get; private set; }
    public Id<EntryJudging> JudgingId { get; private set; }
    public string Criterion { get; private set; } = "";
    public int Value { get; private set; }

    /// <summary>What entrants read as the reason for their score.</summary>
    public string Reason { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }

    /// <summary>Hex SHA-256 over all of it, as the timeline keeps it.</summary>
    public string Digest() =>
        RowDigest.Of(Id.Value, JudgingId.Value, Criterion, Value, Reason, ByName, At.Ticks);

    internal static AgreedScore Of(
        EntryJudging judging,
        string criterion,
        int value,
        string reason,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<AgreedScore>.New(now),
            JudgingId = judging.Id,
            Criterion = criterion,
            Value = value,
            Reason = reason,
            ByName = actor.Name,
            At = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<AgreedScore>
    {
        public void Configure(EntityTypeBuilder<AgreedScore> entity)
        {
            entity.Property(a => a.Id).ValueGeneratedNever();
            entity.HasIndex(a => a.JudgingId);
        }
    }
}

/// <summary>Whether an entry is looked at further, and why; what was said before stays.</summary>
public sealed class Screening
{
    public Id<Screening> Id { get; private set; }
    public Id<EntryJudging> JudgingId { get; private set; }
    public bool Passes { get; private set; }
    public string Reason { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }

    /// <summary>Hex SHA-256 over all of it, as the timeline keeps it.</summary>
    public string Digest() =>
        RowDigest.Of(Id.Value, JudgingId.Value, Passes, Reason, ByName, At.Ticks);

    internal static Screening Of(
        EntryJudging judging,
        bool passes,
        string reason,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Screening>.New(now),
            JudgingId = judging.Id,
            Passes = passes,
            Reason = reason,
            ByName = actor.Name,
            At = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<Screening>
    {
        public void Configure(EntityTypeBuilder<Screening> entity)
        {
            entity.Property(s => s.Id).ValueGeneratedNever();
            entity.HasIndex(s => s.JudgingId);
        }
    }
}
