using Tandem.Formats.Documents;
using Tandem.Formats.Ocds;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Releases;

/// <summary>Drafts of notices as files: to be worked on in a word processor, or read by a program.</summary>
internal static class NoticeRoutes
{
    public static void Map(WebApplication app)
    {
        var drafts = app.MapGroup("/pipeline/{reference}/notices").ExcludeFromDescription();
        drafts.MapGet("/{code}.docx", DocxAsync);
        drafts.MapGet("/{code}.odt", OdtAsync);
        drafts.MapGet("/{code}.json", JsonAsync);
    }

    private static Task<IResult> DocxAsync(
        HttpContext http,
        DraftNotice draft,
        string reference,
        string code
    ) => FileAsync(http, draft, reference, code, DocxWriter.MediaType, "docx", DocxWriter.Write);

    private static Task<IResult> OdtAsync(
        HttpContext http,
        DraftNotice draft,
        string reference,
        string code
    ) => FileAsync(http, draft, reference, code, OdtWriter.MediaType, "odt", OdtWriter.Write);

    private static async Task<IResult> FileAsync(
        HttpContext http,
        DraftNotice draft,
        string reference,
        string code,
        string mediaType,
        string ending,
        Action<Stream, TextDocument> write
    )
    {
        var found = await FindAsync(http, draft, reference, code);
        if (found.Notice is not { } notice)
        {
            return found.Refused!;
        }
        using var file = new MemoryStream();
        write(file, Document(notice));
        return Results.File(file.ToArray(), mediaType, $"{reference}-{code}.{ending}");
    }

    private static async Task<IResult> JsonAsync(
        HttpContext http,
        DraftNotice draft,
        ItemFacts ofItems,
        string reference,
        string code
    )
    {
        var found = await FindAsync(http, draft, reference, code);
        if (found.Notice is not { } notice)
        {
            return found.Refused!;
        }
        var facts = await ofItems.OfAsync(notice.Item, http.RequestAborted);
        var said = notice
            .Lines.Where(l => l.Typed is not null)
            .Select(l => $"{l.Field.Label}: {l.Typed}");
        http.VariesByReader();
        return http.Json(
            ReleaseWriter.Write(
                facts with
                {
                    Planning = facts.Planning! with
                    {
                        Documents =
                        [
                            new(
                                notice.Form.Code,
                                notice.Form.DocumentType,
                                notice.Form.Code,
                                string.Join('\n', said)
                            ),
                        ],
                    },
                },
                $"{facts.Ocid}-{notice.Form.Code}-draft",
                notice.Item.ChangedAt,
                "planning"
            )
        );
    }

    private static async Task<(NoticeDraft? Notice, IResult? Refused)> FindAsync(
        HttpContext http,
        DraftNotice draft,
        string reference,
        string code
    )
    {
        try
        {
            return (await draft.RunAsync(reference, code, http.RequestAborted), null);
        }
        catch (Refusal refusal)
        {
            return (
                null,
                refusal.Kind == RefusalKind.Permission
                    ? Results.Problem(refusal.Message, statusCode: StatusCodes.Status403Forbidden)
                    : Problems.NotFound("notice draft")
            );
        }
    }

    private static TextDocument Document(NoticeDraft notice) =>
        new(
            $"{notice.Form.Code} {notice.Form.Name}: {notice.Item.Title}",
            [
                new Paragraph(
                    $"Draft, made from pipeline item {notice.Item.Reference}. {notice.Standing}"
                ),
                new Paragraph($"Law: {notice.Form.Law}."),
                .. notice.Checks.Select(c => new Paragraph(c.Says)),
                new DocumentTable(
                    [new("What is asked for"), new("What it says", 2), new("Asked for by")],
                    notice.Lines.Select(l =>
                        (IReadOnlyList<DocumentCell>)
                            [
                                l.Field.Label,
                                l.Says ?? (l.IsMissing ? "MISSING" : "Not known yet"),
                                l.Field.Law,
                            ]
                    )
                ),
            ],
            Author: notice.Organisation.Name,
            Made: notice.Item.ChangedAt
        );
}
