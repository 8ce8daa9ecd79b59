using Tandem.Formats.Documents;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Http;

namespace Tandem.Collaborations.Workspaces;

/// <summary>The requirement set to take away: as it stands with everybody's marks, and each version as a document.</summary>
internal static class RequirementRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/collaborations/{reference}/requirements.csv", SetAsync)
            .ExcludeFromDescription();
        const string version = "/collaborations/{reference}/requirements/versions/{number:int}";
        app.MapGet(version + ".csv", VersionCsvAsync).ExcludeFromDescription();
        app.MapGet(
                version + ".docx",
                (HttpContext http, string reference, int number, Db db, Actor actor) =>
                    DocumentAsync(
                        http,
                        reference,
                        number,
                        db,
                        actor,
                        "docx",
                        DocxWriter.MediaType,
                        DocxWriter.Write
                    )
            )
            .ExcludeFromDescription();
        app.MapGet(
                version + ".odt",
                (HttpContext http, string reference, int number, Db db, Actor actor) =>
                    DocumentAsync(
                        http,
                        reference,
                        number,
                        db,
                        actor,
                        "odt",
                        OdtWriter.MediaType,
                        OdtWriter.Write
                    )
            )
            .ExcludeFromDescription();
    }

    private static async Task<IResult> SetAsync(
        HttpContext http,
        string reference,
        Db db,
        Actor actor
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, http.RequestAborted);
        var set = await RequirementSet.ReadAsync(db, collaboration, http.RequestAborted);
        var members = (
            await db.OrganisationsAsync(
                collaboration.Current.Select(m => m.OrganisationId),
                http.RequestAborted
            )
        )
            .Values.OrderBy(o => o.Name, StringComparer.Ordinal)
            .ToList();
        return new CsvResult(
            $"{collaboration.Reference}-requirements.csv",
            [
                "Number",
                "Section",
                "Reference",
                "Requirement",
                "Why",
                "Proposed",
                "Differs",
                .. members.SelectMany(m => new[] { m.Name, $"{m.Name}: comment" }),
            ],
            set.Lines.Select(l =>
                    (IReadOnlyList<string?>)
                        [
                            l.Requirement.Number.ToString(Words.Culture),
                            l.Requirement.Section,
                            l.Requirement.Reference,
                            l.Requirement.Text,
                            l.Requirement.Why,
                            l.Requirement.Proposed is { } proposed
                                ? RequirementWording.Level(proposed)
                                : "",
                            l.Differs ? "yes" : "no",
                            .. members.SelectMany(m =>
                                l.Marks.FirstOrDefault(x => x.OrganisationId == m.Id) is { } mark
                                    ? new[] { RequirementWording.Level(mark.Level), mark.Comment }
                                    : ["", ""]
                            ),
                        ]
                )
                .ToAsyncEnumerable()
        );
    }

    private static async Task<IResult> VersionCsvAsync(
        HttpContext http,
        string reference,
        int number,
        Db db,
        Actor actor
    )
    {
        var agreed = await AgreedSet.ReadAsync(db, actor, reference, number, http.RequestAborted);
        return new CsvResult(
            $"{agreed.FileName}.csv",
            ["Number", "Section", "Reference", "Requirement", "Level", "Why", "Marked otherwise"],
            agreed
                .Lines.Select(l =>
                    (IReadOnlyList<string?>)
                        [
                            l.Number.ToString(Words.Culture),
                            l.Section,
                            l.Reference,
                            l.Text,
                            RequirementWording.Level(l.Level),
                            l.Why,
                            l.Differing,
                        ]
                )
                .ToAsyncEnumerable()
        );
    }

    private static async Task<IResult> DocumentAsync(
        HttpContext http,
        string reference,
        int number,
        Db db,
        Actor actor,
        string ending,
        string type,
        Action<Stream, TextDocument> write
    )
    {
        var agreed = await AgreedSet.ReadAsync(db, actor, reference, number, http.RequestAborted);
        var held = new MemoryStream();
        write(held, agreed.Document());
        held.Position = 0;
        return Results.File(held, type, $"{agreed.FileName}.{ending}");
    }
}
