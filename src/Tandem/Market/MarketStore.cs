using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Market;

/// <summary>Writes drafts as notices, contracts and suppliers; what has not changed is left as it is. For one import, which has the turn to itself.</summary>
internal sealed class MarketStore(BuyerBook buyers, SupplierBook suppliers, Id<ImportRun> run)
{
    private sealed record Known<T>(
        Id<T> Id,
        long Number,
        string Key,
        string Hash,
        DateTime CreatedAt,
        Guid? Notice = null
    );

    /// <summary>One contract to write, with its suppliers.</summary>
    private sealed record Row(Contract Contract, ContractDraft Draft, string Buyer, bool IsNew);

    /// <summary>The content hashes of those of these notices that are stored.</summary>
    public static async Task<Dictionary<string, string>> HashesAsync(
        Db db,
        List<string> ocids,
        CancellationToken cancellation
    ) =>
        await db.Set<Notice>()
            .Where(n => EF.Parameter(ocids).Contains(n.Ocid))
            .Select(n => new { n.Ocid, n.ContentHash })
            .ToDictionaryAsync(n => n.Ocid, n => n.ContentHash, cancellation);

    /// <summary>Writes the drafts, each of another notice. Needs an open transaction.</summary>
    public async Task WriteAsync(
        Db db,
        IReadOnlyList<NoticeDraft> drafts,
        CancellationToken cancellation
    )
    {
        var authorities = await buyers.FindOrAddAsync(
            db,
            drafts.Select(d => d.Buyer),
            cancellation
        );
        var stored = await NoticesAsync(db, drafts, cancellation);
        var notices = new List<Notice>(drafts.Count);
        var changed = new List<(NoticeDraft Draft, Id<Notice> Id, bool IsNew)>(drafts.Count);
        var now = db.Now();
        foreach (var draft in drafts)
        {
            var known = stored.GetValueOrDefault(draft.Ocid);
            var hash = draft.ContentHash;
            var id = known?.Id ?? Id<Notice>.New(now);
            changed.Add((draft, id, known is null));
            if (known?.Hash != hash)
            {
                notices.Add(NoticeOf(draft, authorities[draft.Buyer], known, id, hash, now));
            }
        }
        var rows = await RowsAsync(db, changed, authorities, now, cancellation);
        await NumberAsync(db, notices, rows, cancellation);
        await Bulk.UpsertAsync(db, notices, cancellation);
        await Bulk.UpsertAsync(db, rows.ConvertAll(r => r.Contract), cancellation);
        await SuppliersAsync(db, rows, authorities, cancellation);
    }

    private static async Task<Dictionary<string, Known<Notice>>> NoticesAsync(
        Db db,
        IReadOnlyList<NoticeDraft> drafts,
        CancellationToken cancellation
    )
    {
        var ocids = drafts.Select(d => d.Ocid).ToList();
        return await db.Set<Notice>()
            .Where(n => EF.Parameter(ocids).Contains(n.Ocid))
            .Select(n => new Known<Notice>(
                n.Id,
                n.Number,
                n.Ocid,
                n.ContentHash,
                n.CreatedAt,
                null
            ))
            .ToDictionaryAsync(n => n.Key, StringComparer.Ordinal, cancellation);
    }

    private async Task<List<Row>> RowsAsync(
        Db db,
        List<(NoticeDraft Draft, Id<Notice> Id, bool IsNew)> notices,
        IReadOnlyDictionary<string, Buyer> authorities,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var old = notices.Where(n => !n.IsNew).Select(n => (Guid?)n.Id.Value).ToList();
        var stored =
            old.Count == 0
                ? []
                : await db.Set<Contract>()
                    .Where(c => EF.Parameter(old).Contains(c.NoticeId))
                    .Select(c => new Known<Contract>(
                        c.Id,
                        c.Number,
                        c.SourceKey,
                        c.ContentHash,
                        c.CreatedAt,
                        c.NoticeId
                    ))
                    .ToDictionaryAsync(c => c.Key, StringComparer.Ordinal, cancellation);
        var rows = new List<Row>();
        foreach (var (notice, id, _) in notices)
        {
            foreach (var draft in notice.Contracts)
            {
                if (!stored.Remove(draft.Key, out var known) && draft.EarlierKey is { } earlier)
                {
                    stored.Remove(earlier, out known);
                }
                var hash = draft.ContentHash;
                if (known?.Hash != hash && (known is not null || !draft.OnlyIfKnown))
                {
                    rows.Add(
                        new Row(
                            ContractOf(
                                draft,
                                notice,
                                authorities[notice.Buyer],
                                known,
                                id,
                                hash,
                                now
                            ),
                            draft,
                            authorities[notice.Buyer].AuthorityCode ?? notice.Buyer,
                            known is null
                        )
                    );
                }
            }
        }
        return rows;
    }

    private static async Task NumberAsync(
        Db db,
        List<Notice> notices,
        List<Row> rows,
        CancellationToken cancellation
    )
    {
        var contracts = rows.ConvertAll(r => r.Contract);
        var newNotices = notices.Where(n => n.Number == 0).ToList();
        var newContracts = contracts.Where(c => c.Number == 0).ToList();
        if (newNotices.Count > 0)
        {
            var number = await Sequence.TakeAsync(
                db,
                nameof(Notice),
                newNotices.Count,
                cancellation
            );
            newNotices.ForEach(n => n.Number = number++);
        }
        if (newContracts.Count > 0)
        {
            var number = await Sequence.TakeAsync(
                db,
                nameof(Contract),
                newContracts.Count,
                cancellation
            );
            newContracts.ForEach(c => c.Number = number++);
        }
        if (notices.Count + contracts.Count > 0)
        {
            var change = await Sequence.TakeAsync(
                db,
                Sequence.Changes,
                notices.Count + contracts.Count,
                cancellation
            );
            notices.ForEach(n => n.ChangeSeq = change++);
            contracts.ForEach(c => c.ChangeSeq = change++);
        }
    }

    private async Task SuppliersAsync(
        Db db,
        List<Row> rows,
        IReadOnlyDictionary<string, Buyer> authorities,
        CancellationToken cancellation
    )
    {
        var old = rows.Where(r => !r.IsNew).Select(r => r.Contract.Id).ToList();
        if (old.Count > 0)
        {
            await db.Set<ContractSupplier>()
                .Where(s => EF.Parameter(old).Contains(s.ContractId))
                .ExecuteDeleteAsync(cancellation);
        }
        var named = rows.SelectMany(r => r.Draft.Suppliers.Select(s => (Row: r, Facts: s)))
            .ToList();
        var ids = await suppliers.FindOrAddAsync(
            db,
            named.ConvertAll(n => (n.Facts, n.Row.Buyer)),
            cancellation
        );
        var links = named
            .Select(
                (n, i) =>
                    new ContractSupplier
                    {
                        ContractId = n.Row.Contract.Id,
                        SupplierId = ids[i],
                        NameAsPublished = n.Facts.Name,
                    }
            )
            .DistinctBy(l => (l.ContractId, l.SupplierId))
            .ToList();
        await Bulk.UpsertAsync(db, links, cancellation);
    }

    private Notice NoticeOf(
        NoticeDraft draft,
        Buyer buyer,
        Known<Notice>? known,
        Id<Notice> id,
        string hash,
        DateTime now
    ) =>
        new()
        {
            Id = id,
            Number = known?.Number ?? 0,
            Ocid = draft.Ocid,
            Title = draft.Title,
            Description = draft.Description,
            BuyerId = buyer.Id,
            AuthorityCode = buyer.AuthorityCode,
            Stage = draft.Stage,
            Status = draft.Status,
            Category = draft.Category,
            Method = draft.Method,
            CpvCodes = draft.CpvCodes,
            CpvOrigin = draft.CpvOrigin,
            Regions = draft.Regions,
            ValueMinor = draft.ValueMinor,
            ValueHighMinor = draft.ValueHighMinor,
            Currency = draft.Currency,
            PublishedAt = draft.PublishedAt,
            DeadlineAt = draft.DeadlineAt,
            PlannedOn = draft.PlannedOn,
            StartDate = draft.StartDate,
            EndDate = draft.EndDate,
            SuitableForSme = draft.SuitableForSme,
            SourceUrl = draft.SourceUrl,
            ReleaseCount = draft.ReleaseCount,
            ImportRunId = run,
            SourcePlace = draft.SourcePlace,
            ContentHash = hash,
            CreatedAt = known?.CreatedAt ?? now,
            ChangedAt = now,
        };

    private Contract ContractOf(
        ContractDraft draft,
        NoticeDraft notice,
        Buyer buyer,
        Known<Contract>? known,
        Id<Notice> id,
        string hash,
        DateTime now
    ) =>
        new()
        {
            Id = known?.Id ?? Id<Contract>.New(now),
            Number = known?.Number ?? 0,
            SourceKey = draft.Key,
            BuyerReference = draft.BuyerReference,
            BuyerId = buyer.Id,
            AuthorityCode = buyer.AuthorityCode,
            NoticeId = id.Value,
            Title = draft.Title,
            Description = draft.Description,
            CpvCodes = draft.CpvCodes,
            CpvOrigin = draft.CpvOrigin,
            Region = draft.Region,
            AwardDate = draft.AwardDate,
            StartDate = draft.StartDate,
            EndDate = draft.EndDate,
            LatestEndDate = draft.LatestEndDate,
            ReviewDate = draft.ReviewDate,
            Department = draft.Department,
            ValueMinor = draft.ValueMinor,
            ValueIsAnnual = draft.ValueIsAnnual,
            Currency = draft.Currency,
            Procedure = draft.Procedure,
            Status = draft.Status,
            Visibility = Visibility.Public,
            SourceUrl = draft.SourceUrl,
            ImportRunId = run,
            SourcePlace = notice.SourcePlace,
            ContentHash = hash,
            CreatedAt = known?.CreatedAt ?? now,
            ChangedAt = now,
        };
}
