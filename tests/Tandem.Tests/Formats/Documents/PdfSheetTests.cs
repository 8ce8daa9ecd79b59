using System.Text;
using System.Text.RegularExpressions;
using Tandem.Formats.Documents.Pdf;
using Tandem.Kernel;

namespace Tandem.Tests.Formats.Documents;

public sealed partial class PdfSheetTests
{
    private static readonly TrueTypeFont Font = new(
        File.ReadAllBytes(Content.Shipped.PathOf("fonts/SourceSans3-Regular.ttf"))
    );

    [Fact]
    public void Every_object_lies_where_the_table_of_the_file_says()
    {
        var sheet = new PdfSheet("A sheet — of Łódź", "Tandem", "en-GB");
        sheet.Write("Łódź, café, “quoted”", Font, 12, 50, 50, new(0, 0, 0));
        sheet.Fill(10, 10, 20, 20, new(255, 0, 0));
        var bytes = sheet.ToArray();
        var text = Encoding.Latin1.GetString(bytes);
        Assert.StartsWith("%PDF-1.7\n", text);
        Assert.EndsWith("%%EOF\n", text);
        var places = Places().Matches(text);
        Assert.True(places.Count > 5);
        for (var i = 0; i < places.Count; i++)
        {
            var at = int.Parse(places[i].Groups[1].Value, null);
            Assert.StartsWith($"{i + 1} 0 obj\n", text[at..]);
        }
        Assert.Contains("startxref\n" + text.IndexOf("xref\n0 ", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Only_the_glyphs_that_are_used_are_carried_along_and_they_stay_whole()
    {
        var used = "Łódź".EnumerateRunes().Select(r => Font.GlyphOf(r.Value)).ToList();
        Assert.DoesNotContain(0, used);
        var small = Font.With(used);
        Assert.True(small.Length < 60_000, $"{small.Length} bytes");
        Assert.Equal(0, Font.GlyphOf(0x4E2D));
    }

    [Fact]
    public void Lines_are_no_wider_than_the_column_and_lose_no_word()
    {
        const string words =
            "Anybody can check this certificate, and whether it still stands, by its number.";
        var lines = PdfSheet.Lines(words, Font, 12, 120);
        Assert.True(lines.Count > 2);
        Assert.All(lines, l => Assert.True(PdfSheet.WidthOf(l, Font, 12) <= 120));
        Assert.Equal(words, string.Join(' ', lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no font at all, but long enough to be looked at")]
    public void What_is_no_font_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(() => new TrueTypeFont(Encoding.ASCII.GetBytes(bytes)));

    [GeneratedRegex("([0-9]{10}) 00000 n \n")]
    private static partial Regex Places();
}
