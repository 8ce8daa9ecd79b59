using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts.Registers;

/// <summary>What became of a batch of rows.</summary>
internal sealed class RegisterOutcome
{
    public long Added { get; set; }
    public long Updated { get; set; }
    public long Unchanged { get; set; }
    public List<RegisterChange> Changes { get; } = [];
}

/// <summary>
/// Compares rows of a register with the contracts there are and, where it may, writes what is new or different. For one import, which has the turn
/// to itself.
/// </summary>
internal sealed class RegisterStore(
    ImportRun run,
    RegisterOwner owner,
    BuyerBook buyers,
    SupplierBook suppliers,
    RegisterCategories categories
)
{
    private long changes;

    /// <summary>A row, the contract it is known as, and the contract it becomes.</summary>
    private sealed record Pair(RegisterDraft Draft, Contract? Before, Contract After);

    /// <summary>Goes on counting after the changes that are kept of this import from before the program was stopped.</summary>
    public void GoOnAfter(long number) => changes = number;

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
        var pairs = new List<Pair>(open.Count);
        var numbers = await NumbersAsync(db, open, stored, write, cancellation);
        foreach (var (draft, hash) in open)
        {
            var before = stored.GetValueOrDefault(draft.Key);
            pairs.Add(
                new(
                    draft,
                    before,
                    ContractOf(
                        draft,
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
        await DescribeAsync(db, pairs, outcome, cancellation);
        if (write)
        {
            await Bulk.UpsertAsync(db, pairs.ConvertAll(p => p.After), cancellation);
            await LinkAsync(db, pairs, cancellation);
            await Bulk.UpsertAsync(db, outcome.Changes, cancellation);
        }
        return outcome;
    }

    /// <summary>The contracts of this register whose keys were not in the file, as changes to show, in portions.</summary>
    public async IAsyncEnumerable<List<RegisterChange>> GoneAsync(
        Db db,
        IReadOnlySet<string> inFile,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        const int portion = 2_000;
        var last = RegisterDraft.KeysOf(owner.Id);
        var organisation = (Id<Organisation>?)owner.Id;
        while (true)
        {
            var known = await db.Set<Contract>()
                .AsNoTracking()
                .Where(c => c.OrganisationId == organisation && c.SourceKey.CompareTo(last) > 0)
                .OrderBy(c => c.SourceKey)
                .Take(portion)
                .Select(c => new
                {
                    c.SourceKey,
                    c.Number,
                    c.BuyerReference,
                    c.Title,
                })
                .ToListAsync(cancellation);
            var gone = known
                .Where(c => !inFile.Contains(c.SourceKey))
                .Select(c => new RegisterChange
                {
                    RunId = run.Id,
                    Number = ++changes,
                    Kind = RegisterChangeKind.Gone,
                    ContractNumber = c.Number,
                    Reference = c.BuyerReference ?? "",
                    Title = c.Title,
                })
                .ToList();
            if (gone.Count > 0)
            {
                yield return gone;
            }
            if (known.Count < portion)
            {
                yield break;
            }
            last = known[^1].SourceKey;
        }
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

    private async Task DescribeAsync(
        Db db,
        List<Pair> pairs,
        RegisterOutcome outcome,
        CancellationToken cancellation
    )
    {
        var known = pairs.Where(p => p.Before is not null).Select(p => p.Before!).ToList();
        var words = await SuppliersInWordsAsync(db, known, cancellation);
        var buyerIds = known.Select(c => c.BuyerId).Distinct().ToList();
        var buyerNames =
            buyerIds.Count == 0
                ? []
                : await db.Set<Buyer>()
                    .AsNoTracking()
                    .Where(b => EF.Parameter(buyerIds).Contains(b.Id))
                    .ToDictionaryAsync(b => b.Id, b => b.Name, cancellation);
        foreach (var (draft, before, after) in pairs)
        {
            if (before is null)
            {
                outcome.Added++;
                outcome.Changes.Add(Change(draft, null, RegisterChangeKind.Added));
                continue;
            }
            outcome.Updated++;
            var facts = RegisterDifferences
                .Between(
                    before,
                    after,
                    buyerNames.GetValueOrDefault(before.BuyerId),
                    draft.Buyer,
                    words.GetValueOrDefault(before.Id),
                    InWords(draft.Supplier)
                )
                .ToList();
            if (facts.Count == 0)
            {
                facts.Add(("Details that are not shown", null, null));
            }
            outcome.Changes.AddRange(
                facts.Select(f =>
                    Change(
                        draft,
                        before.Number,
                        RegisterChangeKind.Updated,
                        f.Fact,
                        f.Before,
                        f.After
                    )
                )
            );
        }
    }

    private static async Task<Dictionary<Id<Contract>, string>> SuppliersInWordsAsync(
        Db db,
        List<Contract> contracts,
        CancellationToken cancellation
    )
    {
        if (contracts.Count == 0)
        {
            return [];
        }
        var ids = contracts.ConvertAll(c => c.Id);
        var links = await db.Set<ContractSupplier>()
            .Where(l => EF.Parameter(ids).Contains(l.ContractId))
            .Join(
                db.Set<Supplier>(),
                l => l.SupplierId,
                s => s.Id,
                (l, s) =>
                    new
                    {
                        l.ContractId,
                        l.NameAsPublished,
                        s.CompanyNumber,
                        s.VatNumber,
                    }
            )
            .ToListAsync(cancellation);
        return links
            .GroupBy(l => l.ContractId)
            .ToDictionary(
                g => g.Key,
                g =>
                    string.Join(
                        "; ",
                        g.Select(l => InWords(l.NameAsPublished, l.CompanyNumber, l.VatNumber))
                            .Order(StringComparer.Ordinal)
                    )
            );
    }

    private string? InWords(NamedSupplier? facts)
    {
        if (facts is null)
        {
            return null;
        }
        var (_, company, vat) = SupplierBook.Identify(facts, owner.Name);
        return InWords(facts.Name, company, vat);
    }

    private static string InWords(string name, string? company, string? vat) =>
        company is not null ? $"{name} (company {company})"
        : vat is not null ? $"{name} (VAT {vat})"
        : name;

    private async Task LinkAsync(Db db, List<Pair> pairs, CancellationToken cancellation)
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

    private RegisterChange Change(
        RegisterDraft draft,
        long? contract,
        RegisterChangeKind kind,
        string? fact = null,
        string? before = null,
        string? after = null
    ) =>
        new()
        {
            RunId = run.Id,
            Number = ++changes,
            Kind = kind,
            ContractNumber = contract,
            Reference = draft.Reference,
            Title = draft.Title,
            Fact = fact,
            Before = before,
            After = after,
            Line = draft.Line,
        };

    private Contract ContractOf(
        RegisterDraft draft,
        Contract? before,
        Id<Buyer> buyer,
        long number,
        long change,
        string hash,
        DateTime now
    )
    {
        var (codes, origin) = categories.Of(draft.CpvCodes, draft.Title, draft.Description);
        return new()
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
            CpvCodes = codes,
            CpvOrigin = origin,
            Region = before?.Region,
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
}
