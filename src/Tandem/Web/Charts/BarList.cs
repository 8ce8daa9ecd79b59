using Microsoft.AspNetCore.Html;
using Tandem.Web.Components;

namespace Tandem.Web.Charts;

/// <summary>One bar.</summary>
/// <param name="Label">Of what.</param>
/// <param name="Value">How much; the longest bar is the largest value.</param>
/// <param name="Text">How much, in words or figures.</param>
/// <param name="Href">Page about it, or the list with this filter.</param>
/// <param name="IsOther">Drawn grey: not part of what is compared.</param>
public sealed record Bar(
    string Label,
    double Value,
    string Text,
    string? Href = null,
    bool IsOther = false
);

/// <summary>Amounts compared: a table whose middle column is drawn. Used for counts of a facet and for the parts of a strength.</summary>
public sealed record BarList : Component
{
    /// <summary>What is compared.</summary>
    public required string Caption { get; init; }

    /// <summary>The bars, from the top.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>Heading of the first column.</summary>
    public string LabelHeading { get; init; } = "What";

    /// <summary>Heading of the last column.</summary>
    public string ValueHeading { get; init; } = "How much";

    /// <summary>Length of a full bar; the largest value where none is given.</summary>
    public double? Full { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent? Build()
    {
        if (Bars.Count == 0)
        {
            return null;
        }
        var full = Full ?? Bars.Max(b => b.Value);
        return new Table
        {
            Caption = Caption,
            Classes = $"td-bars {Classes}".Trim(),
            FirstCellIsHeader = true,
            Head =
            [
                new(LabelHeading),
                new(Content.Text(ValueHeading), IsNumeric: true),
                new(new Element("span").Class("govuk-visually-hidden").Add("Drawn as a bar")),
            ],
            Rows =
            [
                .. Bars.Select(bar =>
                    (IReadOnlyList<Table.Cell>)
                        [
                            new(
                                bar.Href is null
                                    ? Content.Text(bar.Label)
                                    : new Element("a")
                                        .Class("govuk-link")
                                        .With("href", bar.Href)
                                        .Add(bar.Label)
                            ),
                            new(Content.Text(bar.Text), IsNumeric: true),
                            new(Drawn(bar, full), Classes: "td-bars__bar"),
                        ]
                ),
            ],
        };
    }

    private static Element Drawn(Bar bar, double full) =>
        new Element("svg")
            .With("viewBox", "0 0 200 14")
            .With("preserveAspectRatio", "none")
            .With("aria-hidden", "true")
            .With("focusable", "false")
            .Add(
                Svg.Box(0, 0, 200, 14, "td-bar__track"),
                Svg.Box(
                    0,
                    0,
                    full > 0 ? 200 * Math.Clamp(bar.Value / full, 0, 1) : 0,
                    14,
                    bar.IsOther ? "td-bar--other" : "td-bar"
                )
            );
}

/// <summary>How sure we are: five steps and a word.</summary>
public sealed record Strength : Component
{
    /// <summary>From 0 to 1.</summary>
    public required double Value { get; init; }

    /// <summary>The word for it.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    protected override IHtmlContent Build()
    {
        var steps = Math.Clamp((int)Math.Ceiling(Value * 5), 0, 5);
        return Open("span", "td-strength")
            .Add(
                new Element("svg")
                    .With("viewBox", "0 0 64 12")
                    .With("aria-hidden", "true")
                    .With("focusable", "false")
                    .Add(
                        Enumerable
                            .Range(0, 5)
                            .Select(i =>
                                Svg.Box(
                                    i * 13 + 0.5,
                                    0.5,
                                    10,
                                    11,
                                    i < steps ? "td-strength__on" : "td-strength__off",
                                    2
                                )
                            )
                    )
            )
            .Add(Text);
    }
}
