using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>A supplier in the list, with what the reader may see of it.</summary>
/// <param name="Contracts">How many contracts.</param>
/// <param name="Value">Pounds in all of those whose value is known and in pounds.</param>
public sealed record SupplierRow(
    Guid Id,
    string Name,
    string? CompanyNumber,
    string? VatNumber,
    string? Locality,
    int Contracts,
    decimal Value
)
{
    public string Path => $"/suppliers/{Id}";
}

/// <summary>A name as contracts give it, and how many do.</summary>
public sealed record PublishedName(string Name, int Contracts);

/// <summary>A body that bought from a supplier: an authority with all its spellings, or a buyer that is none.</summary>
/// <param name="Path">Address of its page.</param>
public sealed record SupplierBuyer(string Name, string Path, int Contracts);

/// <summary>One of the records that a supplier is made of.</summary>
/// <param name="JoinedBy">Who joined it to the others, or null for one that nothing was joined to.</param>
public sealed record SupplierPartRow(
    Guid Id,
    string Name,
    string? CompanyNumber,
    string? VatNumber,
    string? PostalCode,
    string? Locality,
    string? JoinedBy,
    DateTime? JoinedAt,
    string? Reason
);

/// <summary>A supplier with its names, its contracts in figures, and the records joined in it.</summary>
public sealed record SupplierPageFacts(
    SupplierRow Supplier,
    IReadOnlyList<PublishedName> Names,
    IReadOnlyList<SupplierBuyer> Buyers,
    IReadOnlyList<SupplierPartRow> Records
);

/// <summary>Finds suppliers for an actor: only those of contracts that the actor may see, as their names come from there.</summary>
public sealed class SupplierDirectory(
    Db db,
    Actor actor,
    ContractIndex contracts,
    KnownAuthorities authorities
)
{
    private const int MostAtOnce = 1000;

    /// <summary>Orders of the list: key and words.</summary>
    public static readonly IReadOnlyList<Web.Components.Choice> Orders =
    [
        new("name", "Name"),
        new("-contracts", "Most contracts"),
        new("-value", "Highest value"),
    ];

    /// <summary>Those whose name has these words, or whose number this is; counted in the index of contracts, which is at most a second behind.</summary>
    public async Task<(int Total, IReadOnlyList<SupplierRow> Rows)> FindAsync(
        string? words,
        string? sort,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var query = new GroupQuery("supplier", "value")
        {
            Order = sort switch
            {
                "-contracts" => GroupOrder.Count,
                "-value" => GroupOrder.Sum,
                _ => GroupOrder.Label,
            },
            Among = await AmongAsync(words?.Trim(), cancellation),
            Skip = skip,
            Take = take,
        };
        var found = await contracts.GroupAsync(query, actor, cancellation);
        var ids = found
            .Groups.Select(g => Id<Supplier>.Parse(g.Key, CultureInfo.InvariantCulture))
            .ToList();
        var suppliers = new Dictionary<Id<Supplier>, Supplier>(ids.Count);
        foreach (var some in ids.Chunk(MostAtOnce))
        {
            var asked = some.ToList();
            await foreach (
                var one in db.Set<Supplier>()
                    .AsNoTracking()
                    .Where(s => EF.Parameter(asked).Contains(s.Id))
                    .AsAsyncEnumerable()
                    .WithCancellation(cancellation)
            )
            {
                suppliers[one.Id] = one;
            }
        }
        return (
            found.Total,
            [.. found.Groups.Select((g, i) => RowOf(suppliers[ids[i]], g.Count, g.Sum))]
        );
    }

    // A supplier is found by the name it stands under, and by what the actor may see of those joined to it.
    private async Task<Func<FacetValue, bool>?> AmongAsync(
        string? words,
        CancellationToken cancellation
    )
    {
        if (string.IsNullOrEmpty(words))
        {
            return null;
        }
        var otherwise = await NumberedOrJoinedAsync(words, cancellation);
        return supplier =>
            (supplier.Label ?? "").Contains(words, StringComparison.OrdinalIgnoreCase)
            || otherwise.Contains(supplier.Key);
    }

    private async Task<HashSet<string>> NumberedOrJoinedAsync(
        string words,
        CancellationToken cancellation
    )
    {
        var text = words.ToLowerInvariant();
        var matching = await db.Set<Supplier>()
            .Where(s => s.MergedIntoId != null && s.Name.ToLower().Contains(text))
            .Select(s => s.Id)
            .ToListAsync(cancellation);
        matching.AddRange(
            await Numbered(db.Set<Supplier>(), words).Select(s => s.Id).ToListAsync(cancellation)
        );
        if (matching.Count == 0)
        {
            return [];
        }
        var heads = await VisibleParts
            .Of(db, actor)
            .Where(p => EF.Parameter(matching).Contains(p.SupplierId))
            .Select(p => p.Head)
            .Distinct()
            .ToListAsync(cancellation);
        return [.. heads.Select(h => h.ToString())];
    }

    // The company numbers and the VAT numbers are each looked up in their own index.
    private static IQueryable<Supplier> Numbered(IQueryable<Supplier> suppliers, string words)
    {
        var company = CompanyNumber.Parse(words)?.Value;
        var vat = VatNumber.Parse(words)?.Value;
        return suppliers
            .Where(s => company != null && s.CompanyNumber == company)
            .Union(suppliers.Where(s => vat != null && s.VatNumber == vat));
    }

    /// <summary>The supplier of this id, company number or VAT number; of one that was joined, the one that stands for it. Null where the actor may see none.</summary>
    public async Task<SupplierPageFacts?> FindAsync(string identity, CancellationToken cancellation)
    {
        if (await HeadAsync(identity, cancellation) is not { } head)
        {
            return null;
        }
        var records = await db.Set<Supplier>()
            .AsNoTracking()
            .Where(s => s.Id == head || s.MergedIntoId == head)
            .ToListAsync(cancellation);
        var parts = VisibleParts.Of(db, actor).Where(p => p.Head == head);
        var names = await parts
            .GroupBy(p => p.Name)
            .Select(g => new { Name = g.Key, Count = g.Count() })
            .OrderByDescending(n => n.Count)
            .ThenBy(n => n.Name)
            .ToListAsync(cancellation);
        if (names.Count == 0 && !actor.IsSteward)
        {
            return null;
        }
        var buyers = await parts
            .Join(db.Set<Buyer>(), p => p.BuyerId, b => b.Id, (p, b) => b)
            .GroupBy(b => new
            {
                b.Id,
                b.Name,
                b.AuthorityCode,
            })
            .Select(g => new
            {
                g.Key.Id,
                g.Key.Name,
                g.Key.AuthorityCode,
                Count = g.Count(),
            })
            .ToListAsync(cancellation);
        var bodies =
            from buyer in buyers
            let authority = authorities.Current.ByCode(buyer.AuthorityCode ?? "")
            group buyer by (
                Name: authority?.Name ?? buyer.Name,
                Place: buyer.AuthorityCode ?? $"b-{buyer.Id}"
            ) into body
            select new SupplierBuyer(
                body.Key.Name,
                $"/organisations/{body.Key.Place}",
                body.Sum(b => b.Count)
            );
        var total = await parts.Select(p => p.ContractId).Distinct().CountAsync(cancellation);
        var pence = await parts.SumAsync(p => p.Pence, cancellation);
        return new(
            RowOf(records.Single(r => r.Id == head), total, pence),
            names.ConvertAll(n => new PublishedName(n.Name, n.Count)),
            [
                .. bodies
                    .OrderByDescending(b => b.Contracts)
                    .ThenBy(b => b.Name, StringComparer.Ordinal),
            ],
            await RecordsAsync(head, records, cancellation)
        );
    }

    /// <summary>Whether the actor may know of all of these suppliers.</summary>
    public async Task<bool> KnowsAsync(
        IReadOnlyCollection<Id<Supplier>> suppliers,
        CancellationToken cancellation
    )
    {
        var ids = suppliers.Distinct().ToList();
        return actor.IsSteward
            || await VisibleParts
                .Of(db, actor)
                .Where(p => EF.Parameter(ids).Contains(p.SupplierId))
                .Select(p => p.SupplierId)
                .Distinct()
                .CountAsync(cancellation) == ids.Count;
    }

    private async Task<Id<Supplier>?> HeadAsync(string identity, CancellationToken cancellation)
    {
        var suppliers = db.Set<Supplier>().AsNoTracking();
        if (Id<Supplier>.TryParse(identity, null, out var id))
        {
            suppliers = suppliers.Where(s => s.Id == id);
        }
        else
        {
            suppliers = Numbered(suppliers, identity);
        }
        var found = await suppliers
            .OrderBy(s => s.Id)
            .Select(s => new { s.Id, s.MergedIntoId })
            .FirstOrDefaultAsync(cancellation);
        return found?.MergedIntoId ?? found?.Id;
    }

    private async Task<IReadOnlyList<SupplierPartRow>> RecordsAsync(
        Id<Supplier> head,
        List<Supplier> records,
        CancellationToken cancellation
    )
    {
        var ids = records.ConvertAll(r => r.Id);
        var joins = await db.Set<SupplierDecision>()
            .AsNoTracking()
            .Where(d =>
                d.Decision == PairDecision.Same
                && EF.Parameter(ids).Contains(d.FirstId)
                && EF.Parameter(ids).Contains(d.SecondId)
            )
            .OrderByDescending(d => d.DecidedAt)
            .ToListAsync(cancellation);
        return
        [
            .. records
                .OrderBy(r => r.Id != head)
                .ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
                .Select(r =>
                {
                    var join = joins.Find(j => j.FirstId == r.Id || j.SecondId == r.Id);
                    return new SupplierPartRow(
                        r.Id.Value,
                        r.Name,
                        r.CompanyNumber,
                        r.VatNumber,
                        r.PostalCode,
                        r.Locality,
                        join?.DecidedByName,
                        join?.DecidedAt,
                        join?.Reason
                    );
                }),
        ];
    }

    private static SupplierRow RowOf(Supplier supplier, int contracts, long pence) =>
        new(
            supplier.Id.Value,
            supplier.Name,
            supplier.CompanyNumber,
            supplier.VatNumber,
            supplier.Locality,
            contracts,
            pence / 100m
        );
}
