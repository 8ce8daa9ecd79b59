using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Tandem.Contracts;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>What a source says about one contracting process, before it is known whether it is new.</summary>
internal sealed record NoticeDraft
{
    public required string Ocid { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required string Buyer { get; init; }
    public Stage Stage { get; init; }
    public string? Status { get; init; }
    public string? Category { get; init; }
    public string? Method { get; init; }
    public string CpvCodes { get; init; } = "";
    public CodeOrigin CpvOrigin { get; init; }
    public string? Regions { get; init; }
    public long? ValueMinor { get; init; }
    public long? ValueHighMinor { get; init; }
    public string? Currency { get; init; }
    public DateTime? PublishedAt { get; init; }
    public DateTime? DeadlineAt { get; init; }
    public DateOnly? PlannedOn { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public bool? SuitableForSme { get; init; }
    public string? SourceUrl { get; init; }
    public int ReleaseCount { get; init; } = 1;
    public string? SourcePlace { get; init; }
    public IReadOnlyList<ContractDraft> Contracts { get; init; } = [];

    /// <summary>Hash of the facts, those of its contracts included, by which an import sees that nothing has changed; empty until <see cref="Hashed"/>.</summary>
    public string ContentHash { get; private init; } = "";

    /// <summary>The same, whole: with its hashes and those of its contracts.</summary>
    public NoticeDraft Hashed()
    {
        var whole = this with
        {
            Contracts = [.. Contracts.Select(c => c with { ContentHash = c.Hash(Buyer) })],
        };
        return whole with { ContentHash = whole.Hash() };
    }

    private string Hash() =>
        Facts.Hash(
            CultureInfo.InvariantCulture,
            $"{Title}\u001f{Description}\u001f{Buyer}\u001f{Stage}\u001f{Status}\u001f{Category}\u001f{Method}\u001f{CpvCodes}\u001f{CpvOrigin}\u001f{Regions}\u001f{ValueMinor}\u001f{ValueHighMinor}\u001f{Currency}\u001f{PublishedAt:O}\u001f{DeadlineAt:O}\u001f{PlannedOn:O}\u001f{StartDate:O}\u001f{EndDate:O}\u001f{SuitableForSme}\u001f{SourceUrl}\u001f{ReleaseCount}\u001f{string.Join('\u001e', Contracts.Select(c => c.ContentHash))}"
        );
}

/// <summary>A contract as a notice tells it.</summary>
internal sealed record ContractDraft
{
    /// <summary>What makes it this contract (<see cref="Contract.SourceKey"/>).</summary>
    public required string Key { get; init; }

    /// <summary>The key it had while only its award was published.</summary>
    public string? EarlierKey { get; init; }

    /// <summary>Whether it is only told if it is known already: an award that came to nothing.</summary>
    public bool OnlyIfKnown { get; init; }
    public string? BuyerReference { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public string CpvCodes { get; init; } = "";
    public CodeOrigin CpvOrigin { get; init; }
    public string? Region { get; init; }
    public DateOnly? AwardDate { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public DateOnly? LatestEndDate { get; init; }
    public DateOnly? ReviewDate { get; init; }
    public string? Department { get; init; }
    public bool ValueIsAnnual { get; init; }
    public long? ValueMinor { get; init; }
    public string? Currency { get; init; }
    public string? Procedure { get; init; }
    public string? Status { get; init; }
    public string? SourceUrl { get; init; }
    public IReadOnlyList<NamedSupplier> Suppliers { get; init; } = [];

    /// <inheritdoc cref="NoticeDraft.ContentHash"/>
    public string ContentHash { get; init; } = "";

    internal string Hash(string buyer) =>
        Facts.Hash(
            CultureInfo.InvariantCulture,
            $"{Key}\u001f{BuyerReference}\u001f{Title}\u001f{Description}\u001f{buyer}\u001f{CpvCodes}\u001f{CpvOrigin}\u001f{Region}\u001f{AwardDate:O}\u001f{StartDate:O}\u001f{EndDate:O}\u001f{LatestEndDate:O}\u001f{ReviewDate:O}\u001f{Department}\u001f{ValueIsAnnual}\u001f{ValueMinor}\u001f{Currency}\u001f{Procedure}\u001f{Status}\u001f{SourceUrl}\u001f{string.Join('\u001e', Suppliers.Select(s => $"{s.Name}\u001d{string.Join('\u001c', s.Identifiers)}"))}"
        );
}

internal static class Facts
{
    /// <summary>Hex SHA-256 of a text that holds all facts of a record.</summary>
    public static string Hash(
        CultureInfo culture,
        [InterpolatedStringHandlerArgument(nameof(culture))]
            ref DefaultInterpolatedStringHandler facts
    )
    {
        var text = facts.Text;
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            return Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length)));
        }
        finally
        {
            facts.Clear();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
