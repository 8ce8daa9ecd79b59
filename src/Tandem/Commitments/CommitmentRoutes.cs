using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Commitments;

/// <summary>One page of promises as data.</summary>
/// <param name="Total">How many fit in all.</param>
/// <param name="Next">Address of the next page, where there is one.</param>
/// <param name="Figures">What became of those that fit, whatever their status.</param>
public sealed record CommitmentAnswer(
    int Total,
    int Page,
    int PageSize,
    string? Next,
    CommitmentFigures Figures,
    IReadOnlyList<CommitmentRow> Results
);

/// <summary>One act in the history of a promise, as data.</summary>
public sealed record CommitmentStepRecord(
    string Act,
    DateTime At,
    string By,
    string? Words,
    string? TextBefore,
    DateOnly? DueBefore
);

/// <summary>A promise with its history, as data.</summary>
public sealed record CommitmentDetail(
    CommitmentRow Commitment,
    IReadOnlyList<CommitmentStepRecord> History
);

/// <summary>Promises as data, and the files that are their evidence.</summary>
internal static class CommitmentRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        data.MapGet("/commitments.csv", Csv).ExcludeFromDescription();
        data.MapGet("/commitments.json", ListAsync).ExcludeFromDescription();
        data.MapGet("/organisations/{slug}/commitments.csv", Csv).ExcludeFromDescription();
        data.MapGet("/organisations/{slug}/commitments.json", ListAsync).ExcludeFromDescription();
        data.MapGet("/commitments/{reference}.json", OneAsync).ExcludeFromDescription();
        data.MapGet("/commitments/{reference}/evidence/{id:guid}", EvidenceAsync)
            .ExcludeFromDescription();
        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/commitments", ListAsync)
            .WithName("listCommitments")
            .WithTags("Commitments")
            .WithSummary("What organisations have promised, and what became of it")
            .WithDescription(
                "Takes the same query as /commitments: q, organisation, status (open, changed, overdue, soon, ahead, moved, kept, in-time, later, not-kept), year, sort and page."
            )
            .Produces<CommitmentAnswer>();
        api.MapGet("/commitments/{reference}", OneAsync)
            .WithName("getCommitment")
            .WithTags("Commitments")
            .WithSummary("One promise with its history")
            .Produces<CommitmentDetail>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static CsvResult Csv(HttpContext http, CommitmentList list) =>
        new(
            "commitments.csv",
            CommitmentRow.Columns,
            ListCells.OfAsync(
                list.Find(Asked(http)),
                list.RowsAsync,
                r => r.Cells,
                http.RequestAborted
            )
        );

    /// <summary>What is asked for, of everybody or of the organisation in the path.</summary>
    private static CommitmentFilter Asked(HttpContext http) =>
        CommitmentFilter.Read(http.Request.Query, http.GetRouteValue("slug") as string);

    private static async Task<IResult> ListAsync(HttpContext http, CommitmentList list)
    {
        var filter = Asked(http);
        var found = list.Find(filter);
        var total = await found.CountAsync(http.RequestAborted);
        var rows = await list.RowsAsync(
            found.Skip((filter.Page - 1) * CommitmentList.PageSize).Take(CommitmentList.PageSize),
            http.RequestAborted
        );
        var next =
            filter.Page * CommitmentList.PageSize < total
                ? ListAddress.With(http.Request, ("page", $"{filter.Page + 1}"))
                : null;
        http.HasNext(next);
        return Answer(
            http,
            new CommitmentAnswer(
                total,
                filter.Page,
                CommitmentList.PageSize,
                next,
                await list.FiguresAsync(filter, http.RequestAborted),
                rows
            )
        );
    }

    private static async Task<IResult> OneAsync(
        HttpContext http,
        string reference,
        FindCommitment find,
        CommitmentList list,
        Db db
    )
    {
        var promise = await find.RunAsync(reference, http.RequestAborted);
        var rows = await list.RowsAsync(
            db.Set<Commitment>().Where(c => c.Id == promise.Id),
            http.RequestAborted
        );
        return Answer(
            http,
            new CommitmentDetail(
                rows[0],
                promise.IsTakenDown
                    ? []
                    :
                    [
                        .. promise.Steps.Select(s => new CommitmentStepRecord(
                            s.Act.ToString(),
                            s.At,
                            s.ByName,
                            s.Words,
                            s.TextBefore,
                            s.DueBefore
                        )),
                    ]
            )
        );
    }

    // Sent to be kept, never to be shown within the site: what somebody brought is not the site's own.
    private static async Task<IResult> EvidenceAsync(
        HttpContext http,
        string reference,
        Id<CommitmentEvidence> id,
        FindCommitment find,
        FileStore files,
        Db db
    )
    {
        var promise = await find.RunAsync(reference, http.RequestAborted);
        var evidence = await db.Set<CommitmentEvidence>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                e => e.Id == id && e.CommitmentId == promise.Id && e.RemovedAt == null,
                http.RequestAborted
            );
        return evidence?.FileHash is { } hash && !promise.IsTakenDown
            ? Results.Stream(files.Open(hash), "application/octet-stream", evidence.FileName)
            : Problems.NotFound("file");
    }

    private static IResult Answer<T>(HttpContext http, T answer)
    {
        http.VariesByReader();
        return http.Json(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web));
    }
}
