using System.Text.Json;
using Tandem.Classification;
using Tandem.Tests.Support;

namespace Tandem.Tests.Classification;

public sealed class CpvListTests
{
    private static readonly string Path = System.IO.Path.Combine(
        AppContext.BaseDirectory,
        "content",
        "cpv",
        "cpv-2008.tsv"
    );

    private static readonly CpvList List = Load();

    [Fact]
    public void The_list_is_whole_and_says_which_official_list_it_states()
    {
        Assert.Equal(9_454, List.Entries.Count);
        Assert.Equal(45, List.Divisions.Count);
        Assert.Contains("213/2008", List.Source);
        Assert.All(List.Entries, e => Assert.False(string.IsNullOrWhiteSpace(e.Name)));
        Assert.All(List.Entries, e => Assert.False(string.IsNullOrWhiteSpace(e.SwedishName)));
    }

    [Fact]
    public void Every_code_hangs_in_the_tree_under_its_own_division()
    {
        foreach (var entry in List.Entries)
        {
            var above = List.AncestorsOf(entry.Code);
            if (entry.Code.Level == CpvLevel.Division)
            {
                Assert.Empty(above);
                continue;
            }
            Assert.Equal(entry.Code.Division, above[0].Code);
            Assert.All(above, a => Assert.True(entry.Code.IsUnder(a.Code)));
            Assert.Contains(entry, List.ChildrenOf(above[^1].Code));
        }
    }

    [Fact]
    public void Browsing_from_the_divisions_meets_every_code_once()
    {
        var met = new List<Cpv>();
        var open = new Stack<CpvEntry>(List.Divisions);
        while (open.TryPop(out var entry))
        {
            met.Add(entry.Code);
            foreach (var child in List.ChildrenOf(entry.Code))
            {
                open.Push(child);
            }
        }

        Assert.Equal(List.Entries.Select(e => e.Code), met.Order());
    }

    [SharedDataFact("cpv-2008/cpvCodes.json")]
    public void Codes_names_and_check_digits_are_those_of_the_official_list()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.Find("cpv-2008/cpvCodes.json")!)
        );
        var official = json
            .RootElement.EnumerateArray()
            .Where(e => e.GetProperty("version").GetInt32() == 2)
            .ToDictionary(
                e => e.GetProperty("code").GetString()!,
                e => e.GetProperty("name").GetString()!.Trim()
            );

        Assert.Equal(official.Count, List.Entries.Count);
        Assert.All(List.Entries, e => Assert.Equal(official[$"{e.Code}-{e.CheckDigit}"], e.Name));
    }

    [Fact]
    public void A_list_that_is_written_and_read_again_is_the_same()
    {
        var text = new StringWriter();
        List.Write(text);

        Assert.Equal(File.ReadAllText(Path), text.ToString());
    }

    [Fact]
    public void A_line_that_is_no_code_is_named()
    {
        var broken = new StringReader(
            "# list\n45000000\t7\tConstruction work\tAnläggningsarbete\n45\t7\tx\ty\n"
        );

        var fault = Assert.Throws<FormatException>(() => CpvList.Read(broken));

        Assert.Contains("line 3", fault.Message);
    }

    [Fact]
    public void A_wrong_check_digit_is_a_problem_and_the_code_is_kept()
    {
        var right = List.Recognise("45000000-7");
        var wrong = List.Recognise("45000000-8");

        Assert.Empty(right.Problems);
        Assert.Contains("has 7", Assert.Single(wrong.Problems));
        Assert.Equal(right.Codes, wrong.Codes);
    }

    [Fact]
    public void An_unknown_code_is_a_problem_kept_and_named_after_what_is_above_it()
    {
        var reading = List.Recognise("45214499; none; 45214499");

        Assert.Equal(["45214499"], reading.Codes.Select(c => c.Digits));
        Assert.NotEmpty(reading.Problems);
        Assert.Equal(
            "Construction work for university buildings",
            List.NameOf(Cpv.Parse("45214499"))
        );
        Assert.Equal("Unknown", List.NameOf(Cpv.Parse("99")));
        Assert.Single(List.Recognise("to be confirmed").Problems);
        Assert.Empty(List.Recognise("  ").Problems);
    }

    [Fact]
    public void Words_and_beginnings_of_words_find_codes_the_general_ones_first()
    {
        Assert.Equal("45000000", List.Search("construction work", 5)[0].Code.Digits);
        Assert.Contains(List.Search("street light", 20), e => e.Code.Digits == "34928500");
        Assert.Contains(List.Search("gatubelysning", 20), e => e.Code.Digits == "34928500");
        Assert.All(List.Search("4521", 50), e => Assert.True(e.Code.IsUnder("4521")));
        Assert.Empty(List.Search("zzz", 5));
        Assert.Empty(List.Search(" ", 5));
    }

    private static CpvList Load()
    {
        using var text = File.OpenText(Path);
        return CpvList.Read(text);
    }
}
