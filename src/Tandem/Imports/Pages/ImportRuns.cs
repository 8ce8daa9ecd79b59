using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Formats.Tabular;
using Tandem.Kernel;

namespace Tandem.Imports.Pages;

/// <summary>Data of one import beside its page: its progress, and its refused rows.</summary>
internal static class ImportRuns
{
    /// <summary>The import with this reference, if the actor may see it.</summary>
    /// <exception cref="Refusal">There is none that the actor may know of.</exception>
    public static async Task<ImportRun> FindAsync(
        Db db,
        Actor actor,
        string reference,
        CancellationToken cancellation
    ) =>
        reference.StartsWith("IMP-", StringComparison.Ordinal)
        && long.TryParse(
            reference.AsSpan(4),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
        && await db.Set<ImportRun>()
            .AsNoTracking()
            .VisibleTo(actor)
            .SingleOrDefaultAsync(r => r.Number == number, cancellation)
            is { } run
            ? run
            : throw new Refusal("There is no such import.", kind: RefusalKind.NotFound);

    public static void Map(WebApplication app)
    {
        app.MapGet(
            "/imports/{reference}/progress",
            async (string reference, Db db, Actor actor, CancellationToken cancellation) =>
            {
                var run = await FindAsync(db, actor, reference, cancellation);
                return Results.Json(
                    new
                    {
                        done = run.BytesRead,
                        total = run.BytesTotal ?? 0,
                        text = ImportWords.Progress(run),
                        finished = !run.IsOpen,
                    }
                );
            }
        );
        app.MapGet(
            "/imports/{reference}/refused.csv",
            async (
                string reference,
                Db db,
                Actor actor,
                HttpContext http,
                CancellationToken cancellation
            ) =>
            {
                var run = await FindAsync(db, actor, reference, cancellation);
                http.Response.ContentType = "text/csv; charset=utf-8";
                http.Response.Headers.ContentDisposition =
                    $"attachment; filename=\"{run.Reference}-refused.csv\"";
                await WriteRefusedAsync(db, run, http.Response.Body, cancellation);
            }
        );
    }

    private static async Task WriteRefusedAsync(
        Db db,
        ImportRun run,
        Stream output,
        CancellationToken cancellation
    )
    {
        string?[] columns = run.Columns is null
            ? []
            : JsonSerializer.Deserialize<string[]>(run.Columns)!;
        await using var writer = new StreamWriter(output, new System.Text.UTF8Encoding(true));
        var line = new StringWriter();
        async Task RowAsync(IEnumerable<string?> cells)
        {
            SafeCsv.WriteRow(line, cells);
            await writer.WriteAsync(line.GetStringBuilder(), cancellation);
            line.GetStringBuilder().Clear();
        }
        await RowAsync([.. columns, "File", RefusedRows.LineColumn, RefusedRows.ReasonColumn]);
        await foreach (
            var problem in db.Set<ImportProblem>()
                .AsNoTracking()
                .Where(p => p.RunId == run.Id && p.Refused)
                .OrderBy(p => p.Id)
                .AsAsyncEnumerable()
                .WithCancellation(cancellation)
        )
        {
            string?[] cells = problem.Cells is null
                ? []
                : JsonSerializer.Deserialize<string[]>(problem.Cells)!;
            Array.Resize(ref cells, columns.Length);
            await RowAsync([
                .. cells,
                problem.File,
                problem.Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
                problem.Column is null ? problem.Reason : $"{problem.Column}: {problem.Reason}",
            ]);
        }
    }
}
