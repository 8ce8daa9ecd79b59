using System.Text.Json;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Kernel.Search;
using Tandem.Web.Http;

namespace Tandem.Market;

/// <summary>One page of a list, as the API gives it.</summary>
/// <param name="Total">How many fit in all.</param>
/// <param name="Page">The page given, from 1.</param>
/// <param name="PageSize">Records on a page.</param>
/// <param name="Next">Address of the next page, where there is one.</param>
/// <param name="Suggestion">The words with the nearest known spelling, where nothing fits.</param>
public sealed record ApiList<T>(
    int Total,
    int Page,
    int PageSize,
    string? Next,
    string? Suggestion,
    IReadOnlyList<T> Results
);

/// <summary>Notices and contracts as data: the API, and the lists and pages as CSV and JSON.</summary>
internal static class RecordRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        var lists = data.MapGroup("").WithListVersion();
        lists.MapGet("/notices.csv", CsvAsync<NoticeList, NoticeRow>).ExcludeFromDescription();
        lists.MapGet("/notices.json", JsonAsync<NoticeList, NoticeRow>).ExcludeFromDescription();
        lists
            .MapGet("/contracts.csv", CsvAsync<ContractList, ContractRow>)
            .ExcludeFromDescription();
        lists
            .MapGet("/contracts.json", JsonAsync<ContractList, ContractRow>)
            .ExcludeFromDescription();
        data.MapGet("/notices/{reference}.json", NoticeAsync).ExcludeFromDescription();
        data.MapGet("/contracts/{reference}.json", ContractAsync).ExcludeFromDescription();

        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/notices", PageAsync<NoticeList, NoticeRow>)
            .WithListVersion()
            .WithName("listNotices")
            .WithTags("Notices")
            .WithSummary("Notices that fit")
            .WithDescription(
                "Takes the same query as /notices: q, buyer, supplier, cpv, place, stage, status, category, sme, published-from, published-to, deadline-from, deadline-to, starts-from, starts-to, starts-within, ends-from, ends-to, ends-within, value-from, value-to, sort and page."
            )
            .Produces<ApiList<NoticeRow>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/notices/{reference}", NoticeAsync)
            .WithName("getNotice")
            .WithTags("Notices")
            .WithSummary("One notice with its contracts, releases and the origin of its facts")
            .Produces<NoticeDetail>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/contracts", PageAsync<ContractList, ContractRow>)
            .WithListVersion()
            .WithName("listContracts")
            .WithTags("Contracts")
            .WithSummary("Contracts that fit, of those you may see")
            .WithDescription(
                "Takes the same query as /contracts: q, buyer, supplier, cpv, place, status, source, starts-from, starts-to, starts-within, ends-from, ends-to, ends-within, value-from, value-to, sort and page."
            )
            .Produces<ApiList<ContractRow>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/contracts/{reference}", ContractAsync)
            .WithName("getContract")
            .WithTags("Contracts")
            .WithSummary("One contract")
            .Produces<ContractDetail>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>A whole list as CSV.</summary>
    internal static async Task<IResult> CsvAsync<TList, TRow>(HttpContext http, TList list)
        where TList : RecordList<TRow>
    {
        var request = list.Read(http.Request.Query);
        if (Wrong(request) is { } wrong)
        {
            return wrong;
        }
        var found = await list.FindAsync(request.ToSearch(0, int.MaxValue), http.RequestAborted);
        await RecordExport.WriteCsvAsync(
            http.Response,
            request.Shape.Path[1..].Replace('/', '-') + ".csv",
            list.Columns,
            list.AllRowsAsync(found.Hits)
        );
        return Results.Empty;
    }

    /// <summary>A whole list as JSON.</summary>
    internal static async Task<IResult> JsonAsync<TList, TRow>(HttpContext http, TList list)
        where TList : RecordList<TRow>
    {
        var request = list.Read(http.Request.Query);
        if (Wrong(request) is { } wrong)
        {
            return wrong;
        }
        var found = await list.FindAsync(request.ToSearch(0, int.MaxValue), http.RequestAborted);
        await RecordExport.WriteJsonAsync(
            http.Response,
            found.Total,
            list.AllRowsAsync(found.Hits)
        );
        return Results.Empty;
    }

    /// <summary>One page of a list.</summary>
    internal static async Task<IResult> PageAsync<TList, TRow>(HttpContext http, TList list)
        where TList : RecordList<TRow>
    {
        var request = list.Read(http.Request.Query);
        if (Wrong(request) is { } wrong)
        {
            return wrong;
        }
        var found = await list.FindAsync(request.ToSearch(), http.RequestAborted);
        var page = Paged(http, request, found, await list.RowsAsync(found.Hits));
        http.HasNext(page.Next);
        return Results.Json(page, RecordExport.Json);
    }

    private static async Task<IResult> NoticeAsync(
        HttpContext http,
        string reference,
        RecordDetails details
    ) =>
        await details.NoticeAsync(reference, http.RequestAborted) is { } detail
            ? Answer(http, detail)
            : Problems.NotFound("notice");

    private static async Task<IResult> ContractAsync(
        HttpContext http,
        string reference,
        RecordDetails details
    ) =>
        await details.ContractAsync(reference, http.RequestAborted) is { } detail
            ? Answer(http, detail)
            : Problems.NotFound("contract");

    private static ApiList<T> Paged<T>(
        HttpContext http,
        ListRequest request,
        SearchResult found,
        IReadOnlyList<T> rows
    ) =>
        new(
            found.Total,
            request.Page,
            ListShape.PageSize,
            (long)request.Page * ListShape.PageSize < found.Total
                ? Tandem.Web.Lists.ListAddress.With(
                    http.Request,
                    (
                        "page",
                        (request.Page + 1).ToString(
                            System.Globalization.CultureInfo.InvariantCulture
                        )
                    )
                )
                : null,
            found.Suggestion,
            rows
        );

    private static IResult? Wrong(ListRequest request) =>
        request.Problems.Count == 0
            ? null
            : Results.ValidationProblem(
                request
                    .Problems.GroupBy(p => p.Field)
                    .ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray()),
                statusCode: StatusCodes.Status400BadRequest,
                title: "The address asks for something that cannot be understood"
            );

    /// <summary>An answer with its tag, made from the answer itself: whatever it was made of, the same answer is the same version.</summary>
    internal static IResult Answer<T>(HttpContext http, T answer)
    {
        http.VariesByReader();
        return http.Json(JsonSerializer.SerializeToUtf8Bytes(answer, RecordExport.Json));
    }
}
