using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web.Http;

namespace Tandem.Calls;

/// <summary>Calls as data: the API, and the list and pages as CSV and JSON.</summary>
internal static class CallRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        var lists = data.MapGroup("").WithListVersion();
        lists
            .MapGet("/calls.csv", RecordRoutes.CsvAsync<CallList, CallRow>)
            .ExcludeFromDescription();
        lists
            .MapGet("/calls.json", RecordRoutes.JsonAsync<CallList, CallRow>)
            .ExcludeFromDescription();
        data.MapGet("/calls/{reference}.json", OneAsync).ExcludeFromDescription();

        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/calls", RecordRoutes.PageAsync<CallList, CallRow>)
            .WithListVersion()
            .WithName("listCalls")
            .WithTags("Calls")
            .WithSummary("Published calls that fit, of those you may see")
            .WithDescription(
                "Takes the same query as /calls: q, state, kind, organisation, partnership, cpv, place, money, closes-from, closes-to, closes-within, published-from, published-to, value-from, value-to, sort and page. Without a state, what is open or opens soon."
            )
            .Produces<ApiList<CallRow>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/calls/{reference}", OneAsync)
            .WithName("getCall")
            .WithTags("Calls")
            .WithSummary("One call with its stages, terms of judging and addenda")
            .Produces<CallRow>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> OneAsync(
        HttpContext http,
        string reference,
        Db db,
        CallRows rows
    )
    {
        var (year, number) = Call.Parse(reference) ?? (0, 0);
        var found = await rows.OfAsync(
            db.Set<Call>().Where(c => c.Year == year && c.Number == number),
            http.RequestAborted
        );
        return found is [var (_, row)] ? RecordRoutes.Answer(http, row) : Problems.NotFound("call");
    }
}
