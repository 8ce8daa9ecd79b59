using Tandem.Web.Components;

namespace Tandem.Web.Charts;

/// <summary>One drawing of a map for one width of page: zoomed to its points, points that would hide each other moved apart, labels where they are free.</summary>
internal sealed class MapDrawing
{
    private const double Radius = 12;
    private readonly PlaceMap map;
    private readonly double width;
    private readonly double height;
    private readonly string size;
    private readonly Projection projection;
    private readonly double scale;
    private readonly (double East, double North) middle;

    public MapDrawing(PlaceMap map, double width, double height, string size)
    {
        (this.map, this.width, this.height, this.size) = (map, width, height, size);
        projection = new Projection(
            new Place(
                map.Points.Average(p => p.At.Latitude),
                map.Points.Average(p => p.At.Longitude)
            )
        );
        var at = map.Points.Select(p => projection.Of(p.At)).ToList();
        var (west, east) = (at.Min(p => p.East), at.Max(p => p.East));
        var (south, north) = (at.Min(p => p.North), at.Max(p => p.North));
        middle = ((west + east) / 2, (south + north) / 2);
        // Never closer than 40 km across: a point needs its surroundings to be recognised.
        scale = Math.Min(
            width * 0.68 / Math.Max(east - west, 40),
            height * 0.68 / Math.Max(north - south, 40 * height / width)
        );
    }

    public Element Draw()
    {
        var svg = Svg.Canvas(
            width,
            height,
            "td-chart--" + size,
            $"{map.Id}-{size}",
            map.Caption,
            map.Description(),
            map.Points.Any(p => p.Href is not null)
        );
        svg.Add(Svg.Box(0.5, 0.5, width - 1, height - 1, "td-sea", 6));
        Grid(svg);
        var real = map.Points.Select(p => Pixel(p.At)).ToArray();
        foreach (var place in map.Context)
        {
            var (x, y) = Pixel(place);
            var hidden = real.Any(r =>
                Math.Abs(r.X - x) < Radius + 3 && Math.Abs(r.Y - y) < Radius + 3
            );
            if (!hidden && x > 4 && x < width - 4 && y > 4 && y < height - 4)
            {
                svg.Add(Svg.Dot(x, y, 3, "td-dot--faint"));
            }
        }
        ScaleBar(svg);
        var shown = Labels.Apart(real, Radius, width, height);
        var labels = Labels.Placed(
            shown,
            map.Points.Select(p => Svg.Fit(p.Label, width * 0.55)).ToArray(),
            Radius,
            width,
            height - 40
        );
        for (var i = 0; i < shown.Length; i++)
        {
            if (Math.Abs(shown[i].X - real[i].X) + Math.Abs(shown[i].Y - real[i].Y) > 3)
            {
                svg.Add(
                    Svg.Line(real[i].X, real[i].Y, shown[i].X, shown[i].Y, "td-leader"),
                    Svg.Dot(real[i].X, real[i].Y, 2.5, "td-dot")
                );
            }
        }
        foreach (var label in labels)
        {
            svg.Add(Svg.Text(label.X, label.Y, label.Words, label.Anchor, "td-chart__halo"));
        }
        for (var i = 0; i < shown.Length; i++)
        {
            var number = Words.Number(i + 1);
            svg.Add(
                Svg.Linked(
                    map.Points[i].Href,
                    $"{number}: {map.Points[i].Label}",
                    new Element("g").Add(
                        Svg.Dot(shown[i].X, shown[i].Y, Radius, "td-dot"),
                        Svg.Text(shown[i].X, shown[i].Y + 4.5, number, "middle", "td-dot__number")
                    )
                )
            );
        }
        return svg;
    }

    private (double X, double Y) Pixel(Place place)
    {
        var (east, north) = projection.Of(place);
        return (
            width / 2 + (east - middle.East) * scale,
            height / 2 - (north - middle.North) * scale
        );
    }

    /// <summary>The round number of kilometres that the scale bar shows and the grid is made of.</summary>
    private double Step()
    {
        var most = width * 0.3 / scale;
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return new[] { 5, 2, 1 }.First(n => n * power <= most) * power;
    }

    private void Grid(Element svg)
    {
        var step = Step() * scale;
        for (var x = width / 2 % step; x < width; x += step)
        {
            svg.Add(Svg.Line(x, 1, x, height - 1, "td-grid td-grid--map"));
        }
        for (var y = height / 2 % step; y < height; y += step)
        {
            svg.Add(Svg.Line(1, y, width - 1, y, "td-grid td-grid--map"));
        }
    }

    private void ScaleBar(Element svg)
    {
        var km = Step();
        var (left, y) = (16.0, height - 18);
        var right = left + km * scale;
        svg.Add(
            Svg.Line(left, y, right, y, "td-leader"),
            Svg.Line(left, y - 5, left, y + 5, "td-leader"),
            Svg.Line(right, y - 5, right, y + 5, "td-leader"),
            Svg.Text(
                right + 8,
                y + 5,
                km.ToString("0.##", Words.Culture) + " km",
                style: "td-chart__quiet"
            ),
            new Element("path")
                .Class("td-leader td-north")
                .With("d", $"M{Svg.N(width - 24)} {Svg.N(height - 14)}v-22l-5 8m5-8l5 8"),
            Svg.Text(width - 24, height - 42, "N", "middle", "td-chart__quiet")
        );
    }
}
