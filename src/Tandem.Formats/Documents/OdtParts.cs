using System.Globalization;
using System.Xml;

namespace Tandem.Formats.Documents;

/// <summary>The parts of an OpenDocument package beside its text: what is in it, its properties and its named styles.</summary>
static class OdtParts
{
    public const string Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    public const string Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    public const string Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    const string Style = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
    const string Format = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0";
    const string MetaName = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0";
    const string DublinCore = "http://purl.org/dc/elements/1.1/";
    const string ManifestName = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    const string Colour = "#0d4542";

    public static void Root(XmlWriter xml, string name)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("office", name, Office);
        foreach (
            var (prefix, space) in new[]
            {
                ("text", Text),
                ("table", Table),
                ("style", Style),
                ("fo", Format),
                ("meta", MetaName),
                ("dc", DublinCore),
            }
        )
        {
            xml.WriteAttributeString("xmlns", prefix, null, space);
        }
        xml.WriteAttributeString("version", Office, "1.3");
    }

    public static void Manifest(XmlWriter xml)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("manifest", "manifest", ManifestName);
        xml.WriteAttributeString("version", ManifestName, "1.3");
        foreach (
            var (path, type) in new[]
            {
                ("/", OdtWriter.MediaType),
                ("content.xml", "text/xml"),
                ("styles.xml", "text/xml"),
                ("meta.xml", "text/xml"),
            }
        )
        {
            xml.WriteStartElement("file-entry", ManifestName);
            xml.WriteAttributeString("full-path", ManifestName, path);
            xml.WriteAttributeString("media-type", ManifestName, type);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    public static void Meta(XmlWriter xml, TextDocument document)
    {
        Root(xml, "document-meta");
        xml.WriteStartElement("meta", Office);
        xml.WriteElementString("title", DublinCore, XmlWords.Clean(document.Title));
        xml.WriteElementString("language", DublinCore, document.Language);
        if (document.Author is { } author)
        {
            xml.WriteElementString("creator", DublinCore, XmlWords.Clean(author));
        }
        if (document.Made is { } made)
        {
            xml.WriteElementString(
                "date",
                DublinCore,
                made.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
            );
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    public static string ColumnStyle(int percent) => $"Column{percent}";

    public static void Styles(XmlWriter xml, TextDocument document)
    {
        Root(xml, "document-styles");
        xml.WriteStartElement("styles", Office);
        Default(xml, document.Language);
        Paragraph(xml, "Standard", null, 11, bold: false, "0cm", "0.21cm");
        Paragraph(xml, "Title", "Standard", 20, bold: true, "0cm", "0.42cm");
        Paragraph(xml, "Heading_20_1", "Standard", 16, bold: true, "0.64cm", "0.21cm", 1);
        Paragraph(xml, "Heading_20_2", "Standard", 13, bold: true, "0.5cm", "0.14cm", 2);
        Paragraph(xml, "Heading_20_3", "Standard", 11, bold: true, "0.35cm", "0.1cm", 3);
        Paragraph(xml, "Caption", "Standard", 10, bold: true, "0.35cm", "0.14cm");
        Paragraph(xml, "Table_20_Heading", "Standard", 9, bold: true, "0cm", "0cm");
        Paragraph(xml, "Table_20_Contents", "Standard", 9, bold: false, "0cm", "0cm");
        Named(xml, "text", "Plain", null, () => { });
        Named(
            xml,
            "text",
            "Strong",
            null,
            () => Properties(xml, "text-properties", (Format, "font-weight", "bold"))
        );
        Named(
            xml,
            "text",
            "Emphasis",
            null,
            () => Properties(xml, "text-properties", (Format, "font-style", "italic"))
        );
        Named(
            xml,
            "text",
            "Strong_20_Emphasis",
            null,
            () =>
                Properties(
                    xml,
                    "text-properties",
                    (Format, "font-weight", "bold"),
                    (Format, "font-style", "italic")
                )
        );
        Named(
            xml,
            "table",
            "Table",
            null,
            () =>
                Properties(
                    xml,
                    "table-properties",
                    (Style, "width", OdtWriter.Width(100, document.IsWide)),
                    (Table, "align", "left")
                )
        );
        // A cell is not divided between two pages.
        Named(
            xml,
            "table-row",
            "Row",
            null,
            () => Properties(xml, "table-row-properties", (Format, "keep-together", "always"))
        );
        Named(
            xml,
            "table-cell",
            "Cell",
            null,
            () =>
                Properties(
                    xml,
                    "table-cell-properties",
                    (Format, "padding", "0.12cm"),
                    (Format, "border", "0.5pt solid #8a9a99")
                )
        );
        for (var percent = 1; percent <= 100; percent++)
        {
            var width = OdtWriter.Width(percent, document.IsWide);
            Named(
                xml,
                "table-column",
                ColumnStyle(percent),
                null,
                () => Properties(xml, "table-column-properties", (Style, "column-width", width))
            );
        }
        List(xml, "Points", numbered: false);
        List(xml, "Numbers", numbered: true);
        xml.WriteEndElement();
        Page(xml, document.IsWide);
        xml.WriteEndElement();
    }

    static void Default(XmlWriter xml, string language)
    {
        var tag = language.Split('-');
        xml.WriteStartElement("default-style", Style);
        xml.WriteAttributeString("family", Style, "paragraph");
        Properties(
            xml,
            "text-properties",
            (Format, "font-family", "Arial, 'Liberation Sans', sans-serif"),
            (Format, "font-size", "11pt"),
            (Format, "language", tag[0]),
            (Format, "country", tag.Length > 1 ? tag[1] : "none")
        );
        xml.WriteEndElement();
    }

    static void Paragraph(
        XmlWriter xml,
        string name,
        string? parent,
        int points,
        bool bold,
        string above,
        string below,
        int outline = 0
    ) =>
        Named(
            xml,
            "paragraph",
            name,
            parent,
            () =>
            {
                Properties(
                    xml,
                    "paragraph-properties",
                    (Format, "margin-top", above),
                    (Format, "margin-bottom", below),
                    (Format, "keep-with-next", outline > 0 ? "always" : "auto")
                );
                Properties(
                    xml,
                    "text-properties",
                    (Format, "font-size", $"{points}pt"),
                    (Format, "font-weight", bold ? "bold" : "normal"),
                    (Format, "color", bold ? Colour : "#0b0c0c")
                );
            },
            outline
        );

    static void Named(
        XmlWriter xml,
        string family,
        string name,
        string? parent,
        Action properties,
        int outline = 0
    )
    {
        xml.WriteStartElement("style", Style);
        xml.WriteAttributeString("name", Style, name);
        xml.WriteAttributeString(
            "display-name",
            Style,
            name.Replace("_20_", " ", StringComparison.Ordinal)
        );
        xml.WriteAttributeString("family", Style, family);
        if (parent is not null)
        {
            xml.WriteAttributeString("parent-style-name", Style, parent);
        }
        if (outline > 0)
        {
            xml.WriteAttributeString("default-outline-level", Style, $"{outline}");
        }
        properties();
        xml.WriteEndElement();
    }

    static void Properties(
        XmlWriter xml,
        string element,
        params (string Space, string Name, string Value)[] properties
    )
    {
        xml.WriteStartElement(element, Style);
        foreach (var (space, name, value) in properties)
        {
            xml.WriteAttributeString(name, space, value);
        }
        xml.WriteEndElement();
    }

    static void List(XmlWriter xml, string name, bool numbered)
    {
        xml.WriteStartElement("list-style", Text);
        xml.WriteAttributeString("name", Style, name);
        for (var level = 0; level <= ListItem.Deepest; level++)
        {
            xml.WriteStartElement(
                numbered ? "list-level-style-number" : "list-level-style-bullet",
                Text
            );
            xml.WriteAttributeString("level", Text, $"{level + 1}");
            if (numbered)
            {
                xml.WriteAttributeString("num-format", Style, "1");
                xml.WriteAttributeString("num-suffix", Style, ".");
            }
            else
            {
                xml.WriteAttributeString("bullet-char", Text, "•");
            }
            Properties(
                xml,
                "list-level-properties",
                (Text, "space-before", FormattableString.Invariant($"{0.5 + 0.75 * level}cm")),
                (Text, "min-label-width", "0.5cm")
            );
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static void Page(XmlWriter xml, bool isWide)
    {
        xml.WriteStartElement("automatic-styles", Office);
        xml.WriteStartElement("page-layout", Style);
        xml.WriteAttributeString("name", Style, "Page");
        Properties(
            xml,
            "page-layout-properties",
            (Format, "page-width", isWide ? "29.7cm" : "21cm"),
            (Format, "page-height", isWide ? "21cm" : "29.7cm"),
            (Style, "print-orientation", isWide ? "landscape" : "portrait"),
            (Format, "margin", "2cm")
        );
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("master-styles", Office);
        xml.WriteStartElement("master-page", Style);
        xml.WriteAttributeString("name", Style, "Standard");
        xml.WriteAttributeString("page-layout-name", Style, "Page");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
