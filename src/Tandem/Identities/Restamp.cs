using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>Marks contracts and notices as changed when who their supplier or buyer is has changed, so that whoever follows changes reads them again.</summary>
internal static class Restamp
{
    private const int Batch = 1000;

    /// <summary>The contracts of these suppliers, and the notices they came from.</summary>
    public static async Task OfSuppliersAsync(
        Db db,
        IReadOnlyList<Id<Supplier>> suppliers,
        CancellationToken cancellation
    )
    {
        var ids = suppliers.ToList();
        var of = db.Set<ContractSupplier>()
            .Where(p => EF.Parameter(ids).Contains(p.SupplierId))
            .Select(p => p.ContractId);
        var contracts = await db.Set<Contract>()
            .Where(c => of.Contains(c.Id))
            .Select(c => new { c.Id, c.NoticeId })
            .ToListAsync(cancellation);
        await ContractsAsync(db, contracts.ConvertAll(c => c.Id), cancellation);
        await NoticesAsync(
            db,
            [
                .. contracts
                    .Where(c => c.NoticeId is not null)
                    .Select(c => new Id<Notice>(c.NoticeId!.Value))
                    .Distinct(),
            ],
            cancellation
        );
    }

    /// <summary>The contracts and notices of a buyer, with the authority it is.</summary>
    public static async Task OfBuyerAsync(
        Db db,
        Id<Buyer> buyer,
        string? authority,
        CancellationToken cancellation
    )
    {
        await db.Set<Contract>()
            .Where(c => c.BuyerId == buyer)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.AuthorityCode, authority), cancellation);
        await db.Set<Notice>()
            .Where(n => n.BuyerId == buyer)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.AuthorityCode, authority), cancellation);
        await ContractsAsync(
            db,
            await db.Set<Contract>()
                .Where(c => c.BuyerId == buyer)
                .Select(c => c.Id)
                .ToListAsync(cancellation),
            cancellation
        );
        await NoticesAsync(
            db,
            await db.Set<Notice>()
                .Where(n => n.BuyerId == buyer)
                .Select(n => n.Id)
                .ToListAsync(cancellation),
            cancellation
        );
    }

    private static Task ContractsAsync(
        Db db,
        List<Id<Contract>> ids,
        CancellationToken cancellation
    ) =>
        RowsAsync<Contract, Id<Contract>>(
            db,
            ids,
            some => c => EF.Parameter(some).Contains(c.Id),
            (c, change) => c.ChangeSeq = change,
            cancellation
        );

    private static Task NoticesAsync(Db db, List<Id<Notice>> ids, CancellationToken cancellation) =>
        RowsAsync<Notice, Id<Notice>>(
            db,
            ids,
            some => n => EF.Parameter(some).Contains(n.Id),
            (n, change) => n.ChangeSeq = change,
            cancellation
        );

    private static async Task RowsAsync<T, TId>(
        Db db,
        List<TId> ids,
        Func<List<TId>, Expression<Func<T, bool>>> among,
        Action<T, long> stamp,
        CancellationToken cancellation
    )
        where T : class
    {
        foreach (var some in ids.Chunk(Batch))
        {
            var change = await Sequence.TakeAsync(db, Sequence.Changes, some.Length, cancellation);
            var rows = await db.Set<T>()
                .AsNoTracking()
                .Where(among([.. some]))
                .ToListAsync(cancellation);
            rows.ForEach(r => stamp(r, change++));
            await Bulk.UpsertAsync(db, rows, cancellation);
        }
    }
}
