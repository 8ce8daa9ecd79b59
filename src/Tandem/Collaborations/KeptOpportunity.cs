using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>An opportunity as it was last worked out: what lists ask for in columns, the rest as <see cref="FoundOpportunity"/> in JSON.</summary>
public sealed class KeptOpportunity
{
    public Id<KeptOpportunity> Id { get; init; }

    /// <summary>Its place in addresses. Unique.</summary>
    public string Key { get; init; } = "";
    public string Title { get; init; } = "";
    public string? Division { get; init; }
    public DateOnly FromDay { get; init; }
    public DateOnly ToDay { get; init; }

    /// <summary>The first day on which one of the purchases is expected.</summary>
    public DateOnly FirstDue { get; init; }

    /// <summary>0 to 100.</summary>
    public double Strength { get; init; }
    public int AuthorityCount { get; init; }

    /// <summary>In the currency most of it is in; minor units. 0 where no value is known.</summary>
    public long ValueMinor { get; init; }

    /// <summary>What words are looked for in: titles, authorities, suppliers, category, in lower case.</summary>
    public string SearchText { get; init; } = "";
    public string Detail { get; init; } = "{}";
    public DateTime FirstFoundAt { get; init; }
    public DateTime ComputedAt { get; init; }

    public FoundOpportunity Found() => Read(Detail);

    /// <summary>What stands in <see cref="Detail"/>.</summary>
    public static FoundOpportunity Read(string detail) =>
        JsonSerializer.Deserialize<FoundOpportunity>(detail, JsonSerializerOptions.Web)!;

    internal static KeptOpportunity Of(
        FoundOpportunity found,
        string category,
        KeptOpportunity? before,
        DateTime now
    ) =>
        new()
        {
            Id = before?.Id ?? Id<KeptOpportunity>.New(now),
            Key = found.Key,
            Title = found.Title,
            Division = found.Division,
            FromDay = found.From,
            ToDay = found.To,
            FirstDue = found.Purchases.Min(p => p.Expected),
            Strength = found.Strength,
            AuthorityCount = found.Authorities.Count,
            ValueMinor = found.CombinedValueMinor.Values.DefaultIfEmpty(0).Max(),
            SearchText = string.Join(
                    ' ',
                    found
                        .Purchases.SelectMany(p =>
                            new[] { p.Title, p.AuthorityName, p.SupplierName, p.Reference }
                        )
                        .Append(found.Title)
                        .Append(category)
                        .Where(w => !string.IsNullOrEmpty(w))
                        .Distinct()
                )
                .ToLowerInvariant(),
            Detail = JsonSerializer.Serialize(found, JsonSerializerOptions.Web),
            FirstFoundAt = before?.FirstFoundAt ?? now,
            ComputedAt = now,
        };

    private sealed class Mapping : IEntityTypeConfiguration<KeptOpportunity>
    {
        public void Configure(EntityTypeBuilder<KeptOpportunity> entity)
        {
            entity.HasIndex(o => o.Key).IsUnique();
            entity.HasIndex(o => o.Strength);
        }
    }
}

/// <summary>A purchase's place in a kept opportunity.</summary>
public sealed class KeptOpportunityMember
{
    public Id<KeptOpportunity> OpportunityId { get; init; }

    /// <summary>As matching knows it: C- or N- and the id of the record.</summary>
    public string PurchaseId { get; init; } = "";
    public string AuthorityCode { get; init; } = "";
    public string AuthorityName { get; init; } = "";

    /// <summary>The contract, where it is one: it must still be public for the opportunity to be shown.</summary>
    public Id<Contract>? ContractId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<KeptOpportunityMember>
    {
        public void Configure(EntityTypeBuilder<KeptOpportunityMember> entity)
        {
            entity.HasKey(m => new { m.OpportunityId, m.PurchaseId });
            entity.HasIndex(m => m.AuthorityCode);
            entity.HasIndex(m => m.ContractId);
            entity.HasOne<KeptOpportunity>().WithMany().HasForeignKey(m => m.OpportunityId);
        }
    }
}

/// <summary>An organisation's word that an opportunity is not for it. Put back, it is deleted; the timeline keeps both acts.</summary>
public sealed class SetAside
{
    public Id<Organisation> OrganisationId { get; init; }
    public string OpportunityKey { get; init; } = "";
    public string Reason { get; init; } = "";
    public string ByName { get; init; } = "";
    public DateTime At { get; init; }

    /// <summary>The purchases it had then, one a line: by these it is known again should it vanish and come back.</summary>
    public string Purchases { get; init; } = "";

    private sealed class Mapping : IEntityTypeConfiguration<SetAside>
    {
        public void Configure(EntityTypeBuilder<SetAside> entity)
        {
            entity.HasKey(s => new { s.OrganisationId, s.OpportunityKey });
            entity.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId);
        }
    }
}

/// <summary>When opportunities were last worked out, and from what.</summary>
public sealed class MatchingRun
{
    public string Name { get; init; } = Opportunities;

    /// <summary>The one name there is.</summary>
    public const string Opportunities = "opportunities";

    /// <summary>What it was worked out from: the same state of the data on the same day gives the same result.</summary>
    public string State { get; init; } = "";

    /// <summary>The last number of <see cref="Sequence.Changes"/> in that state: what it was worked out from has a number up to this.</summary>
    public long Changes { get; init; }
    public DateOnly AsOf { get; init; }
    public int PurchaseCount { get; init; }
    public int OpportunityCount { get; init; }
    public double Seconds { get; init; }
    public DateTime ComputedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<MatchingRun>
    {
        public void Configure(EntityTypeBuilder<MatchingRun> entity) => entity.HasKey(r => r.Name);
    }
}

/// <summary>The one rule of which opportunities are shown, used by page, list, export and front door.</summary>
public static class OpportunityVisibility
{
    /// <summary>
    /// Those all of whose contracts everybody may still see: one made private since must not show, though it is worked out again in a while. A contract
    /// made private takes a new number of change, so only those changed since the last run are looked at.
    /// </summary>
    public static IQueryable<KeptOpportunity> Shown(
        this IQueryable<KeptOpportunity> opportunities,
        Db db
    ) =>
        opportunities.Where(o =>
            !db.Set<Contract>()
                .Where(c =>
                    c.ChangeSeq > db.Set<MatchingRun>().Max(r => (long?)r.Changes)
                    && c.Visibility != Visibility.Public
                )
                .Join(
                    db.Set<KeptOpportunityMember>(),
                    c => (Id<Contract>?)c.Id,
                    m => m.ContractId,
                    (c, m) => m.OpportunityId
                )
                .Contains(o.Id)
        );
}
