using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls.Kinds;
using Tandem.Entries.Pages;
using Tandem.Kernel;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Entries;

/// <summary>One page of public entries as data.</summary>
/// <param name="Total">How many fit in all.</param>
/// <param name="Next">Address of the next page, where there is one.</param>
public sealed record EntryAnswer(
    int Total,
    int Page,
    int PageSize,
    string? Next,
    IReadOnlyList<EntryRow> Results
);

/// <summary>Entries as data, their files, and those that are alike.</summary>
internal static class EntryRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/entries.csv", OwnCsvAsync).ExcludeFromDescription();
        app.MapGet("/entries.json", OwnJsonAsync).ExcludeFromDescription();
        app.MapGet("/calls/{call}/entries.csv", CsvAsync).ExcludeFromDescription();
        app.MapGet("/calls/{call}/entries.json", JsonAsync).ExcludeFromDescription();
        app.MapGet("/ideas.csv", IdeasCsv).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/ideas.json", IdeasJsonAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/calls/{call}/ideas.csv", CallIdeasCsvAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/calls/{call}/ideas.json", CallIdeasJsonAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/calls/{call}/ideas/similar.json", SimilarAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/calls/{call}/entries/{number:long}/files/{version:int}/{file:guid}", FileAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/api/ideas", IdeasJsonAsync)
            .AllowAnonymous()
            .WithName("listIdeas")
            .WithTags("Calls")
            .WithSummary("Public entries of all calls that the reader may see")
            .WithDescription("Takes the same query as /ideas: q, status, sort and page.")
            .Produces<EntryAnswer>();
    }

    private static async Task<CsvResult> OwnCsvAsync(HttpContext http, OwnEntries own, Actor actor)
    {
        var rows = await own.RunAsync(actor, http.RequestAborted);
        return new("entries.csv", OwnEntry.Columns, rows.Select(r => r.Cells).ToAsyncEnumerable());
    }

    private static async Task<IResult> OwnJsonAsync(
        HttpContext http,
        OwnEntries own,
        Actor actor
    ) => Answer(http, await own.RunAsync(actor, http.RequestAborted));

    private static async Task<CsvResult> CsvAsync(
        HttpContext http,
        string call,
        FindEntry find,
        EntryList list,
        Actor actor
    )
    {
        var found = await find.CallAsync(call, http.RequestAborted);
        EntryPermissions.MaySeeList(actor, found).Permit();
        return Csv(
            http,
            list,
            list.Find(found, EntryFilter.Read(http.Request.Query)),
            $"{call}-entries.csv"
        );
    }

    private static async Task<IResult> JsonAsync(
        HttpContext http,
        string call,
        FindEntry find,
        EntryList list,
        Actor actor
    )
    {
        var found = await find.CallAsync(call, http.RequestAborted);
        EntryPermissions.MaySeeList(actor, found).Permit();
        var filter = EntryFilter.Read(http.Request.Query);
        return await PageAsync(http, list, list.Find(found, filter), filter.Page);
    }

    private static CsvResult IdeasCsv(HttpContext http, EntryList list) =>
        Csv(
            http,
            list,
            list.FindPublic(null, EntryFilter.Read(http.Request.Query, isPublic: true)),
            "ideas.csv"
        );

    private static Task<IResult> IdeasJsonAsync(HttpContext http, EntryList list)
    {
        var filter = EntryFilter.Read(http.Request.Query, isPublic: true);
        return PageAsync(http, list, list.FindPublic(null, filter), filter.Page);
    }

    private static async Task<CsvResult> CallIdeasCsvAsync(
        HttpContext http,
        string call,
        FindEntry find,
        EntryList list
    ) =>
        Csv(
            http,
            list,
            list.FindPublic(
                await find.CallAsync(call, http.RequestAborted),
                EntryFilter.Read(http.Request.Query, isPublic: true)
            ),
            $"{call}-ideas.csv"
        );

    private static async Task<IResult> CallIdeasJsonAsync(
        HttpContext http,
        string call,
        FindEntry find,
        EntryList list
    )
    {
        var filter = EntryFilter.Read(http.Request.Query, isPublic: true);
        var found = await find.CallAsync(call, http.RequestAborted);
        return await PageAsync(http, list, list.FindPublic(found, filter), filter.Page);
    }

    private static async Task<IResult> SimilarAsync(
        HttpContext http,
        string call,
        string? q,
        long? except,
        FindEntry find,
        SimilarEntries similar
    )
    {
        var found = await find.CallAsync(call, http.RequestAborted);
        return found.Kind.Entries == Secrecy.Public
            ? Answer(http, await similar.ToAsync(found, q ?? "", except, http.RequestAborted))
            : Problems.NotFound("page");
    }

    // Sent to be kept, never to be shown within the site: what somebody brought is not the site's own.
    private static async Task<IResult> FileAsync(
        HttpContext http,
        string call,
        long number,
        int version,
        Id<Questionnaires.Evidence> file,
        FindEntry find,
        ReadEntry read,
        ReceiptCookie cookie,
        FileStore files,
        Actor actor
    )
    {
        var found = await find.RunAsync(call, number, http.RequestAborted);
        var entry = found.Entry;
        var kept = entry.Versions.FirstOrDefault(v =>
            v.Number == version
            && (
                entry.RightOf(actor) is not null
                || (entry.IsPublic && v == entry.Shown)
                || (entry.IsPublic && EntryPermissions.MayModerate(actor, found.Call).Allowed)
                || (!entry.IsPublic && v.Counts)
            )
        );
        if (kept is null || (!kept.IsOpen && entry.RightOf(actor) is null))
        {
            return Problems.NotFound("file");
        }
        var open = await read.OwnAsync(found, kept, cookie.Read(http, kept), http.RequestAborted);
        return open.Evidence.FirstOrDefault(e => e.Id == file) is { } evidence
            ? Results.Stream(evidence.Read(files), "application/octet-stream", evidence.Name)
            : Problems.NotFound("file");
    }

    private static CsvResult Csv(
        HttpContext http,
        EntryList list,
        IQueryable<Entry> found,
        string name
    ) => new(name, EntryRow.Columns, CellsAsync(list, found, http.RequestAborted));

    private static async IAsyncEnumerable<IReadOnlyList<string?>> CellsAsync(
        EntryList list,
        IQueryable<Entry> found,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        const int batch = 1000;
        for (var at = 0; ; at += batch)
        {
            var rows = await list.RowsAsync(found.Skip(at).Take(batch), cancellation);
            foreach (var row in rows)
            {
                yield return row.Cells;
            }
            if (rows.Count < batch)
            {
                yield break;
            }
        }
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        EntryList list,
        IQueryable<Entry> found,
        int page
    )
    {
        var total = await found.CountAsync(http.RequestAborted);
        var rows = await list.RowsAsync(
            found.Skip((page - 1) * EntryList.PageSize).Take(EntryList.PageSize),
            http.RequestAborted
        );
        var next =
            page * EntryList.PageSize < total
                ? ListAddress.With(http.Request, ("page", $"{page + 1}"))
                : null;
        http.HasNext(next);
        return Answer(http, new EntryAnswer(total, page, EntryList.PageSize, next, rows));
    }

    private static IResult Answer<T>(HttpContext http, T answer)
    {
        http.VariesByReader();
        return http.Json(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web));
    }
}
