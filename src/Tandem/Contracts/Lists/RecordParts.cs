using System.Globalization;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Contracts.Lists;

/// <summary>A buyer as records show it.</summary>
/// <param name="Name">As published.</param>
/// <param name="AuthorityCode">Code of the known authority, where one is sure.</param>
/// <param name="AuthorityName">Its name.</param>
/// <param name="Place">Its part of an address: the code, or the id of the spelling.</param>
public sealed record BuyerPart(
    string Name,
    string? AuthorityCode,
    string? AuthorityName,
    string Place
);

/// <summary>A supplier as records show it.</summary>
public sealed record SupplierPart(Guid Id, string Name, string? CompanyNumber);

/// <summary>A CPV code with its name.</summary>
/// <param name="Suggested">Whether the code was suggested from the words; the buyer gave it otherwise.</param>
public sealed record CpvPart(string Code, string Name, bool Suggested = false);

/// <summary>An amount of money in major units.</summary>
public sealed record AmountPart(decimal Amount, string Currency);

/// <summary>Makes the parts.</summary>
public static class RecordParts
{
    /// <summary>Codes in the order given, with their names.</summary>
    /// <param name="origin">Where one was suggested it stands first, before the divisions that the buyer gave (<see cref="SuggestedCodes"/>).</param>
    public static IReadOnlyList<CpvPart> Cpv(
        string codes,
        CpvList list,
        CodeOrigin origin = CodeOrigin.Buyer
    ) =>
        [
            .. codes
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(
                    (digits, at) =>
                        new CpvPart(
                            digits,
                            Classification.Cpv.TryParse(digits, out var code)
                                ? list.NameOf(code)
                                : "Unknown",
                            origin == CodeOrigin.Suggested && at == 0
                        )
                ),
        ];

    public static AmountPart? Amount(long? minor, string? currency) =>
        minor is { } amount
            ? new(new Money(amount, currency ?? "GBP").Amount, currency ?? "GBP")
            : null;

    /// <summary>For exports: a day, an instant (ISO 8601) or an amount, or nothing.</summary>
    public static string? Text(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Text(DateOnly?)"/>
    public static string? Text(DateTime? instant) =>
        instant?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Text(DateOnly?)"/>
    public static string? Text(decimal? amount) =>
        amount?.ToString("0.00", CultureInfo.InvariantCulture);
}
