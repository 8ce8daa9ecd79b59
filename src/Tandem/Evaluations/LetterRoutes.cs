using Tandem.Evaluations.Notices;
using Tandem.Formats.Documents;

namespace Tandem.Evaluations;

/// <summary>Letters as PDF, and drafts of notices as documents.</summary>
internal static class LetterRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/calls/{reference}/letters/{stage}/{number:int}.pdf", LetterAsync)
            .ExcludeFromDescription();
        app.MapGet("/calls/{reference}/judging/{stage}/letters.pdf", LettersAsync)
            .ExcludeFromDescription();
        var notices = app.MapGroup("/calls/{reference}/judging/{stage}/notices")
            .ExcludeFromDescription();
        notices.MapGet(
            "/{code}.docx",
            (
                HttpContext http,
                DraftAwardNotice draft,
                string reference,
                string stage,
                string code
            ) =>
                NoticeAsync(
                    http,
                    draft,
                    (reference, stage, code),
                    DocxWriter.MediaType,
                    "docx",
                    DocxWriter.Write
                )
        );
        notices.MapGet(
            "/{code}.odt",
            (
                HttpContext http,
                DraftAwardNotice draft,
                string reference,
                string stage,
                string code
            ) =>
                NoticeAsync(
                    http,
                    draft,
                    (reference, stage, code),
                    OdtWriter.MediaType,
                    "odt",
                    OdtWriter.Write
                )
        );
    }

    private static async Task<IResult> NoticeAsync(
        HttpContext http,
        DraftAwardNotice draft,
        (string Call, string Stage, string Code) wanted,
        string mediaType,
        string ending,
        Action<Stream, TextDocument> write
    )
    {
        var notice = await draft.RunAsync(
            wanted.Call,
            wanted.Stage,
            wanted.Code,
            http.RequestAborted
        );
        using var file = new MemoryStream();
        write(file, AwardNoticeDocument.Of(notice));
        return Results.File(file.ToArray(), mediaType, $"{wanted.Call}-{wanted.Code}.{ending}");
    }

    private static async Task<IResult> LetterAsync(
        HttpContext http,
        string reference,
        string stage,
        int number,
        FindLetters find
    )
    {
        var letter = await find.OneAsync(reference, stage, number, http.RequestAborted);
        return Results.File(
            LetterPdf.Write($"The decision on {letter.Reference}", [letter]),
            "application/pdf",
            $"{letter.Reference}-{stage}.pdf"
        );
    }

    private static async Task<IResult> LettersAsync(
        HttpContext http,
        string reference,
        string stage,
        FindStage find,
        FindLetters letters
    )
    {
        var judged = await find.RunAsync(reference, stage, http.RequestAborted);
        var (_, all) = await letters.AllAsync(judged, http.RequestAborted);
        return Results.File(
            LetterPdf.Write($"Letters of {judged.Call.Reference}", [.. all.Select(l => l.Text)]),
            "application/pdf",
            $"{judged.Call.Reference}-{judged.Stage.Code}-letters.pdf"
        );
    }
}
