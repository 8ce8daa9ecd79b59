using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Assessments;

/// <summary>How the certificate of a supplier stands, as a buyer sees it.</summary>
public enum SupplierStanding
{
    /// <summary>None of that kind is known here.</summary>
    None,

    /// <summary>The supplier's company number is not known, so nothing can be looked up.</summary>
    Unknown,
    Expired,
    Withdrawn,
    Ending,
    Valid,
}

/// <summary>What is asked of the report.</summary>
/// <param name="Kind">Name of the kind of certificate.</param>
/// <param name="Organisation">Slug of the organisation whose contracts are looked at; the reader's first where none is named.</param>
/// <param name="All">Also suppliers with a valid certificate.</param>
public sealed record SupplierCertificateFilter(string Kind, string? Organisation, bool All)
{
    /// <summary>Reads the query.</summary>
    public static SupplierCertificateFilter Read(IQueryCollection query) =>
        new(
            query["kind"].FirstOrDefault() is { Length: > 0 and < 100 } kind
                ? kind
                : "cyber-essentials",
            query["organisation"].FirstOrDefault() is { Length: > 0 and < 200 } slug ? slug : null,
            query["show"].FirstOrDefault() == "all"
        );
}

/// <summary>One supplier of an organisation's running contracts.</summary>
public sealed record SupplierCertificateRow(
    Id<Supplier> SupplierId,
    string Supplier,
    string? CompanyNumber,
    IReadOnlyList<(string Reference, string Title)> Contracts,
    SupplierStanding Standing,
    Certificate? Certificate
)
{
    /// <summary>Headings of the table form.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Supplier",
        "Company number",
        "Contracts",
        "Certificate",
        "Number",
        "Valid until",
    ];

    public IReadOnlyList<string?> Cells =>
        [
            Supplier,
            CompanyNumber,
            string.Join(' ', Contracts.Select(c => c.Reference)),
            WordsOf(Standing),
            Certificate?.Number,
            Certificate?.ExpiresOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ];

    public static string WordsOf(SupplierStanding standing) =>
        standing switch
        {
            SupplierStanding.None => "None known",
            SupplierStanding.Unknown => "Cannot tell",
            SupplierStanding.Expired => "Expired",
            SupplierStanding.Withdrawn => "Withdrawn",
            SupplierStanding.Ending => "Ends soon",
            _ => "Valid",
        };

    public static string ColourOf(SupplierStanding standing) =>
        standing switch
        {
            SupplierStanding.Valid => "green",
            SupplierStanding.Ending => "yellow",
            SupplierStanding.Unknown => "grey",
            _ => "red",
        };
}

/// <summary>The report and what it counts.</summary>
public sealed record SupplierCertificateReport(
    Organisation Organisation,
    IReadOnlyList<SupplierCertificateRow> Rows,
    int Suppliers,
    int Without
);

/// <summary>Suppliers on an organisation's running contracts, and whether each has a valid certificate of a kind: its own register and what it has published.</summary>
public sealed class SupplierCertificates(Db db, Actor actor, TimeProvider clock)
{
    /// <exception cref="Refusal">The actor belongs to no such organisation.</exception>
    public async Task<SupplierCertificateReport> RunAsync(
        SupplierCertificateFilter filter,
        CancellationToken cancellation = default
    )
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var organisation =
            await db.Set<Organisation>()
                .AsNoTracking()
                .Where(o =>
                    own.Contains(o.Id)
                    && (filter.Organisation == null || o.Slug == filter.Organisation)
                )
                .OrderBy(o => o.Name)
                .FirstOrDefaultAsync(cancellation)
            ?? throw new Refusal(
                "This is for members of an organisation that buys.",
                kind: RefusalKind.Permission
            );
        var today = clock.Today();
        var code = organisation.AuthorityCode;
        var found = await db.Set<Contract>()
            .AsNoTracking()
            .VisibleTo(actor)
            .Where(c =>
                (c.OrganisationId == organisation.Id || (code != null && c.AuthorityCode == code))
                && (c.EndDate == null || c.EndDate >= today || c.LatestEndDate >= today)
            )
            .Join(
                db.Set<ContractSupplier>(),
                c => c.Id,
                s => s.ContractId,
                (c, s) =>
                    new
                    {
                        c.Number,
                        c.Title,
                        s.SupplierId,
                    }
            )
            .ToListAsync(cancellation);
        var ids = found.Select(f => f.SupplierId).ToHashSet();
        var suppliers = await db.Set<Supplier>()
            .AsNoTracking()
            .Where(s =>
                ids.Contains(s.Id)
                || db.Set<Supplier>().Any(o => ids.Contains(o.Id) && o.MergedIntoId == s.Id)
            )
            .ToListAsync(cancellation);
        var byId = suppliers.ToDictionary(s => s.Id);
        var keys = suppliers.Select(s => s.Key).ToHashSet();
        var certificates = (
            await db.Set<Certificate>()
                .AsNoTracking()
                .Where(c =>
                    c.Kind == filter.Kind
                    && c.CompanyNumber != null
                    && keys.Contains(c.CompanyNumber)
                )
                .ToListAsync(cancellation)
        ).ToLookup(c => c.CompanyNumber!);
        var all = found
            .Select(f => (f.Number, f.Title, Supplier: byId[f.SupplierId]))
            .GroupBy(f => f.Supplier.MergedIntoId ?? f.Supplier.Id)
            .Select(g =>
                Row(
                    byId[g.Key],
                    [.. g.Select(f => f.Supplier.Key).Append(byId[g.Key].Key).Distinct()],
                    [.. g.Select(f => ($"C-{f.Number}", f.Title)).Distinct().Order()],
                    certificates,
                    today
                )
            )
            .OrderBy(r => r.Standing)
            .ThenByDescending(r => r.Contracts.Count)
            .ThenBy(r => r.Supplier, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var without = all.Count(r =>
            r.Standing is not (SupplierStanding.Valid or SupplierStanding.Ending)
        );
        return new(
            organisation,
            filter.All
                ? all
                :
                [
                    .. all.Where(r =>
                        r.Standing is not (SupplierStanding.Valid or SupplierStanding.Ending)
                    ),
                ],
            all.Count,
            without
        );
    }

    private static SupplierCertificateRow Row(
        Supplier supplier,
        IReadOnlyList<string> keys,
        IReadOnlyList<(string, string)> contracts,
        ILookup<string, Certificate> certificates,
        DateOnly today
    )
    {
        var best = Certificate.Best(keys.SelectMany(k => certificates[k]));
        var isKnown = keys.Any(k => !k.StartsWith("name:", StringComparison.Ordinal));
        return new(
            supplier.Id,
            supplier.Name,
            supplier.CompanyNumber,
            contracts,
            best is null
                ? isKnown
                    ? SupplierStanding.None
                    : SupplierStanding.Unknown
                : best.StateOn(today) switch
                {
                    CertificateState.Valid => SupplierStanding.Valid,
                    CertificateState.Ending => SupplierStanding.Ending,
                    CertificateState.Expired => SupplierStanding.Expired,
                    _ => SupplierStanding.Withdrawn,
                },
            best
        );
    }
}
