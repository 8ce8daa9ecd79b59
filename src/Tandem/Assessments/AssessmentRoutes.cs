using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Assessments;

/// <summary>One page of a list as data.</summary>
/// <param name="Total">How many fit in all.</param>
/// <param name="Next">Address of the next page, where there is one.</param>
internal sealed record RowsAnswer<T>(
    int Total,
    int Page,
    int PageSize,
    string? Next,
    IReadOnlyList<T> Results
);

/// <summary>A certificate in a list, as data.</summary>
internal sealed record CertificateLine(
    string Number,
    string Title,
    string Version,
    string Holder,
    string? CompanyNumber,
    string Scope,
    DateOnly IssuedOn,
    DateOnly ExpiresOn,
    string IssuedBy,
    string Standing
)
{
    public static CertificateLine Of(Certificate c, DateOnly today) =>
        new(
            c.Number,
            c.Title,
            c.KindVersion,
            c.Holder,
            c.CompanyNumber,
            c.Scope,
            c.IssuedOn,
            c.ExpiresOn,
            c.BodyName,
            c.StateOn(today).ToString().ToLowerInvariant()
        );
}

/// <summary>Assessments, certificates and reports as files.</summary>
internal static class AssessmentRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        data.MapGet("/assessments.csv", Csv).ExcludeFromDescription();
        data.MapGet("/assessments.json", JsonAsync).ExcludeFromDescription();
        data.MapGet("/certificates.csv", CertificatesCsv).ExcludeFromDescription();
        data.MapGet("/certificates.json", CertificatesJsonAsync).ExcludeFromDescription();
        data.MapGet("/certificates/key.pem", PublicKey).ExcludeFromDescription();
        data.MapGet("/certificates/{number}.json", CertificateJsonAsync).ExcludeFromDescription();
        data.MapGet("/certificates/{number}.pdf", CertificatePdfAsync).ExcludeFromDescription();
        data.MapGet("/assessments/reports.csv", ReportRoutes.Csv).ExcludeFromDescription();
        data.MapGet("/assessments/reports/{reference}.json", ReportRoutes.JsonAsync)
            .ExcludeFromDescription();
        app.MapGet("/certificates/suppliers.csv", SuppliersCsvAsync).ExcludeFromDescription();
        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/assessment-reports/{reference}", ReportRoutes.JsonAsync)
            .WithName("getAssessmentReport")
            .WithTags("Assessments")
            .WithSummary(
                "A published report: the result, and each point with its rating and reasons"
            )
            .Produces<ReportDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/certificates/{number}", CertificateJsonAsync)
            .WithName("getCertificate")
            .WithTags("Certificates")
            .WithSummary("What a certificate says, whether it stands, and its signature")
            .Produces<CertificateRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static CsvResult Csv(HttpContext http, AssessmentList list) =>
        new(
            "assessments.csv",
            AssessmentRow.Columns,
            ListCells.OfAsync(
                list.Find(AssessmentFilter.Read(http.Request.Query)),
                list.RowsAsync,
                r => r.Cells,
                http.RequestAborted
            )
        );

    private static CsvResult CertificatesCsv(HttpContext http, CertificateList list) =>
        new(
            "certificates.csv",
            CertificateRow.Columns,
            ListCells.OfAsync<Certificate, Certificate>(
                list.Find(CertificateFilter.Read(http.Request.Query)),
                async (batch, stopped) => await batch.ToListAsync(stopped),
                c => CertificateRow.Of(c, list.Today).Cells,
                http.RequestAborted
            )
        );

    private static async Task<IResult> JsonAsync(HttpContext http, AssessmentList list)
    {
        var filter = AssessmentFilter.Read(http.Request.Query);
        var found = list.Find(filter);
        return Page(
            http,
            await found.CountAsync(http.RequestAborted),
            filter.Page,
            AssessmentList.PageSize,
            await list.RowsAsync(
                found
                    .Skip((filter.Page - 1) * AssessmentList.PageSize)
                    .Take(AssessmentList.PageSize),
                http.RequestAborted
            )
        );
    }

    private static async Task<IResult> CertificatesJsonAsync(HttpContext http, CertificateList list)
    {
        var filter = CertificateFilter.Read(http.Request.Query);
        var found = list.Find(filter);
        var rows = await found
            .Skip((filter.Page - 1) * CertificateList.PageSize)
            .Take(CertificateList.PageSize)
            .ToListAsync(http.RequestAborted);
        return Page(
            http,
            await found.CountAsync(http.RequestAborted),
            filter.Page,
            CertificateList.PageSize,
            [.. rows.Select(c => CertificateLine.Of(c, list.Today))]
        );
    }

    private static IResult Page<T>(
        HttpContext http,
        int total,
        int page,
        int size,
        IReadOnlyList<T> results
    )
    {
        var next =
            page * size < total ? ListAddress.With(http.Request, ("page", $"{page + 1}")) : null;
        http.HasNext(next);
        http.VariesByReader();
        return http.Json(
            JsonSerializer.SerializeToUtf8Bytes(
                new RowsAnswer<T>(total, page, size, next, results),
                JsonSerializerOptions.Web
            )
        );
    }

    private static IResult PublicKey(CertificateKey key) =>
        Results.Text(key.PublicPem(), "application/x-pem-file");

    private static async Task<IResult> CertificateJsonAsync(
        HttpContext http,
        string number,
        CheckCertificate check
    )
    {
        var found = await check.RunAsync(number, http.RequestAborted);
        http.VariesByReader();
        return found is null
            ? Problems.NotFound("certificate")
            : http.Json(
                JsonSerializer.SerializeToUtf8Bytes(
                    CertificateRecord.Of(found),
                    JsonSerializerOptions.Web
                )
            );
    }

    private static async Task<IResult> CertificatePdfAsync(
        HttpContext http,
        string number,
        CheckCertificate check,
        CertificatePdf pdf
    ) =>
        await check.RunAsync(number, http.RequestAborted) is { } found
            ? Results.File(
                pdf.Write(found),
                "application/pdf",
                $"certificate-{found.Certificate.Number}.pdf"
            )
            : Problems.NotFound("certificate");

    private static async Task<IResult> SuppliersCsvAsync(
        HttpContext http,
        SupplierCertificates report
    )
    {
        var rows = await report.RunAsync(
            SupplierCertificateFilter.Read(http.Request.Query),
            http.RequestAborted
        );
        return new CsvResult(
            "suppliers-and-certificates.csv",
            SupplierCertificateRow.Columns,
            rows.Rows.Select(r => r.Cells).ToAsyncEnumerable()
        );
    }
}
