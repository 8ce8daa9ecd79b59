using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Pipeline;

namespace Tandem.Collaborations;

/// <summary>What has become of purchases since a change.</summary>
/// <param name="Touched">The ids of all that were touched: what was known of them no longer holds.</param>
/// <param name="Now">Those of them that are coming purchases now.</param>
public sealed record PurchaseChanges(
    IReadOnlyList<string> Touched,
    IReadOnlyList<KnownPurchase> Now
);

/// <summary>
/// Gathers coming purchases from all that is kept: contracts that end, notices of plans and open tenders, pipelines. Whatever else tells of purchases to come is
/// gathered here too, in <see cref="AllAsync"/> and <see cref="ChangedSinceAsync"/>, and so is in every list and match.
/// </summary>
public sealed class PurchaseBook
{
    /// <summary>Contracts that ended up to this long ago are still worth comparing notes about.</summary>
    public const int YearsBack = 3;

    private static readonly string[] Over =
    [
        .. PurchaseReader.CameToNothing,
        "closed",
        "complete",
        "awarded",
    ];

    private readonly PurchaseReader _reader;
    private readonly DateOnly _today;

    private PurchaseBook(PurchaseReader reader, DateOnly today) =>
        (_reader, _today) = (reader, today);

    public static async Task<PurchaseBook> OpenAsync(
        Db db,
        Authorities authorities,
        UsualTerms terms,
        DateOnly today,
        CancellationToken cancellation = default
    )
    {
        var members = await db.Set<PartnershipMember>()
            .Join(
                db.Set<Organisation>(),
                m => m.OrganisationId,
                o => o.Id,
                (m, o) =>
                    new
                    {
                        m.PartnershipId,
                        o.AuthorityCode,
                        o.Id,
                    }
            )
            .ToListAsync(cancellation);
        var partnerships = members.ToLookup(
            m => BuyerKey(authorities, m.AuthorityCode, m.Id, null),
            m => m.PartnershipId.ToString()
        );
        return new(new PurchaseReader(authorities, terms, today, partnerships), today);
    }

    /// <summary>
    /// By what a buyer is known in matching: the code of its authority (of the one that took over, where it was abolished); else its organisation
    /// here; else the spelling of its name.
    /// </summary>
    public static string BuyerKey(
        Authorities authorities,
        string? authority,
        Id<Organisation>? organisation,
        Id<Buyer>? buyer
    ) =>
        authority is not null
            ? authorities.ByCode(authority) is { } known
                ? (authorities.SuccessorOf(known) ?? known).Code
                : authority
            : organisation is { } own
                ? $"o-{own}"
                : $"b-{buyer}";

    /// <summary>All coming purchases, those not everybody may see too, as they are read: until the last is taken nothing else can be asked of the database.</summary>
    public IAsyncEnumerable<KnownPurchase> AllAsync(Db db) =>
        ContractsAsync(db, db.Set<Contract>())
            .Concat(NoticesAsync(db, db.Set<Notice>()))
            .Concat(ItemsAsync(db, db.Set<PipelineItem>()));

    /// <summary>What has become of those touched after a change; null where they are more than asked for.</summary>
    /// <param name="change">A number taken from <see cref="Sequence.Changes"/>.</param>
    public async Task<PurchaseChanges?> ChangedSinceAsync(
        Db db,
        long change,
        int most,
        CancellationToken cancellation = default
    )
    {
        // A contract and the item that lets it again are one purchase: what changes of the one touches the other. Each asked for by its own index.
        var changed = await db.Set<Contract>()
            .Where(c => c.ChangeSeq > change)
            .OrderBy(c => c.ChangeSeq)
            .Select(c => c.Id)
            .Take(most + 1)
            .ToListAsync(cancellation);
        var ofNotices = await db.Set<Notice>()
            .Where(n => n.ChangeSeq > change)
            .OrderBy(n => n.ChangeSeq)
            .Select(n => n.Id)
            .Take(most + 1)
            .ToListAsync(cancellation);
        if (changed.Count + ofNotices.Count > most)
        {
            return null;
        }
        var changedItems = db.Set<PipelineItem>().Where(i => i.ChangeSeq > change);
        var ofItems = await changedItems
            .Select(i => i.Id)
            .Union(
                db.Set<PipelineItem>()
                    .Where(i =>
                        i.ReplacesContractId != null && changed.Contains(i.ReplacesContractId.Value)
                    )
                    .Select(i => i.Id)
            )
            .OrderBy(id => id)
            .Take(most + 1)
            .ToListAsync(cancellation);
        var replaced = await changedItems
            .Where(i => i.ReplacesContractId != null)
            .OrderBy(i => i.ChangeSeq)
            .Select(i => i.ReplacesContractId!.Value)
            .Take(most + 1)
            .ToListAsync(cancellation);
        var ofContracts = changed.Union(replaced).ToList();
        if (ofContracts.Count + ofNotices.Count + ofItems.Count > most)
        {
            return null;
        }
        var contracts = db.Set<Contract>().Where(c => ofContracts.Contains(c.Id));
        var notices = db.Set<Notice>().Where(n => ofNotices.Contains(n.Id));
        var items = db.Set<PipelineItem>().Where(i => ofItems.Contains(i.Id));
        return new(
            [
                .. ofContracts.Select(id => PurchaseReader.IdOf(id)),
                .. ofNotices.Select(id => PurchaseReader.IdOf(id)),
                .. ofItems.Select(id => PurchaseReader.IdOf(id)),
            ],
            [
                .. await ContractsAsync(db, contracts)
                    .Concat(NoticesAsync(db, notices))
                    .Concat(ItemsAsync(db, items))
                    .ToListAsync(cancellation),
            ]
        );
    }

    /// <summary>One contract, whatever is known of its dates, to look for others like it.</summary>
    public KnownPurchase Asked(Contract contract, string buyer) =>
        _reader.OfContract(contract, buyer, []) ?? _reader.Undated(contract, buyer);

    /// <inheritdoc cref="Asked(Contract, string)"/>
    public KnownPurchase Asked(Notice notice, string buyer) => _reader.OfNotice(notice, buyer);

    // Contracts that say nothing of when they end, and of which nothing can be assumed, are left out.
    private async IAsyncEnumerable<KnownPurchase> ContractsAsync(
        Db db,
        IQueryable<Contract> contracts,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var suppliers = await SuppliersAsync(db, contracts, cancellation);
        var back = _today.AddYears(-YearsBack);
        var rows = contracts
            .AsNoTracking()
            .Where(c =>
                c.EndDate >= back
                || c.LatestEndDate >= back
                || (c.EndDate == null && (c.AwardDate != null || c.StartDate != null))
            )
            // What is on a pipeline to be let again, for as many to see as the contract, is one purchase: that of the pipeline.
            .Where(c =>
                !db.Set<PipelineItem>()
                    .Any(i =>
                        i.ReplacesContractId == c.Id
                        && i.State == PipelineState.Current
                        && i.Visibility == ItemVisibility.Public
                        && (i.ContractStart ?? i.ReplacesEnd ?? i.SubmissionEnd ?? i.PlannedPublish)
                            >= _today
                    )
            )
            .Join(db.Set<Buyer>(), c => c.BuyerId, b => b.Id, (c, b) => new { c, Buyer = b.Name })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            if (_reader.OfContract(row.c, row.Buyer, suppliers[row.c.Id]) is { } known)
            {
                yield return known;
            }
        }
    }

    // Plans and open tenders that give a day still to come.
    private IAsyncEnumerable<KnownPurchase> NoticesAsync(Db db, IQueryable<Notice> notices)
    {
        var now = _today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return notices
            .AsNoTracking()
            .Where(n => n.Stage == Stage.Planning || n.Stage == Stage.Tender)
            .Where(n => n.StartDate >= _today || n.DeadlineAt >= now || n.PlannedOn >= _today)
            .Join(db.Set<Buyer>(), n => n.BuyerId, b => b.Id, (n, b) => new { n, Buyer = b.Name })
            .AsAsyncEnumerable()
            .Where(r => !Over.Contains(r.n.Status, StringComparer.OrdinalIgnoreCase))
            .Select(r => _reader.OfNotice(r.n, r.Buyer));
    }

    // What is on a pipeline now and says when it comes.
    private IAsyncEnumerable<KnownPurchase> ItemsAsync(Db db, IQueryable<PipelineItem> items) =>
        items
            .AsNoTracking()
            .Where(i => i.State == PipelineState.Current)
            // Not everybody sees it: the contract it replaces stands for it, where that is matched itself.
            .Where(i =>
                i.Visibility == ItemVisibility.Public
                || !db.Set<Contract>().Any(c => c.Id == i.ReplacesContractId && c.EndDate >= _today)
            )
            .Join(
                db.Set<Organisation>(),
                i => i.OrganisationId,
                o => o.Id,
                (i, o) =>
                    new
                    {
                        i,
                        o.Name,
                        o.AuthorityCode,
                    }
            )
            .AsAsyncEnumerable()
            .Select(r => _reader.OfItem(r.i, r.Name, r.AuthorityCode))
            .OfType<KnownPurchase>();

    private static async Task<ILookup<Id<Contract>, (Id<Supplier> Id, string Name)>> SuppliersAsync(
        Db db,
        IQueryable<Contract> contracts,
        CancellationToken cancellation
    )
    {
        var rows = await contracts
            .Join(db.Set<ContractSupplier>(), c => c.Id, s => s.ContractId, (_, s) => s)
            .Join(
                db.Set<Supplier>(),
                c => c.SupplierId,
                s => s.Id,
                (c, s) =>
                    new
                    {
                        c.ContractId,
                        Id = s.MergedIntoId ?? s.Id,
                        s.Name,
                    }
            )
            .ToListAsync(cancellation);
        return rows.OrderBy(r => r.Name, StringComparer.Ordinal)
            .ToLookup(r => r.ContractId, r => (r.Id, r.Name));
    }
}
