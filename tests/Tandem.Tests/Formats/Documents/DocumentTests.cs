using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Tandem.Formats.Documents;
using Paragraph = Tandem.Formats.Documents.Paragraph;

namespace Tandem.Tests.Formats.Documents;

/// <summary>Documents are written as Word and as LibreOffice expect them, whatever stands in them.</summary>
public sealed class DocumentTests
{
    private const string Awkward =
        "A < B & \"C\"  two spaces\ta tab\u0001\u000b \ud83d é\nnext line";

    private static TextDocument Sample(int rows = 3) =>
        new(
            "Joint requirements: housing repairs",
            [
                new Heading(1, "What we agreed"),
                new Paragraph([new Span("Agreed by "), new Span("three councils", Bold: true)]),
                new Heading(2, "Lists"),
                new ItemList(["First", "Second"], Numbered: true),
                new ItemList(["One point", Awkward]),
                new ItemList(["Again from one"], Numbered: true),
                new DocumentTable(
                    [new("Requirement", 3), new("Level"), new("Why", 2)],
                    Enumerable
                        .Range(1, rows)
                        .Select(i =>
                            (IReadOnlyList<DocumentCell>)[$"Line {i}: {Awkward}", "Must", ""]
                        ),
                    "The agreed lines"
                ),
                new DocumentTable(
                    [new("Who"), new("When")],
                    [
                        ["Wyre"],
                    ]
                ),
                new Heading(3, "The end"),
            ],
            Author: "Preston & partners",
            Made: new DateTime(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc)
        );

    private static byte[] Docx(TextDocument document)
    {
        using var stream = new MemoryStream();
        DocxWriter.Write(stream, document);
        return stream.ToArray();
    }

    private static byte[] Odt(TextDocument document)
    {
        using var stream = new MemoryStream();
        OdtWriter.Write(stream, document);
        return stream.ToArray();
    }

    [Fact]
    public void Word_finds_nothing_to_repair_in_a_document()
    {
        using var package = WordprocessingDocument.Open(new MemoryStream(Docx(Sample())), false);
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019)
            .Validate(package)
            .Select(f => $"{f.Path?.XPath}: {f.Description}");
        Assert.Empty(faults);
        Assert.Equal("Joint requirements: housing repairs", package.PackageProperties.Title);
    }

    [Fact]
    public void Headings_are_headings_and_the_first_row_of_a_table_is_repeated_in_both_forms()
    {
        using var package = WordprocessingDocument.Open(new MemoryStream(Docx(Sample())), false);
        var body = package.MainDocumentPart!.Document.Body!;
        Assert.Equal(
            ["Heading1", "Heading2", "Heading3"],
            body.Descendants<ParagraphStyleId>()
                .Select(s => s.Val!.Value!)
                .Where(s => s.StartsWith("Heading", StringComparison.Ordinal))
        );
        Assert.All(
            body.Elements<Table>(),
            table =>
                Assert.NotNull(
                    table.Elements<TableRow>().First().Descendants<TableHeader>().SingleOrDefault()
                )
        );

        var content = Read(Odt(Sample()), "content.xml");
        Assert.Equal(
            ["1", "2", "3"],
            content
                .GetElementsByTagName("text:h")
                .Cast<XmlElement>()
                .Select(h => h.GetAttribute("text:outline-level"))
        );
        Assert.Equal(2, content.GetElementsByTagName("table:table-header-rows").Count);
    }

    [Fact]
    public void An_open_document_says_what_it_is_in_its_first_bytes_and_lists_its_parts()
    {
        var bytes = Odt(Sample());
        // The name and the content of the first entry, uncompressed: 30 bytes of its header come before them.
        Assert.Equal(
            "mimetype" + OdtWriter.MediaType,
            Encoding.ASCII.GetString(bytes, 30, 8 + OdtWriter.MediaType.Length)
        );
        var manifest = Read(bytes, "META-INF/manifest.xml");
        using var package = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(
            package
                .Entries.Select(e => e.FullName)
                .Except(["mimetype", "META-INF/manifest.xml"])
                .Order(),
            manifest
                .GetElementsByTagName("manifest:file-entry")
                .Cast<XmlElement>()
                .Select(e => e.GetAttribute("manifest:full-path"))
                .Where(p => p != "/")
                .Order()
        );
        var styles = Read(bytes, "styles.xml")
            .GetElementsByTagName("*")
            .Cast<XmlElement>()
            .Select(e => e.GetAttribute("style:name"))
            .ToHashSet();
        Assert.All(
            Read(bytes, "content.xml")
                .GetElementsByTagName("*")
                .Cast<XmlElement>()
                .SelectMany(e =>
                    new[] { e.GetAttribute("text:style-name"), e.GetAttribute("table:style-name") }
                )
                .Where(name => name.Length > 0),
            name => Assert.Contains(name, styles)
        );
    }

    [Fact]
    public void Characters_that_XML_forbids_are_left_out_and_all_others_kept()
    {
        foreach (
            var text in new[]
            {
                Read(Odt(Sample()), "content.xml").DocumentElement!.InnerText,
                Read(Docx(Sample()), "word/document.xml").DocumentElement!.InnerText,
            }
        )
        {
            Assert.Contains("A < B & \"C\"", text);
            Assert.DoesNotContain('\u0001', text);
            Assert.DoesNotContain('\ud83d', text);
            Assert.Contains("é", text);
        }
    }

    [WordProcessorFact]
    public async Task LibreOffice_reads_the_same_words_out_of_both_forms()
    {
        var docx = await TextOf(Docx(Sample()), "docx");
        var odt = await TextOf(Odt(Sample()), "odt");
        foreach (var text in new[] { docx, odt })
        {
            Assert.Contains("Joint requirements: housing repairs", text);
            Assert.Contains("Agreed by three councils", text);
            Assert.Contains("1. First", text);
            Assert.Contains("2. Second", text);
            Assert.Contains("1. Again from one", text);
            Assert.Contains(
                "Line 3: A < B & \"C\"  two spaces\ta tab é",
                text.Replace("  é", " é", StringComparison.Ordinal)
            );
            Assert.Contains("Must", text);
        }
        Assert.StartsWith(
            "%PDF",
            Encoding.ASCII.GetString(await WordProcessor.ConvertAsync(Odt(Sample()), "odt", "pdf"))
        );
    }

    [Fact]
    public void Rows_are_read_once_while_they_are_written_and_all_of_ten_thousand_arrive()
    {
        var rows = 0;
        var document = Sample() with
        {
            Blocks =
            [
                new DocumentTable(
                    [new("Requirement", 3), new("Level")],
                    Enumerable
                        .Range(1, 10_000)
                        .Select(i =>
                        {
                            rows++;
                            return (IReadOnlyList<DocumentCell>)
                                [$"The system keeps record {i}", "Must"];
                        })
                ),
            ],
        };
        var docx = Read(Docx(document), "word/document.xml").DocumentElement!.InnerText;
        Assert.Equal(10_000, rows);
        var odt = Read(Odt(document), "content.xml").DocumentElement!.InnerText;
        Assert.Equal(20_000, rows);
        Assert.Contains("The system keeps record 10000", docx);
        Assert.Contains("The system keeps record 10000", odt);
    }

    private static async Task<string> TextOf(byte[] document, string ending) =>
        Encoding.UTF8.GetString(
            await WordProcessor.ConvertAsync(document, ending, "txt:Text (encoded):UTF8")
        );

    private static XmlDocument Read(byte[] package, string part)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        using var stream = zip.GetEntry(part)!.Open();
        using var reader = XmlReader.Create(
            stream,
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }
        );
        var document = new XmlDocument();
        document.Load(reader);
        return document;
    }
}
