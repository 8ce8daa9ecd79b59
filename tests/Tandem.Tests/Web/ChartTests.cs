using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Html;
using Tandem.Web.Charts;
using Tandem.Web.Components;

namespace Tandem.Tests.Web;

public sealed class ChartTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    private static readonly TimelineChart Timeline = new()
    {
        Caption = "Three councils",
        Today = Today,
        WindowFrom = new(2027, 1, 31),
        WindowTo = new(2027, 5, 31),
        Rows =
        [
            new("Blackpool", new(2022, 4, 1), new(2027, 3, 31), new(2029, 3, 31), "/contracts/1"),
            new("Wyre", new(2023, 6, 1), new(2027, 5, 31)),
            new(
                "Fylde",
                null,
                new(2027, 1, 31),
                Marks: [new(new(2026, 12, 15), "Tender published")]
            ),
        ],
    };

    private static readonly Place[] Lancashire =
    [
        new(53.82, -3.03),
        new(53.87, -2.92),
        new(54.05, -2.80),
        new(53.80, -2.95),
        new(53.76, -2.70),
    ];

    [Fact]
    public void A_timeline_stands_with_the_table_it_is_drawn_from()
    {
        var page = Parse(Timeline);
        Assert.Equal("Three councils", page.QuerySelector("figcaption")!.TextContent);
        Assert.Equal(3, page.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("31 Mar 2029", page.QuerySelector("tbody")!.TextContent);
        Assert.Contains("Not known", page.QuerySelector("tbody")!.TextContent);
    }

    [Fact]
    public void A_bar_ends_where_its_contract_ends_and_its_extension_follows()
    {
        var wide = Parse(Timeline).QuerySelector("svg.td-chart--wide")!;
        var bars = wide.QuerySelectorAll("rect.td-bar");
        var extension = wide.QuerySelector("rect.td-bar--more")!;
        var window = wide.QuerySelector("rect.td-window")!;
        Assert.Equal(3, bars.Length);
        Assert.Equal(End(bars[0]), Number(extension, "x"), 0.2);
        Assert.Equal(End(window), End(bars[1]), 0.2);
        Assert.Equal(Number(window, "x"), End(bars[2]), 0.2);
        Assert.True(End(bars[2]) < End(bars[0]) && End(bars[0]) < End(bars[1]));
    }

    [Fact]
    public void The_legend_says_what_the_marks_mean_and_no_line_runs_through_labels_above_their_bars()
    {
        var page = Parse(
            Timeline with
            {
                Rows =
                [
                    .. Timeline.Rows,
                    new(
                        "Lancaster",
                        null,
                        new(2027, 1, 31),
                        Marks: [new(new(2027, 2, 1), "Submissions close")],
                        Under: "With Wyre"
                    ),
                ],
            }
        );
        Assert.Contains(
            "Tender published or submissions close",
            page.QuerySelector(".td-legend")!.TextContent
        );
        Assert.Equal(2, page.QuerySelectorAll("svg text").Count(t => t.TextContent == "With Wyre"));
        var narrow = page.QuerySelector("svg.td-chart--narrow")!;
        var labels = narrow
            .QuerySelectorAll("text")
            .Where(t => t.TextContent is "Blackpool" or "Wyre" or "Lancaster" or "With Wyre")
            .Select(t => Number(t, "y"))
            .ToList();
        Assert.Equal(4, labels.Count);
        Assert.All(
            narrow.QuerySelectorAll("line.td-today"),
            line =>
                Assert.DoesNotContain(
                    labels,
                    y => Number(line, "y1") < y && y - 12 < Number(line, "y2")
                )
        );
    }

    [Fact]
    public void One_contract_of_long_ago_does_not_squeeze_the_rest()
    {
        var chart = Timeline with
        {
            Rows = [.. Timeline.Rows, new("Old", new(1990, 1, 1), new(2027, 3, 31))],
        };
        var before = Width(Timeline);
        Assert.Equal(before, Width(chart), 0.2);

        static double Width(TimelineChart c) =>
            Number(Parse(c).QuerySelector("svg.td-chart--wide rect.td-window")!, "width");
    }

    [Fact]
    public void A_timeline_with_links_is_a_group_and_each_link_says_where_it_leads()
    {
        var svg = Parse(Timeline).QuerySelector("svg.td-chart--wide")!;
        Assert.Equal("group", svg.GetAttribute("role"));
        Assert.Equal(
            "Blackpool: ends 31 March 2027, may be extended to 31 March 2029",
            svg.QuerySelector("a")!.GetAttribute("aria-label")
        );
        var plain = Parse(Timeline with { Rows = [new("Wyre", null, Today)] })
            .QuerySelector("svg")!;
        Assert.Equal("img", plain.GetAttribute("role"));
    }

    [Fact]
    public void Pictures_carry_no_inline_style_and_no_id_twice()
    {
        var page = Parse(Timeline, Map(Lancashire), Bars);
        Assert.Empty(page.QuerySelectorAll("[style], style, script"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void North_is_up_and_east_is_right()
    {
        var dots = Dots(Map([new(53.0, -2.0), new(54.0, -2.0), new(53.5, -1.0)]));
        Assert.True(dots[1].Y < dots[2].Y && dots[2].Y < dots[0].Y);
        Assert.True(dots[2].X > dots[0].X);
        Assert.Equal(dots[0].X, dots[1].X, 12.0);
    }

    [Fact]
    public void A_map_is_true_to_scale()
    {
        // London to Edinburgh is 534 km as the crow flies; the picture and its scale bar must agree.
        var london = new Place(51.5074, -0.1278);
        var edinburgh = new Place(55.9533, -3.1883);
        Assert.Equal(534, Projection.Kilometres(london, edinburgh), 1.0);
        var map = Map([london, edinburgh]);
        var dots = Dots(map);
        var svg = Parse(map).QuerySelector("svg.td-chart--wide")!;
        var bar = svg.QuerySelector("line.td-leader")!;
        var pixels = Number(bar, "x2") - Number(bar, "x1");
        var words = svg.QuerySelectorAll("text")
            .First(t => t.TextContent.EndsWith(" km"))
            .TextContent;
        var perKilometre = pixels / double.Parse(words[..^3], CultureInfo.InvariantCulture);
        var apart = Math.Sqrt(
            Math.Pow(dots[0].X - dots[1].X, 2) + Math.Pow(dots[0].Y - dots[1].Y, 2)
        );
        Assert.Equal(534, apart / perKilometre, 3.0);
    }

    [Fact]
    public void Places_at_one_spot_are_drawn_apart_and_inside_the_picture()
    {
        var dots = Dots(Map([.. Enumerable.Repeat(new Place(53.8, -2.7), 8)]));
        for (var i = 0; i < dots.Count; i++)
        {
            Assert.InRange(dots[i].X, 0, 640);
            Assert.InRange(dots[i].Y, 0, 460);
            for (var j = i + 1; j < dots.Count; j++)
            {
                var apart = Math.Sqrt(
                    Math.Pow(dots[i].X - dots[j].X, 2) + Math.Pow(dots[i].Y - dots[j].Y, 2)
                );
                Assert.True(apart > 22, $"Places {i + 1} and {j + 1} are {apart:0} apart.");
            }
        }
    }

    [Fact]
    public void Numbers_on_the_map_are_those_of_the_table()
    {
        var page = Parse(Map(Lancashire));
        var onMap = page.QuerySelectorAll("svg.td-chart--wide .td-dot__number")
            .Select(n => n.TextContent);
        var inTable = page.QuerySelectorAll("tbody tr td:first-child").Select(n => n.TextContent);
        Assert.Equal(inTable, onMap);
    }

    [Fact]
    public void The_longest_bar_is_the_largest_amount()
    {
        var widths = Parse(Bars)
            .QuerySelectorAll("rect.td-bar")
            .Select(r => Number(r, "width"))
            .ToList();
        Assert.Equal([200, 50], widths);
    }

    private static readonly BarList Bars = new()
    {
        Caption = "Contracts",
        Bars = [new("IT", 40, "40"), new("Works", 10, "10")],
    };

    private static PlaceMap Map(IEnumerable<Place> places) =>
        new()
        {
            Caption = "Where",
            Points = [.. places.Select((p, i) => new MapPoint($"Council {i + 1}", p))],
        };

    private static List<(double X, double Y)> Dots(PlaceMap map) =>
        [
            .. Parse(map)
                .QuerySelectorAll("svg.td-chart--wide g > circle.td-dot")
                .Select(c => (Number(c, "cx"), Number(c, "cy"))),
        ];

    private static double End(IElement box) => Number(box, "x") + Number(box, "width");

    private static double Number(IElement element, string attribute) =>
        double.Parse(element.GetAttribute(attribute)!, CultureInfo.InvariantCulture);

    private static IDocument Parse(params IHtmlContent[] content) =>
        new HtmlParser().ParseDocument(string.Concat(content.Select(c => c.Render())));
}
