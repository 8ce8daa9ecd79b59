using System.Globalization;
using System.Text.Json;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Evaluations;

/// <summary>The result of a call as data: what everybody who may know of the call may know.</summary>
/// <param name="Stages">Those that are decided and told, the last first.</param>
public sealed record CallResultData(
    string Call,
    string Title,
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
public sealed record ChosenData(
    string Entry,
    string Title,
    string Entrant,
    string Outcome,
    string Reason,
    decimal? Amount,
    string? Currency,
    int? Place,
    decimal? Total
);

/// <summary>Rankings for those who judge, and results for everybody, as files.</summary>
internal static class EvaluationRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/calls/{reference}/judging/{stage}/ranking.csv", RankingCsvAsync)
            .ExcludeFromDescription();
        app.MapGet("/calls/{reference}/judging/{stage}/ranking.json", RankingJsonAsync)
            .ExcludeFromDescription();
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

    private static async Task<IResult> RankingCsvAsync(
        HttpContext http,
        string reference,
        string stage,
        FindStage find,
        Actor actor
    )
    {
        var judged = await find.RunAsync(reference, stage, http.RequestAborted);
        JudgingPermissions.MaySee(actor, judged.Call).Permit();
        JudgingPermissions.MaySeeRanking(actor, judged).Permit();
        string[] columns =
        [
            "place",
            "entry",
            "title",
            "standing",
            .. judged.Terms.IsScored ? judged.Terms.Criteria.Select(c => c.Code) : [],
            "total",
            "of_100",
            "decided_by",
        ];
        return new CsvResult(
            $"{judged.Call.Reference}-{judged.Stage.Code}-ranking.csv",
            columns,
            Rows(judged, actor).ToAsyncEnumerable()
        );
    }

    private static IEnumerable<IReadOnlyList<string?>> Rows(JudgedStage judged, Actor actor) =>
        judged.Ranking.Select(r =>
        {
            var entry = judged.Entries.First(e => e.Id.Value == r.Fact.Id);
            var hidden = judged.HasInterest(entry.Id, actor.PersonId);
            return (IReadOnlyList<string?>)
                [
                    r.Place?.ToString(CultureInfo.InvariantCulture),
                    r.Fact.Reference,
                    hidden ? null : entry.Title,
                    r.Standing.ToString(),
                    .. judged.Terms.IsScored
                        ? judged.Terms.Criteria.Select(c =>
                            !hidden && r.Criteria.TryGetValue(c.Code, out var score)
                                ? Number(Math.Round(score, 4))
                                : null
                        )
                        : [],
                    hidden ? null : Number(r.Total),
                    hidden ? null : Number(r.Share),
                    r.DecidedBy,
                ];
        });

    private static string? Number(decimal? number) =>
        number?.ToString("0.####", CultureInfo.InvariantCulture);

    private static async Task<IResult> RankingJsonAsync(
        HttpContext http,
        string reference,
        string stage,
        FindStage find,
        Actor actor
    )
    {
        var judged = await find.RunAsync(reference, stage, http.RequestAborted);
        JudgingPermissions.MaySee(actor, judged.Call).Permit();
        JudgingPermissions.MaySeeRanking(actor, judged).Permit();
        http.VariesByReader();
        return http.Json(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    call = judged.Call.Reference,
                    stage = judged.Stage.Code,
                    terms = judged.Stage.InForce?.Sha256,
                    lotSeed = judged.LotSeed,
                    ranking = judged.Ranking.Select(r => new
                    {
                        entry = r.Fact.Reference,
                        id = r.Fact.Id,
                        r.Place,
                        standing = r.Standing.ToString(),
                        r.DecidedBy,
                        facts = judged.HasInterest(new(r.Fact.Id), actor.PersonId)
                            ? null
                            : new
                            {
                                r.Total,
                                r.Share,
                                r.Criteria,
                                r.Missing,
                                r.Below,
                            },
                    }),
                },
                JsonSerializerOptions.Web
            )
        );
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
            stages.Count == 0
                ? null
                : new(
                    call.Reference,
                    call.Title,
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
                                    c.Total
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
}
