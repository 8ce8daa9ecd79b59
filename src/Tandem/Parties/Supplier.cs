using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>
/// A supplier as its published identity tells it: by company or VAT number where one is given; otherwise by its name at one buyer, so that two
/// suppliers are never made one on a name alone. A person may join two that are the same (<see cref="MergedIntoId"/>), and part them again.
/// </summary>
public sealed class Supplier
{
    public Id<Supplier> Id { get; init; }

    /// <summary>What makes it this supplier: <c>GB-COH:01234567</c>, <c>GB-VAT:123456789</c>, or <c>name:{buyer}:{normalised name}</c>. Unique.</summary>
    public string Key { get; init; } = "";
    public string Name { get; init; } = "";
    public string? CompanyNumber { get; init; }
    public string? VatNumber { get; init; }
    public string? PostalCode { get; init; }
    public string? Locality { get; init; }
    public bool? IsSme { get; init; }
    public bool? IsVcse { get; init; }

    /// <summary>The supplier this one was found, by a person, to be.</summary>
    public Id<Supplier>? MergedIntoId { get; set; }
    public DateTime CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Supplier>
    {
        public void Configure(EntityTypeBuilder<Supplier> entity)
        {
            entity.HasIndex(s => s.Key).IsUnique();
            entity.HasIndex(s => s.MergedIntoId);
            entity.HasIndex(s => s.CompanyNumber);
            entity.HasIndex(s => s.VatNumber);
        }
    }
}
