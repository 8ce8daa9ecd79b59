using FsCheck;
using FsCheck.Fluent;
using Tandem.Evaluations;

namespace Tandem.Tests.Evaluations;

/// <summary>A budget laid over a ranking.</summary>
public sealed class BudgetLineRules
{
    private static Asking Row(int place, long ask) =>
        new(new Guid(place, 1, 1, [1, 1, 1, 1, 1, 1, 1, 1]), $"E{place}", place, ask);

    private static readonly Asking[] Four = [Row(1, 400), Row(2, 300), Row(3, 500), Row(4, 100)];

    [Fact]
    public void Money_goes_from_the_top_until_the_next_one_no_longer_fits_and_skips_nobody()
    {
        var line = BudgetLine.Of(Four, 1000);
        Assert.Equal([true, true, false, false], line.Rows.Select(r => r.Funded));
        Assert.Equal((700, 300), (line.Spent, line.Left));
    }

    [Fact]
    public void Funding_to_here_shows_what_it_would_take()
    {
        var line = BudgetLine.Of(Four, 1000, fundTo: 3);
        Assert.Equal([true, true, true, false], line.Rows.Select(r => r.Funded));
        Assert.Equal(-200, line.Left);
        Assert.Equal([400, 700, 1200, 1300], line.Rows.Select(r => r.ToHere));
        Assert.Equal([true, true, false, false], line.Rows.Select(r => r.Fits));
    }

    [Fact]
    public void An_override_below_the_line_is_paid_for_by_those_above()
    {
        var line = BudgetLine.Of(Four, 1000, [new(Four[2].Entry, true)]);
        Assert.Equal([true, false, true, false], line.Rows.Select(r => r.Funded));
        Assert.True(line.Rows[2].Overridden);
        Assert.Equal(900, line.Spent);
    }

    [Fact]
    public void Not_funding_one_above_the_line_makes_room_and_part_of_an_ask_can_be_given()
    {
        var without = BudgetLine.Of(Four, 1000, [new(Four[0].Entry, false)]);
        Assert.Equal([false, true, true, true], without.Rows.Select(r => r.Funded));
        var part = BudgetLine.Of(Four, 1000, [new(Four[2].Entry, true, 200)]);
        Assert.Equal([400, 300, 200, 100], part.Rows.Select(r => r.Amount));
    }

    [Fact]
    public void Those_who_share_the_place_at_the_line_are_funded_together_or_not_at_all()
    {
        Asking[] rows = [Row(1, 400), Row(2, 300), Row(3, 300) with { Place = 2 }, Row(4, 100)];
        // Room for one of the two only: the line is drawn above both, and nobody below jumps over them.
        Assert.Equal(
            [true, false, false, false],
            BudgetLine.Of(rows, 700).Rows.Select(r => r.Funded)
        );
        Assert.Equal(
            [true, true, true, false],
            BudgetLine.Of(rows, 1000).Rows.Select(r => r.Funded)
        );
        // A recorded override says otherwise, and what is left counts for the other.
        Assert.Equal(
            [true, true, false, false],
            BudgetLine.Of(rows, 700, [new(rows[2].Entry, false)]).Rows.Select(r => r.Funded)
        );
    }

    [Fact]
    public void What_has_no_place_is_not_funded_unless_somebody_says_so_with_a_reason()
    {
        Asking[] rows = [Row(1, 400), new(Guid.AllBitsSet, "E9", null, 100)];
        Assert.Equal([true, false], BudgetLine.Of(rows, 1000).Rows.Select(r => r.Funded));
        Assert.Equal(
            [true, true],
            BudgetLine.Of(rows, 1000, [new(Guid.AllBitsSet, true)]).Rows.Select(r => r.Funded)
        );
    }

    [Fact]
    public void Whatever_is_asked_without_overrides_the_budget_is_kept_and_the_funded_are_the_top() =>
        Prop.ForAll(
                (
                    from asks in Gen.Choose(0, 500).ListOf()
                    from budget in Gen.Choose(0, 3000)
                    select (asks, budget)
                ).ToArbitrary(),
                c =>
                {
                    var rows = c.asks.Select((a, i) => Row(i + 1, a)).ToList();
                    var line = BudgetLine.Of(rows, c.budget);
                    Assert.True(line.Spent <= c.budget);
                    Assert.Equal(line.Spent, line.Rows.Where(r => r.Funded).Sum(r => r.Amount));
                    var funded = line.Rows.TakeWhile(r => r.Funded).Count();
                    Assert.Equal(funded, line.Rows.Count(r => r.Funded));
                    Assert.True(funded == rows.Count || line.Spent + rows[funded].Ask > c.budget);
                }
            )
            .QuickCheckThrowOnFailure();
}
