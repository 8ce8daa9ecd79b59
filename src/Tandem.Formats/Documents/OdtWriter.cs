using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Tandem.Formats.Documents;

/// <summary>Writes a document as ODT (OpenDocument 1.3, ISO/IEC 26300), part by part, so that its length costs little memory.</summary>
public static class OdtWriter
{
    /// <summary>Media type of what is written.</summary>
    public const string MediaType = "application/vnd.oasis.opendocument.text";

    // Centimetres between the margins of an A4 page that stands upright, and of one that lies on its side.
    const double Upright = 17;
    const double OnItsSide = 25.7;

    /// <param name="output">Left open.</param>
    public static void Write(Stream output, TextDocument document)
    {
        using var package = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        // First and not compressed: by this other programs tell the format from the file's first bytes (OpenDocument 1.3 part 2, 3.3).
        using (var type = package.CreateEntry("mimetype", CompressionLevel.NoCompression).Open())
        {
            type.Write(Encoding.ASCII.GetBytes(MediaType));
        }
        Part(package, "META-INF/manifest.xml", OdtParts.Manifest);
        Part(package, "meta.xml", xml => OdtParts.Meta(xml, document));
        Part(package, "styles.xml", xml => OdtParts.Styles(xml, document));
        Part(package, "content.xml", xml => Content(xml, document));
    }

    static void Part(ZipArchive package, string name, Action<XmlWriter> write)
    {
        using var stream = package.CreateEntry(name, CompressionLevel.Optimal).Open();
        using var xml = XmlWriter.Create(
            stream,
            new XmlWriterSettings { Encoding = new UTF8Encoding(false) }
        );
        write(xml);
    }

    static void Content(XmlWriter xml, TextDocument document)
    {
        OdtParts.Root(xml, "document-content");
        xml.WriteStartElement("body", OdtParts.Office);
        xml.WriteStartElement("text", OdtParts.Office);
        Words(xml, "p", "Title", document.Title);
        var tables = 0;
        foreach (var block in document.Blocks)
        {
            switch (block)
            {
                case Heading heading:
                    xml.WriteStartElement("h", OdtParts.Text);
                    var level = Math.Clamp(heading.Level, 1, 3);
                    xml.WriteAttributeString("style-name", OdtParts.Text, $"Heading_20_{level}");
                    xml.WriteAttributeString("outline-level", OdtParts.Text, $"{level}");
                    Lines(xml, heading.Text);
                    xml.WriteEndElement();
                    break;
                case Paragraph paragraph:
                    xml.WriteStartElement("p", OdtParts.Text);
                    xml.WriteAttributeString("style-name", OdtParts.Text, "Standard");
                    Spans(xml, paragraph.Spans);
                    xml.WriteEndElement();
                    break;
                case ItemList list:
                    List(xml, list, 0, list.Items.Count, 0);
                    break;
                case DocumentTable table:
                    Table(xml, table, ++tables);
                    break;
            }
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Items from one place to another; those of a deeper level make a list within the item before them.</summary>
    static void List(XmlWriter xml, ItemList list, int from, int to, int level)
    {
        xml.WriteStartElement("list", OdtParts.Text);
        xml.WriteAttributeString("style-name", OdtParts.Text, list.Numbered ? "Numbers" : "Points");
        for (var i = from; i < to; )
        {
            var end = i + 1;
            while (end < to && list.Items[end].Level > level)
            {
                end++;
            }
            xml.WriteStartElement("list-item", OdtParts.Text);
            if (level == 0 && i == from && list is { Numbered: true, Start: > 1 })
            {
                xml.WriteAttributeString("start-value", OdtParts.Text, $"{list.Start}");
            }
            xml.WriteStartElement("p", OdtParts.Text);
            xml.WriteAttributeString("style-name", OdtParts.Text, "Standard");
            Spans(xml, list.Items[i].Spans);
            xml.WriteEndElement();
            if (end > i + 1)
            {
                List(xml, list, i + 1, end, Math.Min(level + 1, ListItem.Deepest));
            }
            xml.WriteEndElement();
            i = end;
        }
        xml.WriteEndElement();
    }

    static void Spans(XmlWriter xml, IReadOnlyList<Span> spans)
    {
        foreach (var span in spans)
        {
            xml.WriteStartElement("span", OdtParts.Text);
            xml.WriteAttributeString(
                "style-name",
                OdtParts.Text,
                (span.Bold, span.Italic) switch
                {
                    (true, true) => "Strong_20_Emphasis",
                    (true, false) => "Strong",
                    (false, true) => "Emphasis",
                    _ => "Plain",
                }
            );
            Lines(xml, span.Text);
            xml.WriteEndElement();
        }
    }

    static void Table(XmlWriter xml, DocumentTable table, int number)
    {
        if (table.Caption is { } caption)
        {
            Words(xml, "p", "Caption", caption);
        }
        xml.WriteStartElement("table", OdtParts.Table);
        xml.WriteAttributeString("name", OdtParts.Table, $"Table{number}");
        xml.WriteAttributeString("style-name", OdtParts.Table, "Table");
        var all = table.Columns.Sum(c => c.Share);
        foreach (var column in table.Columns)
        {
            xml.WriteStartElement("table-column", OdtParts.Table);
            xml.WriteAttributeString(
                "style-name",
                OdtParts.Table,
                OdtParts.ColumnStyle(Percent(column.Share, all))
            );
            xml.WriteEndElement();
        }
        // Rows in here are repeated on every page, and read out as headings.
        xml.WriteStartElement("table-header-rows", OdtParts.Table);
        Row(
            xml,
            [.. table.Columns.Select(c => (DocumentCell)c.Name)],
            table.Columns.Count,
            "Table_20_Heading"
        );
        xml.WriteEndElement();
        foreach (var row in table.Rows)
        {
            Row(xml, row, table.Columns.Count, "Table_20_Contents");
        }
        xml.WriteEndElement();
    }

    static void Row(XmlWriter xml, IReadOnlyList<DocumentCell> cells, int columns, string style)
    {
        xml.WriteStartElement("table-row", OdtParts.Table);
        xml.WriteAttributeString("style-name", OdtParts.Table, "Row");
        for (var i = 0; i < columns; i++)
        {
            xml.WriteStartElement("table-cell", OdtParts.Table);
            xml.WriteAttributeString("style-name", OdtParts.Table, "Cell");
            xml.WriteAttributeString("value-type", OdtParts.Office, "string");
            xml.WriteStartElement("p", OdtParts.Text);
            xml.WriteAttributeString("style-name", OdtParts.Text, style);
            Spans(xml, i < cells.Count ? cells[i].Spans : []);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static void Words(XmlWriter xml, string element, string style, string? text)
    {
        xml.WriteStartElement(element, OdtParts.Text);
        xml.WriteAttributeString("style-name", OdtParts.Text, style);
        Lines(xml, text);
        xml.WriteEndElement();
    }

    /// <summary>More than one space, a space at the beginning and tabs would be lost to a reader of XML, so that they have elements of their own.</summary>
    static void Lines(XmlWriter xml, string? text)
    {
        var lines = XmlWords.Lines(text);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
            {
                xml.WriteStartElement("line-break", OdtParts.Text);
                xml.WriteEndElement();
            }
            var line = lines[i];
            for (var at = 0; at < line.Length; )
            {
                var end = line.AsSpan(at).IndexOfAny(' ', '\t');
                end = end < 0 ? line.Length : at + end;
                if (end > at)
                {
                    xml.WriteString(line[at..end]);
                }
                var spaces = end;
                while (spaces < line.Length && line[spaces] == ' ')
                {
                    spaces++;
                }
                if (spaces > end && end > 0 && line[end - 1] != '\t')
                {
                    xml.WriteString(" ");
                    end++;
                }
                if (spaces > end)
                {
                    xml.WriteStartElement("s", OdtParts.Text);
                    xml.WriteAttributeString(
                        "c",
                        OdtParts.Text,
                        (spaces - end).ToString(CultureInfo.InvariantCulture)
                    );
                    xml.WriteEndElement();
                }
                else if (end < line.Length && line[end] == '\t')
                {
                    xml.WriteStartElement("tab", OdtParts.Text);
                    xml.WriteEndElement();
                    spaces++;
                }
                at = spaces;
            }
        }
    }

    static int Percent(double share, double all) =>
        Math.Clamp((int)Math.Round(100 * share / all), 1, 100);

    internal static string Width(int percent, bool isWide) =>
        ((isWide ? OnItsSide : Upright) * percent / 100).ToString(
            "0.##",
            CultureInfo.InvariantCulture
        ) + "cm";
}
