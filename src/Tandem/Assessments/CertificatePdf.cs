using PdfSharp.Drawing;
using PdfSharp.Drawing.Layout;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments;

/// <summary>A certificate on a sheet of A4, with a QR code that leads to where it can be checked.</summary>
public sealed class CertificatePdf(Settings settings)
{
    private const double Left = 56;
    private const double Wide = 595 - 2 * Left;

    private static readonly XColor Ink = XColor.FromArgb(11, 12, 12);
    private static readonly XColor Quiet = XColor.FromArgb(80, 90, 95);
    private static readonly XColor Brand = XColor.FromArgb(18, 69, 89);

    static CertificatePdf() => GlobalFontSettings.FontResolver ??= new ShippedFonts();

    /// <summary>The sheet.</summary>
    public byte[] Write(CheckedCertificate found)
    {
        var certificate = found.Certificate;
        using var document = new PdfDocument();
        document.Info.Title = $"{certificate.Title}: {certificate.Holder}";
        document.Info.Author = certificate.BodyName;
        document.Language = "en-GB";
        var page = document.AddPage();
        page.Size = PdfSharp.PageSize.A4;
        using var paper = XGraphics.FromPdfPage(page);
        paper.DrawRectangle(new XSolidBrush(Brand), 0, 0, 595, 14);
        var at = 70.0;
        at = Text(paper, "Certificate", 15, false, Quiet, at);
        at = Text(paper, certificate.Title, 34, true, Brand, at + 4);
        at = Text(paper, certificate.Holder, 24, true, Ink, at + 26);
        if (CertificateWords.Number(certificate.CompanyNumber) is { } number)
        {
            at = Text(paper, $"Registered number {number}", 12, false, Quiet, at + 4);
        }
        at = Text(paper, found.Says, 13, false, Ink, at + 16);
        at = Text(paper, "Scope", 12, true, Quiet, at + 28);
        at = Text(paper, certificate.Scope, 13, false, Ink, at + 2);
        at += 30;
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
            paper.DrawString(key, Font(12, false), new XSolidBrush(Quiet), Left, at);
            paper.DrawString(value, Font(12, true), new XSolidBrush(Ink), Left + 110, at);
            at += 22;
        }
        DrawCheck(paper, certificate);
        if (!found.Stands)
        {
            DrawNotice(paper, found);
        }
        using var bytes = new MemoryStream();
        document.Save(bytes);
        return bytes.ToArray();
    }

    private void DrawCheck(XGraphics paper, Certificate certificate)
    {
        var address = settings.AddressOf(certificate.Path);
        var rows = QrCode.Of(address);
        const double side = 120;
        var module = side / rows.Count;
        var (x0, y0) = (Left - 4 * module, 640.0);
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (rows[y][x])
                {
                    paper.DrawRectangle(
                        XBrushes.Black,
                        x0 + x * module,
                        y0 + y * module,
                        module + 0.05,
                        module + 0.05
                    );
                }
            }
        }
        var words = new XTextFormatter(paper);
        words.DrawString(
            "Anybody can check this certificate, and whether it still stands, at",
            Font(11, false),
            new XSolidBrush(Quiet),
            new XRect(Left + 130, 664, Wide - 130, 20)
        );
        words.DrawString(
            address,
            Font(11, true),
            new XSolidBrush(Ink),
            new XRect(Left + 130, 682, Wide - 130, 40)
        );
        words.DrawString(
            "This sheet alone proves nothing: it can be copied and changed. What stands at that address is signed.",
            Font(10, false),
            new XSolidBrush(Quiet),
            new XRect(Left + 130, 716, Wide - 130, 40)
        );
    }

    private static void DrawNotice(XGraphics paper, CheckedCertificate found)
    {
        var words =
            !found.IsUnaltered ? "Altered: does not hold"
            : found.State == CertificateState.Withdrawn ? "Withdrawn"
            : "Expired";
        paper.DrawString(
            words,
            Font(30, true),
            new XSolidBrush(XColor.FromArgb(170, 42, 22)),
            new XRect(Left, 570, Wide, 40),
            XStringFormats.CenterRight
        );
    }

    /// <summary>Writes a paragraph, and gives where the next begins.</summary>
    private static double Text(
        XGraphics paper,
        string text,
        double size,
        bool bold,
        XColor colour,
        double at
    )
    {
        var font = Font(size, bold);
        var lines = Lines(paper, text.ReplaceLineEndings(" "), font);
        foreach (var line in lines)
        {
            at += size * 1.25;
            paper.DrawString(line, font, new XSolidBrush(colour), Left, at);
        }
        return at + size * 0.2;
    }

    private static List<string> Lines(XGraphics paper, string text, XFont font)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && paper.MeasureString(longer, font).Width > Wide)
            {
                lines.Add(line);
                longer = word;
            }
            line = longer;
        }
        if (line.Length > 0)
        {
            lines.Add(line);
        }
        return lines;
    }

    private static XFont Font(double size, bool bold) =>
        new("Source Sans 3", size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);

    /// <summary>The fonts of <c>content/fonts</c>, so that a sheet looks alike on every machine.</summary>
    private sealed class ShippedFonts : IFontResolver
    {
        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
            new(isBold ? "SourceSans3-SemiBold" : "SourceSans3-Regular");

        public byte[] GetFont(string faceName) =>
            File.ReadAllBytes(Content.Shipped.PathOf($"fonts/{faceName}.ttf"));
    }
}
