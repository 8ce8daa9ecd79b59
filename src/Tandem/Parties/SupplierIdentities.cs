using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>Every supplier with those joined to it taken as one, and the pairs among them that are decided.</summary>
internal sealed class SupplierIdentities
{
    // What stands in the place of a name and names nobody.
    private static readonly HashSet<string> Nobody =
    [
        "",
        "various",
        "various suppliers",
        "various providers",
        "multiple",
        "multiple suppliers",
        "multiple providers",
        "individual",
        "individuals",
        "private individual",
        "redacted",
        "personal data",
        "redacted personal data",
        "confidential",
        "unknown",
        "supplier",
        "see below",
        "see notes",
        "see description",
        "see attached",
        "none",
        "na",
        "not applicable",
        "not known",
        "not awarded",
        "tbc",
        "tba",
        "to be confirmed",
        "sole trader",
        "framework",
    ];

    private readonly Dictionary<Id<Supplier>, Id<Supplier>> heads;
    private readonly HashSet<(Id<Supplier>, Id<Supplier>)> apart;
    private readonly HashSet<(Id<Supplier>, Id<Supplier>)> decided;

    private SupplierIdentities(
        Dictionary<Id<Supplier>, Id<Supplier>> heads,
        List<SupplierFacts> all,
        HashSet<(Id<Supplier>, Id<Supplier>)> apart,
        HashSet<(Id<Supplier>, Id<Supplier>)> decided
    ) => (this.heads, All, this.apart, this.decided) = (heads, all, apart, decided);

    /// <summary>One for each group of joined suppliers, its key the id of the one that stands for them. Without those whose name names nobody.</summary>
    public IReadOnlyList<SupplierFacts> All { get; }

    public static async Task<SupplierIdentities> ReadAsync(Db db, CancellationToken cancellation)
    {
        var suppliers = await db.Set<Supplier>().AsNoTracking().ToListAsync(cancellation);
        var heads = suppliers.ToDictionary(s => s.Id, s => s.MergedIntoId ?? s.Id);
        var decisions = await db.Set<SupplierDecision>().AsNoTracking().ToListAsync(cancellation);
        HashSet<(Id<Supplier>, Id<Supplier>)> Pairs(IEnumerable<SupplierDecision> of) =>
            [.. of.Select(d => SupplierDecision.Pair(heads[d.FirstId], heads[d.SecondId]))];
        return new(
            heads,
            [
                .. suppliers
                    .GroupBy(s => heads[s.Id])
                    .Select(g => FactsOf(g.Key, [.. g.OrderBy(s => s.Id != g.Key)]))
                    .Where(f => !Nobody.Contains(SupplierName.Normalise(f.Names[0])))
                    .OrderBy(f => f.Key, StringComparer.Ordinal),
            ],
            Pairs(decisions.Where(d => d.Decision == PairDecision.Apart)),
            Pairs(decisions)
        );
    }

    /// <summary>Whether a person has kept any of one from any of the other.</summary>
    public bool AreApart(Id<Supplier> one, Id<Supplier> other) =>
        apart.Contains(SupplierDecision.Pair(heads[one], heads[other]));

    /// <summary>Whether anything at all has been decided between them, now or before.</summary>
    public bool AreDecided(Id<Supplier> one, Id<Supplier> other) =>
        heads[one] == heads[other]
        || decided.Contains(SupplierDecision.Pair(heads[one], heads[other]));

    /// <summary>Whether they are joined.</summary>
    public bool AreOne(Id<Supplier> one, Id<Supplier> other) => heads[one] == heads[other];

    /// <summary>Whether both are there at all.</summary>
    public bool Knows(Id<Supplier> supplier) => heads.ContainsKey(supplier);

    private static SupplierFacts FactsOf(Id<Supplier> head, List<Supplier> group) =>
        new(
            head.ToString(),
            [.. group.Select(s => s.Name).Distinct()],
            // The key states the register too; a charity's number looks like a company's.
            group.Where(s => s.CompanyNumber is not null).Select(Register).FirstOrDefault(),
            group.Select(s => VatOf(s)).FirstOrDefault(v => v is not null),
            group.Select(s => s.PostalCode).FirstOrDefault(p => p is not null),
            group.Select(s => s.Locality).FirstOrDefault(l => l is not null)
        );

    private static string Register(Supplier supplier) => supplier.Key.Replace(':', '-');

    private static string? VatOf(Supplier supplier) =>
        supplier.Key.Split("-VAT:") is [{ Length: 2 } country, var number]
            ? country + number
            : supplier.VatNumber;
}
