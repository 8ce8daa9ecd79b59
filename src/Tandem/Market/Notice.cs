using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>How far a contracting process has come, by what has been published of it (the OCDS sections present).</summary>
public enum Stage
{
    Planning,
    Tender,
    Award,
    Contract,
}

/// <summary>One contracting process as its notices, merged, tell it: the compiled release of one OCID, or one notice of a publisher that has none.</summary>
public sealed class Notice
{
    public Id<Notice> Id { get; init; }
    public long Number { get; internal set; }

    /// <summary>Open Contracting identifier; <c>cf:{notice identifier}</c> for a Contracts Finder notice that has none. Unique.</summary>
    public string Ocid { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public Id<Buyer> BuyerId { get; init; }
    public string? AuthorityCode { get; init; }
    public Stage Stage { get; init; }
    public string? Status { get; init; }

    /// <summary>goods, services or works.</summary>
    public string? Category { get; init; }
    public string? Method { get; init; }
    public string CpvCodes { get; init; } = "";
    public CodeOrigin CpvOrigin { get; init; }

    /// <summary>Region codes or names of the places of delivery, separated by semicolons.</summary>
    public string? Regions { get; init; }
    public long? ValueMinor { get; init; }

    /// <summary>Upper end where the publisher gives a range; otherwise null.</summary>
    public long? ValueHighMinor { get; init; }
    public string? Currency { get; init; }
    public DateTime? PublishedAt { get; init; }
    public DateTime? DeadlineAt { get; init; }

    /// <summary>The day the call is planned to go out, for a process in planning (OCDS <c>futureNoticeDate</c>, or the earliest milestone).</summary>
    public DateOnly? PlannedOn { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public bool? SuitableForSme { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>How many releases this was merged from.</summary>
    public int ReleaseCount { get; init; }
    public Id<ImportRun>? ImportRunId { get; init; }
    public string? SourcePlace { get; init; }
    public string ContentHash { get; init; } = "";
    public DateTime CreatedAt { get; init; }
    public DateTime ChangedAt { get; init; }
    public long ChangeSeq { get; internal set; }

    /// <summary>What a person quotes and what stands in addresses: N-1042.</summary>
    public string Reference => $"N-{Number}";

    /// <summary>The value, where one is known.</summary>
    public Money? Value => ValueMinor is { } minor ? new Money(minor, Currency ?? "GBP") : null;

    private sealed class Mapping : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> entity)
        {
            entity.HasIndex(n => n.Number).IsUnique();
            entity.HasIndex(n => n.Ocid).IsUnique();
            entity.HasIndex(n => n.ChangeSeq);
            entity.HasIndex(n => n.PublishedAt);
            entity.HasOne<Buyer>().WithMany().HasForeignKey(n => n.BuyerId);
        }
    }
}

/// <summary>One release as it came, kept whole so that the process can be merged again and every fact traced to the release that said it.</summary>
public sealed class Release
{
    public long Id { get; internal set; }
    public string Ocid { get; init; } = "";
    public string ReleaseId { get; init; } = "";
    public DateTime? Date { get; init; }
    public string Tag { get; init; } = "";

    /// <summary>First 32 hex digits of the SHA-256 of the JSON as it came; the same release twice is one.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The JSON, packed (<see cref="PackedJson"/>).</summary>
    public byte[] Json { get; init; } = [];
    public Id<ImportRun>? ImportRunId { get; init; }

    /// <summary>File and line it was read from.</summary>
    public string SourcePlace { get; init; } = "";

    private sealed class Mapping : IEntityTypeConfiguration<Release>
    {
        public void Configure(EntityTypeBuilder<Release> entity)
        {
            entity.Property(r => r.Id).ValueGeneratedNever();
            entity.HasIndex(r => new { r.Ocid, r.Hash }).IsUnique();
        }
    }
}
