using Tandem.Classification;
using Tandem.Cli;
using Tandem.Collaborations;
using Tandem.Tests.Support;

namespace Tandem.Tests.Collaborations;

public sealed class SameNeedTests
{
    private static readonly SameNeed Model = SameNeed.Shipped;

    [Fact]
    public void The_parts_of_a_likeness_add_up_to_it()
    {
        var a = Profile("Gas servicing and boiler repairs", "Annual safety checks.", "50720000");
        var b = Profile("Heating maintenance contract", "Servicing of gas boilers.", "50000000");

        var likeness = Model.Explain(a, b);

        Assert.Equal(
            likeness.LogOdds,
            likeness.Start + likeness.Parts.Sum(p => p.Contribution),
            10
        );
        Assert.Equal(SameNeed.Measures.Order(), likeness.Parts.Select(p => p.Name).Order());
        Assert.Equal(Model.LogOdds(a, b), likeness.LogOdds, 10);
    }

    [Fact]
    public void Which_of_two_purchases_comes_first_makes_no_difference()
    {
        var a = Profile("Window cleaning", "All council buildings.", "90911300");
        var b = Profile("Cleaning of offices and windows", "", "90919200");

        Assert.Equal(Model.LogOdds(a, b), Model.LogOdds(b, a), 10);
    }

    [Theory]
    [InlineData(
        "Window cleaning programme",
        "Provision of window cleaning services",
        "Supply of fresh meat"
    )]
    [InlineData("Supply of PPE", "Personal protective equipment", "Postal services")]
    [InlineData("Insurance placement", "Tender for insurance cover", "Tender for tree surgery")]
    [InlineData("Dog kennelling", "Kennels for stray dogs", "Dog waste bins emptying")]
    public void The_like_is_found_from_titles_alone(string one, string like, string unlike)
    {
        var asked = Profile(one, "", "");

        Assert.True(
            Model.LogOdds(asked, Profile(like, "", ""))
                > Model.LogOdds(asked, Profile(unlike, "", "")) + 1
        );
    }

    [Fact]
    public void A_code_both_use_speaks_for_the_same_need()
    {
        var asked = Profile("Framework agreement 2026", "", "90911300");

        Assert.True(
            Model.LogOdds(asked, Profile("Lot 3 of the contract", "", "90911300"))
                > Model.LogOdds(asked, Profile("Lot 3 of the contract", "", "15500000"))
        );
    }

    [Fact]
    public void The_name_of_the_buyer_and_of_its_place_say_nothing_of_the_need()
    {
        var codes = new[] { Cpv.Parse("30192000") };
        var bare = Model.Profile(new Need("Wyre Council", "Stationery", "", codes));
        var named = Model.Profile(new Need("Wyre Council", "Wyre stationery", "", codes));

        Assert.Equal(Model.LogOdds(bare, bare), Model.LogOdds(named, bare), 6);
    }

    [Fact]
    public void A_need_without_words_or_codes_is_like_nothing()
    {
        var empty = Profile("", "", "");

        var likeness = Model.Explain(empty, Profile("Window cleaning", "", "90911300"));

        Assert.True(likeness.Probability < 0.01);
        Assert.False(double.IsNaN(Model.LogOdds(empty, empty)));
    }

    [Fact]
    public void Reasons_name_the_shared_words_and_the_shared_category()
    {
        var likeness = Model.Explain(
            Profile("Street lighting maintenance", "", "50232100"),
            Profile("Maintenance of street lights", "", "50232110")
        );

        Assert.Contains("“street”", likeness.Parts.Single(p => p.Name == "Words").Words);
        Assert.Contains(
            "50232100 Street-lighting maintenance services",
            likeness.Parts.Single(p => p.Name == "Codes").Words
        );
    }

    [SharedDataFact("need-pairs/dev.csv")]
    public void Average_precision_on_judged_pairs_is_well_above_every_floor()
    {
        var pairs = JudgedPair.Read(CsvRows.Read(SharedData.Find("need-pairs/dev.csv")!));
        var agreed = pairs.Where(p => p.IsSame is not null).ToList();

        Assert.Equal(600, pairs.Count);
        Assert.Equal(586, agreed.Count);
        Assert.Equal(223, agreed.Count(p => p.IsSame == true));
        Assert.True(
            AveragePrecision.Of(
                agreed.Select(p =>
                    (Model.LogOdds(Model.Profile(p.A), Model.Profile(p.B)), p.IsSame == true)
                )
            ) > 0.83
        );
    }

    private static NeedProfile Profile(string title, string description, string codes) =>
        Model.Profile(
            new Need(
                "Some Council",
                title,
                description,
                [.. CpvText.Find(codes).Select(c => c.Code)]
            )
        );
}
