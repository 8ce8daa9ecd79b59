using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Contracts.Registers;

/// <summary>What kind of change a register brings to a record of it.</summary>
public enum RegisterChangeKind
{
    /// <summary>The record is new.</summary>
    Added,

    /// <summary>A fact of it is another.</summary>
    Updated,

    /// <summary>It is known from an earlier import and no longer stands in the register; it is kept as it was.</summary>
    Gone,
}

/// <summary>One thing that an import of a register changed, or would change.</summary>
public sealed class RegisterChange
{
    public Id<ImportRun> RunId { get; init; }

    /// <summary>Place among the changes of its import, from 1.</summary>
    public long Number { get; init; }
    public RegisterChangeKind Kind { get; init; }

    /// <summary>Number of the contract, or of the pipeline item, where it is known already.</summary>
    public long? RecordNumber { get; init; }

    /// <summary>The register's reference, or the one derived for it.</summary>
    public string Reference { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>The fact, in words; null where the record as a whole is meant.</summary>
    public string? Fact { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>Line of the file; 0 where it does not stand in it.</summary>
    public long Line { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<RegisterChange>
    {
        public void Configure(EntityTypeBuilder<RegisterChange> entity)
        {
            entity.HasKey(c => new { c.RunId, c.Number });
            entity.HasOne<ImportRun>().WithMany().HasForeignKey(c => c.RunId);
        }
    }
}
