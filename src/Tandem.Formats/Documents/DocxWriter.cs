using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Tandem.Formats.Documents;

/// <summary>Writes a document as DOCX (ECMA-376, WordprocessingML), part by part, so that its length costs little memory.</summary>
public static class DocxWriter
{
    // Twentieths of a point: the width between the margins of an A4 page.
    const int PageWidth = 11906;
    const int PageHeight = 16838;
    const int Margin = 1134;

    /// <summary>Media type of what is written.</summary>
    public const string MediaType =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <param name="output">Must be seekable: the parts are packed as they are written. Left open.</param>
    public static void Write(Stream output, TextDocument document)
    {
        using var package = WordprocessingDocument.Create(
            output,
            WordprocessingDocumentType.Document
        );
        package.PackageProperties.Title = XmlWords.Clean(document.Title);
        package.PackageProperties.Language = document.Language;
        package.PackageProperties.Creator = document.Author is { } author
            ? XmlWords.Clean(author)
            : null;
        package.PackageProperties.Created = document.Made;
        var main = package.AddMainDocumentPart();
        main.AddNewPart<StyleDefinitionsPart>().Styles = DocxStyles.Styles(document.Language);
        main.AddNewPart<NumberingDefinitionsPart>().Numbering = DocxStyles.Numbering(
            document.Blocks.OfType<ItemList>().Where(l => l.Numbered).Select(l => l.Start)
        );
        using var xml = OpenXmlWriter.Create(main);
        xml.WriteStartElement(new Document());
        xml.WriteStartElement(new Body());
        xml.WriteElement(Words(document.Title, "Title"));
        var numbered = 0;
        var (across, down) = document.IsWide ? (PageHeight, PageWidth) : (PageWidth, PageHeight);
        foreach (var block in document.Blocks)
        {
            numbered += block is ItemList { Numbered: true } ? 1 : 0;
            WriteBlock(xml, block, numbered, across - 2 * Margin);
        }
        xml.WriteElement(
            new SectionProperties(
                new PageSize
                {
                    Width = (uint)across,
                    Height = (uint)down,
                    Orient = document.IsWide
                        ? PageOrientationValues.Landscape
                        : PageOrientationValues.Portrait,
                },
                new PageMargin
                {
                    Top = Margin,
                    Bottom = Margin,
                    Left = Margin,
                    Right = Margin,
                    Header = 600,
                    Footer = 600,
                    Gutter = 0,
                }
            )
        );
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    static void WriteBlock(OpenXmlWriter xml, Block block, int numbered, int textWidth)
    {
        switch (block)
        {
            case Heading heading:
                xml.WriteElement(Words(heading.Text, $"Heading{Math.Clamp(heading.Level, 1, 3)}"));
                break;
            case Documents.Paragraph paragraph:
                xml.WriteElement(
                    new DocumentFormat.OpenXml.Wordprocessing.Paragraph(paragraph.Spans.Select(Run))
                );
                break;
            case ItemList list:
                foreach (var item in list.Items)
                {
                    xml.WriteElement(Item(item, list.Numbered ? numbered + 1 : 1));
                }
                break;
            case DocumentTable table:
                WriteTable(xml, table, textWidth);
                break;
        }
    }

    static void WriteTable(OpenXmlWriter xml, DocumentTable table, int textWidth)
    {
        if (table.Caption is { } caption)
        {
            xml.WriteElement(Words(caption, "Caption"));
        }
        var all = table.Columns.Sum(c => c.Share);
        var widths = table.Columns.Select(c => (int)(textWidth * c.Share / all)).ToList();
        xml.WriteStartElement(new Table());
        xml.WriteElement(
            new TableProperties(
                new TableStyle { Val = "TableGrid" },
                new TableWidth { Width = $"{textWidth}", Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { Val = "0020", FirstRow = true }
            )
        );
        xml.WriteElement(new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
        xml.WriteElement(
            new TableRow([
                // Repeated on every page, and read out as headings.
                new TableRowProperties(new CantSplit(), new TableHeader()),
                .. table.Columns.Select((c, i) => Cell(c.Name, widths[i], "TableHeading")),
            ])
        );
        foreach (var row in table.Rows)
        {
            xml.WriteElement(
                new TableRow([
                    new TableRowProperties(new CantSplit()),
                    .. widths.Select((w, i) => Cell(i < row.Count ? row[i] : "", w, "TableText")),
                ])
            );
        }
        xml.WriteEndElement();
        // Word wants a paragraph between a table and what follows it, another table above all.
        xml.WriteElement(new DocumentFormat.OpenXml.Wordprocessing.Paragraph());
    }

    static TableCell Cell(DocumentCell cell, int width, string style) =>
        new(
            new TableCellProperties(
                new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa }
            ),
            new DocumentFormat.OpenXml.Wordprocessing.Paragraph([
                new ParagraphProperties(new ParagraphStyleId { Val = style }),
                .. cell.Spans.Select(Run),
            ])
        );

    static DocumentFormat.OpenXml.Wordprocessing.Paragraph Item(ListItem item, int numbering) =>
        new([
            new ParagraphProperties(
                new ParagraphStyleId { Val = "ListParagraph" },
                new NumberingProperties(
                    new NumberingLevelReference
                    {
                        Val = Math.Clamp(item.Level, 0, ListItem.Deepest),
                    },
                    new NumberingId { Val = numbering }
                )
            ),
            .. item.Spans.Select(Run),
        ]);

    static DocumentFormat.OpenXml.Wordprocessing.Paragraph Words(string text, string style) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(new Span(text)));

    static Run Run(Span span)
    {
        var run = new Run();
        if (span.Bold || span.Italic)
        {
            var look = new RunProperties();
            if (span.Bold)
            {
                look.Append(new Bold());
            }
            if (span.Italic)
            {
                look.Append(new Italic());
            }
            run.Append(look);
        }
        var lines = XmlWords.Lines(span.Text);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                run.Append(new Break());
            }
            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
        }
        return run;
    }
}
