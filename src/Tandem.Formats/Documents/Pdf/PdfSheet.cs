using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Tandem.Formats.Documents.Pdf;

/// <summary>
/// A sheet of A4, or several, as PDF 1.7 (ISO 32000-1): text in embedded fonts, and filled rectangles. Lengths are points (1/72 inch), counted from the upper left corner. What is written can be searched
/// and copied, for every glyph is told what it stands for.
/// </summary>
public sealed class PdfSheet(string title, string author, string language)
{
    public const double Wide = 595;
    public const double High = 842;

    private readonly List<StringBuilder> sheets = [new()];
    private readonly List<UsedFont> fonts = [];
    private StringBuilder Drawn => sheets[^1];

    /// <summary>A colour as parts of red, green and blue from 0 to 255.</summary>
    public readonly record struct Ink(byte Red, byte Green, byte Blue);

    private sealed class UsedFont(TrueTypeFont font)
    {
        public TrueTypeFont Font { get; } = font;
        public SortedDictionary<int, int> Characters { get; } = [];
    }

    /// <summary>Begins another sheet: what is drawn from now on stands on it.</summary>
    public void NextSheet() => sheets.Add(new());

    /// <summary>Fills a rectangle.</summary>
    public void Fill(double x, double y, double width, double height, Ink ink) =>
        Drawn.Append(
            CultureInfo.InvariantCulture,
            $"{Colour(ink)} rg {x:0.###} {High - y - height:0.###} {width:0.###} {height:0.###} re f\n"
        );

    /// <summary>Writes one line; <paramref name="y"/> is its base line. Characters the font has not are shown as its sign for that.</summary>
    public void Write(string text, TrueTypeFont font, double size, double x, double y, Ink ink)
    {
        var used = Of(font);
        var codes = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.GlyphOf(rune.Value);
            used.Characters.TryAdd(glyph, rune.Value);
            codes.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }
        Drawn.Append(
            CultureInfo.InvariantCulture,
            $"BT {Colour(ink)} rg /F{fonts.IndexOf(used)} {size:0.###} Tf {x:0.###} {High - y:0.###} Td <{codes}> Tj ET\n"
        );
    }

    /// <summary>How wide a line is.</summary>
    public static double WidthOf(string text, TrueTypeFont font, double size) =>
        text.EnumerateRunes().Sum(r => font.WidthOf(font.GlyphOf(r.Value)))
        * size
        / font.UnitsPerEm;

    /// <summary>Words broken into lines no wider than this.</summary>
    public static IReadOnlyList<string> Lines(
        string text,
        TrueTypeFont font,
        double size,
        double wide
    )
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && WidthOf(longer, font, size) > wide)
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

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        var file = new PdfFile();
        var named = new StringBuilder();
        for (var i = 0; i < fonts.Count; i++)
        {
            named.Append(CultureInfo.InvariantCulture, $"/F{i} {AddFont(file, fonts[i], i)} 0 R ");
        }
        var pages = file.Reserve();
        var kids = sheets.ConvertAll(sheet =>
        {
            var content = file.AddStream("", Encoding.ASCII.GetBytes(sheet.ToString()));
            return file.Add(
                $"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {Wide} {High}] /Contents {content} 0 R /Resources << /Font << {named}>> >> >>"
            );
        });
        file.Put(
            pages,
            $"<< /Type /Pages /Kids [{string.Join(' ', kids.Select(k => $"{k} 0 R"))}] /Count {kids.Count} >>"
        );
        var root = file.Add(
            $"<< /Type /Catalog /Pages {pages} 0 R /Lang {PdfFile.Text(language)} /ViewerPreferences << /DisplayDocTitle true >> >>"
        );
        var info = file.Add($"<< /Title {PdfFile.Text(title)} /Author {PdfFile.Text(author)} >>");
        return file.ToArray(root, info);
    }

    private UsedFont Of(TrueTypeFont font)
    {
        var used = fonts.FirstOrDefault(f => f.Font == font);
        if (used is null)
        {
            fonts.Add(used = new(font));
        }
        return used;
    }

    private static int AddFont(PdfFile file, UsedFont used, int index)
    {
        var font = used.Font;
        int Units(int value) => (int)Math.Round(value * 1000.0 / font.UnitsPerEm);
        var name = $"TANDM{(char)('A' + index)}+Text";
        var bytes = font.With(used.Characters.Keys);
        var program = file.AddStream($"/Length1 {bytes.Length} ", bytes);
        var descriptor = file.Add(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{string.Join(' ', font.Box.Select(Units))}] /ItalicAngle 0 /Ascent {Units(font.Ascent)} /Descent {Units(font.Descent)} /CapHeight {Units(font.Ascent)} /StemV 80 /FontFile2 {program} 0 R >>"
        );
        var widths = string.Join(
            ' ',
            used.Characters.Keys.Select(g => $"{g} [{Units(font.WidthOf(g))}]")
        );
        var descendant = file.Add(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /W [{widths}] /CIDToGIDMap /Identity >>"
        );
        var meaning = file.AddStream("", Encoding.ASCII.GetBytes(Meaning(used)));
        return file.Add(
            $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {meaning} 0 R >>"
        );
    }

    private static string Meaning(UsedFont used)
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n/CMapName /Text def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        );
        foreach (var part in used.Characters.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var (glyph, character) in part)
            {
                var units = string.Concat(
                    new Rune(character)
                        .ToString()
                        .Select(c => ((int)c).ToString("X4", CultureInfo.InvariantCulture))
                );
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{units}>\n");
            }
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nend\nend\n").ToString();
    }

    private static string Colour(Ink ink) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ink.Red / 255.0:0.###} {ink.Green / 255.0:0.###} {ink.Blue / 255.0:0.###}"
        );
}

/// <summary>The objects of a PDF file and where each begins.</summary>
internal sealed class PdfFile
{
    private readonly List<byte[]?> objects = [];

    public int Reserve()
    {
        objects.Add(null);
        return objects.Count;
    }

    public void Put(int number, string text) =>
        objects[number - 1] = Encoding.Latin1.GetBytes(text);

    public int Add(string text)
    {
        var number = Reserve();
        Put(number, text);
        return number;
    }

    /// <summary>A stream, compressed.</summary>
    public int AddStream(string entries, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(bytes);
        }
        var head = Encoding.ASCII.GetBytes(
            $"<< {entries}/Filter /FlateDecode /Length {packed.Length} >>\nstream\n"
        );
        objects.Add([.. head, .. packed.ToArray(), .. "\nendstream"u8]);
        return objects.Count;
    }

    /// <summary>Text as UTF-16, whatever is in it.</summary>
    public static string Text(string text) =>
        $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    public byte[] ToArray(int root, int info)
    {
        using var file = new MemoryStream();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var places = new List<long>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Length);
            Write($"{i + 1} 0 obj\n");
            file.Write(
                objects[i] ?? throw new InvalidOperationException("An object was never put.")
            );
            Write("\nendobj\n");
        }
        var start = file.Length;
        Write($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
        {
            Write(place.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n");
        }
        Write(
            $"trailer\n<< /Size {objects.Count + 1} /Root {root} 0 R /Info {info} 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        return file.ToArray();
    }
}
