using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web.Http;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A list of collaborations as data.</summary>
public sealed record CollaborationAnswer(int Total, IReadOnlyList<CollaborationRecord> Results);

/// <summary>Collaborations, questions, documents and requirement sets as files: the same as their pages, for the same readers.</summary>
internal static class WorkspaceRoutes
{
    public static void Map(WebApplication app)
    {
        var open = app.MapGroup("").AllowAnonymous();
        var lists = open.MapGroup("").WithListVersion();
        lists.MapGet("/collaborations.csv", CsvAsync).ExcludeFromDescription();
        lists.MapGet("/collaborations.json", JsonAsync).ExcludeFromDescription();
        open.MapGet("/collaborations/{reference}.json", OneAsync).ExcludeFromDescription();
        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/collaborations", JsonAsync)
            .WithListVersion()
            .WithName("listCollaborations")
            .WithTags("Collaborations")
            .WithSummary("Who works on buying together, and what came of it")
            .WithDescription(
                "Takes the same query as /collaborations: q, state, organisation, mine and sort."
            )
            .Produces<CollaborationAnswer>();
        api.MapGet("/collaborations/{reference}", OneAsync)
            .WithName("getCollaboration")
            .WithTags("Collaborations")
            .WithSummary("The facts of one collaboration")
            .Produces<CollaborationRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        // What is inside needs somebody who has signed in; what they may see is decided there.
        app.MapGet("/interests.csv", InterestsAsync).ExcludeFromDescription();
        app.MapGet("/collaborations/{reference}/documents/{number:int}", DocumentAsync)
            .ExcludeFromDescription();
        RequirementRoutes.Map(app);
    }

    private static async Task<IResult> CsvAsync(
        HttpContext http,
        CollaborationList list,
        Actor actor
    )
    {
        var rows = await RowsAsync(http, list, actor);
        return new CsvResult(
            "collaborations.csv",
            CollaborationRecord.Columns,
            rows.Select(r => r.Cells).ToAsyncEnumerable()
        );
    }

    private static async Task<IResult> JsonAsync(
        HttpContext http,
        CollaborationList list,
        Actor actor
    )
    {
        var rows = await RowsAsync(http, list, actor);
        return Results.Json(new CollaborationAnswer(rows.Count, rows), RecordExport.Json);
    }

    private static async Task<IReadOnlyList<CollaborationRecord>> RowsAsync(
        HttpContext http,
        CollaborationList list,
        Actor actor
    ) =>
        await list.RecordsAsync(
            await list.Find(CollaborationFilter.Read(http.Request.Query), actor)
                .ToListAsync(http.RequestAborted),
            actor,
            http.RequestAborted
        );

    private static async Task<IResult> OneAsync(
        HttpContext http,
        string reference,
        Db db,
        CollaborationList list,
        Actor actor
    )
    {
        var number = Collaboration.NumberOf(reference) ?? 0;
        var found = await db.Set<Collaboration>()
            .AsNoTracking()
            .Include(c => c.Members)
            .VisibleTo(actor)
            .Where(c => c.Number == number)
            .ToListAsync(http.RequestAborted);
        return found.Count == 0
            ? Problems.NotFound("collaboration")
            : RecordRoutes.Answer(
                http,
                (await list.RecordsAsync(found, actor, http.RequestAborted))[0]
            );
    }

    private static async Task<IResult> InterestsAsync(
        HttpContext http,
        Db db,
        InterestList list,
        Actor actor
    )
    {
        var found = await list.RecordsAsync(
            await list.Find(InterestFilter.Read(http.Request.Query), actor)
                .ToListAsync(http.RequestAborted),
            db.Today(),
            http.RequestAborted
        );
        return new CsvResult(
            "questions.csv",
            InterestRecord.Columns,
            found
                .SelectMany(i =>
                    i.Asked.Select(a =>
                        (IReadOnlyList<string?>)
                            [
                                i.Reference,
                                i.Title,
                                i.By,
                                Iso(i.AskedOn),
                                a.Name,
                                Iso(a.DueOn),
                                a.State,
                                a.AnsweredOn is { } at ? Iso(at) : null,
                            ]
                    )
                )
                .ToAsyncEnumerable()
        );
    }

    /// <summary>Always as a download and as bytes of no known kind, so that no browser runs what somebody brought.</summary>
    private static async Task<IResult> DocumentAsync(
        HttpContext http,
        string reference,
        int number,
        Db db,
        FileStore files,
        Actor actor
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, http.RequestAborted);
        var document = await db.Set<CollaborationDocument>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                d =>
                    d.CollaborationId == collaboration.Id
                    && d.Number == number
                    && d.TakenAwayAt == null,
                http.RequestAborted
            );
        http.Response.Headers.CacheControl = "private, no-store";
        return document is null
            ? Problems.NotFound("document")
            : Results.File(
                files.Open(document.FileHash),
                "application/octet-stream",
                document.FileName
            );
    }

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
