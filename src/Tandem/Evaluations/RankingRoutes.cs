using System.Globalization;
using System.Text.Json;
using Tandem.Evaluations.Files;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Evaluations;

/// <summary>Rankings for those who judge, and files they may open.</summary>
internal static class RankingRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/calls/{reference}/judging/{stage}/ranking.csv", RankingCsvAsync)
            .ExcludeFromDescription();
        app.MapGet("/calls/{reference}/judging/{stage}/ranking.json", RankingJsonAsync)
            .ExcludeFromDescription();
        app.MapGet("/calls/{reference}/judging/{stage}/{number:int}/files/{file:guid}", FileAsync)
            .ExcludeFromDescription();
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

    // Sent to be kept, never to be shown within the site: what somebody brought is not the site's own.
    private static async Task<IResult> FileAsync(
        HttpContext http,
        string reference,
        string stage,
        int number,
        Guid file,
        FindStage find,
        EntryFiles files,
        ReadFile read,
        Actor actor
    )
    {
        var judged = await find.RunAsync(reference, stage, http.RequestAborted);
        JudgingPermissions.MaySee(actor, judged.Call).Permit();
        var entry = judged.Entry(number);
        if (!judged.MayRead(entry.Id, actor.PersonId))
        {
            return Problems.NotFound("file");
        }
        var found = await files.OneAsync(judged, entry, file, http.RequestAborted);
        return found.IsReleased
            ? Results.File(
                await read.PlainAsync(judged, found, http.RequestAborted),
                "application/octet-stream",
                found.Name
            )
            : Problems.NotFound("file");
    }

    private static IEnumerable<IReadOnlyList<string?>> Rows(JudgedStage judged, Actor actor) =>
        judged.Ranking.Select(r =>
        {
            var entry = judged.Entry(r.Fact.Id);
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
}
