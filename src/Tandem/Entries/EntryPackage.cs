using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>What was received with a version, byte for byte. It lies in a table of its own: a list of entries loads versions by the thousand, and never what is in them.</summary>
public sealed class EntryPackage
{
    public Id<EntryVersion> VersionId { get; private set; }

    /// <summary>Sealed, or plain where the stage is not.</summary>
    public byte[] Bytes { get; private set; } = [];

    internal static EntryPackage Of(EntryVersion version, KeptPackage kept) =>
        new() { VersionId = version.Id, Bytes = kept.Bytes };

    private sealed class Mapping : IEntityTypeConfiguration<EntryPackage>
    {
        public void Configure(EntityTypeBuilder<EntryPackage> entity)
        {
            entity.HasKey(p => p.VersionId);
            entity.HasOne<EntryVersion>().WithOne().HasForeignKey<EntryPackage>(p => p.VersionId);
        }
    }
}

/// <summary>Fetches what was received, one version at a time.</summary>
public sealed class EntryPackages(Db db)
{
    /// <summary>The package of a version with its keys, as it is kept; one that is missing is empty, which no receipt was given for. Whoever calls it has asked who may read.</summary>
    public async Task<KeptPackage> OfAsync(
        EntryVersion version,
        CancellationToken cancellation = default
    ) =>
        version.Kept(
            await db.Set<EntryPackage>()
                .Where(p => p.VersionId == version.Id)
                .Select(p => p.Bytes)
                .SingleOrDefaultAsync(cancellation)
                ?? []
        );
}
