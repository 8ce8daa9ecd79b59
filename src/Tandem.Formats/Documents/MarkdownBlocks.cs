using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tandem.Formats.Documents;

/// <summary>Reads Markdown (CommonMark, with tables and task lists) as the parts of a document. HTML in it is text.</summary>
public static class MarkdownBlocks
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .DisableHtml()
        .Build();

    /// <summary>The parts in order. A quotation is a paragraph in italics, code is a paragraph, a picture is its description.</summary>
    public static IReadOnlyList<Block> Read(string markdown)
    {
        var blocks = new List<Block>();
        foreach (var block in Markdown.Parse(markdown, Pipeline))
        {
            Add(blocks, block, italic: false);
        }
        return blocks;
    }

    static void Add(List<Block> to, Markdig.Syntax.Block block, bool italic)
    {
        switch (block)
        {
            case HeadingBlock heading:
                to.Add(new Heading(Math.Clamp(heading.Level, 1, 3), Plain(heading.Inline)));
                break;
            case ParagraphBlock paragraph:
                if (Spans(paragraph.Inline, bold: false, italic) is { Count: > 0 } spans)
                {
                    to.Add(new Paragraph(spans));
                }
                break;
            case ListBlock list:
                AddList(to, list);
                break;
            case Table table:
                to.Add(Read(table));
                break;
            case QuoteBlock quote:
                foreach (var inner in quote)
                {
                    Add(to, inner, italic: true);
                }
                break;
            case CodeBlock code:
                to.Add(new Paragraph(code.Lines.ToString()));
                break;
        }
    }

    /// <summary>A table or a quotation within an item stands between two parts of the list, whose numbers go on.</summary>
    static void AddList(List<Block> to, ListBlock list)
    {
        var items = new List<ListItem>();
        var (start, number) = (First(list), First(list));
        foreach (var item in list.OfType<ListItemBlock>())
        {
            Items(items, item, 0);
            number++;
            foreach (var between in item.Where(b => b is Table or QuoteBlock or CodeBlock))
            {
                if (items.Count > 0)
                {
                    to.Add(new ItemList([.. items], list.IsOrdered, start));
                    items.Clear();
                }
                Add(to, between, italic: false);
                start = number;
            }
        }
        if (items.Count > 0)
        {
            to.Add(new ItemList(items, list.IsOrdered, start));
        }
    }

    static int First(ListBlock list) => int.TryParse(list.OrderedStart, out var first) ? first : 1;

    static void Items(List<ListItem> to, ListItemBlock item, int level)
    {
        var first = true;
        foreach (var inner in item)
        {
            switch (inner)
            {
                case ListBlock deeper:
                    foreach (var below in deeper.OfType<ListItemBlock>())
                    {
                        Items(to, below, Math.Min(level + 1, ListItem.Deepest));
                    }
                    break;
                case LeafBlock { Inline: { } words }:
                    // A second paragraph of an item is an item below it: lists in documents hold one paragraph each.
                    to.Add(
                        new(
                            Spans(words, bold: false, italic: false),
                            first ? level : Math.Min(level + 1, ListItem.Deepest)
                        )
                    );
                    first = false;
                    break;
            }
        }
    }

    static DocumentTable Read(Table table)
    {
        var rows = table
            .OfType<TableRow>()
            .Select(r => (r.IsHeader, Cells: r.OfType<TableCell>().Select(Cell).ToList()))
            .ToList();
        var head = rows.Find(r => r.IsHeader).Cells ?? [];
        var body = rows.Where(r => !r.IsHeader)
            .Select(r => (IReadOnlyList<DocumentCell>)r.Cells)
            .ToList();
        // A column is as wide as what stands in it asks for, within reason, and as its longest word wherever that can be.
        return new(
            [
                .. head.Select(
                    (name, i) =>
                        new DocumentColumn(
                            name.Text,
                            body.Where(r => i < r.Count)
                                .Select(r => r[i].Text)
                                .Append(name.Text)
                                .Max(Wanted)
                        )
                ),
            ],
            body
        );
    }

    /// <summary>Letters a cell asks for: more for more words, up to what is read as a line; never less than its longest word, nor more than thirty for one.</summary>
    static int Wanted(string text) =>
        Math.Max(
            Math.Clamp(text.Length, 6, 40) / 2,
            Math.Clamp(text.Split(' ', '\n').Max(w => w.Length) + 2, 6, 30)
        );

    static DocumentCell Cell(TableCell cell)
    {
        var spans = new List<Span>();
        foreach (var leaf in cell.OfType<LeafBlock>())
        {
            if (spans.Count > 0)
            {
                spans.Add(new("\n"));
            }
            spans.AddRange(Spans(leaf.Inline, bold: false, italic: false));
        }
        return new(spans);
    }

    static string Plain(ContainerInline? inline) =>
        string.Concat(Spans(inline, bold: false, italic: false).Select(s => s.Text));

    static List<Span> Spans(ContainerInline? inline, bool bold, bool italic)
    {
        var spans = new List<Span>();
        var text = new StringBuilder();
        void Say(string words) => text.Append(words);
        void Close()
        {
            if (text.Length > 0)
            {
                spans.Add(new(text.ToString(), bold, italic));
                text.Clear();
            }
        }
        foreach (var part in inline ?? [])
        {
            switch (part)
            {
                case EmphasisInline emphasis:
                    Close();
                    spans.AddRange(
                        Spans(
                            emphasis,
                            bold || emphasis.DelimiterCount >= 2,
                            italic || emphasis.DelimiterCount % 2 == 1
                        )
                    );
                    break;
                case LinkInline link:
                    Close();
                    spans.AddRange(Spans(link, bold, italic));
                    var shown = string.Concat(spans.Select(s => s.Text));
                    if (
                        !link.IsImage
                        && link.Url is { Length: > 0 } url
                        && !shown.EndsWith(url, StringComparison.Ordinal)
                    )
                    {
                        Say($" ({url})");
                    }
                    break;
                case AutolinkInline address:
                    Say(address.Url);
                    break;
                case LineBreakInline line:
                    Say(line.IsHard ? "\n" : " ");
                    break;
                case CodeInline code:
                    Say(code.Content);
                    break;
                case TaskList task:
                    Say(task.Checked ? "☑" : "☐");
                    break;
                case HtmlEntityInline entity:
                    Say(entity.Transcoded.ToString());
                    break;
                case LiteralInline literal:
                    Say(literal.Content.ToString());
                    break;
                case ContainerInline container:
                    Close();
                    spans.AddRange(Spans(container, bold, italic));
                    break;
            }
        }
        Close();
        return spans;
    }
}
