using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Questionnaires;

/// <summary>One page of responses as data.</summary>
/// <param name="Total">How many fit in all.</param>
/// <param name="Next">Address of the next page, where there is one.</param>
public sealed record ResponseAnswer(
    int Total,
    int Page,
    int PageSize,
    string? Next,
    IReadOnlyList<ResponseRow> Results
);

/// <summary>One response as data.</summary>
/// <param name="Answers">By code of the question: true or false, a number, text, a day, a list of codes, or a list of rows.</param>
/// <param name="Kept">Answers whose questions the version does not have.</param>
/// <param name="Results">What each rule comes to, by its code; null is not known.</param>
public sealed record ResponseDetail(
    ResponseRow Response,
    JsonObject Answers,
    JsonObject Kept,
    JsonObject Results
);

/// <summary>Responses as data, their files, and their rows as tables.</summary>
internal static class ResponseRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/responses.csv", Csv).ExcludeFromDescription();
        app.MapGet("/responses.json", ListAsync).ExcludeFromDescription();
        app.MapGet("/responses/{id:guid}.json", OneAsync).ExcludeFromDescription();
        app.MapGet("/responses/{id:guid}/rows/{code}.csv", RowsAsync).ExcludeFromDescription();
        app.MapGet("/responses/{id:guid}/evidence/{file:guid}", EvidenceAsync)
            .ExcludeFromDescription();
        app.MapGet("/question-sets/{name}/{version}/report.json", ReportAsync)
            .ExcludeFromDescription();
        var api = app.MapGroup("/api");
        api.MapGet("/responses", ListAsync)
            .WithName("listResponses")
            .WithTags("Question sets")
            .WithSummary("Responses to question sets that the reader may see")
            .WithDescription("Takes the same query as /responses: q, set, state, sort and page.")
            .Produces<ResponseAnswer>();
        api.MapGet("/responses/{id:guid}", OneAsync)
            .WithName("getResponse")
            .WithTags("Question sets")
            .WithSummary("One response with its answers and what follows from them")
            .Produces<ResponseDetail>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static CsvResult Csv(HttpContext http, ResponseList list) =>
        new(
            "responses.csv",
            ResponseRow.Columns,
            ListCells.OfAsync(
                list.Find(ResponseFilter.Read(http.Request.Query)),
                list.RowsAsync,
                r => r.Cells,
                http.RequestAborted
            )
        );

    private static async Task<IResult> ListAsync(HttpContext http, ResponseList list)
    {
        var filter = ResponseFilter.Read(http.Request.Query);
        var found = list.Find(filter);
        var total = await found.CountAsync(http.RequestAborted);
        var rows = await list.RowsAsync(
            found.Skip((filter.Page - 1) * ResponseList.PageSize).Take(ResponseList.PageSize),
            http.RequestAborted
        );
        var next =
            filter.Page * ResponseList.PageSize < total
                ? ListAddress.With(http.Request, ("page", $"{filter.Page + 1}"))
                : null;
        http.HasNext(next);
        return Answer(
            http,
            new ResponseAnswer(total, filter.Page, ResponseList.PageSize, next, rows)
        );
    }

    private static async Task<IResult> OneAsync(
        HttpContext http,
        Id<Response> id,
        FindResponse find,
        ResponseList list,
        Db db
    )
    {
        var open = await find.RunAsync(id, http.RequestAborted);
        var rows = await list.RowsAsync(
            db.Set<Response>().AsNoTracking().Where(r => r.Id == id),
            http.RequestAborted
        );
        return Answer(
            http,
            new ResponseDetail(
                rows[0],
                new(
                    open.Set.Questions.Where(open.Sheet.IsAsked)
                        .Select(q =>
                            KeyValuePair.Create(q.Code, AnswerJson.Node(open.Sheet.Given(q.Code)))
                        )
                ),
                new(
                    open.Kept.Select(a => KeyValuePair.Create(a.Question, JsonNode.Parse(a.Plain)))
                ),
                new(
                    open.Sheet.Results.Select(r =>
                        KeyValuePair.Create(r.Rule.Code, AnswerJson.Node(r.Value))
                    )
                )
            )
        );
    }

    private static async Task<IResult> ReportAsync(
        HttpContext http,
        string name,
        string version,
        VisibleQuestionSets visible,
        ResponseReport report
    ) =>
        Answer(
            http,
            await report.RunAsync(
                await visible.FindAsync(name, version, http.RequestAborted),
                http.RequestAborted
            )
        );

    private static async Task<IResult> RowsAsync(
        HttpContext http,
        Id<Response> id,
        string code,
        FindResponse find
    )
    {
        var open = await find.RunAsync(id, http.RequestAborted);
        if (open.Set.Find(code) is not { Kind: QuestionKind.Rows } question)
        {
            return Problems.NotFound("table");
        }
        var rows =
            open.Sheet.Given(code) is Value.Rows kept && http.Request.Query["empty"] != "true"
                ? kept.Items
                : [];
        return new CsvResult(
            code + ".csv",
            [.. question.Columns.Select(c => c.Text)],
            rows.Select(row =>
                    (IReadOnlyList<string?>)
                        [
                            .. question.Columns.Select(c =>
                                TypedAnswer.Spelt(row.GetValueOrDefault(c.Code))
                            ),
                        ]
                )
                .ToAsyncEnumerable()
        );
    }

    // Sent to be kept, never to be shown within the site: what somebody brought is not the site's own.
    private static async Task<IResult> EvidenceAsync(
        HttpContext http,
        Id<Response> id,
        Id<Evidence> file,
        FindResponse find,
        FileStore files
    )
    {
        var open = await find.RunAsync(id, http.RequestAborted);
        return open.Evidence.FirstOrDefault(e => e.Id == file) is { } evidence
            ? Results.Stream(evidence.Read(files), "application/octet-stream", evidence.Name)
            : Problems.NotFound("file");
    }

    private static IResult Answer<T>(HttpContext http, T answer)
    {
        http.VariesByReader();
        return http.Json(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web));
    }
}
