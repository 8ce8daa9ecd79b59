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

/// <summary>A row, the contract it is known as, and the contract it becomes.</summary>
internal sealed record RegisterPair(RegisterDraft Draft, Contract? Before, Contract After);

/// <summary>Numbers and words what an import of a register changes.</summary>
internal sealed class RegisterChanges(ImportRun run, RegisterOwner owner)
{
    private long changes;

    /// <summary>Goes on counting after the changes that are kept of this import from before the program was stopped.</summary>
    public void GoOnAfter(long number) => changes = number;

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
                    RecordNumber = c.Number,
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

    /// <summary>Counts what is added and updated, and says each fact that differs.</summary>
    public async Task DescribeAsync(
        Db db,
        List<RegisterPair> pairs,
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
            RecordNumber = contract,
            Reference = draft.Reference,
            Title = draft.Title,
            Fact = fact,
            Before = before,
            After = after,
            Line = draft.Line,
        };
}
