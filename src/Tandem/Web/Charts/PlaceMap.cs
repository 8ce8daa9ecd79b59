using Microsoft.AspNetCore.Html;
using Tandem.Web.Components;

namespace Tandem.Web.Charts;

/// <summary>A place on a map.</summary>
/// <param name="Latitude">Degrees north (WGS 84).</param>
/// <param name="Longitude">Degrees east.</param>
public readonly record struct Place(double Latitude, double Longitude);

/// <summary>Somebody at a place, numbered as in the table.</summary>
/// <param name="Label">Who.</param>
/// <param name="At">Where.</param>
/// <param name="Href">Page about them.</param>
public sealed record MapPoint(string Label, Place At, string? Href = null);

/// <summary>Who is where: numbered points on a map drawn to scale, with the table they come from. Other known places are faint dots that give the land its shape.</summary>
public sealed record PlaceMap : Component
{
    /// <summary>What it shows, as a sentence without a full stop.</summary>
    public required string Caption { get; init; }

    /// <summary>The points; their numbers are their order, from 1.</summary>
    public required IReadOnlyList<MapPoint> Points { get; init; }

    /// <summary>Other places, drawn faintly where they lie in view.</summary>
    public IReadOnlyList<Place> Context { get; init; } = [];

    /// <summary>The table it is drawn from, where the page has a fuller one; else it is made from the points.</summary>
    public IHtmlContent? Table { get; init; }

    /// <summary>Start of every id inside, unique on the page.</summary>
    public string Id { get; init; } = "map";

    /// <inheritdoc/>
    protected override IHtmlContent? Build() =>
        Points.Count == 0
            ? null
            : new Element("figure")
                .Class("td-figure td-figure--map", Classes)
                .Add(
                    new Element("figcaption").Add(Caption),
                    new MapDrawing(this, 640, 460, "wide").Draw(),
                    new MapDrawing(this, 360, 380, "narrow").Draw(),
                    Table ?? OwnTable()
                );

    /// <summary>What the picture shows, for those who do not see it.</summary>
    internal string Description()
    {
        var far = Points.SelectMany(
            (a, i) => Points.Skip(i + 1).Select(b => Projection.Kilometres(a.At, b.At))
        );
        var furthest = far.DefaultIfEmpty(0).Max();
        return Points.Count == 1
            ? $"{Points[0].Label} and the places around it."
            : $"{Words.Count(Points.Count, "place")}, the furthest two {Math.Round(furthest).ToString("N0", Words.Culture)} kilometres apart. The table below names them by number.";
    }

    private Table OwnTable() =>
        new()
        {
            Caption = "Places by number",
            CaptionClasses = "govuk-visually-hidden",
            Head = [new(Content.Text("Number"), Classes: "td-narrow"), new("Who")],
            Rows =
            [
                .. Points.Select(
                    (p, i) =>
                        (IReadOnlyList<Table.Cell>)
                            [
                                new(Words.Number(i + 1)),
                                new(
                                    p.Href is null
                                        ? Content.Text(p.Label)
                                        : new Element("a")
                                            .Class("govuk-link")
                                            .With("href", p.Href)
                                            .Add(p.Label)
                                ),
                            ]
                ),
            ],
        };
}
