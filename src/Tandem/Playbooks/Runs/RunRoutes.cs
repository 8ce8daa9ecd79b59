using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Formats.Documents;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Playbooks.Documents;
using Tandem.Web.Http;

namespace Tandem.Playbooks.Runs;

/// <summary>A list of runs as data.</summary>
public sealed record RunAnswer(int Total, IReadOnlyList<RunRecord> Results);

/// <summary>Runs and their documents as files: the same as their pages, for the same readers.</summary>
internal static class RunRoutes
{
    public static void Map(WebApplication app)
    {
        var open = app.MapGroup("").AllowAnonymous();
        var lists = open.MapGroup("").WithListVersion();
        lists.MapGet("/runs.csv", CsvAsync).ExcludeFromDescription();
        lists.MapGet("/runs.json", JsonAsync).ExcludeFromDescription();
        open.MapGet("/runs/{reference}.json", OneAsync).ExcludeFromDescription();
        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/runs", JsonAsync)
            .WithListVersion()
            .WithName("listRuns")
            .WithTags("Playbooks")
            .WithSummary("Procurements done by a playbook, and where they stand")
            .WithDescription(
                "Takes the same query as /runs: q, state, playbook, stage, organisation, overdue, deciding, mine and sort."
            )
            .Produces<RunAnswer>();
        api.MapGet("/runs/{reference}", OneAsync)
            .WithName("getRun")
            .WithTags("Playbooks")
            .WithSummary("What one run is, who does it and where it stands")
            .Produces<RunRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/runs/{reference}/steps.csv", StepsAsync).ExcludeFromDescription();
        app.MapGet(
                "/runs/{reference}/documents/{number:int}.{format:regex(^(docx|odt|file)$)}",
                DocumentAsync
            )
            .ExcludeFromDescription();
    }

    private static async Task<IResult> CsvAsync(HttpContext http, RunList list, Actor actor)
    {
        var rows = await RowsAsync(http, list, actor);
        return new CsvResult(
            "runs.csv",
            RunRecord.Columns,
            rows.Select(r => r.Cells).ToAsyncEnumerable()
        );
    }

    private static async Task<IResult> JsonAsync(HttpContext http, RunList list, Actor actor)
    {
        var rows = await RowsAsync(http, list, actor);
        return Results.Json(new RunAnswer(rows.Count, rows), RecordExport.Json);
    }

    private static async Task<IReadOnlyList<RunRecord>> RowsAsync(
        HttpContext http,
        RunList list,
        Actor actor
    ) =>
        await list.RecordsAsync(
            await list.Find(RunFilter.Read(http.Request.Query), actor)
                .ToListAsync(http.RequestAborted),
            actor,
            http.RequestAborted
        );

    private static async Task<IResult> OneAsync(
        HttpContext http,
        string reference,
        Db db,
        RunList list,
        Actor actor
    )
    {
        var (year, number) = Run.NumberOf(reference) ?? (0, 0);
        var found = await db.Set<Run>()
            .AsNoTracking()
            .VisibleTo(db, actor)
            .Where(r => r.Year == year && r.Number == number)
            .ToListAsync(http.RequestAborted);
        return found.Count == 0
            ? Problems.NotFound("run")
            : RecordRoutes.Answer(
                http,
                (await list.RecordsAsync(found, actor, http.RequestAborted))[0]
            );
    }

    private static async Task<IResult> StepsAsync(
        HttpContext http,
        string reference,
        RunBook book,
        Db db,
        Actor actor
    )
    {
        var run = await book.InsideAsync(actor, reference, http.RequestAborted);
        var names = await db.Set<Accounts.Organisation>()
            .ToDictionaryAsync(o => o.Id, o => o.Name, http.RequestAborted);
        string? Iso(DateOnly? day) =>
            day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new CsvResult(
            $"{run.Reference}-steps.csv",
            ["Number", "Stage", "Step", "Authority", "Owner", "State", "Due", "Done", "Reason"],
            run.Steps.OrderBy(s => run.Plan.IndexOf(s.StageCode))
                .ThenBy(s => s.Position)
                .Select(s =>
                    (IReadOnlyList<string?>)
                        [
                            $"{s.Number}",
                            run.Plan.Stage(s.StageCode)?.Title ?? s.StageCode,
                            s.Title,
                            s.OrganisationId is { } own ? names[own] : null,
                            s.OwnerName,
                            RunWords.State(s.State).Text,
                            Iso(s.Due),
                            s.DoneAt is { } done ? Iso(LocalDay.Of(done)) : null,
                            s.SkipReason,
                        ]
                )
                .ToAsyncEnumerable()
        );
    }

    /// <summary>A document that was made as DOCX or ODT; a file that was brought as bytes of no known kind, so that no browser runs what somebody brought.</summary>
    private static async Task<IResult> DocumentAsync(
        HttpContext http,
        string reference,
        int number,
        string format,
        RunBook book,
        Db db,
        FileStore files,
        Actor actor
    )
    {
        var run = await book.InsideAsync(actor, reference, http.RequestAborted);
        var document = await db.Set<RunDocument>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                d => d.RunId == run.Id && d.Number == number && d.TakenAwayAt == null,
                http.RequestAborted
            );
        http.Response.Headers.CacheControl = "private, no-store";
        if (document is null || document.IsMade == (format == "file"))
        {
            return Problems.NotFound("document");
        }
        if (!document.IsMade)
        {
            return Results.File(
                files.Open(document.FileHash!),
                "application/octet-stream",
                document.FileName
            );
        }
        var stream = new MemoryStream();
        if (format == "docx")
        {
            DocxWriter.Write(stream, document.Document());
        }
        else
        {
            OdtWriter.Write(stream, document.Document());
        }
        stream.Position = 0;
        return Results.File(
            stream,
            format == "docx" ? DocxWriter.MediaType : OdtWriter.MediaType,
            $"{document.FileName}.{format}"
        );
    }
}
