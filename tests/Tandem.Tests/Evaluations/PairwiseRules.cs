using FsCheck;
using FsCheck.Fluent;
using Tandem.Evaluations;

namespace Tandem.Tests.Evaluations;

/// <summary>Comparison in pairs: strengths as the model of Bradley and Terry gives them, and which pair is worth asking about.</summary>
public sealed class PairwiseRules
{
    private static readonly Guid[] Ids =
    [
        .. Enumerable.Range(1, 8).Select(i => new Guid(i, 1, 1, [1, 1, 1, 1, 1, 1, 1, 1])),
    ];
    private static readonly Guid Judge = Guid.Parse("01900000-0000-7000-8000-0000000000a1");
    private static readonly Guid Other = Guid.Parse("01900000-0000-7000-8000-0000000000b2");

    [Fact]
    public void Two_entries_compared_evenly_are_equally_strong()
    {
        var fit = Pairwise.Fit(Ids[..2], [new(Judge, Ids[0], Ids[1]), new(Other, Ids[1], Ids[0])]);
        Assert.Equal(fit[Ids[0]].Strength, fit[Ids[1]].Strength, 8);
        Assert.Equal(50m, fit[Ids[0]].Share);
    }

    [Fact]
    public void Strengths_solve_the_equations_of_the_model()
    {
        PairFact[] pairs =
        [
            new(Judge, Ids[0], Ids[1]),
            new(Judge, Ids[0], Ids[2]),
            new(Judge, Ids[2], Ids[1]),
            new(Other, Ids[1], Ids[2]),
            new(Other, Ids[0], Ids[1]),
        ];
        var fit = Pairwise.Fit(Ids[..3], pairs);
        foreach (var id in Ids[..3])
        {
            // At the fit, wins expected equal wins had: those of the notional comparison too.
            var own = fit[id].Strength;
            var expected =
                own / (own + 1)
                + pairs
                    .Where(p => p.Preferred == id || p.Other == id)
                    .Sum(p =>
                        own / (own + fit[p.Preferred == id ? p.Other : p.Preferred].Strength)
                    );
            Assert.Equal(pairs.Count(p => p.Preferred == id) + 0.5, expected, 6);
        }
    }

    [Fact]
    public void An_entry_that_won_everything_has_a_finite_strength()
    {
        var fit = Pairwise.Fit(
            Ids[..2],
            [.. Enumerable.Repeat(new PairFact(Judge, Ids[0], Ids[1]), 9)]
        );
        Assert.InRange(fit[Ids[0]].Share, 75m, 99m);
        Assert.Equal((9, 9), (fit[Ids[0]].Compared, fit[Ids[0]].Won));
    }

    [Fact]
    public void The_order_that_most_comparisons_agree_with_comes_out()
    {
        // Stronger first, one upset.
        var pairs = new List<PairFact>();
        for (var i = 0; i < 6; i++)
        {
            for (var j = i + 1; j < 6; j++)
            {
                pairs.Add(new(Judge, Ids[i], Ids[j]));
                pairs.Add(
                    (i, j) == (0, 5) ? new(Other, Ids[5], Ids[0]) : new(Other, Ids[i], Ids[j])
                );
            }
        }
        var fit = Pairwise.Fit(Ids[..6], pairs);
        Assert.Equal(Ids[..6], Ids[..6].OrderByDescending(i => fit[i].Strength));
    }

    [Fact]
    public void The_next_pair_is_one_of_which_least_is_known()
    {
        var next = Pairwise.Next(Ids[..4], [new(Other, Ids[0], Ids[1])], Judge);
        Assert.Equal([Ids[2], Ids[3]], new[] { next!.Value.First, next.Value.Second }.Order());
    }

    [Fact]
    public void Nobody_is_asked_twice_about_a_pair_and_all_of_them_are_asked_about_in_the_end()
    {
        var pairs = new List<PairFact>();
        var skipped = new List<(Guid, Guid)>();
        for (var i = 0; Pairwise.Next(Ids[..5], pairs, Judge, skipped) is var (a, b); i++)
        {
            if (i % 4 == 3)
            {
                skipped.Add((a, b));
            }
            else
            {
                pairs.Add(new(Judge, a, b));
            }
            Assert.True(i < 10);
        }
        Assert.Equal(10, pairs.Count + skipped.Count);
    }

    [Fact]
    public void Whatever_was_compared_strengths_do_not_depend_on_the_order_and_comparisons_spread_evenly() =>
        Prop.ForAll(
                (
                    from entries in Gen.Choose(3, 8)
                    from asked in Gen.Choose(1, 20)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (entries, asked, seed)
                ).ToArbitrary(),
                c =>
                {
                    var random = new Random(c.seed);
                    var pairs = new List<PairFact>();
                    for (var i = 0; i < c.asked; i++)
                    {
                        var judge = i % 2 == 0 ? Judge : Other;
                        if (Pairwise.Next(Ids[..c.entries], pairs, judge) is var (a, b))
                        {
                            pairs.Add(random.Next(2) == 0 ? new(judge, a, b) : new(judge, b, a));
                        }
                    }
                    var fit = Pairwise.Fit(Ids[..c.entries], pairs);
                    var again = Pairwise.Fit(
                        [.. Ids[..c.entries].Reverse()],
                        [.. pairs.OrderBy(_ => random.Next())]
                    );
                    Assert.Equal(fit.OrderBy(f => f.Key), again.OrderBy(f => f.Key));
                    var counts = fit.Values.Select(f => f.Compared).ToList();
                    Assert.True(counts.Max() - counts.Min() <= 3);
                }
            )
            .QuickCheckThrowOnFailure();
}
