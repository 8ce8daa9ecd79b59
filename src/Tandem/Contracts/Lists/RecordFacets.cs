using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;

namespace Tandem.Contracts.Lists;

/// <summary>Values that notices and contracts are filtered by, made the same way for both.</summary>
public static class RecordFacets
{
    /// <summary>Every level of each code, from the division down: 45, 452, 4521 … as far as its digits count.</summary>
    public static IReadOnlyList<FacetValue> Cpv(string codes)
    {
        var values = new List<FacetValue>();
        foreach (var digits in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Classification.Cpv.TryParse(digits, out var code))
            {
                for (var length = 2; length <= code.SignificantDigits; length++)
                {
                    values.Add(new(code.Digits[..length]));
                }
            }
        }
        return values;
    }

    /// <summary>The partnerships that each organisation belongs to.</summary>
    public static ILookup<Id<Organisation>, FacetValue> Partnerships(Db db) =>
        db.Set<PartnershipMember>()
            .Join(
                db.Set<Partnership>(),
                m => m.PartnershipId,
                p => p.Id,
                (m, p) =>
                    new
                    {
                        m.OrganisationId,
                        p.Slug,
                        p.Name,
                    }
            )
            .ToLookup(p => p.OrganisationId, p => new FacetValue(p.Slug, p.Name));

    /// <summary>The known authority, or else the spelling: <c>PRE</c>, or <c>b-{id of the buyer}</c>.</summary>
    public static FacetValue Buyer(Authority? authority, Id<Buyer> id, string name) =>
        authority is null ? new($"b-{id}", name) : new(authority.Code, authority.Name);

    /// <summary>Nation, region, county and area of the buyer, and the regions of delivery.</summary>
    public static IReadOnlyList<FacetValue> Places(
        Authority? authority,
        Authorities all,
        string? delivery,
        RegionList regions
    ) =>
        [
            .. (authority is null ? [] : PlaceKeys.Of(authority, all))
                .Concat(PlaceKeys.Of(delivery, regions))
                .Concat(PlaceKeys.Codes(delivery, regions))
                .Select(p => new FacetValue(p.Key, p.Name)),
        ];

    /// <summary>A word of a source as a key: “In progress” and “in-progress” are one.</summary>
    public static IReadOnlyList<FacetValue> Word(string? word) =>
        string.IsNullOrWhiteSpace(word)
            ? []
            : [new(Slug.Of(word), char.ToUpperInvariant(word[0]) + word[1..])];

    /// <summary>
    /// A value that can be compared with others: pence where it is in pounds (or says no currency, as registers do), else none. No rate of exchange is
    /// guessed, so values of other currencies stand outside the filter and at the end of the order.
    /// </summary>
    public static long? Pence(long? minor, string? currency) =>
        currency is null or "GBP" ? minor : null;

    /// <summary>An instant as the whole seconds since 1970 that it is sorted and filtered by.</summary>
    public static long? Seconds(DateTime? utc) =>
        utc is { } at
            ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeSeconds()
            : null;
}
