using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Questionnaires.Declarations;

/// <summary>The firms that share with the reader as a table, and the files of an edition.</summary>
internal static class DeclarationRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/declarations.csv", CsvAsync).ExcludeFromDescription();
        app.MapGet("/declarations/{slug}/{number:int}/files/{file:guid}", FileAsync)
            .ExcludeFromDescription();
    }

    private static async Task<IResult> CsvAsync(HttpContext http, FirmList firms) =>
        new CsvResult(
            "declarations.csv",
            FirmRow.Columns,
            (await firms.SharedAsync(http.Request.Query["q"], http.RequestAborted))
                .Select(f => f.Cells)
                .ToAsyncEnumerable()
        );

    // Sent to be kept, never to be shown within the site: what somebody brought is not the site's own.
    private static async Task<IResult> FileAsync(
        HttpContext http,
        string slug,
        int number,
        Guid file,
        FindFirm find,
        FileStore files
    )
    {
        var read = await find.ReadAsync(slug, number, http.RequestAborted);
        return
            read
                .Sections.SelectMany(s => s.Lines)
                .SelectMany(l => l.Files)
                .FirstOrDefault(f => f.Id == file)
                is { } found
            ? Results.Stream(files.Open(found.Hash), "application/octet-stream", found.Name)
            : Problems.NotFound("file");
    }
}
