using Tandem.Classification;
using Tandem.Collaborations;

namespace Tandem.Tests.Collaborations;

public sealed class GroupMemoryTests
{
    private static RememberedGroup Group(string key, params string[] purchases) =>
        new(key, purchases);

    [Fact]
    public void A_group_that_gains_a_purchase_or_loses_one_of_three_keeps_its_key()
    {
        var memory = new GroupMemory([Group("old", "a", "b", "c")]);
        Assert.Equal(["old"], memory.KeysFor([Group("new", "a", "b", "c", "d")]));
        Assert.Equal(["old"], memory.KeysFor([Group("new", "a", "b")]));
    }

    [Fact]
    public void A_group_that_shares_less_than_half_is_another()
    {
        var memory = new GroupMemory([Group("old", "a", "b", "c")]);
        Assert.Equal(["new"], memory.KeysFor([Group("new", "a", "x", "y")]));
    }

    [Fact]
    public void Of_two_that_descend_from_one_the_one_that_shares_most_has_its_key()
    {
        var memory = new GroupMemory([Group("old", "a", "b", "c", "d", "e")]);
        Assert.Equal(
            ["x", "old"],
            memory.KeysFor([Group("x", "a", "b"), Group("y", "c", "d", "e")])
        );
    }

    [Fact]
    public void No_key_is_given_twice()
    {
        var memory = new GroupMemory([Group("k", "a", "b")]);
        Assert.Equal(["k", "k-2"], memory.KeysFor([Group("z", "a", "b"), Group("k", "p", "q")]));
    }

    [Fact]
    public void Groups_that_stayed_as_they_were_get_the_key_that_comparing_all_would_give_them()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var now = Enumerable
                .Range(0, 40)
                .GroupBy(_ => random.Next(12))
                .Select(g => Group($"n{g.Key}", [.. g.Select(p => $"p{p}")]))
                .ToList();
            // As it was, or with others in it; and what was set aside, of any purchases.
            var earlier = now.Where(_ => random.Next(5) > 0)
                .Select(
                    (g, i) =>
                        new RememberedGroup(
                            $"k{i}",
                            random.Next(3) > 0
                                ? g.Purchases
                                : [.. g.Purchases.Where(_ => random.Next(2) > 0), $"gone{i}"]
                        )
                )
                .Concat(
                    Enumerable
                        .Range(0, random.Next(3))
                        .Select(i =>
                            Group(
                                random.Next(2) > 0 ? $"aside{i}" : $"z{i}",
                                [.. Enumerable.Range(0, 4).Select(_ => $"p{random.Next(40)}")]
                            )
                        )
                )
                .ToList();
            var copies = earlier.ConvertAll(e => e with { Purchases = [.. e.Purchases] });
            Assert.Equal(
                new GroupMemory(copies).KeysFor(now),
                new GroupMemory(earlier).KeysFor(now)
            );
        }
    }

    [Theory]
    [InlineData("Weed spraying 2024/25 to 2026/27", "2024-03-24", "2027-03-31")]
    [InlineData("Asset valuations 2024 - 2029", "2024-12-10", "2029-12-10")]
    [InlineData("Financial ledger software 2022-25", "2022-03-30", "2025-03-30")]
    [InlineData("Flower show, 26 - 28 July 2024", "2024-02-12", null)]
    public void The_years_in_a_title_say_when_it_may_end(
        string title,
        string begun,
        string? ends
    ) =>
        Assert.Equal(
            ends,
            TitleYears
                .EndOf(
                    title,
                    DateOnly.Parse(begun, System.Globalization.CultureInfo.InvariantCulture)
                )
                ?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        );

    [Fact]
    public void The_longest_prefix_of_a_code_decides_its_usual_term_and_a_work_has_none()
    {
        var terms = UsualTerms.Read(
            new StringReader("# note\n45\t0\tworks\n45259\t4\trepair\n90\t4\tcleaning\n")
        );
        Assert.Equal(
            (null, 4, 4, null),
            (
                terms.YearsOf(Cpv.Parse("45210000")),
                terms.YearsOf(Cpv.Parse("45259000")),
                terms.YearsOf(Cpv.Parse("90910000")),
                terms.YearsOf(Cpv.Parse("30190000"))
            )
        );
    }

    [Theory]
    [InlineData(
        "Skip hire",
        "Quotation for the provision of skips|Skip hire, Fylde",
        "Skip hire, Fylde"
    )]
    [InlineData(
        "Property management services",
        "Property Management Services Town Hall|Asset Management and Property Management Services",
        "Property Management Services"
    )]
    [InlineData(
        "the commonest title, not the shortest words in common",
        "Planning applications system|Planning applications system|Planning, building control and land charges software|Planning, building control and land charges software|Planning, building control and land charges software",
        "Planning, building control and land charges software"
    )]
    [InlineData(
        "a whole title where one word is all they share",
        "Public electric vehicle charge points|Supply, installation and operation of EV chargers",
        "Supply, installation and operation of EV chargers"
    )]
    [InlineData(
        "without the authority and the years",
        "Leeds: Treatment of food waste 2024–28|Treatment of food waste (Leeds)|Leeds: Anaerobic digestion of food waste",
        "Treatment of food waste"
    )]
    [InlineData(
        "a colon that is no authority's",
        "Play areas: equipment and surfacing|Play areas: equipment and surfacing (Leeds)",
        "Play areas: equipment and surfacing"
    )]
    [InlineData(
        "words in capitals",
        "WINDOW CLEANING|WINDOW CLEANING OF OFFICES",
        "Window cleaning"
    )]
    public void Purchases_are_named_by_the_words_their_titles_share(
        string what,
        string titles,
        string expected
    )
    {
        var codes = new CpvList("", []);
        Assert.True(Named(titles, codes) == expected, $"{what}: {Named(titles, codes)}");
    }

    private static string Named(string titles, CpvList codes) =>
        NeedTitle.Of([.. titles.Split('|').Select(t => (t, "Leeds City Council"))], [], codes);
}
