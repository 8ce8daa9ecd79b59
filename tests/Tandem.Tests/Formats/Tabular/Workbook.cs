using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Tandem.Tests.Formats.Tabular;

/// <summary>The smallest .xlsx files, made by hand so that each test says exactly what stands in them.</summary>
static class Workbook
{
    /// <summary>A workbook of sheets; a cell is a string, a number, or a <see cref="DateOnly"/> (a number with a date format).</summary>
    public static byte[] Of(params (string Name, object?[][] Rows, string? Merge)[] sheets)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, sheets.Length).ToList();
            const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string relations =
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            const string package = "http://schemas.openxmlformats.org/package/2006/relationships";
            Add(
                zip,
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            );
            Add(
                zip,
                "_rels/.rels",
                $"<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            );
            Add(
                zip,
                "xl/workbook.xml",
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{string.Concat(numbers.Select(n => $"<sheet name=\"{sheets[n - 1].Name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>"))}</sheets></workbook>"
            );
            Add(
                zip,
                "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"{package}\">{string.Concat(numbers.Select(n => $"<Relationship Id=\"r{n}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))}<Relationship Id=\"rs\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>"
            );
            Add(
                zip,
                "xl/styles.xml",
                $"<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
            );
            foreach (var n in numbers)
            {
                var (_, rows, merge) = sheets[n - 1];
                var data = string.Concat(
                    rows.Select(
                        (row, r) =>
                            $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => Cell(cell, $"{(char)('A' + c)}{r + 1}")))}</row>"
                    )
                );
                var merged = merge is null
                    ? ""
                    : $"<mergeCells count=\"1\"><mergeCell ref=\"{merge}\"/></mergeCells>";
                Add(
                    zip,
                    $"xl/worksheets/sheet{n}.xml",
                    $"<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData>{merged}</worksheet>"
                );
            }
        }
        return file.ToArray();
    }

    static string Cell(object? cell, string place) =>
        cell switch
        {
            null => "",
            DateOnly day =>
                $"<c r=\"{place}\" s=\"1\"><v>{(int)day.ToDateTime(TimeOnly.MinValue).ToOADate()}</v></c>",
            string text =>
                $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>",
            var number =>
                $"<c r=\"{place}\"><v>{Convert.ToString(number, CultureInfo.InvariantCulture)}</v></c>",
        };

    public static void Add(ZipArchive zip, string path, string content)
    {
        using var entry = zip.CreateEntry(path, CompressionLevel.Optimal).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
