using Tandem.Formats.Documents;

namespace Tandem.Evaluations.Notices;

/// <summary>The draft of a notice as a document, to be worked on in a word processor.</summary>
internal static class AwardNoticeDocument
{
    public static TextDocument Of(AwardNotice notice) =>
        new(
            $"{notice.Form.Code} {notice.Form.Name}: {notice.Stage.Call.Title}",
            [
                new Paragraph(
                    $"Draft, made from the decision on {notice.Stage.Call.Reference}. {notice.Standing}"
                ),
                new Paragraph($"Law: {notice.Form.Law}."),
                .. notice.Checks.Select(c => new Paragraph(c.Says)),
                new DocumentTable(
                    [new("What is asked for"), new("What it says", 2), new("Asked for by")],
                    notice.Lines.Select(l =>
                        (IReadOnlyList<DocumentCell>)
                            [
                                l.Field.Label,
                                (l.Says ?? (l.IsMissing ? "MISSING" : "Not known yet"))
                                    + (l.Field.IsToCheck ? " (CHECK)" : ""),
                                l.Field.Law,
                            ]
                    )
                ),
            ],
            Author: notice.Organisation.Name,
            Made: notice.Decision.ApprovedAt!.Value
        );
}
