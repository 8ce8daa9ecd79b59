namespace Tandem.Formats.Documents;

/// <summary>A document to be read and worked on in a word processor: headings, paragraphs, lists and tables, and nothing about how they look.</summary>
/// <param name="Title">Its title, on the first line and in its properties.</param>
/// <param name="Blocks">What follows the title.</param>
/// <param name="Language">BCP 47 tag of the language it is written in.</param>
/// <param name="Author">Who made it, in its properties.</param>
/// <param name="Made">When it was made (UTC), in its properties.</param>
public sealed record TextDocument(
    string Title,
    IReadOnlyList<Block> Blocks,
    string Language = "en-GB",
    string? Author = null,
    DateTime? Made = null
)
{
    /// <summary>Columns that still fit on a page that stands upright.</summary>
    private const int UprightColumns = 6;

    /// <summary>Whether its pages lie on their long side, so that a table of many columns can be read and filled in.</summary>
    public bool IsWide => Blocks.OfType<DocumentTable>().Any(t => t.Columns.Count > UprightColumns);
}

/// <summary>One part of a document.</summary>
public abstract record Block;

/// <summary>A heading that word processors list as such.</summary>
/// <param name="Level">1 to 3.</param>
public sealed record Heading(int Level, string Text) : Block;

/// <summary>A paragraph; a line break within it is kept.</summary>
public sealed record Paragraph(IReadOnlyList<Span> Spans) : Block
{
    /// <summary>A paragraph of plain words.</summary>
    public Paragraph(string text)
        : this([new Span(text)]) { }
}

/// <summary>Words within a paragraph.</summary>
public sealed record Span(string Text, bool Bold = false, bool Italic = false);

/// <summary>A list of short paragraphs.</summary>
/// <param name="Numbered">Numbers instead of points.</param>
/// <param name="Start">The first number: more than 1 where something stands between two parts of one list.</param>
public sealed record ItemList(IReadOnlyList<ListItem> Items, bool Numbered = false, int Start = 1)
    : Block;

/// <summary>One item of a list.</summary>
/// <param name="Level">0 for the list itself, 1 for a list within it, 2 for one within that.</param>
public sealed record ListItem(IReadOnlyList<Span> Spans, int Level = 0)
{
    /// <summary>How deep lists may stand within each other, the outermost counted as 0.</summary>
    public const int Deepest = 2;

    /// <summary>An item of plain words.</summary>
    public static implicit operator ListItem(string text) => new([new Span(text)]);
}

/// <summary>A table whose row of column names is repeated on every page.</summary>
/// <param name="Columns">Column names with their widths; the widths are shares of the page.</param>
/// <param name="Rows">As many cells as there are columns; read once.</param>
/// <param name="Caption">Said above the table.</param>
public sealed record DocumentTable(
    IReadOnlyList<DocumentColumn> Columns,
    IEnumerable<IReadOnlyList<DocumentCell>> Rows,
    string? Caption = null
) : Block;

/// <summary>What stands in a cell of a table.</summary>
public sealed record DocumentCell(IReadOnlyList<Span> Spans)
{
    /// <summary>Its words.</summary>
    public string Text => string.Concat(Spans.Select(s => s.Text));

    /// <summary>A cell of plain words; empty where there are none.</summary>
    public static implicit operator DocumentCell(string? text) =>
        new(string.IsNullOrEmpty(text) ? [] : [new Span(text)]);
}

/// <summary>A column of a table.</summary>
/// <param name="Share">Its part of the page's width, beside the shares of the other columns.</param>
public sealed record DocumentColumn(string Name, double Share = 1);
