using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Tests.Web;

public sealed partial class ColourTests
{
    private static readonly Dictionary<string, string> Colours = Named()
        .Matches(File.ReadAllText(Path.Combine(Root(), "src/Tandem/Web/Styles/_settings.scss")))
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    [Theory]
    [InlineData("ink", "#ffffff")]
    [InlineData("ink", "surface")]
    [InlineData("ink", "mint")]
    [InlineData("ink", "amber")]
    [InlineData("quiet", "#ffffff")]
    [InlineData("quiet", "surface")]
    [InlineData("link", "#ffffff")]
    [InlineData("link", "surface")]
    [InlineData("link-hover", "#ffffff")]
    [InlineData("#ffffff", "brand")]
    [InlineData("#cfe9e2", "brand")]
    [InlineData("#ffffff", "good")]
    [InlineData("bad", "#ffffff")]
    public void Text_can_be_read_on_its_background(string text, string background) =>
        Assert.InRange(Contrast(Value(text), Value(background)), 4.5, 21);

    private static string Value(string name) => name[0] == '#' ? name : Colours[name];

    /// <summary>Contrast ratio of WCAG 2.2, section 1.4.3.</summary>
    private static double Contrast(string a, string b)
    {
        var (light, dark) = (
            Math.Max(Luminance(a), Luminance(b)),
            Math.Min(Luminance(a), Luminance(b))
        );
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour) =>
        0.2126 * Channel(colour, 1) + 0.7152 * Channel(colour, 3) + 0.0722 * Channel(colour, 5);

    private static double Channel(string colour, int at)
    {
        var value =
            int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Tandem.slnx")))
        {
            at = at.Parent!;
        }
        return at.FullName;
    }

    [GeneratedRegex(@"^\$([\w-]+): (#[0-9a-f]{6});", RegexOptions.Multiline)]
    private static partial Regex Named();
}
