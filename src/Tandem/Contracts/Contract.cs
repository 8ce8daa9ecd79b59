using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts;

/// <summary>Who may see a record.</summary>
public enum Visibility
{
    /// <summary>Members of the organisation that keeps it.</summary>
    Organisation,

    /// <summary>Members of every organisation that shares a partnership with it.</summary>
    Partnership,

    /// <summary>Everybody.</summary>
    Public,
}

/// <summary>Where a CPV code came from.</summary>
public enum CodeOrigin
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The buyer gave it.</summary>
    Buyer,

    /// <summary>Suggested from the words of the record.</summary>
    Suggested,
}

/// <summary>A contract that a buyer has with one or more suppliers: from its own register, or from what it has published.</summary>
public sealed class Contract
{
    public Id<Contract> Id { get; init; }
    public long Number { get; internal set; }

    /// <summary>What makes it this contract: <c>register:{organisation}:{reference}</c> or <c>ocds:{ocid}:c:{contract id}</c>, or <c>ocds:{ocid}:a:{award id}</c> while only the award is published. Unique.</summary>
    public string SourceKey { get; init; } = "";

    /// <summary>The buyer's own reference.</summary>
    public string? BuyerReference { get; init; }

    /// <summary>The organisation whose register it stands in; null for what was read from published notices.</summary>
    public Id<Organisation>? OrganisationId { get; init; }
    public Id<Buyer> BuyerId { get; init; }

    /// <summary>Code of the known authority the buyer is, or null.</summary>
    public string? AuthorityCode { get; init; }

    /// <summary>The notice it was published by, where there is one (a record of the later Market room).</summary>
    public Guid? NoticeId { get; init; }
    public string Title { get; init; } = "";
    public string? Description { get; init; }
    public string? Department { get; init; }

    /// <summary>CPV codes of eight digits, the main one first, separated by spaces.</summary>
    public string CpvCodes { get; init; } = "";
    public CodeOrigin CpvOrigin { get; init; }

    /// <summary>Region code (ITL or NUTS) of the place of delivery, or of the buyer.</summary>
    public string? Region { get; init; }

    /// <summary>The day it was awarded on.</summary>
    public DateOnly? AwardDate { get; init; }
    public DateOnly? StartDate { get; init; }

    /// <summary>Last day without extensions.</summary>
    public DateOnly? EndDate { get; init; }

    /// <summary>Last day if every extension is taken up.</summary>
    public DateOnly? LatestEndDate { get; init; }
    public DateOnly? ReviewDate { get; init; }
    public long? ValueMinor { get; init; }
    public string? Currency { get; init; }

    /// <summary>Whether the value is for one year rather than for the whole term.</summary>
    public bool ValueIsAnnual { get; init; }
    public string? Procedure { get; init; }
    public string? Status { get; init; }
    public Visibility Visibility { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>The import that last changed it, and where in its source it stands (file and line).</summary>
    public Id<ImportRun>? ImportRunId { get; init; }
    public string? SourcePlace { get; init; }

    /// <summary>Hex SHA-256 of the source's facts, by which an import sees that nothing has changed.</summary>
    public string ContentHash { get; init; } = "";
    public DateTime CreatedAt { get; init; }
    public DateTime ChangedAt { get; init; }

    /// <summary>Place of the last change in the order of all changes (<see cref="Sequence.Changes"/>).</summary>
    public long ChangeSeq { get; internal set; }

    /// <summary>What a person quotes and what stands in addresses: C-1042.</summary>
    public string Reference => $"C-{Number}";

    /// <summary>The value, where one is known.</summary>
    public Money? Value => ValueMinor is { } minor ? new Money(minor, Currency ?? "GBP") : null;

    /// <summary>When it ends as seen from a day: its end, or, once that is past and it may run on, the end of its extensions; null where none is known.</summary>
    public static DateOnly? EndSeenFrom(DateOnly today, DateOnly? end, DateOnly? latest) =>
        end < today && latest >= today ? latest : end ?? latest;

    /// <inheritdoc cref="EndSeenFrom(DateOnly, DateOnly?, DateOnly?)"/>
    public DateOnly? EndSeenFrom(DateOnly today) => EndSeenFrom(today, EndDate, LatestEndDate);

    private sealed class Mapping : IEntityTypeConfiguration<Contract>
    {
        public void Configure(EntityTypeBuilder<Contract> entity)
        {
            entity.HasIndex(c => c.Number).IsUnique();
            entity.HasIndex(c => c.SourceKey).IsUnique();
            entity.HasIndex(c => c.NoticeId);
            entity.HasIndex(c => c.ChangeSeq);
            entity.HasIndex(c => c.EndDate);
            entity.HasIndex(c => new { c.AuthorityCode, c.EndDate });
            entity.HasOne<Buyer>().WithMany().HasForeignKey(c => c.BuyerId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
        }
    }
}

/// <summary>A supplier's part in a contract, with its name as published there.</summary>
public sealed class ContractSupplier
{
    public Id<Contract> ContractId { get; init; }
    public Id<Supplier> SupplierId { get; init; }
    public string NameAsPublished { get; init; } = "";

    private sealed class Mapping : IEntityTypeConfiguration<ContractSupplier>
    {
        public void Configure(EntityTypeBuilder<ContractSupplier> entity)
        {
            entity.HasKey(s => new { s.ContractId, s.SupplierId });
            entity.HasIndex(s => s.SupplierId);
            entity.HasOne<Contract>().WithMany().HasForeignKey(s => s.ContractId);
            entity.HasOne<Supplier>().WithMany().HasForeignKey(s => s.SupplierId);
        }
    }
}

/// <summary>The one rule of who sees which contract, used by every way out: page, list, search, export, matching.</summary>
public static class ContractVisibility
{
    /// <summary>Those of the contracts that the actor may see.</summary>
    public static IQueryable<Contract> VisibleTo(this IQueryable<Contract> contracts, Actor actor)
    {
        var own = actor
            .Roles.Keys.Select(id => (Id<Organisation>?)new Id<Organisation>(id))
            .ToList();
        var near = actor
            .Partners.Select(id => (Id<Organisation>?)new Id<Organisation>(id))
            .Concat(own)
            .ToList();
        return contracts.Where(c =>
            c.Visibility == Visibility.Public
            || (c.Visibility == Visibility.Partnership && near.Contains(c.OrganisationId))
            || own.Contains(c.OrganisationId)
        );
    }
}
