using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>One OCDS release that this installation has published: what held of a public record of its own at one moment. Never changed afterwards, but for the words of a promise that was taken down.</summary>
public sealed class OwnRelease
{
    /// <summary>Place in the order of all our releases, from 1.</summary>
    public long Number { get; init; }
    public string Ocid { get; init; } = "";

    /// <summary>When the record had changed to this (UTC).</summary>
    public DateTime Date { get; init; }

    /// <summary>Its releaseTag codes, separated by commas.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The contract it speaks of, if it is one.</summary>
    public Id<Contract>? ContractId { get; init; }

    /// <summary>The pipeline item it speaks of, if it is one.</summary>
    public Id<PipelineItem>? PipelineItemId { get; init; }

    /// <summary>Hex SHA-256 of the facts it states, by which it is seen that a record has not changed in what is published.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The JSON, packed as every release is (<see cref="PackedJson"/>).</summary>
    public byte[] Json { get; init; } = [];

    /// <summary>The release as JSON (UTF-8).</summary>
    public byte[] Unpack() => PackedJson.Unpack(Json);

    private sealed class Mapping : IEntityTypeConfiguration<OwnRelease>
    {
        public void Configure(EntityTypeBuilder<OwnRelease> entity)
        {
            entity.HasKey(r => r.Number);
            entity.Property(r => r.Number).ValueGeneratedNever();
            entity.HasIndex(r => new { r.Ocid, r.Number });
            entity.HasIndex(r => r.Date);
            entity.HasIndex(r => r.ContractId);
            entity.HasIndex(r => r.PipelineItemId);
            entity.HasOne<Contract>().WithMany().HasForeignKey(r => r.ContractId);
            entity.HasOne<PipelineItem>().WithMany().HasForeignKey(r => r.PipelineItemId);
        }
    }
}

/// <summary>Which of our releases are published now.</summary>
public static class ReleaseVisibility
{
    /// <summary>Those of which everybody may see each record they speak of: a record that is no longer public takes its releases with it.</summary>
    public static IQueryable<OwnRelease> Published(this IQueryable<OwnRelease> releases, Db db)
    {
        var contracts = db.Set<Contract>()
            .VisibleTo(Actor.Visitor)
            .Select(c => (Id<Contract>?)c.Id);
        var items = db.Set<PipelineItem>()
            .VisibleTo(Actor.Visitor)
            .Select(i => (Id<PipelineItem>?)i.Id);
        return releases.Where(r =>
            (r.ContractId == null || contracts.Contains(r.ContractId))
            && (r.PipelineItemId == null || items.Contains(r.PipelineItemId))
        );
    }
}
