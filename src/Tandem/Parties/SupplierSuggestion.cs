using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>Suppliers that may be one, kept until a person decides: two that are alike, or all that have the very same name.</summary>
public sealed class SupplierSuggestion
{
    public Id<SupplierSuggestion> Id { get; init; }

    /// <summary>0 to 1; for a group of one name, that of its first two.</summary>
    public double Likeness { get; init; }

    /// <summary>Whether all have the same name but for legal form, case and punctuation.</summary>
    public bool SameName { get; init; }

    /// <summary>How many suppliers it is about.</summary>
    public int Size { get; init; }

    /// <summary>Sentences, strongest first, as a JSON array.</summary>
    public string Evidence { get; init; } = "[]";

    /// <summary>The names in lower case, to be searched.</summary>
    public string Words { get; init; } = "";

    /// <summary>The act that decided it; null while it is open.</summary>
    public Guid? DecidedIn { get; set; }
    public DateTime CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SupplierSuggestion>
    {
        public void Configure(EntityTypeBuilder<SupplierSuggestion> entity)
        {
            entity.HasIndex(s => s.Likeness);
            entity.HasIndex(s => s.DecidedIn);
        }
    }
}

/// <summary>One supplier of a suggestion.</summary>
public sealed class SupplierSuggestionMember
{
    public Id<SupplierSuggestion> SuggestionId { get; init; }
    public Id<Supplier> SupplierId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SupplierSuggestionMember>
    {
        public void Configure(EntityTypeBuilder<SupplierSuggestionMember> entity)
        {
            entity.HasKey(m => new { m.SuggestionId, m.SupplierId });
            entity.HasIndex(m => m.SupplierId);
            entity.HasOne<SupplierSuggestion>().WithMany().HasForeignKey(m => m.SuggestionId);
            entity.HasOne<Supplier>().WithMany().HasForeignKey(m => m.SupplierId);
        }
    }
}
