using Tandem.Formats.Documents.Pdf;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments;

/// <summary>A certificate on a sheet of A4, with a QR code that leads to where it can be checked.</summary>
public sealed class CertificatePdf(Settings settings)
{
    private const double Left = 56;
    private const double Across = PdfSheet.Wide - 2 * Left;

    private static readonly PdfSheet.Ink Ink = new(11, 12, 12);
    private static readonly PdfSheet.Ink Quiet = new(80, 90, 95);
    private static readonly PdfSheet.Ink Brand = new(18, 69, 89);
    private static readonly PdfSheet.Ink Warning = new(170, 42, 22);

    // The fonts of content/fonts, so that a sheet looks alike on every machine; read once.
    private static readonly Lazy<TrueTypeFont> Plain = new(() => Shipped("Regular"));
    private static readonly Lazy<TrueTypeFont> Strong = new(() => Shipped("SemiBold"));

    private static TrueTypeFont Shipped(string weight) =>
        new(File.ReadAllBytes(Content.Shipped.PathOf($"fonts/SourceSans3-{weight}.ttf")));

    /// <summary>The sheet.</summary>
    public byte[] Write(CheckedCertificate found)
    {
        var certificate = found.Certificate;
        var sheet = new PdfSheet(
            $"{certificate.Title}: {certificate.Holder}",
            certificate.BodyName,
            "en-GB"
        );
        sheet.Fill(0, 0, PdfSheet.Wide, 14, Brand);
        var at = Text(sheet, "Certificate", 15, Plain.Value, Quiet, 70);
        at = Text(sheet, certificate.Title, 34, Strong.Value, Brand, at + 4);
        at = Text(sheet, certificate.Holder, 24, Strong.Value, Ink, at + 26);
        if (CertificateWords.Number(certificate.CompanyNumber) is { } number)
        {
            at = Text(sheet, $"Registered number {number}", 12, Plain.Value, Quiet, at + 4);
        }
        at = Text(sheet, found.Says, 13, Plain.Value, Ink, at + 16);
        at = Text(sheet, "Scope", 12, Strong.Value, Quiet, at + 28);
        at = Text(sheet, certificate.Scope, 13, Plain.Value, Ink, at + 2) + 30;
        foreach (
            var (key, value) in new[]
            {
                ("Number", certificate.Number),
                ("Issued on", Words.Day(certificate.IssuedOn)),
                ("Valid until", Words.Day(certificate.ExpiresOn)),
                ("Requirements", $"version {certificate.KindVersion}"),
                ("Issued by", certificate.BodyName),
            }
        )
        {
            sheet.Write(key, Plain.Value, 12, Left, at, Quiet);
            sheet.Write(value, Strong.Value, 12, Left + 110, at, Ink);
            at += 22;
        }
        DrawCheck(sheet, certificate);
        if (!found.Stands)
        {
            var notice =
                !found.IsUnaltered ? "Altered: do not rely on this"
                : found.State == CertificateState.Withdrawn ? "Withdrawn"
                : "Expired";
            sheet.Write(notice, Strong.Value, 26, Left, 620, Warning);
        }
        return sheet.ToArray();
    }

    private void DrawCheck(PdfSheet sheet, Certificate certificate)
    {
        const double side = 120;
        const double top = 650;
        var address = settings.AddressOf(certificate.Path);
        var rows = QrCode.Of(address);
        var module = side / rows.Count;
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (rows[y][x])
                {
                    // A hair wider than it is, so that no light shows between two.
                    sheet.Fill(
                        Left - 4 * module + x * module,
                        top + y * module,
                        module + 0.05,
                        module + 0.05,
                        new(0, 0, 0)
                    );
                }
            }
        }
        var at = top + 26;
        foreach (
            var (words, font, ink) in new[]
            {
                (
                    "Anybody can check this certificate, and whether it still stands, at",
                    Plain.Value,
                    Quiet
                ),
                (address, Strong.Value, Ink),
                (
                    "This sheet alone proves nothing: it can be copied and changed. What stands at that address is signed.",
                    Plain.Value,
                    Quiet
                ),
            }
        )
        {
            foreach (var line in PdfSheet.Lines(words, font, 11, Across - 125))
            {
                sheet.Write(line, font, 11, Left + 125, at, ink);
                at += 15;
            }
            at += 6;
        }
    }

    /// <summary>Writes a paragraph, and gives where the next begins.</summary>
    private static double Text(
        PdfSheet sheet,
        string text,
        double size,
        TrueTypeFont font,
        PdfSheet.Ink ink,
        double at
    )
    {
        foreach (var line in PdfSheet.Lines(text, font, size, Across))
        {
            at += size * 1.25;
            sheet.Write(line, font, size, Left, at, ink);
        }
        return at + size * 0.2;
    }
}
