using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>A buyer as one publisher spells it, and the known authority that spelling stands for, where that is sure.</summary>
public sealed class Buyer
{
    public Id<Buyer> Id { get; init; }

    /// <summary>The spelling, as published.</summary>
    public string Name { get; init; } = "";

    /// <summary>The known authority (see <c>content/authorities</c>), or null where none is sure.</summary>
    public string? AuthorityCode { get; set; }

    /// <summary>How the authority was found, in words: by which rule, or by whom.</summary>
    public string? ResolvedHow { get; set; }

    /// <summary>When a person said which authority it is, or that it is none; no rule changes that again.</summary>
    public DateTime? CorrectedAt { get; set; }
    public DateTime CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Buyer>
    {
        public void Configure(EntityTypeBuilder<Buyer> entity)
        {
            entity.HasIndex(b => b.Name).IsUnique();
            entity.HasIndex(b => b.AuthorityCode);
        }
    }
}
