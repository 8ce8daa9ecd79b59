using Tandem.Web;

namespace Tandem.Collaborations;

/// <summary>A purchase and the record it was read from.</summary>
public sealed record KnownPurchase
{
    public required Purchase Purchase { get; init; }

    /// <summary>What a person quotes: C-12, N-12 or PI-12.</summary>
    public required string Reference { get; init; }
    public DateOnly? Start { get; init; }

    /// <summary>Last day of the contract; of a plan or tender, null.</summary>
    public DateOnly? End { get; init; }

    /// <summary>Last day with every extension; null where none is known.</summary>
    public DateOnly? ExtendedTo { get; init; }

    /// <summary>Why the end is not stated but assumed, in words; null where it is stated.</summary>
    public string? Assumed { get; init; }

    /// <summary>As the record gives it, in minor units; the purchase's own is for the whole term.</summary>
    public long? ValueMinor { get; init; }
    public bool ValueIsAnnual { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>Whether everybody may see it.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>Its page.</summary>
    public string Path => PathOf(Reference);

    public static string PathOf(string reference) =>
        reference[0] switch
        {
            'C' => "/contracts/",
            'P' => "/pipeline/",
            _ => "/notices/",
        } + reference;

    /// <summary>When it comes up, in words.</summary>
    public string When(DateOnly today) =>
        (Purchase.Kind, End, Assumed) switch
        {
            (PurchaseKind.ContractEnding, { } end, null) when end < today =>
                $"Ended {Words.Day(end)}",
            (PurchaseKind.ContractEnding, { } end, null) => $"Ends {Words.Day(end)}",
            (PurchaseKind.ContractEnding, { } end, _) => $"May end about {Words.Month(end)}",
            _ => $"Planned for {Words.Month(Purchase.Window.Expected)}",
        };
}
