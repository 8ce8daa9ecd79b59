using FsCheck;
using FsCheck.Fluent;
using Tandem.Calls.Kinds;
using Tandem.Evaluations;

namespace Tandem.Tests.Evaluations;

/// <summary>How scores become an order: weights, minimums, ties, and the same order whenever it is made again.</summary>
public sealed class RankingRules
{
    private static readonly DateTime Noon = new(2027, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Ann = Guid.Parse("01900000-0000-7000-8000-0000000000a1");
    private static readonly Guid Bob = Guid.Parse("01900000-0000-7000-8000-0000000000b2");
    private static readonly Guid Cat = Guid.Parse("01900000-0000-7000-8000-0000000000c3");
    private static readonly RankedFact One = Entry(1);
    private static readonly RankedFact Two = Entry(2);
    private static readonly RankedFact Three = Entry(3);

    private const string Seed = "a seed that was published";

    private static readonly JudgingTerms Terms = new()
    {
        Method = JudgingMethod.WeightedMean,
        Together = Together.Mean,
        Justify = new(false, 2, 4),
        Scale =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(s => new ScalePoint(s, $"Step {s}", $"What {s} means")),
        ],
        Criteria =
        [
            new("impact", "Impact", 60, "What changes", 2, []),
            new("team", "Team", 40, "Who does it", null, []),
        ],
        Minimum = 50,
        Ties = [new(TieBreak.Criterion, "impact"), new(TieBreak.Earlier), new(TieBreak.Lot)],
    };

    private static RankedFact Entry(int number) =>
        new(
            new Guid(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]),
            $"CALL-2027-001-E{number}",
            Noon.AddMinutes(number)
        );

    private static IEnumerable<ScoreFact> Scores(RankedFact entry, Guid by, int impact, int team) =>
        [new(entry.Id, by, "impact", impact), new(entry.Id, by, "team", team)];

    private static RankedEntry Only(JudgingTerms terms, params ScoreFact[] scores) =>
        Assert.Single(Ranking.Of(terms, Seed, [One], scores));

    [Fact]
    public void A_total_is_the_share_of_the_highest_score_times_the_weight_of_each_criterion()
    {
        var ranked = Only(Terms, [.. Scores(One, Ann, 4, 5)]);
        Assert.Equal(88m, ranked.Total);
        Assert.Equal(88m, ranked.Share);
        Assert.Equal(1, ranked.Place);
        Assert.Equal(4m, ranked.Criteria["impact"]);
    }

    [Fact]
    public void Thirds_do_not_lose_a_hundredth()
    {
        var ranked = Only(
            Terms,
            [.. Scores(One, Ann, 5, 5), .. Scores(One, Bob, 5, 5), .. Scores(One, Cat, 4, 5)]
        );
        Assert.Equal(96m, ranked.Total);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 5 }, 2)]
    [InlineData(new[] { 5, 1 }, 3)]
    [InlineData(new[] { 4 }, 4)]
    public void The_median_is_the_middle_score_or_the_mean_of_the_two_in_the_middle(
        int[] scores,
        int middle
    ) => Assert.Equal(middle, Ranking.Joined(Together.Median, null, scores));

    [Fact]
    public void With_consensus_nothing_counts_until_a_score_has_been_agreed()
    {
        var terms = Terms with { Together = Together.Consensus };
        Assert.Null(Ranking.Joined(Together.Consensus, null, [3, 3]));
        var open = Only(terms, [.. Scores(One, Ann, 4, 4)]);
        Assert.Equal(RankStanding.Unscored, open.Standing);
        Assert.Equal(["impact", "team"], open.Missing);
        Assert.Null(open.Total);
        var agreed = Assert.Single(
            Ranking.Of(
                terms,
                Seed,
                [One],
                [.. Scores(One, Ann, 4, 4)],
                [new(One.Id, "impact", 5), new(One.Id, "team", 3)]
            )
        );
        Assert.Equal(84m, agreed.Total);
    }

    [Fact]
    public void A_moderated_score_stands_in_place_of_the_mean() =>
        Assert.Equal(
            84m,
            Assert
                .Single(
                    Ranking.Of(
                        Terms,
                        Seed,
                        [One],
                        [.. Scores(One, Ann, 1, 3)],
                        [new(One.Id, "impact", 5)]
                    )
                )
                .Total
        );

    [Fact]
    public void An_entry_below_the_least_score_of_a_criterion_has_no_place_however_good_the_rest_is()
    {
        var ranked = Ranking.Of(
            Terms,
            Seed,
            [One, Two],
            [.. Scores(One, Ann, 1, 5), .. Scores(Two, Ann, 2, 4)]
        );
        Assert.Equal(Two, ranked[0].Fact);
        Assert.Equal(RankStanding.BelowMinimum, ranked[1].Standing);
        Assert.Null(ranked[1].Place);
        Assert.Contains("Impact: below the least score of 2", ranked[1].Below);
        Assert.Contains(
            "The total is below 50 of 100",
            Only(Terms, [.. Scores(One, Ann, 2, 1)]).Below
        );
    }

    [Fact]
    public void What_screening_or_a_red_line_left_out_has_no_place_and_says_so()
    {
        var ranked = Ranking.Of(
            Terms,
            Seed,
            [One with { ScreenedOut = true }, Two with { RedLinesFailed = ["Built this weekend"] }],
            [.. Scores(One, Ann, 5, 5), .. Scores(Two, Ann, 5, 5)]
        );
        Assert.All(ranked, r => Assert.Null(r.Place));
        Assert.Equal(
            [RankStanding.RedLine, RankStanding.ScreenedOut],
            ranked.Select(r => r.Standing)
        );
    }

    [Fact]
    public void A_panel_with_an_odd_member_missing_is_ranked_by_the_scores_that_are_there()
    {
        var ranked = Ranking.Of(
            Terms,
            Seed,
            [One, Two],
            [.. Scores(One, Ann, 4, 4), .. Scores(One, Bob, 2, 4), .. Scores(Two, Ann, 4, 4)]
        );
        Assert.Equal([80m, 68m], ranked.Select(r => r.Total));
    }

    [Fact]
    public void Equal_totals_are_told_apart_by_the_declared_rules_in_their_order_and_the_rule_is_named()
    {
        // Both 60: 5 × 60/5 + 0, and 3 × 60/5 + 3 × 40/5.
        var ranked = Ranking.Of(
            Terms,
            Seed,
            [One, Two, Three],
            [.. Scores(One, Ann, 3, 3), .. Scores(Two, Ann, 5, 0), .. Scores(Three, Ann, 3, 3)]
        );
        Assert.Equal([Two, One, Three], ranked.Select(r => r.Fact));
        Assert.Equal([1, 2, 3], ranked.Select(r => r.Place));
        Assert.Equal("the higher score for Impact", ranked[0].DecidedBy);
        Assert.Equal("what was received first", ranked[1].DecidedBy);
    }

    [Fact]
    public void Where_no_rule_decides_a_place_is_shared_and_the_next_one_is_left_out()
    {
        var ranked = Ranking.Of(
            Terms with
            {
                Ties = [],
            },
            Seed,
            [One, Two, Three],
            [.. Scores(One, Ann, 3, 3), .. Scores(Two, Ann, 3, 3), .. Scores(Three, Ann, 2, 5)]
        );
        Assert.Equal([1, 2, 2], ranked.Select(r => r.Place));
        Assert.All(ranked, r => Assert.Null(r.DecidedBy));
    }

    [Fact]
    public void The_lot_is_the_keyed_hash_that_anybody_can_draw_again()
    {
        // printf '%s' 00000001-0007-0007-0102-030405060708 | openssl dgst -sha256 -hmac 'a seed that was published'
        Assert.Equal(
            "db924f307c65aeac8e349d02e41144afcccb77f77db621333cb2cf7cf7fe7ca9",
            Ranking.Lot(Seed, One.Id)
        );
        var same = new[] { One, Two with { ReceivedAt = One.ReceivedAt } };
        var ranked = Ranking.Of(
            Terms,
            Seed,
            same,
            [.. Scores(One, Ann, 3, 3), .. Scores(Two, Ann, 3, 3)]
        );
        Assert.Equal(
            same.OrderBy(e => Ranking.Lot(Seed, e.Id), StringComparer.Ordinal)
                .Select(e => e.Reference),
            ranked.Select(r => r.Fact.Reference)
        );
        Assert.All(ranked, r => Assert.Equal("lot", r.DecidedBy));
    }

    [Fact]
    public void Sums_votes_and_passes_are_totals_of_their_own()
    {
        Assert.Equal(
            7m,
            Only(Terms with { Method = JudgingMethod.Sum }, [.. Scores(One, Ann, 4, 3)]).Total
        );
        var votes = Ranking.Of(
            Terms with
            {
                Method = JudgingMethod.Votes,
                Minimum = null,
                Ties = [],
            },
            Seed,
            [One, Two, Three],
            [new(Two.Id, Ann, "vote", 1), new(Two.Id, Bob, "vote", 1), new(One.Id, Cat, "vote", 1)]
        );
        Assert.Equal([2m, 1m, 0m], votes.Select(v => v.Total));
        var checks = Ranking.Of(
            Terms with
            {
                Method = JudgingMethod.PassFail,
                Criteria = [],
            },
            Seed,
            [One, Two with { RedLinesFailed = ["Something usable exists"] }],
            []
        );
        Assert.Equal([RankStanding.Passed, RankStanding.RedLine], checks.Select(c => c.Standing));
        Assert.All(checks, c => Assert.Null(c.Place));
    }

    [Fact]
    public void What_nobody_has_scored_or_compared_is_named_and_has_no_place()
    {
        var ranked = Ranking.Of(Terms, Seed, [One, Two], [.. Scores(One, Ann, 5, 5)]);
        Assert.Equal(RankStanding.Unscored, ranked[1].Standing);
        var pairs = Ranking.Of(
            Terms with
            {
                Method = JudgingMethod.Pairwise,
                Minimum = null,
            },
            Seed,
            [One, Two, Three],
            [],
            pairs: [new(Ann, One.Id, Two.Id)]
        );
        Assert.Equal([One, Two, Three], pairs.Select(p => p.Fact));
        Assert.Equal(RankStanding.Unscored, pairs[2].Standing);
    }

    [Fact]
    public void Whatever_the_scores_the_same_facts_in_any_order_give_the_same_ranking() =>
        Prop.ForAll(
                Facts(),
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                (facts, seed) =>
                {
                    var shuffle = new Random(seed);
                    var first = Ranking.Of(facts.Terms, Seed, facts.Entries, facts.Scores);
                    var again = Ranking.Of(
                        facts.Terms,
                        Seed,
                        [.. facts.Entries.OrderBy(_ => shuffle.Next())],
                        [.. facts.Scores.OrderBy(_ => shuffle.Next())]
                    );
                    Assert.Equal(
                        first.Select(r => (r.Fact.Id, r.Place, r.Total, r.DecidedBy)),
                        again.Select(r => (r.Fact.Id, r.Place, r.Total, r.DecidedBy))
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_the_scores_every_entry_stands_once_and_no_better_total_stands_behind_a_worse() =>
        Prop.ForAll(
                Facts(),
                facts =>
                {
                    var ranked = Ranking.Of(facts.Terms, Seed, facts.Entries, facts.Scores);
                    Assert.Equal(
                        facts.Entries.Select(e => e.Id).Order(),
                        ranked.Select(r => r.Fact.Id).Order()
                    );
                    var placed = ranked.Where(r => r.Place is not null).ToList();
                    Assert.All(placed, r => Assert.Equal(RankStanding.Ranked, r.Standing));
                    foreach (var (before, after) in placed.Zip(placed.Skip(1)))
                    {
                        Assert.True(before.Total >= after.Total);
                        Assert.True(before.Place <= after.Place);
                    }
                    Assert.All(
                        placed,
                        r => Assert.Equal(1 + placed.Count(o => o.Place < r.Place), r.Place)
                    );
                    Assert.All(ranked, r => Assert.Equal(r.Missing.Count > 0, r.Total is null));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_higher_score_never_makes_a_total_lower() =>
        Prop.ForAll(
                Facts(),
                facts =>
                {
                    var raised = facts
                        .Scores.Select(
                            (s, i) => i == 0 ? s with { Score = Math.Min(5, s.Score + 1) } : s
                        )
                        .ToList();
                    if (facts.Scores.Count > 0)
                    {
                        var entry = facts.Scores[0].Entry;
                        var before = Ranking.Of(facts.Terms, Seed, facts.Entries, facts.Scores);
                        var after = Ranking.Of(facts.Terms, Seed, facts.Entries, raised);
                        var was = before.Single(r => r.Fact.Id == entry).Total;
                        Assert.True(
                            was is null || after.Single(r => r.Fact.Id == entry).Total >= was
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private sealed record Case(
        JudgingTerms Terms,
        IReadOnlyList<RankedFact> Entries,
        IReadOnlyList<ScoreFact> Scores
    );

    private static Arbitrary<Case> Facts() =>
        (
            from count in Gen.Choose(1, 8)
            from method in Gen.Elements(
                JudgingMethod.WeightedMean,
                JudgingMethod.Sum,
                JudgingMethod.Votes
            )
            from together in Gen.Elements(Together.Mean, Together.Median)
            from ties in Gen.Elements<IReadOnlyList<TieRule>>([], Terms.Ties, [new(TieBreak.Lot)])
            from scores in Gen.Choose(-1, 5).ArrayOf(count * 6)
            let entries = Enumerable.Range(1, count).Select(Entry).ToList()
            select new Case(
                Terms with
                {
                    Method = method,
                    Together = together,
                    Ties = ties,
                },
                entries,
                // A score of -1 stands for one that was never given.
                [
                    .. scores
                        .Select(
                            (s, i) =>
                                new ScoreFact(
                                    entries[i / 6].Id,
                                    (i % 3) switch
                                    {
                                        0 => Ann,
                                        1 => Bob,
                                        _ => Cat,
                                    },
                                    i % 6 < 3 ? "impact" : "team",
                                    s
                                )
                        )
                        .Where(s => s.Score >= 0),
                ]
            )
        ).ToArbitrary();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Scores_outside_the_middle_band_need_words(int score, bool needed) =>
        Assert.Equal(needed, Terms.Justify.Needs(score));

    [Fact]
    public void Figures_of_a_result_name_nobody_and_agree_with_the_ranking()
    {
        var scores = (ScoreFact[])
            [
                .. Scores(One, Ann, 4, 5),
                .. Scores(One, Bob, 2, 5),
                .. Scores(Two, Ann, 1, 5),
                .. Scores(Three, Ann, 5, 5),
            ];
        var figures = ResultFigures.Of(
            Terms,
            Ranking.Of(Terms, Seed, [One, Two, Three], scores),
            scores
        );
        Assert.Equal((3, 2, 1), (figures.Entries, figures.Ranked, figures.BelowMinimum));
        Assert.Equal((52m, 76m, 100m), (figures.Lowest, figures.Median, figures.Highest));
        Assert.Equal(2m, figures.Criteria[0].Apart);
        Assert.Equal(0m, figures.Criteria[1].Apart);
        Assert.Equal(3, figures.Ranges.Sum(r => r.Count));
        Assert.Equal(1, figures.Ranges[^1].Count);
    }
}
