using Tandem.Calls;
using Tandem.Formats.Documents.Pdf;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>A receipt on a sheet of A4.</summary>
public sealed class ReceiptPdf(Settings settings)
{
    private const double Left = 56;
    private const double Across = PdfSheet.Wide - 2 * Left;
    private const double Keys = 130;

    private static readonly PdfSheet.Ink Ink = new(11, 12, 12);
    private static readonly PdfSheet.Ink Quiet = new(80, 90, 95);
    private static readonly PdfSheet.Ink Brand = new(18, 69, 89);

    private static readonly Lazy<TrueTypeFont> Plain = new(() => Shipped("Regular"));
    private static readonly Lazy<TrueTypeFont> Strong = new(() => Shipped("SemiBold"));

    private static TrueTypeFont Shipped(string weight) =>
        new(File.ReadAllBytes(Content.Shipped.PathOf($"fonts/SourceSans3-{weight}.ttf")));

    /// <param name="code">The receipt code, where the reader's browser has it.</param>
    public byte[] Write(FoundEntry found, EntryVersion version, string? code)
    {
        var (call, entry) = (found.Call, found.Entry);
        var sheet = new PdfSheet($"Receipt for {entry.Reference}", "Tandem", "en-GB");
        sheet.Fill(0, 0, PdfSheet.Wide, 14, Brand);
        var at = Text(sheet, "Receipt", 15, Plain.Value, Quiet, 70);
        at = Text(sheet, entry.Reference, 30, Strong.Value, Brand, at + 4);
        at = Text(sheet, call.Title, 18, Strong.Value, Ink, at + 14) + 14;
        foreach (
            var (key, value) in new[]
            {
                ("Stage", call.Stages.Single(s => s.Id == version.StageId).Title),
                (
                    "Entered by",
                    entry.IsOnBehalf
                        ? $"{entry.EntrantName}, put in by {entry.EnteredByName}"
                        : entry.EntrantName
                ),
                ("Version", $"{version.Number}"),
                ("Received", EntryWords.Moment(version.ReceivedAt, call.TimeZone)),
                (
                    "Deadline then",
                    version.ClosedAt is { } closed ? LocalTime.Words(closed, call.TimeZone) : ""
                ),
                ("Standing", EntryWords.State(entry, version).Words),
                ("SHA-256", version.Sha256[..32]),
                ("", version.Sha256[32..]),
            }
        )
        {
            if (value.Length > 0)
            {
                sheet.Write(key, Plain.Value, 12, Left, at + 15, Quiet);
                at = Text(sheet, value, 12, Strong.Value, Ink, at, Keys) + 6;
            }
        }
        if (code is not null)
        {
            at = Text(sheet, "Receipt code", 12, Plain.Value, Quiet, at + 18);
            at = Text(sheet, code, 20, Strong.Value, Ink, at + 4);
            at = Text(
                sheet,
                "With it you can read what you submitted, and replace it until the deadline. Nobody can tell it you again. Without it, what you submitted still counts.",
                12,
                Plain.Value,
                Ink,
                at + 6
            );
        }
        Text(sheet, settings.AddressOf(entry.Path), 11, Plain.Value, Quiet, 770);
        return sheet.ToArray();
    }

    private static double Text(
        PdfSheet sheet,
        string text,
        double size,
        TrueTypeFont font,
        PdfSheet.Ink ink,
        double at,
        double indent = 0
    )
    {
        foreach (var line in PdfSheet.Lines(text, font, size, Across - indent))
        {
            at += size * 1.25;
            sheet.Write(line, font, size, Left + indent, at, ink);
        }
        return at;
    }
}
