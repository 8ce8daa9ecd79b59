using DocumentFormat.OpenXml.Wordprocessing;

namespace Tandem.Formats.Documents;

/// <summary>The styles and lists that documents refer to by name, so that whoever works on one can change its look in one place.</summary>
static class DocxStyles
{
    const string Letters = "Arial";
    const string Colour = "0D4542";

    public static Styles Styles(string language) =>
        new(
            new DocDefaults(
                new RunPropertiesDefault(
                    new RunPropertiesBaseStyle(
                        new RunFonts
                        {
                            Ascii = Letters,
                            HighAnsi = Letters,
                            ComplexScript = Letters,
                        },
                        new FontSize { Val = "22" },
                        new Languages { Val = language }
                    )
                ),
                new ParagraphPropertiesDefault(
                    new ParagraphPropertiesBaseStyle(
                        new SpacingBetweenLines { After = "120", Line = "276" }
                    )
                )
            ),
            new Style(new StyleName { Val = "Normal" })
            {
                Type = StyleValues.Paragraph,
                StyleId = "Normal",
                Default = true,
            },
            new Style(
                new StyleName { Val = "Normal Table" },
                new StyleTableProperties(
                    new TableCellMarginDefault(
                        new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa },
                        new TableCellLeftMargin { Width = 85, Type = TableWidthValues.Dxa },
                        new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa },
                        new TableCellRightMargin { Width = 85, Type = TableWidthValues.Dxa }
                    )
                )
            )
            {
                Type = StyleValues.Table,
                StyleId = "TableNormal",
                Default = true,
            },
            Named("Title", "Title", 40, outline: null, before: 0, after: 240),
            Named("Heading1", "heading 1", 32, outline: 0, before: 360, after: 120),
            Named("Heading2", "heading 2", 26, outline: 1, before: 280, after: 80),
            Named("Heading3", "heading 3", 22, outline: 2, before: 200, after: 60),
            Named("Caption", "caption", 20, outline: null, before: 200, after: 80),
            Named("TableHeading", "Table Heading", 18, outline: null, before: 0, after: 0),
            new Style(
                new StyleName { Val = "Table Text" },
                new BasedOn { Val = "Normal" },
                new StyleParagraphProperties(new SpacingBetweenLines { After = "0", Line = "240" }),
                new StyleRunProperties(new FontSize { Val = "18" })
            )
            {
                Type = StyleValues.Paragraph,
                StyleId = "TableText",
                CustomStyle = true,
            },
            new Style(
                new StyleName { Val = "List Paragraph" },
                new BasedOn { Val = "Normal" },
                new StyleParagraphProperties(new ContextualSpacing())
            )
            {
                Type = StyleValues.Paragraph,
                StyleId = "ListParagraph",
            },
            new Style(
                new StyleName { Val = "Table Grid" },
                new BasedOn { Val = "TableNormal" },
                new StyleTableProperties(
                    new TableBorders(
                        Line<TopBorder>(),
                        Line<LeftBorder>(),
                        Line<BottomBorder>(),
                        Line<RightBorder>(),
                        Line<InsideHorizontalBorder>(),
                        Line<InsideVerticalBorder>()
                    )
                )
            )
            {
                Type = StyleValues.Table,
                StyleId = "TableGrid",
            }
        );

    /// <summary>Points, and then one numbered list after another, each from its own first number.</summary>
    public static Numbering Numbering(IEnumerable<int> starts) =>
        new([
            Levels(0, NumberFormatValues.Bullet, "•"),
            Levels(1, NumberFormatValues.Decimal, "%1."),
            new NumberingInstance(new AbstractNumId { Val = 0 }) { NumberID = 1 },
            .. starts
                .DefaultIfEmpty(1)
                .Select(
                    (start, i) =>
                        new NumberingInstance(
                            new AbstractNumId { Val = 1 },
                            new LevelOverride(new StartOverrideNumberingValue { Val = start })
                            {
                                LevelIndex = 0,
                            }
                        )
                        {
                            NumberID = i + 2,
                        }
                ),
        ]);

    static AbstractNum Levels(int id, NumberFormatValues format, string text) =>
        new([
            new MultiLevelType { Val = MultiLevelValues.Multilevel },
            .. Enumerable
                .Range(0, ListItem.Deepest + 1)
                .Select(level => new Level(
                    new StartNumberingValue { Val = 1 },
                    new NumberingFormat { Val = format },
                    new LevelText
                    {
                        Val = text.Replace("1", $"{level + 1}", StringComparison.Ordinal),
                    },
                    new LevelJustification { Val = LevelJustificationValues.Left },
                    new PreviousParagraphProperties(
                        new Indentation { Left = $"{567 + 425 * level}", Hanging = "283" }
                    )
                )
                {
                    LevelIndex = level,
                }),
        ])
        {
            AbstractNumberId = id,
        };

    static Style Named(string id, string name, int halfPoints, int? outline, int before, int after)
    {
        var paragraph = new StyleParagraphProperties(
            new KeepNext(),
            new SpacingBetweenLines { Before = $"{before}", After = $"{after}" }
        );
        if (outline is { } level)
        {
            paragraph.Append(new OutlineLevel { Val = level });
        }
        return new Style(
            new StyleName { Val = name },
            new BasedOn { Val = "Normal" },
            new NextParagraphStyle { Val = "Normal" },
            paragraph,
            new StyleRunProperties(
                new Bold(),
                new Color { Val = Colour },
                new FontSize { Val = $"{halfPoints}" }
            )
        )
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            CustomStyle = id == "TableHeading" ? true : null,
        };
    }

    static T Line<T>()
        where T : BorderType, new() =>
        new()
        {
            Val = BorderValues.Single,
            Size = 4,
            Space = 0,
            Color = "8A9A99",
        };
}
