using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>Why a purchase comes up.</summary>
public enum PurchaseKind
{
    /// <summary>A contract ends and will be bought again.</summary>
    ContractEnding,

    /// <summary>A purchase somebody has put into a plan or pipeline.</summary>
    PlannedPurchase,

    /// <summary>A published notice of a purchase to come.</summary>
    Notice,
}

/// <summary>One authority's coming purchase, as matching sees it.</summary>
public sealed record Purchase
{
    /// <summary>Stable and unique among all purchases matched together.</summary>
    public required string Id { get; init; }

    public required PurchaseKind Kind { get; init; }

    /// <summary>What the authority is known by: purchases with the same code never form an opportunity of their own.</summary>
    public required string AuthorityCode { get; init; }
    public required string AuthorityName { get; init; }

    /// <summary>Degrees north and east (WGS 84), where known.</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string Region { get; init; } = "";
    public IReadOnlyList<string> PartnershipIds { get; init; } = [];
    public required string Title { get; init; }
    public string Description { get; init; } = "";
    public IReadOnlyList<Cpv> Codes { get; init; } = [];

    /// <summary>Equal where the supplier is the same; null where there is none or it is unknown.</summary>
    public string? SupplierKey { get; init; }
    public string? SupplierName { get; init; }

    /// <summary>Value of the contract or plan in minor units (pence, öre).</summary>
    public long? ValueMinor { get; init; }
    public string? Currency { get; init; }
    public required PurchaseWindow Window { get; init; }

    internal Need Need => new(AuthorityName, Title, Description, Codes);
}
