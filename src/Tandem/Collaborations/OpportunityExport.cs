using System.Globalization;
using System.Text.Json.Serialization;

namespace Tandem.Collaborations;

/// <summary>An opportunity as data: the same facts as its page.</summary>
public sealed record OpportunityRecord
{
    public required string Key { get; init; }
    public required string Title { get; init; }

    /// <summary>CPV division, two digits.</summary>
    public string? Category { get; init; }
    public required DateOnly WindowFrom { get; init; }
    public required DateOnly WindowTo { get; init; }

    /// <summary>0 to 100, the sum of the parts.</summary>
    public required double Strength { get; init; }
    public required string Band { get; init; }
    public required string Why { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }
    public required IReadOnlyList<AmountRecord> CombinedValue { get; init; }
    public required IReadOnlyList<StrengthPart> Parts { get; init; }
    public required IReadOnlyList<PurchaseRecord> Purchases { get; init; }
    public required IReadOnlyList<MissingPlace> Missing { get; init; }

    public static OpportunityRecord Of(FoundOpportunity found) =>
        new()
        {
            Key = found.Key,
            Title = found.Title,
            Category = found.Division,
            WindowFrom = found.From,
            WindowTo = found.To,
            Strength = Math.Round(found.Strength, 1),
            Band = OpportunityWords.Band(found.Band),
            Why = OpportunityWords.Why(found),
            Reasons = OpportunityWords.Reasons(found),
            CombinedValue =
            [
                .. found.CombinedValueMinor.Select(v => new AmountRecord(v.Value / 100m, v.Key)),
            ],
            Parts = found.Parts,
            Purchases = [.. found.Purchases.Select(PurchaseRecord.Of)],
            Missing = found.Missing,
        };

    /// <summary>Headings of the table form: one row for each opportunity.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Opportunity",
        "Need",
        "Category",
        "Authorities",
        "Window from",
        "Window to",
        "Strength",
        "Band",
        "Why",
        "Combined value",
        "Currency",
        "Purchases",
        "Titles",
        "Suppliers",
        "Ends",
        "Ends assumed",
        "Missing",
    ];

    /// <summary>The row under <see cref="Columns"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string?> Cells
    {
        get
        {
            var most = CombinedValue.OrderByDescending(v => v.Amount).FirstOrDefault();
            return
            [
                Key,
                Title,
                Category,
                string.Join(
                    "; ",
                    Purchases.Select(p => p.Authority).Distinct().Order(StringComparer.Ordinal)
                ),
                Iso(WindowFrom),
                Iso(WindowTo),
                Strength.ToString("0.#", CultureInfo.InvariantCulture),
                Band,
                Why,
                most?.Amount.ToString("0.##", CultureInfo.InvariantCulture),
                most?.Currency,
                string.Join("; ", Purchases.Select(p => p.Reference)),
                string.Join("; ", Purchases.Select(p => p.Title)),
                string.Join(
                    "; ",
                    Purchases.Select(p => p.Supplier).Where(s => s is not null).Distinct()
                ),
                string.Join("; ", Purchases.Select(p => Iso(p.Ends ?? p.Expected))),
                string.Join("; ", Purchases.Select(p => p.Assumed is null ? "no" : "yes")),
                string.Join("; ", Missing.Select(m => m.Name)),
            ];
        }
    }

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An amount in major units.</summary>
public sealed record AmountRecord(decimal Amount, string Currency);

/// <summary>One purchase of an opportunity, as data.</summary>
public sealed record PurchaseRecord(
    string Reference,
    string Path,
    string Authority,
    string AuthorityCode,
    string Title,
    string? Supplier,
    decimal? Value,
    string? Currency,
    bool ValueIsAnnual,
    DateOnly? Starts,
    DateOnly? Ends,
    DateOnly? ExtendableTo,
    string? Assumed,
    DateOnly Expected,
    string? Source
)
{
    internal static PurchaseRecord Of(OpportunityPurchase p) =>
        new(
            p.Reference,
            p.Path,
            p.AuthorityName,
            p.AuthorityCode,
            p.Title,
            p.SupplierName,
            p.ValueMinor / 100m,
            p.Currency,
            p.ValueIsAnnual,
            p.Start,
            p.End,
            p.ExtendedTo,
            p.Assumed,
            p.Expected,
            p.SourceUrl
        );
}
