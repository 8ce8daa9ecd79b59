using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web.Http;

namespace Tandem.Pipeline;

/// <summary>Pipeline items as data: the API, and the list and pages as CSV and JSON.</summary>
internal static class PipelineRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        var lists = data.MapGroup("").WithListVersion();
        lists
            .MapGet("/pipeline.csv", RecordRoutes.CsvAsync<PipelineList, PipelineRow>)
            .ExcludeFromDescription();
        lists
            .MapGet("/pipeline.json", RecordRoutes.JsonAsync<PipelineList, PipelineRow>)
            .ExcludeFromDescription();
        data.MapGet("/pipeline/{reference}.json", ItemAsync).ExcludeFromDescription();
        app.MapGet("/pipeline/hints", HintsAsync).ExcludeFromDescription();

        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/pipeline", RecordRoutes.PageAsync<PipelineList, PipelineRow>)
            .WithListVersion()
            .WithName("listPipelineItems")
            .WithTags("Pipeline")
            .WithSummary("Pipeline items that fit, of those you may see")
            .WithDescription(
                "Takes the same query as /pipeline: q, cpv, organisation, partnership, place, kind, confidence, phase, willingness, state, stale, publish-from, publish-to, publish-within, starts-from, starts-to, starts-within, replaces-from, replaces-to, replaces-within, value-from, value-to, sort and page. Without a state, what is on the pipeline now."
            )
            .Produces<ApiList<PipelineRow>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/pipeline/{reference}", ItemAsync)
            .WithName("getPipelineItem")
            .WithTags("Pipeline")
            .WithSummary("One pipeline item")
            .Produces<PipelineRow>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>For the form, while somebody types: what may be the same, and the likely category. Never more than is shown without a script.</summary>
    private static async Task<IResult> HintsAsync(
        HttpContext http,
        SuggestForItem suggest,
        string? title,
        string? text,
        string? codes,
        string? except
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            await suggest.RunAsync(
                Short(title, 300),
                Short(text, 2_000),
                Short(codes, 100),
                "",
                except,
                http.RequestAborted
            ),
            RecordExport.Json
        );
    }

    private static string Short(string? text, int most) =>
        text is null ? "" : text[..Math.Min(text.Length, most)];

    private static async Task<IResult> ItemAsync(
        HttpContext http,
        string reference,
        Db db,
        PipelineRows rows
    )
    {
        var number = PipelineItem.NumberOf(reference);
        var found = await rows.OfAsync(db.Set<PipelineItem>().Where(i => i.Number == number));
        return found is [var (_, row)]
            ? RecordRoutes.Answer(http, row)
            : Problems.NotFound("pipeline item");
    }
}
