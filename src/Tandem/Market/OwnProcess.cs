using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tandem.Market;

/// <summary>A contracting process that this installation publishes itself: its records here are the original, and an import of our own export leaves them as they are.</summary>
public sealed class OwnProcess
{
    /// <summary>Open contracting id.</summary>
    public string Ocid { get; init; } = "";

    private sealed class Mapping : IEntityTypeConfiguration<OwnProcess>
    {
        public void Configure(EntityTypeBuilder<OwnProcess> entity) => entity.HasKey(p => p.Ocid);
    }
}
