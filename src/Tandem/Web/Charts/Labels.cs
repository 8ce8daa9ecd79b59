namespace Tandem.Web.Charts;

/// <summary>Keeps points and their labels from hiding each other.</summary>
internal static class Labels
{
    /// <summary>Words and where they stand.</summary>
    internal readonly record struct Label(double X, double Y, string Words, string Anchor);

    private readonly record struct Area(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Area other) =>
            Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }

    /// <summary>Points pushed apart until none covers another, kept inside the picture. The same points always end in the same places.</summary>
    public static (double X, double Y)[] Apart(
        (double X, double Y)[] points,
        double radius,
        double width,
        double height
    )
    {
        var at = ((double X, double Y)[])points.Clone();
        var least = radius * 2 + 3;
        for (var round = 0; round < 60; round++)
        {
            var moved = false;
            for (var i = 0; i < at.Length; i++)
            {
                for (var j = i + 1; j < at.Length; j++)
                {
                    var (dx, dy) = (at[j].X - at[i].X, at[j].Y - at[i].Y);
                    var far = Math.Sqrt(dx * dx + dy * dy);
                    if (far >= least)
                    {
                        continue;
                    }
                    // Points in the same place are parted in a direction of their own.
                    var angle = far > 0.01 ? Math.Atan2(dy, dx) : (i + j) * 2.4;
                    var push = (least - far) / 2 + 0.1;
                    var (px, py) = (Math.Cos(angle) * push, Math.Sin(angle) * push);
                    at[i] = Inside(at[i].X - px, at[i].Y - py);
                    at[j] = Inside(at[j].X + px, at[j].Y + py);
                    moved = true;
                }
            }
            if (!moved)
            {
                break;
            }
        }
        return at;

        (double, double) Inside(double x, double y) =>
            (
                Math.Clamp(x, radius + 4, width - radius - 4),
                Math.Clamp(y, radius + 4, height - radius - 4)
            );
    }

    /// <summary>A label for each point that has room on one of its sides; the others are known by their number.</summary>
    public static IEnumerable<Label> Placed(
        (double X, double Y)[] points,
        string[] words,
        double radius,
        double width,
        double height
    )
    {
        var taken = points
            .Select(p => new Area(p.X - radius, p.Y - radius, p.X + radius, p.Y + radius))
            .ToList();
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = points[i];
            var room = Svg.WidthOf(words[i]);
            (double X, double Y, string Anchor, double Left)[] sides =
            [
                (x + radius + 5, y + 5, "start", x + radius + 4),
                (x - radius - 5, y + 5, "end", x - radius - 6 - room),
                (x, y - radius - 6, "middle", x - room / 2),
                (x, y + radius + 16, "middle", x - room / 2),
            ];
            foreach (var side in sides)
            {
                var area = new Area(side.Left, side.Y - 13, side.Left + room, side.Y + 4);
                if (
                    area.Left < 4
                    || area.Right > width - 4
                    || area.Top < 4
                    || area.Bottom > height - 4
                    || taken.Any(t => t.Meets(area))
                )
                {
                    continue;
                }
                taken.Add(area);
                yield return new Label(side.X, side.Y, words[i], side.Anchor);
                break;
            }
        }
    }
}
