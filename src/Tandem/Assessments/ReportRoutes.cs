using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Assessments;

/// <summary>Published reports as files: one as JSON, many as CSV with a row for each point.</summary>
internal static class ReportRoutes
{
    private static readonly IReadOnlyList<string> Columns =
    [
        "Reference",
        "Service",
        "Organisation",
        "Standard",
        "Form",
        "Phase",
        "Assessed",
        "Published",
        "Result",
        "Point",
        "Title",
        "Rating",
        "Address",
    ];

    internal static CsvResult Csv(HttpContext http, AssessmentKinds kinds, ReportFigures figures)
    {
        var kind = Pages.ReportsModel.KindOf(kinds, http.Request.Query["kind"].FirstOrDefault());
        return new(
            $"{kind.Name}-reports.csv",
            Columns,
            CellsAsync(figures.Find(kind.Name, ReportFilter.Read(http.Request.Query)))
        );
    }

    internal static async Task<IResult> JsonAsync(HttpContext http, string reference, Db db)
    {
        var report = await db.Set<AssessmentReport>()
            .AsNoTracking()
            .Include(r => r.Points)
            .SingleOrDefaultAsync(r => r.Reference == reference, http.RequestAborted);
        return report is null
            ? Problems.NotFound("report")
            : http.Json(ReportDocument.Of(report).ToJson());
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> CellsAsync(
        IQueryable<AssessmentReport> found,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        const int batch = 200;
        for (var at = 0; ; at += batch)
        {
            var reports = await found
                .Include(r => r.Points)
                .Skip(at)
                .Take(batch)
                .ToListAsync(cancellation);
            foreach (var report in reports)
            {
                foreach (var point in report.Points.OrderBy(p => p.Position))
                {
                    yield return Row(report, point);
                }
            }
            if (reports.Count < batch)
            {
                yield break;
            }
        }
    }

    private static IReadOnlyList<string?> Row(AssessmentReport report, ReportedPoint point) =>
        [
            report.Reference,
            report.Service,
            report.Organisation,
            report.Standard,
            report.Form,
            report.Phase,
            report.AssessedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            report.PublishedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            report.Outcome,
            point.Point,
            point.Title,
            point.Rating,
            report.Url,
        ];
}
