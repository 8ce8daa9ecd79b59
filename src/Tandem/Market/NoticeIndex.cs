using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>Notices, to be found by words, filtered and counted. All of them are public.</summary>
public sealed class NoticeIndex(
    IDbContextFactory<Db> databases,
    KnownAuthorities authorities,
    ReferenceLists lists
) : RowIndex(Shape, databases)
{
    private static readonly SearchShape Shape = new(
        [5, 3, 1],
        ["buyer", "supplier", "cpv", "place", "stage", "status", "category", "sme"],
        ["published", "deadline", "start", "end", "value", "changed"]
    );

    /// <inheritdoc/>
    protected override async Task<long> LastChangeAsync(Db db, CancellationToken cancellation) =>
        await db.Set<Notice>().MaxAsync(n => (long?)n.ChangeSeq, cancellation) ?? 0;

    /// <inheritdoc/>
    protected override IEnumerable<SearchDocument> ChangedAfter(Db db, long change)
    {
        var all = authorities.Current;
        var regions = lists.Current(RegionList.File, RegionList.Read);
        var changed = db.Set<Notice>().Where(n => n.ChangeSeq > change);
        var suppliers = SuppliersOf(db, change == 0 ? null : [.. changed.Select(n => n.Id)]);
        var buyers = db.Set<Buyer>().AsNoTracking().ToDictionary(b => b.Id);
        foreach (
            var n in changed.Select(n => new
            {
                n.Id,
                n.Number,
                n.Ocid,
                n.BuyerId,
                n.AuthorityCode,
                n.Title,
                n.Description,
                n.Stage,
                n.Status,
                n.Category,
                n.CpvCodes,
                n.Regions,
                n.ValueMinor,
                n.ChangeSeq,
                n.Currency,
                n.PublishedAt,
                n.DeadlineAt,
                n.StartDate,
                n.EndDate,
                n.SuitableForSme,
            })
        )
        {
            var authority = n.AuthorityCode is { } code ? all.ByCode(code) : null;
            var buyer = buyers[n.BuyerId];
            var held = suppliers[n.Id.Value];
            yield return new(
                n.Id.Value,
                n.Number,
                Audience.Everyone,
                [
                    n.Title,
                    $"{buyer.Name} {authority?.Name} {string.Join(' ', held.Select(s => s.Name))} {n.Ocid} N-{n.Number}",
                    n.Description,
                ],
                [
                    [RecordFacets.Buyer(authority, n.BuyerId, buyer.Name)],
                    [.. held.Select(s => new FacetValue(s.Id.ToString(), s.Name))],
                    RecordFacets.Cpv(n.CpvCodes),
                    RecordFacets.Places(authority, all, n.Regions, regions),
                    [new(Slug.Of(n.Stage.ToString()), n.Stage.ToString())],
                    RecordFacets.Word(n.Status),
                    RecordFacets.Word(n.Category),
                    n.SuitableForSme is true ? [new("yes", "Suitable for small firms")] : [],
                ],
                [
                    RecordFacets.Seconds(n.PublishedAt),
                    RecordFacets.Seconds(n.DeadlineAt),
                    n.StartDate?.DayNumber,
                    n.EndDate?.DayNumber,
                    RecordFacets.Pence(n.ValueMinor, n.Currency),
                    n.ChangeSeq,
                ]
            );
        }
    }

    // Only contracts that everybody may see lend a notice the names of their suppliers.
    private static ILookup<Guid, RecordSupplier> SuppliersOf(Db db, List<Id<Notice>>? only)
    {
        var contracts = db.Set<Contract>()
            .Where(c => c.Visibility == Visibility.Public && c.NoticeId != null);
        if (only is { Count: < 1000 })
        {
            var ids = only.ConvertAll(id => (Guid?)id.Value);
            contracts = contracts.Where(c => ids.Contains(c.NoticeId));
        }
        var noticeOf = contracts
            .Select(c => new { c.Id, c.NoticeId })
            .ToDictionary(c => c.Id, c => c.NoticeId!.Value);
        return RecordSuppliers
            .Of(
                db,
                contracts.Join(
                    db.Set<ContractSupplier>(),
                    c => c.Id,
                    s => s.ContractId,
                    (_, s) => s
                )
            )
            .AsEnumerable()
            .Where(s => noticeOf.ContainsKey(s.ContractId))
            .ToLookup(s => noticeOf[s.ContractId]);
    }
}
