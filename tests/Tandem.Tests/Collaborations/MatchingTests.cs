using Tandem.Collaborations;

namespace Tandem.Tests.Collaborations;

public sealed class MatchingTests
{
    private static readonly MatchOptions Options = new() { AsOf = Plan.AsOf };

    [Fact]
    public void Two_authorities_that_buy_the_same_at_the_same_time_are_an_opportunity()
    {
        var found = Matching.FindOpportunities(
            [
                Plan.Purchase("1", "A", "Window cleaning services", "90911300", Day(2026, 9, 30)),
                Plan.Purchase("2", "B", "Cleaning of windows", "90911300", Day(2026, 12, 31)),
                Plan.Purchase("3", "C", "Supply of fresh meat", "15110000", Day(2026, 10, 31)),
            ],
            Options
        );

        var opportunity = Assert.Single(found);
        Assert.Equal(["1", "2"], opportunity.Members.Select(m => m.Id));
        Assert.Equal((Day(2026, 1, 1), Day(2026, 9, 30)), (opportunity.From, opportunity.To));
        Assert.Equal(
            opportunity.Strength.Points,
            opportunity.Strength.Parts.Sum(p => p.Points),
            10
        );
        Assert.Contains(
            opportunity.Strength.Parts,
            p => p.Words == "Due from September 2026 to December 2026, 3 months apart."
        );
    }

    [Fact]
    public void One_authority_alone_is_no_opportunity()
    {
        Assert.Empty(
            Matching.FindOpportunities(
                [
                    Plan.Purchase("1", "A", "Window cleaning", "90911300", Day(2026, 9, 30)),
                    Plan.Purchase("2", "A", "Window cleaning", "90911300", Day(2026, 9, 30)),
                ],
                Options
            )
        );
    }

    [Fact]
    public void Windows_that_never_meet_make_no_opportunity_until_slack_or_an_extension_joins_them()
    {
        var early = Plan.Purchase("1", "A", "Window cleaning", "90911300", Day(2026, 6, 30));
        var late = Plan.Purchase("2", "B", "Window cleaning", "90911300", Day(2027, 9, 30));
        var extended = Plan.Purchase(
            "1",
            "A",
            "Window cleaning",
            "90911300",
            Day(2026, 6, 30),
            Day(2027, 6, 30)
        );

        Assert.Empty(Matching.FindOpportunities([early, late], Options));
        Assert.Single(Matching.FindOpportunities([early, late], Options with { SlackMonths = 3 }));
        Assert.Single(Matching.FindOpportunities([extended, late], Options));
    }

    [Fact]
    public void What_is_past_or_beyond_the_horizon_is_left_out()
    {
        Purchase[] past =
        [
            Plan.Purchase("1", "A", "Window cleaning", "90911300", Day(2025, 12, 1)),
            Plan.Purchase("2", "B", "Window cleaning", "90911300", Day(2025, 12, 1)),
        ];
        Purchase[] far =
        [
            Plan.Purchase("1", "A", "Window cleaning", "90911300", Day(2031, 1, 1)),
            Plan.Purchase("2", "B", "Window cleaning", "90911300", Day(2031, 1, 1)),
        ];

        Assert.Empty(Matching.FindOpportunities(past, Options));
        Assert.Empty(Matching.FindOpportunities(far, Options));
        Assert.Single(Matching.FindOpportunities(far, Options with { HorizonMonths = 60 }));
    }

    [Fact]
    public void Planted_groups_are_found_and_hardly_anything_else_with_every_member_inside_its_window()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var (purchases, planted) = Plan.Planted(seed);

            var found = Matching.FindOpportunities(purchases, Options);

            var proposed = found.Select(o => o.Members.Select(m => m.Id).ToHashSet()).ToList();
            Assert.True(planted.Count(g => proposed.Exists(g.SetEquals)) >= 0.95 * planted.Count);
            Assert.True(
                proposed.Count(p => !planted.Exists(p.IsSubsetOf)) <= 0.05 * proposed.Count
            );
            Assert.All(
                found,
                o =>
                    Assert.All(
                        o.Members,
                        m =>
                            Assert.True(
                                m.Window.Earliest <= o.From
                                    && o.To <= m.Window.Latest
                                    && o.From <= o.To
                            )
                    )
            );
        }
    }

    [Fact]
    public void The_order_of_the_purchases_makes_no_difference()
    {
        var random = new Random(11);
        var purchases = Enumerable.Range(0, 300).Select(i => Plan.Any(random, i)).ToArray();
        var expected = Described(Matching.FindOpportunities(purchases, Options));

        random.Shuffle(purchases);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Described(Matching.FindOpportunities(purchases, Options)));
    }

    [Fact]
    public void Adding_changing_and_removing_one_by_one_gives_what_a_full_run_gives()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var random = new Random(seed);
            var held = new Dictionary<string, Purchase>();
            var index = new MatchIndex(Options);
            for (var step = 0; step < 250; step++)
            {
                var id = "p" + random.Next(160);
                if (random.Next(4) == 0)
                {
                    Assert.Equal(held.Remove(id), index.Remove(id));
                }
                else
                {
                    // Few authorities and needs, so that lists of the nearest overflow and things fall out of them.
                    var purchase = Plan.Any(random, 0, authorities: 8) with
                    {
                        Id = id,
                    };
                    held[id] = purchase;
                    index.Put(purchase);
                }
                if (step % 50 == 49)
                {
                    Assert.Equal(
                        Described(Matching.FindOpportunities([.. held.Values], Options)),
                        Described(index.Opportunities())
                    );
                }
            }
        }
    }

    [Fact]
    public void Lists_of_the_nearest_that_overflow_still_give_what_a_full_run_gives()
    {
        var random = new Random(5);
        var all = Enumerable
            .Range(0, 120)
            .Select(i =>
                Plan.Purchase(
                    "p" + i,
                    "A" + random.Next(40),
                    i % 3 == 0 ? "Window cleaning of schools" : "Window cleaning",
                    "90911300",
                    Plan.AsOf.AddDays(random.Next(900))
                )
            )
            .ToList();
        var index = new MatchIndex(Options);
        index.AddAll(all);
        foreach (var gone in all.Where((_, i) => i % 4 == 0))
        {
            index.Remove(gone.Id);
        }

        Assert.Equal(
            Described(Matching.FindOpportunities([.. all.Where((_, i) => i % 4 != 0)], Options)),
            Described(index.Opportunities())
        );
    }

    [Fact]
    public void Likeness_in_a_chain_does_not_make_one_endless_group()
    {
        var random = new Random(2);
        var purchases = Enumerable
            .Range(0, 200)
            .Select(i =>
                Plan.Purchase(
                    "p" + i,
                    "A" + i,
                    "Window cleaning",
                    "90911300",
                    Plan.AsOf.AddDays(random.Next(1000))
                )
            )
            .ToList();

        var found = Matching.FindOpportunities(purchases, Options);

        Assert.NotEmpty(found);
        Assert.All(found, o => Assert.InRange(o.Members.Count, 2, Options.MostMembers));
        Assert.Equal(
            found.Sum(o => o.Members.Count),
            found.SelectMany(o => o.Members).Distinct().Count()
        );
    }

    [Fact]
    public void A_supplier_of_two_members_a_shared_partnership_and_the_values_are_among_the_reasons()
    {
        Purchase Of(string id, string authority) =>
            Plan.Purchase(id, authority, "Window cleaning", "90911300", Day(2026, 9, 30)) with
            {
                SupplierKey = "GB-COH-1",
                SupplierName = "Clear View Ltd",
                PartnershipIds = ["north"],
                ValueMinor = 120_000_00,
                Currency = "GBP",
            };

        var strength = Assert
            .Single(Matching.FindOpportunities([Of("1", "A"), Of("2", "B")], Options))
            .Strength;

        Assert.Equal(StrengthBand.Strong, strength.Band);
        Assert.Equal(
            [
                "All are due around September 2026.",
                "All belong to one partnership.",
                "Clear View Ltd supplies two of them today.",
                "Two authorities. Together worth £240,000.",
            ],
            strength.Parts.Skip(1).Select(p => p.Words)
        );
    }

    [Fact]
    public void Opportunities_below_the_strength_asked_for_are_left_out()
    {
        var random = new Random(4);
        var purchases = Enumerable.Range(0, 200).Select(i => Plan.Any(random, i)).ToList();
        var all = Matching.FindOpportunities(purchases, Options);
        var middle = all[all.Count / 2].Strength.Points;

        var strong = Matching.FindOpportunities(
            purchases,
            Options with
            {
                MinimumStrength = middle,
            }
        );

        Assert.Equal(
            Described([.. all.Where(o => o.Strength.Points >= middle)]),
            Described(strong)
        );
    }

    [Fact]
    public void Who_else_buys_this_names_other_buyers_only_and_the_likest_first()
    {
        var asked = Plan.Purchase("1", "A", "Window cleaning", "90911300", Day(2026, 9, 30));
        Purchase[] all =
        [
            asked,
            Plan.Purchase("2", "A", "Window cleaning", "90911300", Day(2026, 9, 30)),
            Plan.Purchase("3", "B", "Supply of fresh meat", "15110000", Day(2026, 9, 30)),
            Plan.Purchase("4", "C", "Office cleaning", "90919200", Day(2029, 9, 30)),
            Plan.Purchase("5", "D", "Cleaning of windows", "90911300", Day(2020, 9, 30)),
        ];

        var near = Matching.Nearest(asked, all, 2);

        Assert.Equal(["5", "4"], near.Select(n => n.Purchase.Id));
        Assert.All(near, n => Assert.NotEmpty(n.Likeness.Parts));
    }

    [Fact]
    public void Missing_are_partners_that_buy_the_like_at_another_time_or_of_whom_nothing_is_known()
    {
        Purchase Of(string id, string authority, string title, int year) =>
            Plan.Purchase(id, authority, title, "", Day(year, 9, 30)) with
            {
                PartnershipIds = ["north"],
            };
        var index = new MatchIndex(Options);
        index.AddAll([
            Of("1", "A", "Window cleaning", 2026),
            Of("2", "B", "Window cleaning", 2026),
            Of("3", "C", "Window cleaning", 2028),
            Of("4", "D", "Supply of fresh meat", 2026),
            Of("5", "E", "Window cleaning", 2035) with
            {
                PartnershipIds = ["south"],
            },
        ]);

        var missing = index.Missing(Assert.Single(index.Opportunities()));

        Assert.Equal(["C", "D"], missing.Select(m => m.AuthorityCode));
        Assert.Equal("3", missing[0].Purchase?.Id);
        Assert.Contains("September 2028", missing[0].Words);
        Assert.Null(missing[1].Purchase);
    }

    [Fact]
    public void Two_purchases_with_one_id_are_refused_and_a_cancelled_run_stops()
    {
        var one = Plan.Purchase("1", "A", "Window cleaning", "90911300", Day(2026, 9, 30));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<ArgumentException>(() => Matching.FindOpportunities([one, one], Options));
        Assert.Throws<OperationCanceledException>(() =>
            Matching.FindOpportunities([one], Options, cancelled.Token)
        );
    }

    [Fact]
    public void A_far_council_does_not_stand_in_a_group_where_near_ones_would_do()
    {
        // Four around Preston, three around Exeter: 350 km apart.
        var north = Enumerable.Range(0, 4).Select(i => At("n" + i, 53.76 + i * 0.1, -2.70));
        var south = Enumerable.Range(0, 3).Select(i => At("s" + i, 50.72 + i * 0.1, -3.53));

        var found = Matching.FindOpportunities([.. north, .. south], Options);

        Assert.Equal(
            ["n0,n1,n2,n3", "s0,s1,s2"],
            found.Select(o => string.Join(',', o.Members.Select(m => m.Id).Order())).Order()
        );
    }

    [Fact]
    public void A_far_council_is_asked_where_hardly_any_near_one_buys_the_same()
    {
        var found = Matching.FindOpportunities(
            [At("n0", 53.76, -2.70), At("n1", 53.86, -2.70), At("s0", 50.72, -3.53)],
            Options
        );

        Assert.Equal(["n0", "n1", "s0"], Assert.Single(found).Members.Select(m => m.Id));
    }

    [Fact]
    public void Partners_are_near_wherever_they_are()
    {
        Purchase Partner(string id, double latitude) =>
            At(id, latitude, -2.70) with
            {
                PartnershipIds = ["coast"],
            };

        var found = Matching.FindOpportunities(
            [Partner("1", 50.5), Partner("2", 53.0), Partner("3", 55.5), Partner("4", 58.0)],
            Options
        );

        Assert.Equal(4, Assert.Single(found).Members.Count);
    }

    [Fact]
    public void Who_is_missing_is_the_same_after_changes_one_by_one_as_after_a_full_run()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            var held = new Dictionary<string, Purchase>();
            var index = new MatchIndex(Options);
            for (var step = 0; step < 240; step++)
            {
                var id = "p" + random.Next(120);
                if (random.Next(4) == 0)
                {
                    held.Remove(id);
                    index.Remove(id);
                }
                else
                {
                    var authority = random.Next(12);
                    var purchase = Plan.Any(random, 0) with
                    {
                        Id = id,
                        AuthorityCode = "A" + authority,
                        AuthorityName = "Council of A" + authority,
                        Region = "R" + authority % 3,
                        PartnershipIds = authority < 4 ? ["p" + authority % 2] : [],
                    };
                    held[id] = purchase;
                    index.Put(purchase);
                }
                if (step % 20 == 19)
                {
                    var full = new MatchIndex(Options);
                    full.AddAll([.. held.Values]);
                    Assert.Equal(Missing(full), Missing(index));
                }
            }
        }
    }

    private static List<string> Missing(MatchIndex index) =>
        [
            .. index
                .Opportunities()
                .SelectMany(o =>
                    index
                        .Missing(o)
                        .Select(m => $"{o.Id} {m.AuthorityCode} {m.Purchase?.Id} {m.Words}")
                ),
        ];

    private static Purchase At(string id, double latitude, double longitude) =>
        Plan.Purchase(id, "A" + id, "Window cleaning", "90911300", Day(2026, 9, 30)) with
        {
            Latitude = latitude,
            Longitude = longitude,
        };

    private static DateOnly Day(int year, int month, int day) => new(year, month, day);

    private static List<string> Described(IReadOnlyList<Opportunity> opportunities) =>
        [
            .. opportunities.Select(o =>
                $"{o.Id} {string.Join(',', o.Members.Select(m => m.Id))} {o.From:O} {o.To:O} {o.Strength.Points:R} {o.Likeness.LogOdds:R}"
            ),
        ];
}
