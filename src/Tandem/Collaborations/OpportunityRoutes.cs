using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Collaborations;

/// <summary>A list of opportunities as data.</summary>
public sealed record OpportunityAnswer(int Total, IReadOnlyList<OpportunityRecord> Results);

/// <summary>Opportunities as data: the list exactly as it is shown, all pages of it, and one with all its parts.</summary>
internal static class OpportunityRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        var lists = data.MapGroup("").WithListVersion();
        lists.MapGet("/opportunities.csv", CsvAsync).ExcludeFromDescription();
        lists.MapGet("/opportunities.json", JsonAsync).ExcludeFromDescription();
        data.MapGet("/opportunities/{key}.json", OneAsync).ExcludeFromDescription();
        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/opportunities", PageAsync)
            .WithListVersion()
            .WithName("listOpportunities")
            .WithTags("Opportunities")
            .WithSummary("Who could buy together")
            .WithDescription(
                "Takes the same query as /opportunities: q, authority, partnership, category, from, to, strength, aside, sort and page."
            )
            .Produces<ApiList<OpportunityRecord>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/opportunities/{key}", OneAsync)
            .WithName("getOpportunity")
            .WithTags("Opportunities")
            .WithSummary("One opportunity with its reasons, its purchases and who is missing")
            .Produces<OpportunityRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CsvAsync(HttpContext http, OpportunityList list)
    {
        var filter = OpportunityFilter.Read(http.Request.Query);
        return Wrong(filter)
            ?? new CsvResult(
                "opportunities.csv",
                OpportunityRecord.Columns,
                RowsAsync(await list.FindAsync(filter, http.RequestAborted), http.RequestAborted)
            );
    }

    private static async Task<IResult> JsonAsync(HttpContext http, OpportunityList list)
    {
        var filter = OpportunityFilter.Read(http.Request.Query);
        if (Wrong(filter) is { } wrong)
        {
            return wrong;
        }
        var found = await (await list.FindAsync(filter, http.RequestAborted)).ToListAsync(
            http.RequestAborted
        );
        return Results.Json(
            new OpportunityAnswer(
                found.Count,
                [.. found.Select(f => OpportunityRecord.Of(f.Found()))]
            ),
            RecordExport.Json
        );
    }

    private static async Task<IResult> PageAsync(HttpContext http, OpportunityList list)
    {
        var filter = OpportunityFilter.Read(http.Request.Query);
        if (Wrong(filter) is { } wrong)
        {
            return wrong;
        }
        var (total, rows) = await list.PageAsync(filter, http.RequestAborted);
        var next =
            (long)filter.Page * OpportunityList.PageSize < total
                ? ListAddress.With(
                    http.Request,
                    ("page", (filter.Page + 1).ToString(CultureInfo.InvariantCulture))
                )
                : null;
        http.HasNext(next);
        return Results.Json(
            new ApiList<OpportunityRecord>(
                total,
                filter.Page,
                OpportunityList.PageSize,
                next,
                null,
                [.. rows.Select(r => OpportunityRecord.Of(r.Found()))]
            ),
            RecordExport.Json
        );
    }

    private static async Task<IResult> OneAsync(HttpContext http, string key, Db db)
    {
        var kept = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Shown(db)
            .SingleOrDefaultAsync(o => o.Key == key, http.RequestAborted);
        return kept is null
            ? Problems.NotFound("opportunity")
            : RecordRoutes.Answer(http, OpportunityRecord.Of(kept.Found()));
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(
        IQueryable<KeptOpportunity> found,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var one in found.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            yield return OpportunityRecord.Of(one.Found()).Cells;
        }
    }

    private static IResult? Wrong(OpportunityFilter filter) =>
        filter.Problems.Count == 0
            ? null
            : Results.ValidationProblem(
                filter
                    .Problems.GroupBy(p => p.Field)
                    .ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray()),
                statusCode: StatusCodes.Status400BadRequest,
                title: "The address asks for something that cannot be understood"
            );
}
