using System.Globalization;
using System.Runtime.CompilerServices;
using Tandem.Contracts.Lists;
using Tandem.Identities.Pages;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Identities;

/// <summary>The lists of suppliers, of possible duplicates and of buyers as CSV and JSON, and one supplier as JSON.</summary>
internal static class IdentityRoutes
{
    private const int Batch = 500;

    public static void Map(WebApplication app)
    {
        var lists = app.MapGroup("").AllowAnonymous().WithListVersion();
        lists.MapGet("/suppliers.csv", SuppliersCsv).ExcludeFromDescription();
        lists.MapGet("/suppliers.json", SuppliersJsonAsync).ExcludeFromDescription();
        lists
            .MapGet("/api/suppliers", SuppliersPageAsync)
            .WithName("listSuppliers")
            .WithTags("Suppliers")
            .WithSummary("Suppliers of contracts you may see")
            .WithDescription(
                "q has words of the name, or a company or VAT number; sort is name, -contracts or -value; page counts from 1."
            )
            .Produces<ApiList<SupplierRow>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        app.MapGet("/api/suppliers/{identity}", SupplierAsync)
            .AllowAnonymous()
            .WithName("getSupplier")
            .WithTags("Suppliers")
            .WithSummary("One supplier with its names, its buyers and the records joined in it")
            .WithDescription("By its id, its company number or its VAT number.")
            .Produces<SupplierPageFacts>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/suppliers/{identity}.json", SupplierAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/suppliers/duplicates.csv", DuplicatesCsv).ExcludeFromDescription();
        app.MapGet("/buyers.csv", BuyersCsv).ExcludeFromDescription();
    }

    private static CsvResult SuppliersCsv(
        SupplierDirectory suppliers,
        string? q,
        string? sort,
        CancellationToken cancellation
    ) =>
        new(
            "suppliers.csv",
            ["Supplier", "Company number", "VAT number", "Place", "Contracts", "Value in pounds"],
            AllAsync(
                skip => suppliers.FindAsync(q, sort, skip, Batch, cancellation),
                s =>
                    [
                        [
                            s.Name,
                            s.CompanyNumber,
                            s.VatNumber,
                            s.Locality,
                            Number(s.Contracts),
                            s.Value.ToString("0.00", CultureInfo.InvariantCulture),
                        ],
                    ],
                cancellation
            )
        );

    private static async Task<IResult> SuppliersJsonAsync(
        SupplierDirectory suppliers,
        string? q,
        string? sort,
        CancellationToken cancellation
    )
    {
        var (total, rows) = await suppliers.FindAsync(q, sort, 0, int.MaxValue, cancellation);
        return Results.Ok(new { total, results = rows });
    }

    private static async Task<IResult> SuppliersPageAsync(
        HttpContext http,
        SupplierDirectory suppliers,
        string? q,
        string? sort,
        CancellationToken cancellation,
        int page = 1
    )
    {
        if (page is < 1 or > 1_000_000)
        {
            return Results.Problem(
                "The page must be a whole number from 1 to 1000000.",
                statusCode: StatusCodes.Status400BadRequest,
                title: "The address asks for something that cannot be understood"
            );
        }
        var (total, rows) = await suppliers.FindAsync(
            q,
            sort,
            (page - 1) * ListShape.PageSize,
            ListShape.PageSize,
            cancellation
        );
        var next =
            (long)page * ListShape.PageSize < total
                ? ListAddress.With(http.Request, ("page", Number(page + 1)))
                : null;
        http.HasNext(next);
        return Results.Json(
            new ApiList<SupplierRow>(total, page, ListShape.PageSize, next, null, rows),
            RecordExport.Json
        );
    }

    private static async Task<IResult> SupplierAsync(
        HttpContext http,
        string identity,
        SupplierDirectory suppliers,
        CancellationToken cancellation
    ) =>
        await suppliers.FindAsync(identity, cancellation) is { } found
            ? RecordRoutes.Answer(http, found)
            : throw new Refusal("There is no such supplier", kind: RefusalKind.NotFound);

    private static CsvResult DuplicatesCsv(
        DuplicateList duplicates,
        [AsParameters] DuplicateFilters filters,
        CancellationToken cancellation
    ) =>
        new(
            "possible-duplicates.csv",
            [
                "Suggestion",
                "Likeness",
                "Evidence",
                "Supplier",
                "Names as published",
                "Company number",
                "VAT number",
                "Place",
                "Contracts",
                "Buyers",
                "Address",
            ],
            Numbered(
                AllAsync(
                    skip =>
                        duplicates.OpenAsync(
                            filters.Q,
                            filters.Least(),
                            filters.OnlySameName(),
                            skip,
                            Batch,
                            cancellation
                        ),
                    d =>
                        d.Members.Select(m =>
                            (IReadOnlyList<string?>)
                                [
                                    d.Members[0].Id == m.Id ? "new" : null,
                                    d.Likeness.ToString("0.00", CultureInfo.InvariantCulture),
                                    string.Join(' ', d.Evidence),
                                    m.Name,
                                    string.Join("; ", m.Names),
                                    m.CompanyNumber,
                                    m.VatNumber,
                                    m.Place,
                                    Number(m.Contracts),
                                    string.Join("; ", m.Buyers),
                                    $"/suppliers/{m.Id}",
                                ]
                        ),
                    cancellation
                )
            )
        );

    /// <summary>Numbers the suggestions: rows of one suggestion have one number.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<string?>> Numbered(
        IAsyncEnumerable<IReadOnlyList<string?>> rows
    )
    {
        var number = 0;
        await foreach (var row in rows)
        {
            number += row[0] is null ? 0 : 1;
            yield return [Number(number), .. row.Skip(1)];
        }
    }

    private static CsvResult BuyersCsv(
        BuyerDirectory buyers,
        string? q,
        string? state,
        CancellationToken cancellation
    ) =>
        new(
            "buyers.csv",
            ["Buyer as published", "Authority", "Code", "Why", "Notices", "Contracts"],
            AllAsync(
                skip => buyers.FindAsync(q, state, skip, Batch, cancellation),
                b =>
                    [
                        [
                            b.Name,
                            b.Authority?.Name,
                            b.Authority?.Code,
                            b.Why,
                            Number(b.Notices),
                            Number(b.Contracts),
                        ],
                    ],
                cancellation
            )
        );

    private static async IAsyncEnumerable<IReadOnlyList<string?>> AllAsync<T>(
        Func<int, Task<(int Total, IReadOnlyList<T> Rows)>> some,
        Func<T, IEnumerable<IReadOnlyList<string?>>> rows,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (var (skip, total) = (0, 1); skip < total; skip += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            (total, var found) = await some(skip);
            foreach (var row in found.SelectMany(rows))
            {
                yield return row;
            }
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
