using Microsoft.EntityFrameworkCore;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Imports.Pages;
using Tandem.Kernel;

namespace Tandem.Contracts.Registers;

/// <summary>Imports of registers, and everything they changed, as a file.</summary>
internal static class RegisterRuns
{
    /// <summary>The import of a register with this number, for somebody who may see it.</summary>
    /// <exception cref="Refusal">There is none, or the actor may not.</exception>
    public static async Task<ImportRun> RegisterRunAsync(
        this Db db,
        Actor actor,
        long number,
        CancellationToken cancellation = default
    )
    {
        var run = await ImportRuns.FindAsync(
            db,
            actor,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"IMP-{number}"),
            cancellation
        );
        if (!ImportPermissions.IsOwn(run.Kind))
        {
            throw new Refusal("This is no import of a register.", kind: RefusalKind.NotFound);
        }
        return run;
    }

    public static void Map(WebApplication app) =>
        app.MapGet("/imports/IMP-{number:long}/changes.csv", WriteAsync);

    private static async Task WriteAsync(
        HttpContext http,
        Db db,
        Actor actor,
        RegisterKinds kinds,
        long number
    )
    {
        var run = await db.RegisterRunAsync(actor, number, http.RequestAborted);
        var kind = kinds.Of(run.Kind);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition =
            $"attachment; filename=\"{run.Reference}-changes.csv\"";
        await using var writer = new StreamWriter(
            http.Response.Body,
            new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
        await WriteRowAsync(
            writer,
            [
                "Change",
                char.ToUpperInvariant(kind.Noun[0]) + kind.Noun[1..],
                "Reference",
                "Title",
                "Fact",
                "From",
                "To",
                "Line in the file",
            ]
        );
        await foreach (
            var change in db.Set<RegisterChange>()
                .AsNoTracking()
                .Where(c => c.RunId == run.Id)
                .OrderBy(c => c.Number)
                .AsAsyncEnumerable()
                .WithCancellation(http.RequestAborted)
        )
        {
            await WriteRowAsync(writer, CellsOf(change, kind));
        }
    }

    private static string?[] CellsOf(RegisterChange change, RegisterKind kind) =>
        [
            change.Kind switch
            {
                RegisterChangeKind.Added => $"New {kind.Noun}",
                RegisterChangeKind.Updated => "Updated",
                _ => "No longer in the register",
            },
            change.RecordNumber is { } number
                ? string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{kind.Prefix}{number}"
                )
                : null,
            change.Reference,
            change.Title,
            change.Fact,
            change.Before,
            change.After,
            change.Line > 0
                ? change.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : null,
        ];

    /// <summary>Kestrel takes no synchronous writes: each row is made in memory first.</summary>
    private static async Task WriteRowAsync(StreamWriter writer, string?[] cells)
    {
        var row = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        SafeCsv.WriteRow(row, cells);
        await writer.WriteAsync(row.ToString());
    }
}
