using Microsoft.AspNetCore.Html;
using Tandem.Web.Components;

namespace Tandem.Web.Charts;

/// <summary>A day worth pointing at.</summary>
/// <param name="Day">The day.</param>
/// <param name="Text">What happens on it.</param>
public sealed record TimelineMark(DateOnly Day, string Text);

/// <summary>One bar of a timeline.</summary>
/// <param name="Label">Whose it is: the buyer, or the contract.</param>
/// <param name="Start">First day; null where it is not known.</param>
/// <param name="End">Last day; null where it is not known.</param>
/// <param name="ExtendedTo">Last day if every extension is taken.</param>
/// <param name="Href">Page about it.</param>
/// <param name="Marks">Days worth pointing at.</param>
/// <param name="Under">More to know it by, in a smaller line below the label.</param>
public sealed record TimelineRow(
    string Label,
    DateOnly? Start,
    DateOnly? End,
    DateOnly? ExtendedTo = null,
    string? Href = null,
    IReadOnlyList<TimelineMark>? Marks = null,
    string? Under = null
);

/// <summary>Who is bound until when, what may be extended, and the window in which all are free: a picture with the table it is drawn from.</summary>
public sealed record TimelineChart : Component
{
    /// <summary>What it shows, as a sentence without a full stop.</summary>
    public required string Caption { get; init; }

    /// <summary>The bars, from the top.</summary>
    public required IReadOnlyList<TimelineRow> Rows { get; init; }

    /// <summary>Drawn as a line.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>What a bar means, for the legend.</summary>
    public string BarText { get; init; } = "In force";

    /// <summary>First day of the window in common.</summary>
    public DateOnly? WindowFrom { get; init; }

    /// <summary>Last day of the window in common.</summary>
    public DateOnly? WindowTo { get; init; }

    /// <summary>The table it is drawn from, where the page has a fuller one; else it is made from the rows.</summary>
    public IHtmlContent? Table { get; init; }

    /// <summary>Start of every id inside, unique on the page.</summary>
    public string Id { get; init; } = "timeline";

    /// <inheritdoc/>
    protected override IHtmlContent Build() =>
        new Element("figure")
            .Class("td-figure", Classes)
            .Add(
                new Element("figcaption").Add(Caption),
                new TimelineDrawing(this, 820, 236, 9, "wide").Draw(),
                new TimelineDrawing(this, 360, 0, 4, "narrow").Draw(),
                Legend(),
                Table ?? OwnTable()
            );

    /// <summary>What the picture shows, for those who do not see it.</summary>
    internal string Description()
    {
        var window =
            WindowFrom is { } from && WindowTo is { } to
                ? $" The window in common is {Words.Span(from, to)}."
                : "";
        return $"{Words.Count(Rows.Count, "bar")} along a calendar; today is {Words.Day(Today)}.{window} The table below has the same dates.";
    }

    private Element Legend()
    {
        var list = new Element("ul").Class("td-legend");
        list.Add(Key(BarText, Svg.Box(0, 2, 26, 10, "td-bar", 2)));
        if (Rows.Any(r => r.ExtendedTo > r.End))
        {
            list.Add(Key("May be extended", Svg.Box(0.5, 2.5, 25, 9, "td-bar--more", 2)));
        }
        if (WindowFrom is not null && WindowTo is not null)
        {
            list.Add(Key("Window in common", Svg.Box(0, 0, 26, 14, "td-window")));
        }
        if (MarkText() is { } marks)
        {
            list.Add(Key(marks, Svg.Diamond(13, 7, 5, "td-mark")));
        }
        list.Add(Key("Today", Svg.Line(13, 0, 13, 14, "td-today")));
        return list;
    }

    // What the marks say of themselves; all are drawn alike.
    private string? MarkText()
    {
        var texts = Rows.SelectMany(r => r.Marks ?? []).Select(m => m.Text).Distinct().ToList();
        return texts.Count == 0
            ? null
            : Words.List(
                [texts[0], .. texts.Skip(1).Select(t => char.ToLowerInvariant(t[0]) + t[1..])],
                "or"
            );
    }

    private static Element Key(string words, Element sample) =>
        new Element("li").Add(
            new Element("svg")
                .With("viewBox", "0 0 26 14")
                .With("aria-hidden", "true")
                .With("focusable", "false")
                .Add(sample),
            Content.Text(words)
        );

    private Table OwnTable()
    {
        var extended = Rows.Any(r => r.ExtendedTo is not null);
        return new Table
        {
            Caption = "The same dates as a table",
            CaptionClasses = "govuk-visually-hidden",
            FirstCellIsHeader = true,
            Head =
            [
                new("Who"),
                new("Starts"),
                new("Ends"),
                .. extended ? new Table.Cell[] { new("May be extended to") } : [],
            ],
            Rows =
            [
                .. Rows.Select(r =>
                    (IReadOnlyList<Table.Cell>)
                        [
                            new(
                                r.Href is null
                                    ? Content.Text(r.Label)
                                    : new Element("a")
                                        .Class("govuk-link")
                                        .With("href", r.Href)
                                        .Add(r.Label)
                            ),
                            Cell(r.Start),
                            Cell(r.End),
                            .. extended ? new[] { Cell(r.ExtendedTo, "No") } : [],
                        ]
                ),
            ],
        };
    }

    private static Table.Cell Cell(DateOnly? day, string otherwise = "Not known") =>
        new(day is null ? otherwise : Words.ShortDay(day.Value));
}
