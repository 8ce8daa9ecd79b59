using Tandem.Web.Components;

namespace Tandem.Web.Charts;

/// <summary>One drawing of a timeline for one width of page. With no column for labels they stand above their bars.</summary>
internal sealed class TimelineDrawing
{
    private const double Top = 34;
    private const double BarHeight = 20;
    private readonly TimelineChart chart;
    private readonly double width;
    private readonly double labels;
    private readonly string size;
    private readonly double under;
    private readonly double step;
    private readonly double bottom;
    private readonly DateOnly from;
    private readonly DateOnly to;
    private readonly int tickMonths;

    public TimelineDrawing(
        TimelineChart chart,
        double width,
        double labels,
        int mostTicks,
        string size
    )
    {
        (this.chart, this.width, this.labels, this.size) = (chart, width, labels, size);
        // Labels of two lines need the room of one more where they stand above their bars.
        under = labels == 0 && chart.Rows.Any(r => r.Under is not null) ? 16 : 0;
        step = labels > 0 ? 38 : 54 + under;
        bottom = Top + chart.Rows.Count * step + 6;
        (from, to) = Calendar(chart);
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        tickMonths = new[] { 1, 3, 6, 12, 24, 60, 120, 240 }.First(m =>
            months / m <= mostTicks || m == 240
        );
    }

    public Element Draw()
    {
        var svg = Svg.Canvas(
            width,
            bottom + 24,
            "td-chart--" + size,
            $"{chart.Id}-{size}",
            chart.Caption,
            chart.Description(),
            chart.Rows.Any(r => r.Href is not null)
        );
        Window(svg);
        Ticks(svg);
        for (var i = 0; i < chart.Rows.Count; i++)
        {
            Row(svg, chart.Rows[i], Top + i * step);
        }
        Now(svg);
        return svg;
    }

    /// <summary>From one year back at the most, so that one old contract does not squeeze the rest, to the last day with some air.</summary>
    private static (DateOnly From, DateOnly To) Calendar(TimelineChart chart)
    {
        var days = chart
            .Rows.SelectMany(r =>
                new[] { r.Start, r.End, r.ExtendedTo }.Concat(
                    (r.Marks ?? []).Select(m => (DateOnly?)m.Day)
                )
            )
            .Concat([chart.WindowFrom, chart.WindowTo, chart.Today])
            .OfType<DateOnly>()
            .ToList();
        var earliestEnd = chart
            .Rows.Select(r => r.End)
            .Append(chart.Today)
            .Append(chart.WindowFrom)
            .OfType<DateOnly>()
            .Min();
        var floor = (earliestEnd < chart.Today ? earliestEnd : chart.Today).AddMonths(-12);
        var first = days.Min() < floor ? floor : days.Min();
        var ceiling = chart.Today.AddYears(15);
        var last = days.Max() > ceiling ? ceiling : days.Max();
        var from = new DateOnly(first.Year, first.Month, 1);
        var to = last.AddMonths(2);
        return (from, new DateOnly(to.Year, to.Month, 1));
    }

    private double X(DateOnly day)
    {
        var share = (double)(day.DayNumber - from.DayNumber) / (to.DayNumber - from.DayNumber);
        return labels + Math.Clamp(share, 0, 1) * (width - labels - 2);
    }

    private void Window(Element svg)
    {
        if (chart.WindowFrom is not { } first || chart.WindowTo is not { } last)
        {
            return;
        }
        // A window of one day is still to be seen.
        var (left, right) = (X(first), Math.Max(X(last), X(first) + 4));
        svg.Add(
            Svg.Box(left, Top - 6, right - left, bottom - Top + 6, "td-window"),
            Svg.Line(left, Top - 6, left, bottom, "td-window__edge"),
            Svg.Line(right, Top - 6, right, bottom, "td-window__edge")
        );
    }

    private void Ticks(Element svg)
    {
        var month = from;
        while ((month.Year * 12 + month.Month - 1) % tickMonths != 0)
        {
            month = month.AddMonths(1);
        }
        var free = double.MinValue;
        for (; month < to; month = month.AddMonths(tickMonths))
        {
            var x = X(month);
            svg.Add(Svg.Line(x, Top - 6, x, bottom, "td-grid"));
            var words = month.ToString(tickMonths % 12 == 0 ? "yyyy" : "MMM yyyy", Words.Culture);
            var room = Svg.WidthOf(words);
            if (x - room / 2 > free && x + room / 2 < width && x - room / 2 >= labels - 4)
            {
                svg.Add(Svg.Text(x, 18, words, "middle", "td-chart__quiet"));
                free = x + room / 2 + 8;
            }
        }
    }

    private void Row(Element svg, TimelineRow row, double top)
    {
        var beside = labels > 0;
        var y = beside ? top + 6 : top + 24 + under;
        var room = beside ? labels - 16 : width;
        var line =
            !beside ? top + 16
            : row.Under is null ? y + 15
            : y + 6;
        svg.Add(
            Svg.Text(0, line, Svg.Fit(row.Label, room), style: beside ? null : "td-chart__halo")
        );
        if (row.Under is { } more)
        {
            svg.Add(Svg.Text(0, line + 16, Svg.Fit(more, room), style: "td-chart__quiet"));
        }
        var bars = new Element("g");
        if (row.End is { } end)
        {
            var left = X(row.Start ?? from);
            var right = Math.Max(X(end), left + 3);
            bars.Add(Svg.Box(left, y, right - left, BarHeight, "td-bar", 3));
            if (row.Start is null || row.Start < from)
            {
                // A notch: the bar began before the calendar does.
                bars.Add(
                    new Element("path")
                        .With("fill", "#fff")
                        .With(
                            "d",
                            $"M{Svg.N(left)} {Svg.N(y)}l6 {Svg.N(BarHeight / 2)}l-6 {Svg.N(BarHeight / 2)}z"
                        )
                );
            }
            if (row.ExtendedTo > end)
            {
                var far = X(row.ExtendedTo.Value);
                bars.Add(Svg.Box(right, y + 0.5, far - right, BarHeight - 1, "td-bar--more", 3));
            }
        }
        else if (row.Start is { } start)
        {
            bars.Add(Svg.Diamond(X(start), y + BarHeight / 2, 7, "td-mark"));
        }
        svg.Add(Svg.Linked(row.Href, Says(row), bars));
        foreach (var mark in row.Marks ?? [])
        {
            svg.Add(
                Svg.Diamond(X(mark.Day), y + BarHeight / 2, 6, "td-mark")
                    .Add(new Element("title").Add($"{mark.Text}: {Words.Day(mark.Day)}"))
            );
        }
    }

    private void Now(Element svg)
    {
        var x = X(chart.Today);
        var anchor =
            x > width - 40 ? "end"
            : x < labels + 40 ? "start"
            : "middle";
        svg.Add(Svg.Text(x, bottom + 19, "Today", anchor, "td-chart__strong"));
        if (labels > 0)
        {
            svg.Add(Svg.Line(x, Top - 6, x, bottom + 4, "td-today"));
            return;
        }
        // Beside the bars only: it would run through the labels above them.
        for (var i = 0; i < chart.Rows.Count; i++)
        {
            var top = Top + i * step;
            svg.Add(Svg.Line(x, top + 21 + under, x, top + 27 + under + BarHeight, "td-today"));
        }
        svg.Add(Svg.Line(x, bottom - 2, x, bottom + 4, "td-today"));
    }

    private static string Says(TimelineRow row) =>
        row switch
        {
            { End: { } end, ExtendedTo: { } far } when far > end =>
                $"{row.Label}: ends {Words.Day(end)}, may be extended to {Words.Day(far)}",
            { End: { } end } => $"{row.Label}: ends {Words.Day(end)}",
            { Start: { } start } => $"{row.Label}: starts {Words.Day(start)}",
            _ => $"{row.Label}: dates not known",
        };
}
