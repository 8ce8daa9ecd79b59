using System.Text;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Classification;

public sealed class RegionOfficialListTests
{
    private static readonly RegionList Before = RegionList.In(Content.Shipped);

    private static (RegionList? List, IReadOnlyList<string> Problems) Read(
        string text,
        string name = "list.csv"
    ) => RegionOfficialList.Read(Encoding.UTF8.GetBytes(text), name, Before);

    [Fact]
    public void A_list_of_one_level_renames_adds_and_supersedes_and_leaves_the_other_levels_alone()
    {
        var (list, problems) = Read(
            "ITL125CD,ITL125NM\n"
                + string.Join(
                    '\n',
                    Before
                        .All.Where(r => r.Level == 1 && r.Nation != "Sweden" && r.Code != "UKI")
                        .Select(r =>
                            $"{r.ItlCode},{(r.Code == "UKD" ? "The North West" : r.Name.ToUpperInvariant())}"
                        )
                )
                + "\nTLZ,New Region\n"
        );
        Assert.Empty(problems);
        Assert.Equal("The North West", list!.Find("UKD")!.Name);
        Assert.Equal("New Region", list.Find("TLZ")!.Name);
        Assert.Equal(Before.Find("UKC"), list.Find("UKC"));
        Assert.True(list.Find("UKI")!.IsSuperseded);
        Assert.Equal(Before.Find("UKI4"), list.Find("UKI4"));
        Assert.Equal(
            Before.All.Where(r => r.Nation == "Sweden"),
            list.All.Where(r => r.Nation == "Sweden")
        );
    }

    [Fact]
    public void The_list_reads_back_what_it_wrote()
    {
        var text = new StringWriter();
        Before.Write(text);
        var again = RegionList.Read(new StringReader(text.ToString()));
        Assert.Equal(Before.All, again.All);
        Assert.Equal(Before.Source, again.Source);
    }

    [Theory]
    [InlineData("Population,Year\n1,2\n", "no column of codes")]
    [InlineData("Code,Name\nFR1,Ile-de-France\n", "no region of the United Kingdom or of Sweden")]
    public void A_file_that_is_no_such_list_is_refused_and_says_why(string text, string why)
    {
        var (list, problems) = Read(text);
        Assert.Null(list);
        Assert.Contains(problems, p => p.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_that_cannot_be_a_region_is_refused_with_its_line()
    {
        var (list, problems) = Read("Code,Name\nUKD,North West\nUKZ99,\nUK-1234,Nowhere\n");
        Assert.NotNull(list);
        Assert.Equal(2, problems.Count);
        Assert.StartsWith("list.csv, line 3: the new region UKZ99 has no name", problems[0]);
        Assert.StartsWith("list.csv, line 4: “UK-1234” is no code", problems[1]);
    }

    [SharedDataFact("nuts")]
    public void Published_lists_are_read()
    {
        foreach (
            var (file, code, name) in new[]
            {
                ("uk-nuts.csv", "UKC11", "Hartlepool and Stockton-on-Tees"),
                ("nuts_nuts-swe-lvl3.gc", "SE110", "Stockholms län"),
            }
        )
        {
            var bytes = File.ReadAllBytes(SharedData.Find($"nuts/{file}")!);
            var (list, problems) = RegionOfficialList.Read(bytes, file, Before);
            Assert.Empty(problems);
            Assert.Equal(name, list!.Find(code)!.Name, ignoreCase: true);
            Assert.False(list.Find(code)!.IsSuperseded);
        }
    }
}
