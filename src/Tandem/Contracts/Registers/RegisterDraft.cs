using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tandem.Accounts;
using Tandem.Formats.Tabular;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts.Registers;

/// <summary>What a register's row says about one contract, before it is known whether it is new.</summary>
internal sealed record RegisterDraft
{
    /// <summary>Longest reference that can be kept as a key.</summary>
    public const int LongestReference = 200;
    private const int LongestSupplier = 300;
    private const int LongestTitle = 1_000;

    /// <summary>What makes it this contract (<see cref="Contract.SourceKey"/>).</summary>
    public required string Key { get; init; }

    /// <summary>The register's reference, or the one derived for it.</summary>
    public required string Reference { get; init; }
    public string? BuyerReference { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public string? Department { get; init; }
    public required string Buyer { get; init; }

    /// <summary>Code of the authority whose contract it is, or null.</summary>
    public string? AuthorityCode { get; init; }

    /// <summary>CPV codes as the register gives them, separated by spaces.</summary>
    public string CpvCodes { get; init; } = "";
    public DateOnly? Awarded { get; init; }
    public DateOnly? Start { get; init; }
    public DateOnly? End { get; init; }
    public DateOnly? LatestEnd { get; init; }
    public DateOnly? Review { get; init; }
    public long? ValueMinor { get; init; }
    public string? Currency { get; init; }
    public bool ValueIsAnnual { get; init; }
    public string? Procedure { get; init; }
    public string? Status { get; init; }
    public Visibility Visibility { get; init; }
    public string? SourceUrl { get; init; }
    public NamedSupplier? Supplier { get; init; }
    public required long Line { get; init; }

    /// <summary>Key of a contract in an organisation's register. References are the same whatever their case.</summary>
    public static string KeyOf(Id<Organisation> organisation, string reference) =>
        $"{KeysOf(organisation)}{reference.Trim().ToUpperInvariant()}";

    /// <summary>What the keys of all contracts in an organisation's register begin with.</summary>
    public static string KeysOf(Id<Organisation> organisation) => $"register:{organisation}:";

    public static RegisterDraft Of(RegisterRow row, RegisterOwner owner, Visibility visibility)
    {
        var (buyer, authority) = owner.BuyerOf(row.Buyer);
        var value = row.Value;
        return new()
        {
            Key = KeyOf(owner.Id, row.Reference),
            Reference = row.Reference,
            BuyerReference = row.ReferenceIsDerived ? null : row.Reference,
            Title = Cut(row.Title, LongestTitle),
            Description = row.Description == row.Title ? null : row.Description,
            Department = row.Department,
            Buyer = buyer,
            AuthorityCode = authority?.Code ?? owner.AuthorityCode,
            CpvCodes = string.Join(' ', row.CpvCodes),
            Awarded = row.AwardedDate,
            Start = row.Start,
            End = row.End,
            LatestEnd = row.ExtensionEnds.Count > 0 ? row.ExtensionEnds[^1] : null,
            Review = row.ReviewDate,
            ValueMinor = value?.MinorUnits,
            Currency = value?.Currency,
            ValueIsAnnual = row.ValueBasis == ValueBasis.Annual,
            Procedure = row.Procedure ?? row.Invitation,
            Status = row.Status,
            Visibility = visibility,
            SourceUrl = Address(row.Url),
            Supplier = SupplierOf(row),
            Line = row.Place.Line,
        };
    }

    /// <summary>Hash of the facts, by which an import sees that nothing has changed.</summary>
    public string Hash()
    {
        var facts = string.Create(
            CultureInfo.InvariantCulture,
            $"{Key}\u001f{BuyerReference}\u001f{Title}\u001f{Description}\u001f{Department}\u001f{Buyer}\u001f{AuthorityCode}\u001f{CpvCodes}\u001f{Awarded:O}\u001f{Start:O}\u001f{End:O}\u001f{LatestEnd:O}\u001f{Review:O}\u001f{ValueMinor}\u001f{Currency}\u001f{ValueIsAnnual}\u001f{Procedure}\u001f{Status}\u001f{Visibility}\u001f{SourceUrl}\u001f{Supplier?.Name}\u001f{string.Join('\u001e', Supplier?.Identifiers ?? [])}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)));
    }

    private static NamedSupplier? SupplierOf(RegisterRow row)
    {
        if (row.SupplierName is not { Length: > 0 } name)
        {
            return null;
        }
        var identifiers = new List<string>();
        if (row.CompanyNumber is { } company)
        {
            identifiers.Add(company);
        }
        if (row.VatNumber is { } vat)
        {
            identifiers.Add($"VAT-{vat.Replace("-", "", StringComparison.Ordinal)}");
        }
        return new(
            Cut(name, LongestSupplier),
            identifiers,
            Locality: null,
            IsSme: row.IsSme,
            IsVcse: row.IsVcse
        );
    }

    private static string? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && text.Length <= 2_000
            ? text
            : null;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
