using System.Text.Json;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Classification;

public sealed class RegionListTests
{
    private static readonly RegionList List = RegionList.In(Content.Shipped);

    [Fact]
    public void The_list_is_whole_at_every_level()
    {
        int Count(string country, int level) =>
            List.All.Count(r => r.Code.StartsWith(country) && r.Level == level && !r.IsSuperseded);

        Assert.Equal([1, 12, 41, 179], Enumerable.Range(0, 4).Select(l => Count("UK", l)));
        Assert.Equal([1, 3, 8, 21], Enumerable.Range(0, 4).Select(l => Count("SE", l)));
        Assert.Contains("ITL 2021", List.Source);
    }

    [Fact]
    public void Every_region_hangs_under_its_country_through_regions_that_exist()
    {
        foreach (var region in List.All.Where(r => r.Level > 0))
        {
            var above = List.AncestorsOf(region);

            Assert.Equal(0, above[0].Level);
            Assert.Equal(above[^1], List.ParentOf(region));
            Assert.True(region.IsSuperseded || above.Count == region.Level, region.Code);
            Assert.All(above, a => Assert.True(region.IsSuperseded || !a.IsSuperseded));
        }
        Assert.Equal(12, List.ChildrenOf(List.Find("UK")!).Count);
        Assert.Null(List.ParentOf(List.Find("SE")!));
    }

    [Fact]
    public void A_code_is_found_in_both_of_its_forms()
    {
        var lancashire = List.Find("UKD4")!;

        Assert.Equal("Lancashire", lancashire.Name);
        Assert.Equal("TLD4", lancashire.ItlCode);
        Assert.Same(lancashire, List.Find(" tld4 "));
        Assert.Null(List.Find("SE11")!.ItlCode);
        Assert.Null(List.Find("UKX"));
        Assert.Null(List.Find(null));
    }

    [Theory]
    [InlineData("UKM82", "Scotland")]
    [InlineData("UKL18", "Wales")]
    [InlineData("UKN06", "Northern Ireland")]
    [InlineData("TLC11", "England")]
    [InlineData("SE110", "Sweden")]
    [InlineData("UK", "United Kingdom")]
    public void A_region_knows_its_nation(string code, string nation) =>
        Assert.Equal(nation, List.Find(code)!.Nation);

    [Fact]
    public void Names_are_known_as_Contracts_Finder_writes_them()
    {
        var reading = List.Recognise("Yorkshire and the Humber,North West, Isle of Man,North West");

        Assert.Equal(["UKE", "UKD"], reading.Found.Select(r => r.Code));
        Assert.Equal(["Isle of Man"], reading.Unknown);
        Assert.Equal("UK", Assert.Single(List.Recognise("Any region").Found).Code);
        Assert.Equal(9, List.Recognise("England").Found.Count);
        Assert.Equal(
            "UKE11",
            Assert.Single(List.Recognise("Kingston upon Hull, City of").Found).Code
        );
        Assert.Empty(List.Recognise(" ").Unknown);
    }

    [Fact]
    public void A_current_region_is_meant_where_an_old_one_has_the_same_name() =>
        Assert.False(Assert.Single(List.Recognise("Falkirk").Found).IsSuperseded);

    [Fact]
    public void A_line_of_another_form_is_named()
    {
        var fault = Assert.Throws<FormatException>(() =>
            RegionList.Read(new StringReader("# list\nUKD\tNorth West\t\nUKD4\tLancashire"))
        );

        Assert.Contains("line 3", fault.Message);
    }

    [SharedDataFact("nuts/op-nuts.json")]
    public void Every_code_is_one_of_the_official_list_and_none_is_missing()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.Find("nuts/op-nuts.json")!)
        );
        var official = json
            .RootElement.GetProperty("results")
            .GetProperty("bindings")
            .EnumerateArray()
            .Select(b => b.GetProperty("code").GetProperty("value").GetString()!)
            .Where(c => c[..2] is "UK" or "SE" && !c.Contains('Z'))
            .Order(StringComparer.Ordinal);

        Assert.Equal(official, List.All.Select(r => r.Code));
    }
}
