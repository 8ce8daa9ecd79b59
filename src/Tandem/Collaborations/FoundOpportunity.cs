using System.Text.Json.Serialization;

namespace Tandem.Collaborations;

/// <summary>An opportunity with all that its page says, as it is kept: what members and strength were when it was worked out.</summary>
public sealed record FoundOpportunity
{
    /// <summary>Its place in addresses; the same as long as the group stays the same at heart (see <see cref="GroupMemory"/>).</summary>
    public required string Key { get; init; }

    /// <summary>The need, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Two digits of the CPV division most of the purchases fall under; null where no code is known.</summary>
    public string? Division { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }

    /// <summary>0 to 100, the sum of the parts.</summary>
    public required double Strength { get; init; }
    public required StrengthBand Band { get; init; }
    public required IReadOnlyList<StrengthPart> Parts { get; init; }

    /// <summary>What the purchases with a known value are worth together, by currency, in minor units.</summary>
    public required IReadOnlyDictionary<string, long> CombinedValueMinor { get; init; }
    public required IReadOnlyList<OpportunityPurchase> Purchases
    {
        get;
        init => (field, PurchaseIds) = (value, [.. value.Select(p => p.Id)]);
    }

    /// <summary>The ids of the purchases: the very same list as long as this holds the same purchases.</summary>
    internal IReadOnlyList<string> PurchaseIds { get; private init; } = [];
    public required IReadOnlyList<MissingPlace> Missing { get; init; }

    /// <summary>The authorities, each once, by name.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Code, string Name)> Authorities =>
        [
            .. Purchases
                .Select(p => (Code: p.AuthorityCode, Name: p.AuthorityName))
                .DistinctBy(a => a.Code)
                .OrderBy(a => a.Name, StringComparer.Ordinal),
        ];
}

/// <summary>One purchase of an opportunity.</summary>
public sealed record OpportunityPurchase
{
    public required string Id { get; init; }
    public required PurchaseKind Kind { get; init; }
    public required string Reference { get; init; }
    public required string AuthorityCode { get; init; }
    public required string AuthorityName { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string Region { get; init; } = "";
    public required string Title { get; init; }
    public string? SupplierKey { get; init; }
    public string? SupplierName { get; init; }
    public long? ValueMinor { get; init; }
    public string? Currency { get; init; }
    public bool ValueIsAnnual { get; init; }
    public DateOnly? Start { get; init; }
    public DateOnly? End { get; init; }
    public DateOnly? ExtendedTo { get; init; }
    public string? Assumed { get; init; }
    public required DateOnly Earliest { get; init; }
    public required DateOnly Expected { get; init; }
    public required DateOnly Latest { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>What it is worth for the whole of its term, in minor units.</summary>
    internal long? WholeTermMinor =>
        PurchaseReader.WholeTerm(ValueMinor, ValueIsAnnual, Start, End);

    /// <summary>Whether it runs on its extension: its own end has passed, and it is due when that ends.</summary>
    [JsonIgnore]
    public bool RunsOnExtension => End < Expected;

    [JsonIgnore]
    public string Path => KnownPurchase.PathOf(Reference);

    internal static OpportunityPurchase Of(KnownPurchase known)
    {
        var p = known.Purchase;
        return new()
        {
            Id = p.Id,
            Kind = p.Kind,
            Reference = known.Reference,
            AuthorityCode = p.AuthorityCode,
            AuthorityName = p.AuthorityName,
            Latitude = p.Latitude,
            Longitude = p.Longitude,
            Region = p.Region,
            Title = p.Title,
            SupplierKey = p.SupplierKey,
            SupplierName = p.SupplierName,
            ValueMinor = known.ValueMinor,
            Currency = p.Currency,
            ValueIsAnnual = known.ValueIsAnnual,
            Start = known.Start,
            End = known.End,
            ExtendedTo = known.ExtendedTo,
            Assumed = known.Assumed,
            Earliest = p.Window.Earliest,
            Expected = p.Window.Expected,
            Latest = p.Window.Latest,
            SourceUrl = known.SourceUrl,
        };
    }
}

/// <summary>An authority one would expect in an opportunity, and why it is not in it.</summary>
/// <param name="Code">By which matching knows it.</param>
/// <param name="Reference">Its own purchase of the like, at another time.</param>
public sealed record MissingPlace(string Code, string Name, string Words, string? Reference);
