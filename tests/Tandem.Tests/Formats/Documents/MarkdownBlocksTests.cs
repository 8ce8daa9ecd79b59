using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Tandem.Formats.Documents;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;
using Tandem.Playbooks.Files;

namespace Tandem.Tests.Formats.Documents;

/// <summary>Markdown becomes headings, lists, tables and bold words that both word processors know as such.</summary>
public sealed class MarkdownBlocksTests
{
    private const string Sample = """
        # Problem statement

        Written by **Preston** and *its partners* on [the network](https://example.org).

        1. First
        2. Second, with
           - a point below
           - **another**

           | class | within |
           |---|---|
           | blocking | **10 days** at most |

        3. Third goes on

        > Say who said it.

        - [ ] To be ticked
        - Line one

        <script>alert(1)</script>
        """;

    [Fact]
    public void Headings_lists_within_lists_tables_and_bold_words_are_read_and_numbers_go_on_after_a_table()
    {
        var blocks = MarkdownBlocks.Read(Sample);
        Assert.Equal(new Heading(1, "Problem statement"), blocks[0]);
        var words = Assert.IsType<Paragraph>(blocks[1]).Spans;
        Assert.Contains(new Span("Preston", Bold: true), words);
        Assert.Contains(new Span("its partners", Italic: true), words);
        Assert.Equal(
            "Written by Preston and its partners on the network (https://example.org).",
            string.Concat(words.Select(s => s.Text))
        );
        var list = Assert.IsType<ItemList>(blocks[2]);
        Assert.Equal([0, 0, 1, 1], list.Items.Select(i => i.Level));
        Assert.True(list.Items[3].Spans[0].Bold);
        var table = Assert.IsType<DocumentTable>(blocks[3]);
        Assert.Equal(["class", "within"], table.Columns.Select(c => c.Name));
        var row = Assert.Single(table.Rows);
        Assert.Equal(["blocking", "10 days at most"], row.Select(c => c.Text));
        Assert.Equal(new Span("10 days", Bold: true), row[1].Spans[0]);
        Assert.False(row[1].Spans[1].Bold);
        var goesOn = Assert.IsType<ItemList>(blocks[4]);
        Assert.Equal((true, 3), (goesOn.Numbered, goesOn.Start));
        Assert.True(Assert.IsType<Paragraph>(blocks[5]).Spans[0].Italic);
        Assert.Contains("☐", Assert.IsType<ItemList>(blocks[6]).Items[0].Spans[0].Text);
        Assert.Contains("alert(1)", Assert.IsType<Paragraph>(blocks[7]).Spans[0].Text);
    }

    [Fact]
    public void A_table_of_many_columns_lies_on_its_side_with_room_for_its_longest_words()
    {
        var wide = new TextDocument(
            "Moderation",
            MarkdownBlocks.Read(
                """
                | no. | criterion | weight | first assessor | second assessor | difference | moderated | reason |
                |---|---|---|---|---|---|---|---|
                | 1 | **Interoperability** | 30 | 4 | 2 | 2 | 3 | The second assessor had not seen the annex |
                """
            )
        );
        Assert.True(wide.IsWide);
        Assert.False(new TextDocument("Statement", MarkdownBlocks.Read(Sample)).IsWide);
        var columns = Assert.IsType<DocumentTable>(wide.Blocks[0]).Columns;
        // Of 25.7 cm, at about five letters a centimetre in the type of a table.
        var all = columns.Sum(c => c.Share);
        Assert.True(columns[1].Share / all * 25.7 * 5 >= "Interoperability".Length);

        using var docx = new MemoryStream();
        DocxWriter.Write(docx, wide);
        docx.Position = 0;
        using (var package = WordprocessingDocument.Open(docx, false))
        {
            var body = package.MainDocumentPart!.Document!.Body!;
            var page = body.Descendants<DocumentFormat.OpenXml.Wordprocessing.PageSize>().Single();
            Assert.True(page.Width!.Value > page.Height!.Value);
            var bold = body.Descendants<DocumentFormat.OpenXml.Wordprocessing.Run>()
                .Single(r => r.InnerText == "Interoperability");
            Assert.NotNull(bold.RunProperties?.Bold);
        }
        using var odt = new MemoryStream();
        OdtWriter.Write(odt, wide);
        using var zip = new ZipArchive(odt);
        using var styles = new StreamReader(zip.GetEntry("styles.xml")!.Open());
        Assert.Contains("print-orientation=\"landscape\"", styles.ReadToEnd());
        using var content = new StreamReader(zip.GetEntry("content.xml")!.Open());
        Assert.Matches("style-name=\"Strong\">Interoperability<", content.ReadToEnd());
    }

    [Fact]
    public void Every_template_that_ships_becomes_a_document_in_which_Word_finds_nothing_to_repair()
    {
        var validator = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019);
        var written = 0;
        foreach (var folder in Directory.GetDirectories(Content.Shipped.PathOf("playbooks")))
        {
            var playbook = PlaybookReader.Read(PlaybookFolder.Read(folder)).Playbook!;
            foreach (var template in playbook.Templates)
            {
                using var stream = new MemoryStream();
                DocxWriter.Write(
                    stream,
                    new(template.Title, MarkdownBlocks.Read(template.Body), playbook.Language)
                );
                stream.Position = 0;
                using var package = WordprocessingDocument.Open(stream, false);
                Assert.Empty(
                    validator
                        .Validate(package)
                        .Select(f => $"{folder} {template.Code}: {f.Path?.XPath} {f.Description}")
                );
                written++;
            }
        }
        Assert.True(written > 20, $"Only {written} templates were found.");
    }

    [Fact]
    public void What_a_person_called_something_stays_words_and_what_is_not_known_stays_a_place_for_a_person()
    {
        var filled = FilledTemplate.Fill(
            "# {{run.title}}\n\n{{buyer.fax}} {{procurement.cpv}} **{{buyer.name}}**",
            new Dictionary<string, string?>
            {
                ["run.title"] = "# A | *b* <script> {{x}}",
                ["procurement.cpv"] = null,
                ["buyer.name"] = "Preston",
            }
        );
        Assert.Equal(["buyer.fax"], filled.Unknown);
        Assert.Equal(["CPV codes with their names"], filled.Empty);
        var blocks = MarkdownBlocks.Read(filled.Text);
        Assert.Equal(new Heading(1, "# A | *b* <script> {{x}}"), blocks[0]);
        var words = Assert.IsType<Paragraph>(blocks[1]).Spans;
        Assert.Equal("[unknown field: buyer.fax] [CPV codes with their names] ", words[0].Text);
        Assert.Equal(new Span("Preston", Bold: true), words[1]);
    }

    [Theory]
    [InlineData("Wyre", "Preston, with Wyre, asks. [n]")]
    [InlineData(null, "Preston, asks. [n]")]
    public void Words_before_the_name_of_a_field_go_with_it_where_nothing_is_known(
        string? others,
        string says
    )
    {
        var filled = FilledTemplate.Fill(
            "{{ buyer.name }}{{, with others}}, asks. [n]",
            new Dictionary<string, string?> { ["buyer.name"] = "Preston", ["others"] = others }
        );
        Assert.Equal(says, filled.Text);
        Assert.Empty(filled.Empty);
        Assert.Empty(filled.Unknown);
    }

    [WordProcessorFact]
    public async Task LibreOffice_turns_both_forms_into_a_PDF_with_the_same_words()
    {
        var document = new TextDocument("Problem statement", MarkdownBlocks.Read(Sample));
        foreach (var form in new[] { "docx", "odt" })
        {
            using var stream = new MemoryStream();
            if (form == "docx")
            {
                DocxWriter.Write(stream, document);
            }
            else
            {
                OdtWriter.Write(stream, document);
            }
            var text = Encoding.UTF8.GetString(
                await WordProcessor.ConvertAsync(stream.ToArray(), form, "txt:Text (encoded):UTF8")
            );
            Assert.Contains("Written by Preston and its partners on the network", text);
            Assert.Contains("2. Second, with", text);
            Assert.Contains("another", text);
            Assert.Contains("10 days", text);
            Assert.Contains("3. Third goes on", text);
            var pdf = await WordProcessor.ConvertAsync(stream.ToArray(), form, "pdf");
            Assert.StartsWith("%PDF", Encoding.ASCII.GetString(pdf, 0, 8));
            var words = await WordProcessor.PdfTextAsync(pdf);
            Assert.Contains("Written by Preston and its partners", words);
            Assert.Contains("Third goes on", words);
        }
    }
}
