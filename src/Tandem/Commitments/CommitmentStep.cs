using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>What was done to a promise.</summary>
public enum CommitmentAct
{
    Made,
    Changed,
    Progress,
    Kept,
    NotKept,
    OpenedAgain,
    PassedOn,
    Published,
    EvidenceAdded,
    EvidenceRemoved,
    TakenDown,
}

/// <summary>One act in the history of a promise, as its readers see it.</summary>
public sealed class CommitmentStep
{
    public Id<CommitmentStep> Id { get; init; }
    public Id<Commitment> CommitmentId { get; init; }
    public int Seq { get; init; }
    public CommitmentAct Act { get; init; }
    public DateTime At { get; init; }
    public string ByName { get; init; } = "";

    /// <summary>The reason, or what was said.</summary>
    public string? Words { get; init; }

    /// <summary>The promise before it was changed.</summary>
    public string? TextBefore { get; init; }

    /// <summary>The day before it was changed.</summary>
    public DateOnly? DueBefore { get; init; }

    /// <summary>The day it was kept.</summary>
    public DateOnly? Day { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<CommitmentStep>
    {
        public void Configure(EntityTypeBuilder<CommitmentStep> entity)
        {
            // Made by the promise itself, with an id of its own: a new one is new, however the promise came here.
            entity.Property(s => s.Id).ValueGeneratedNever();
            entity.HasIndex(s => new { s.CommitmentId, s.Seq }).IsUnique();
        }
    }
}
