using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>A table made from rows in code, as the one below a picture. Pages write their own with plain HTML.</summary>
public sealed record Table : Component
{
    /// <summary>One cell.</summary>
    /// <param name="Content">What it says.</param>
    /// <param name="IsNumeric">Set right, in figures of one width.</param>
    /// <param name="Classes">Class names of the cell.</param>
    public sealed record Cell(IHtmlContent? Content, bool IsNumeric = false, string? Classes = null)
    {
        /// <summary>Text in a cell.</summary>
        public Cell(string? text)
            : this(Components.Content.Text(text)) { }
    }

    /// <summary>What the table shows.</summary>
    public string? Caption { get; init; }

    /// <summary>Size of the caption: <c>govuk-table__caption--m</c> and so on.</summary>
    public string? CaptionClasses { get; init; }

    /// <summary>Column headings.</summary>
    public IReadOnlyList<Cell>? Head { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<IReadOnlyList<Cell>> Rows { get; init; }

    /// <summary>The first cell names its row.</summary>
    public bool FirstCellIsHeader { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        Open("table", "govuk-table")
            .With(Attributes)
            .Add(
                Caption is null
                    ? null
                    : new Element("caption")
                        .Class("govuk-table__caption", CaptionClasses)
                        .Add(Caption),
                Head is null
                    ? null
                    : new Element("thead")
                        .Class("govuk-table__head")
                        .Add(new Element("tr").Class("govuk-table__row").Add(Head.Select(Heading))),
                new Element("tbody")
                    .Class("govuk-table__body")
                    .Add(
                        Rows.Select(row =>
                            new Element("tr").Class("govuk-table__row").Add(row.Select(Body))
                        )
                    )
            );

    private static Element Heading(Cell cell) =>
        new Element("th")
            .With("scope", "col")
            .Class(
                "govuk-table__header",
                cell.IsNumeric ? "govuk-table__header--numeric" : null,
                cell.Classes
            )
            .Add(cell.Content);

    private Element Body(Cell cell, int index) =>
        index == 0 && FirstCellIsHeader
            ? new Element("th")
                .With("scope", "row")
                .Class("govuk-table__header", cell.Classes)
                .Add(cell.Content)
            : new Element("td")
                .Class(
                    "govuk-table__cell",
                    cell.IsNumeric ? "govuk-table__cell--numeric" : null,
                    cell.Classes
                )
                .Add(cell.Content);
}
