using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;

namespace Tandem.Contracts;

/// <summary>Contracts, to be found by words, filtered and counted.</summary>
public sealed class ContractIndex(
    IDbContextFactory<Db> databases,
    KnownAuthorities authorities,
    ReferenceLists lists
) : RowIndex(Shape, databases)
{
    private static readonly SearchShape Shape = new(
        [5, 3, 1],
        ["buyer", "supplier", "cpv", "place", "status", "source"],
        ["start", "end", "latest", "value", "changed"]
    );

    /// <inheritdoc/>
    protected override async Task<long> LastChangeAsync(Db db, CancellationToken cancellation) =>
        await db.Set<Contract>().MaxAsync(c => (long?)c.ChangeSeq, cancellation) ?? 0;

    /// <inheritdoc/>
    protected override IEnumerable<SearchDocument> ChangedAfter(Db db, long change)
    {
        var all = authorities.Current;
        var regions = lists.Current(RegionList.File, RegionList.Read);
        var changed = db.Set<Contract>().Where(c => c.ChangeSeq > change);
        var suppliers = RecordSuppliers
            .Of(
                db,
                changed.Join(db.Set<ContractSupplier>(), c => c.Id, s => s.ContractId, (_, s) => s)
            )
            .ToLookup(s => s.ContractId);
        var buyers = db.Set<Buyer>().AsNoTracking().ToDictionary(b => b.Id);
        foreach (
            var c in changed.Select(c => new
            {
                c.Id,
                c.Number,
                c.BuyerReference,
                c.OrganisationId,
                c.BuyerId,
                c.AuthorityCode,
                c.Title,
                c.Description,
                c.Department,
                c.CpvCodes,
                c.Region,
                c.StartDate,
                c.EndDate,
                c.LatestEndDate,
                c.ValueMinor,
                c.ChangeSeq,
                c.Currency,
                c.Status,
                c.Visibility,
            })
        )
        {
            var authority = c.AuthorityCode is { } code ? all.ByCode(code) : null;
            var buyer = buyers[c.BuyerId];
            var held = suppliers[c.Id];
            yield return new(
                c.Id.Value,
                c.Number,
                c.Visibility switch
                {
                    Visibility.Public => Audience.Everyone,
                    Visibility.Partnership => Audience.Partners(c.OrganisationId?.Value),
                    _ => Audience.Members(c.OrganisationId?.Value),
                },
                [
                    c.Title,
                    $"{buyer.Name} {authority?.Name} {string.Join(' ', held.Select(s => s.Name))} {c.BuyerReference} C-{c.Number}",
                    $"{c.Department} {c.Description}",
                ],
                [
                    [RecordFacets.Buyer(authority, c.BuyerId, buyer.Name)],
                    [.. held.Select(s => new FacetValue(s.Id.ToString(), s.Name))],
                    RecordFacets.Cpv(c.CpvCodes),
                    RecordFacets.Places(authority, all, c.Region, regions),
                    RecordFacets.Word(c.Status),
                    [
                        c.OrganisationId is null
                            ? new("notices", "Published notices")
                            : new("register", "A council’s own register"),
                    ],
                ],
                [
                    c.StartDate?.DayNumber,
                    c.EndDate?.DayNumber,
                    (c.LatestEndDate ?? c.EndDate)?.DayNumber,
                    RecordFacets.Pence(c.ValueMinor, c.Currency),
                    c.ChangeSeq,
                ]
            );
        }
    }
}
