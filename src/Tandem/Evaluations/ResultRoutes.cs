using System.Globalization;
using System.Text.Json;
using Tandem.Calls;
using Tandem.Web.Http;

namespace Tandem.Evaluations;

/// <summary>The result of a call as data: what everybody who may know of the call may know.</summary>
/// <param name="Learnt">Where nothing is judged: what was learnt and what comes next; Markdown.</param>
/// <param name="Stages">Those that are decided and told, the last first.</param>
public sealed record CallResultData(
    string Call,
    string Title,
    string? Learnt,
    IReadOnlyList<StageResultData> Stages
);

/// <summary>The result of one stage.</summary>
public sealed record StageResultData(
    string Stage,
    string Title,
    DateTime ToldAt,
    string Words,
    string? NoneReason,
    string? DepartsReason,
    DateOnly? StandstillFrom,
    DateOnly? StandstillTo,
    IReadOnlyList<ChosenData> Chosen,
    ResultFigures Figures
);

/// <summary>A chosen entry.</summary>
/// <param name="Outcome">winner, selected, qualified or progressed.</param>
/// <param name="Prize">Title of the prize it won, where the call had prizes.</param>
/// <param name="Won">In how many comparisons it was preferred, where entries were compared two by two.</param>
/// <param name="Compared">In how many comparisons it stood.</param>
public sealed record ChosenData(
    string Entry,
    string Title,
    string Entrant,
    string Outcome,
    string Reason,
    decimal? Amount,
    string? Currency,
    int? Place,
    decimal? Total,
    string? Prize,
    int? Won,
    int? Compared
);

/// <summary>Results for everybody, as files and through the interface.</summary>
internal static class ResultRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        data.MapGet("/calls/{reference}/results.json", ResultsAsync).ExcludeFromDescription();
        data.MapGet("/calls/{reference}/results.csv", ResultsCsvAsync).ExcludeFromDescription();
        data.MapGet("/calls/{reference}/360giving.json", GrantsAsync).ExcludeFromDescription();
        app.MapGroup("/api")
            .AllowAnonymous()
            .MapGet("/calls/{reference}/results", ResultsAsync)
            .WithName("getCallResults")
            .WithTags("Calls")
            .WithSummary("What was decided of a call: who was chosen and why, with figures")
            .Produces<CallResultData>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<(Call Call, CallResultData? Data)> DataAsync(
        string reference,
        FindStage find,
        PublicResults results,
        CancellationToken cancellation
    )
    {
        var call = await find.CallAsync(reference, cancellation);
        var stages = await results.OfAsync(call, cancellation);
        return (
            call,
            stages.Count == 0 && call.Learnt is null
                ? null
                : new(
                    call.Reference,
                    call.Title,
                    call.Learnt,
                    [
                        .. stages.Select(s => new StageResultData(
                            s.StageCode,
                            s.Stage,
                            s.ToldAt,
                            s.Words,
                            s.NoneReason,
                            s.DepartsReason,
                            s.StandstillFrom,
                            s.StandstillTo,
                            [
                                .. s.Chosen.Select(c => new ChosenData(
                                    c.Reference,
                                    c.Title,
                                    c.Entrant,
                                    c.Outcome.ToString().ToLowerInvariant(),
                                    c.Reason,
                                    c.AmountMinor / 100m,
                                    c.AmountMinor is null ? null : c.Currency,
                                    c.Place,
                                    c.Total,
                                    c.Prize,
                                    c.Pairs?.Won,
                                    c.Pairs?.Compared
                                )),
                            ],
                            s.Figures
                        )),
                    ]
                )
        );
    }

    private static async Task<IResult> ResultsAsync(
        HttpContext http,
        string reference,
        FindStage find,
        PublicResults results
    )
    {
        var (_, data) = await DataAsync(reference, find, results, http.RequestAborted);
        http.VariesByReader();
        return data is null
            ? Problems.NotFound("result")
            : http.Json(JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions.Web));
    }

    private static async Task<IResult> ResultsCsvAsync(
        HttpContext http,
        string reference,
        FindStage find,
        PublicResults results
    )
    {
        var (call, data) = await DataAsync(reference, find, results, http.RequestAborted);
        http.VariesByReader();
        return data is null
            ? Problems.NotFound("result")
            : new CsvResult(
                $"{call.Reference}-results.csv",
                [
                    "stage",
                    "entry",
                    "title",
                    "entrant",
                    "outcome",
                    "reason",
                    "amount",
                    "currency",
                    "place",
                    "total",
                    "prize",
                    "won",
                    "compared",
                ],
                data.Stages.SelectMany(s =>
                        s.Chosen.Select(c =>
                            (IReadOnlyList<string?>)
                                [
                                    s.Stage,
                                    c.Entry,
                                    c.Title,
                                    c.Entrant,
                                    c.Outcome,
                                    c.Reason,
                                    Number(c.Amount),
                                    c.Currency,
                                    c.Place?.ToString(CultureInfo.InvariantCulture),
                                    Number(c.Total),
                                    c.Prize,
                                    Number(c.Won),
                                    Number(c.Compared),
                                ]
                        )
                    )
                    .ToAsyncEnumerable()
            );
    }

    private static async Task<IResult> GrantsAsync(
        HttpContext http,
        string reference,
        FindStage find,
        PublishedGrants grants
    )
    {
        var call = await find.CallAsync(reference, http.RequestAborted);
        var package = await grants.OfAsync(call, http.RequestAborted);
        http.VariesByReader();
        return package is null
            ? Problems.NotFound("file of grants")
            : http.Json(JsonSerializer.SerializeToUtf8Bytes(package, PublishedGrants.Json));
    }

    private static string? Number(decimal? number) =>
        number?.ToString("0.####", CultureInfo.InvariantCulture);
}
