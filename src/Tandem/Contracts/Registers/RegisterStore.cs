using Microsoft.EntityFrameworkCore;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts.Registers;

/// <summary>
/// Compares rows of a register with the contracts there are and, where it may, writes what is new or different. For one import, which has the turn
/// to itself.
/// </summary>
internal sealed class RegisterStore(
    ImportRun run,
    RegisterOwner owner,
    BuyerBook buyers,
    SupplierBook suppliers,
    SuggestedCodes suggested,
    RegisterChanges changes
)
{
    /// <summary>Compares, and writes if asked to, in the open transaction. Every draft has another key.</summary>
    public async Task<RegisterOutcome> TakeAsync(
        Db db,
        IReadOnlyList<RegisterDraft> drafts,
        bool write,
        CancellationToken cancellation
    )
    {
        var outcome = new RegisterOutcome();
        var keys = drafts.Select(d => d.Key).ToList();
        var stored = await db.Set<Contract>()
            .AsNoTracking()
            .Where(c => EF.Parameter(keys).Contains(c.SourceKey))
            .ToDictionaryAsync(c => c.SourceKey, StringComparer.Ordinal, cancellation);
        var now = db.Now();
        var hashed = drafts.Select(d => (Draft: d, Hash: d.Hash())).ToList();
        var open = hashed
            .Where(d => stored.GetValueOrDefault(d.Draft.Key)?.ContentHash != d.Hash)
            .ToList();
        outcome.Unchanged = hashed.Count - open.Count;
        if (open.Count == 0)
        {
            return outcome;
        }
        var names = write
            ? await buyers.FindOrAddAsync(db, open.Select(d => d.Draft.Buyer), cancellation)
            : null;
        var pairs = new List<RegisterPair>(open.Count);
        var numbers = await NumbersAsync(db, open, stored, write, cancellation);
        // Reading a category from the words takes longer than all the rest: every processor does its part of it.
        var codes = new (string Codes, CodeOrigin Origin)[open.Count];
        Parallel.For(
            0,
            open.Count,
            Processors.All(cancellation),
            i =>
                codes[i] = suggested.Of(
                    open[i].Draft.CpvCodes,
                    open[i].Draft.Title,
                    open[i].Draft.Description
                )
        );
        foreach (var (i, (draft, hash)) in open.Index())
        {
            var before = stored.GetValueOrDefault(draft.Key);
            pairs.Add(
                new(
                    draft,
                    before,
                    ContractOf(
                        draft,
                        codes[i],
                        before,
                        names?[draft.Buyer].Id ?? default,
                        before?.Number ?? numbers.Contract++,
                        numbers.Change++,
                        hash,
                        now
                    )
                )
            );
        }
        await changes.DescribeAsync(db, pairs, outcome, cancellation);
        if (write)
        {
            await Bulk.UpsertAsync(db, pairs.ConvertAll(p => p.After), cancellation);
            await LinkAsync(db, pairs, cancellation);
            await Bulk.UpsertAsync(db, outcome.Changes, cancellation);
        }
        return outcome;
    }

    private static async Task<(long Contract, long Change)> NumbersAsync(
        Db db,
        List<(RegisterDraft Draft, string Hash)> open,
        Dictionary<string, Contract> stored,
        bool write,
        CancellationToken cancellation
    )
    {
        if (!write)
        {
            return (0, 0);
        }
        var added = open.Count(d => !stored.ContainsKey(d.Draft.Key));
        var contract =
            added == 0 ? 0 : await Sequence.TakeAsync(db, nameof(Contract), added, cancellation);
        return (contract, await Sequence.TakeAsync(db, Sequence.Changes, open.Count, cancellation));
    }

    private async Task LinkAsync(Db db, List<RegisterPair> pairs, CancellationToken cancellation)
    {
        var old = pairs.Where(p => p.Before is not null).Select(p => p.After.Id).ToList();
        if (old.Count > 0)
        {
            await db.Set<ContractSupplier>()
                .Where(s => EF.Parameter(old).Contains(s.ContractId))
                .ExecuteDeleteAsync(cancellation);
        }
        var named = pairs.Where(p => p.Draft.Supplier is not null).ToList();
        var ids = await suppliers.FindOrAddAsync(
            db,
            named.ConvertAll(p => (p.Draft.Supplier!, p.Draft.AuthorityCode ?? p.Draft.Buyer)),
            cancellation
        );
        var links = named
            .Select(
                (p, i) =>
                    new ContractSupplier
                    {
                        ContractId = p.After.Id,
                        SupplierId = ids[i],
                        NameAsPublished = p.Draft.Supplier!.Name,
                    }
            )
            .ToList();
        await Bulk.UpsertAsync(db, links, cancellation);
    }

    private Contract ContractOf(
        RegisterDraft draft,
        (string Codes, CodeOrigin Origin) codes,
        Contract? before,
        Id<Buyer> buyer,
        long number,
        long change,
        string hash,
        DateTime now
    ) =>
        new()
        {
            Id = before?.Id ?? Id<Contract>.New(now),
            Number = number,
            SourceKey = draft.Key,
            BuyerReference = draft.BuyerReference,
            OrganisationId = owner.Id,
            BuyerId = buyer,
            AuthorityCode = draft.AuthorityCode,
            NoticeId = before?.NoticeId,
            Title = draft.Title,
            Description = draft.Description,
            Department = draft.Department,
            CpvCodes = codes.Codes,
            CpvOrigin = codes.Origin,
            Region = before?.Region,
            AwardDate = draft.Awarded,
            StartDate = draft.Start,
            EndDate = draft.End,
            LatestEndDate = draft.LatestEnd,
            ReviewDate = draft.Review,
            ValueMinor = draft.ValueMinor,
            Currency = draft.Currency,
            ValueIsAnnual = draft.ValueIsAnnual,
            Procedure = draft.Procedure,
            Status = draft.Status,
            Visibility = draft.Visibility,
            SourceUrl = draft.SourceUrl,
            ImportRunId = run.Id,
            SourcePlace = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{run.SourceName}, line {draft.Line}"
            ),
            ContentHash = hash,
            CreatedAt = before?.CreatedAt ?? now,
            ChangedAt = now,
            ChangeSeq = change,
        };
}
