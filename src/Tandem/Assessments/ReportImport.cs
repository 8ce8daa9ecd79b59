using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Formats;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>
/// Brings in published reports of assessments as JSON, of the shape <see cref="ReportDocument"/>. Known again by organisation and reference; every report ends as
/// added, updated, unchanged or refused.
/// </summary>
internal sealed class ReportImport(AssessmentKinds kinds) : IImporter
{
    /// <summary>Bytes of one file: a report has about 10,000.</summary>
    private const int Largest = 100_000_000;

    public ImportKind Kind => ImportKind.ServiceAssessments;

    public async Task RunAsync(ImportWork work, CancellationToken cancellation)
    {
        work.Columns(["report"]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in work.Sources)
        {
            work.Begin(source);
            if (source.Bytes > Largest)
            {
                throw new Refusal(
                    $"{source.Name} is larger than 100 MB: bring it in several files."
                );
            }
            using var document = await OpenAsync(source, cancellation);
            var at = 0;
            foreach (var row in Rows(document.RootElement, source))
            {
                cancellation.ThrowIfCancellationRequested();
                var place = new Place(source.Name, 0, Path: $"reports[{at++}]");
                var problem = await TakeAsync(work, row, seen, cancellation);
                if (problem is not null)
                {
                    work.Refuse(new(place, problem), [row.GetRawText()]);
                }
            }
        }
    }

    private static async Task<JsonDocument> OpenAsync(
        ImportSource source,
        CancellationToken cancellation
    )
    {
        await using var stream = source.Open();
        try
        {
            return await JsonDocument.ParseAsync(stream, cancellationToken: cancellation);
        }
        catch (JsonException fault)
        {
            throw new Refusal(
                $"{source.Name} is no JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."
            );
        }
    }

    private static IEnumerable<JsonElement> Rows(JsonElement root, ImportSource source) =>
        root.ValueKind == JsonValueKind.Array ? root.EnumerateArray()
        : root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("reports", out var reports)
        && reports.ValueKind == JsonValueKind.Array
            ? reports.EnumerateArray()
        : throw new Refusal(
            $"{source.Name} has no list of reports: put them in an array, or in an object under ‘reports’."
        );

    /// <summary>Takes one report; gives why not, where it cannot be taken.</summary>
    private async Task<string?> TakeAsync(
        ImportWork work,
        JsonElement row,
        HashSet<string> seen,
        CancellationToken cancellation
    )
    {
        ReportDocument? read;
        try
        {
            read = row.Deserialize<ReportDocument>(ReportDocument.Options);
        }
        catch (JsonException fault)
        {
            return $"it does not have the shape of a report: {Plain(fault)}";
        }
        if (read is null)
        {
            return "it is empty";
        }
        if (Wrong(read) is { } wrong)
        {
            return wrong;
        }
        var document = Titled(read);
        var reference = ReferenceOf(document);
        if (!seen.Add(reference))
        {
            return $"the same report of {document.Organisation}, {document.Reference}, is in the file twice";
        }
        var own = await work
            .Db.Set<AssessmentReport>()
            .AsNoTracking()
            .Include(r => r.Points)
            .SingleOrDefaultAsync(
                r =>
                    r.Reference == document.Reference
                    && r.Organisation == document.Organisation
                    && r.AssessmentId != null,
                cancellation
            );
        if (own is not null)
        {
            if (!Same(own, document))
            {
                return $"{document.Reference} was published here, and says something else";
            }
            work.Count(unchanged: 1);
            return null;
        }
        var kept = await work
            .Db.Set<AssessmentReport>()
            .Include(r => r.Points)
            .SingleOrDefaultAsync(r => r.Reference == reference, cancellation);
        var unchanged = kept is not null && Same(kept, document);
        if (work.Writes && !unchanged)
        {
            work.Db.ChangeTracker.Clear();
            await work.WriteAsync(
                db => WriteAsync(db, document, reference, cancellation),
                cancellation
            );
        }
        work.Count(
            added: kept is null ? 1 : 0,
            updated: kept is not null && !unchanged ? 1 : 0,
            unchanged: unchanged ? 1 : 0
        );
        work.Db.ChangeTracker.Clear();
        return null;
    }

    private static async Task WriteAsync(
        Db db,
        ReportDocument document,
        string reference,
        CancellationToken cancellation
    )
    {
        await db.Set<ReportedPoint>()
            .Where(p =>
                db.Set<AssessmentReport>().Any(r => r.Id == p.ReportId && r.Reference == reference)
            )
            .ExecuteDeleteAsync(cancellation);
        var report = await db.Set<AssessmentReport>()
            .SingleOrDefaultAsync(r => r.Reference == reference, cancellation);
        var isNew = report is null;
        if (report is null)
        {
            report = AssessmentReport.Of(document, reference, null, db.Now());
            db.Add(report);
        }
        else
        {
            report.Take(document);
        }
        db.Record(
            Actor.System,
            isNew ? "assessment-report-brought" : "assessment-report-corrected",
            nameof(AssessmentReport),
            report.Id,
            new { report.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What does not fit the kind, its standard and its scale; null where all does.</summary>
    private string? Wrong(ReportDocument report)
    {
        var kind = kinds.All.FirstOrDefault(k => k.Name == report.Kind && k.Reports);
        if (kind is null)
        {
            return $"‘{report.Kind}’ is no kind of assessment whose reports are kept";
        }
        if (kind.Standards.Count > 0 && !kind.Standards.Contains(report.Standard ?? ""))
        {
            return $"‘{report.Standard}’ is none of its standards: {string.Join(", ", kind.Standards)}";
        }
        var scale = kind.Scales.FirstOrDefault(s => s.Code == report.Scale);
        if (scale is null)
        {
            return $"‘{report.Scale}’ is none of its scales: {string.Join(", ", kind.Scales.Select(s => s.Code))}";
        }
        var points = kinds.PointsOf(kind, report.Standard, null).Select(p => p.Code).ToHashSet();
        return Text(report)
            ?? Code(report.Form, kind.Forms.Select(f => f.Code), "forms")
            ?? Code(report.Phase, kind.Phases.Select(p => p.Code), "phases")
            ?? Code(report.Outcome, kind.Outcomes.Select(o => o.Code), "outcomes")
            ?? Code(report.OutcomeByRule, kind.Outcomes.Select(o => o.Code), "outcomes")
            ?? (
                report.Published < report.Assessed
                    ? "it was published before it was assessed"
                    : null
            )
            ?? (report.Points.Count == 0 ? "it has no points" : null)
            ?? report
                .Points.Select(p =>
                    p is null || p.Point is null || !points.Contains(p.Point)
                        ? $"the standard has no point ‘{p?.Point}’"
                    : p.Rating is { } r && scale.Rating(r) is null
                        ? $"point {p.Point}: ‘{r}’ is none of the ratings: {string.Join(", ", scale.Ratings.Select(x => x.Code))}"
                    : null
                )
                .FirstOrDefault(w => w is not null)
            ?? report
                .Points.GroupBy(p => p.Point)
                .Where(g => g.Count() > 1)
                .Select(g => $"point {g.Key} is there twice")
                .FirstOrDefault();
    }

    private static string? Text(ReportDocument report) =>
        string.IsNullOrWhiteSpace(report.Reference) || report.Reference.Length > 100
            ? "its reference is missing, or longer than 100 characters"
        : string.IsNullOrWhiteSpace(report.Service) || report.Service.Length > 200
            ? "the service is missing, or longer than 200 characters"
        : string.IsNullOrWhiteSpace(report.Organisation) || report.Organisation.Length > 200
            ? "the organisation is missing, or longer than 200 characters"
        : report.Url is { } url
        && !(
            Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
        )
            ? "its address is none on the web"
        : Slug.Of(report.Reference).Length == 0 || Slug.Of(report.Organisation).Length == 0
            ? "its reference or organisation has no letter or digit"
        : new[] { report.Summary }
            .Concat(report.Points.SelectMany(p => new[] { p?.Well, p?.Reason, p?.Next }))
            .Any(t => t?.Length > 20_000)
            ? "one of its texts is longer than 20,000 characters"
        : null;

    private static string? Code(string? code, IEnumerable<string> all, string what) =>
        code is null || all.Contains(code)
            ? null
            : $"‘{code}’ is none of the {what}: {string.Join(", ", all)}";

    // The titles are the standard's own, whatever the file calls them.
    private ReportDocument Titled(ReportDocument report)
    {
        var points = kinds.PointsOf(kinds.Find(report.Kind), report.Standard, null);
        var titles = points.ToDictionary(p => p.Code, p => p.Title);
        var order = points.Select((p, i) => (p.Code, i)).ToDictionary(p => p.Code, p => p.i);
        return report with
        {
            Reference = report.Reference.Trim(),
            Points =
            [
                .. report
                    .Points.OrderBy(p => order[p.Point])
                    .Select(p => p with { Title = titles[p.Point] }),
            ],
        };
    }

    private static string ReferenceOf(ReportDocument report) =>
        $"{Slug.Of(report.Organisation)}-{Slug.Of(report.Reference)}";

    private static bool Same(AssessmentReport kept, ReportDocument document) =>
        ReportDocument
            .Of(kept, document.Reference)
            .ToJson()
            .AsSpan()
            .SequenceEqual(document.ToJson());

    private static string Plain(JsonException fault) =>
        fault.Path is { Length: > 2 } path
            ? $"see ‘{path[2..]}’"
            : fault.Message.Split(" Path:")[0].ToLower(CultureInfo.InvariantCulture).TrimEnd('.');
}
