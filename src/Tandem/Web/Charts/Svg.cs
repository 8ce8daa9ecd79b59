using System.Globalization;
using Tandem.Web.Components;

namespace Tandem.Web.Charts;

/// <summary>Elements of a picture. Style is by class and presentation attribute only: the content policy allows no inline style.</summary>
internal static class Svg
{
    public static Element Line(double x1, double y1, double x2, double y2, string style) =>
        new Element("line")
            .Class(style)
            .With("x1", N(x1))
            .With("y1", N(y1))
            .With("x2", N(x2))
            .With("y2", N(y2));

    public static Element Box(
        double x,
        double y,
        double width,
        double height,
        string style,
        double round = 0
    ) =>
        new Element("rect")
            .Class(style)
            .With("x", N(x))
            .With("y", N(y))
            .With("width", N(Math.Max(0, width)))
            .With("height", N(Math.Max(0, height)))
            .With("rx", round > 0 ? N(round) : null);

    public static Element Dot(double x, double y, double radius, string style) =>
        new Element("circle").Class(style).With("cx", N(x)).With("cy", N(y)).With("r", N(radius));

    public static Element Diamond(double x, double y, double size, string style) =>
        new Element("path")
            .Class(style)
            .With(
                "d",
                $"M{N(x)} {N(y - size)}L{N(x + size)} {N(y)}L{N(x)} {N(y + size)}L{N(x - size)} {N(y)}Z"
            );

    public static Element Text(
        double x,
        double y,
        string words,
        string? anchor = null,
        string? style = null
    ) =>
        new Element("text")
            .Class(style)
            .With("x", N(x))
            .With("y", N(y))
            .With("text-anchor", anchor)
            .Add(words);

    /// <summary>The drawing. Without links it is one picture to a screen reader; with links it is a group of them.</summary>
    public static Element Canvas(
        double width,
        double height,
        string style,
        string id,
        string title,
        string description,
        bool hasLinks
    ) =>
        new Element("svg")
            .Class("td-chart", style)
            .With("xmlns", "http://www.w3.org/2000/svg")
            .With("viewBox", $"0 0 {N(width)} {N(height)}")
            .With("role", hasLinks ? "group" : "img")
            .With("aria-labelledby", $"{id}-title")
            .With("aria-describedby", $"{id}-desc")
            .Add(
                new Element("title").With("id", $"{id}-title").Add(title),
                new Element("desc").With("id", $"{id}-desc").Add(description)
            );

    /// <summary>Puts a link around a mark where there is an address.</summary>
    public static Element Linked(string? href, string says, Element mark) =>
        href is null
            ? mark
            : new Element("a").With("href", href).With("aria-label", says).Add(mark);

    /// <summary>Room that words take at this size of letters, a little generously.</summary>
    public static double WidthOf(string words, double size = 14) => words.Length * size * 0.53;

    /// <summary>The words, cut with an ellipsis where they do not fit.</summary>
    public static string Fit(string words, double width, double size = 14)
    {
        var most = Math.Max(4, (int)(width / (size * 0.53)));
        return words.Length <= most ? words : words[..(most - 1)].TrimEnd() + "…";
    }

    public static string N(double value) =>
        Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
