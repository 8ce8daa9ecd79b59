using FsCheck;
using FsCheck.Fluent;
using Tandem.Evaluations;
using Tandem.Kernel;

namespace Tandem.Tests.Evaluations;

/// <summary>What can be recommended, approved, told, and signed when.</summary>
public sealed class DecisionRules
{
    private static readonly DateTime Noon = new(2027, 3, 22, 12, 0, 0, DateTimeKind.Utc);
    private static readonly WorkingDays Days = new(Content.Shipped);
    private static readonly Actor Lena = As(1, "Lena");
    private static readonly Actor Ada = As(2, "Ada");
    private static readonly RankedEntry[] Ranked =
    [
        Row(1, 1, 90),
        Row(2, 2, 80),
        Row(3, 3, 70),
        Row(4, null, 20, RankStanding.BelowMinimum),
    ];

    private static readonly DecisionFrame Frame = new(
        new() { Standstill = new(8, "england-and-wales") },
        [EntryOutcome.Winner],
        1,
        2,
        "terms"
    );

    private static Actor As(int person, string name) =>
        new(
            new Guid(person, 3, 3, [1, 1, 1, 1, 1, 1, 1, 1]),
            name,
            new Dictionary<Guid, Role>(),
            new HashSet<Guid>()
        );

    private static RankedEntry Row(
        int number,
        int? place,
        decimal total,
        RankStanding standing = RankStanding.Ranked
    ) =>
        new(
            new(new Guid(number, 4, 4, [1, 1, 1, 1, 1, 1, 1, 1]), $"E{number}", Noon),
            standing,
            place,
            total,
            total,
            new Dictionary<string, decimal>(),
            [],
            [],
            null
        );

    private static OutcomeDraft[] Choose(params int[] winners) =>
        [
            .. Ranked.Select(
                (r, i) =>
                    new OutcomeDraft(
                        new(r.Fact.Id),
                        r.Fact.Reference,
                        winners.Contains(i + 1) ? EntryOutcome.Winner : EntryOutcome.NotSelected,
                        $"Reason {i + 1}"
                    )
            ),
        ];

    private static CallDecision Recommended(
        IReadOnlyCollection<OutcomeDraft> drafts,
        DecisionWords? words = null,
        DecisionFrame? frame = null
    ) =>
        CallDecision.Recommend(
            new(Guid.AllBitsSet),
            "final",
            1,
            frame ?? Frame,
            Ranked,
            drafts,
            words ?? new("Four entries, one stood out."),
            Lena,
            Noon
        );

    [Fact]
    public void Every_entry_needs_an_outcome_and_a_reason()
    {
        var refused = Assert.Throws<Refusal>(() =>
            Recommended([
                .. Choose(1).Select(d => d.Reference == "E3" ? d with { Reason = " " } : d),
            ])
        );
        Assert.Equal("Enter the reason for E3", refused.Message);
        Assert.Throws<Refusal>(() => Recommended(Choose(1)[..3]));
        Assert.All(Recommended(Choose(1)).Lines, l => Assert.NotEmpty(l.Reason));
    }

    [Fact]
    public void What_is_below_a_minimum_cannot_be_chosen_and_no_more_than_was_published()
    {
        Assert.Throws<Refusal>(() => Recommended(Choose(4), new("…", DepartsReason: "We like it")));
        Assert.Throws<Refusal>(() => Recommended(Choose(1, 2, 3)));
        Assert.Throws<Refusal>(() =>
            Recommended([.. Choose(1).Select(d => d with { Outcome = EntryOutcome.Progressed })])
        );
        Assert.Equal(["E1", "E2"], Recommended(Choose(1, 2)).Chosen.Select(l => l.Reference));
    }

    [Fact]
    public void A_prize_that_was_published_once_is_given_once_with_its_money()
    {
        var frame = Frame with
        {
            Prizes =
            [
                new("First prize", 4_000_000, null),
                new("Second prize", 1_500_000, null),
                new("A month of help", null, "Half-days"),
                new("A month of help", null, "Half-days"),
            ],
        };
        OutcomeDraft[] Give(string first, string second) =>
            [
                .. Choose(1, 2)
                    .Select(
                        (d, i) =>
                            i switch
                            {
                                0 => d with { Prize = first, Amount = 7 },
                                1 => d with { Prize = second },
                                _ => d with { Prize = "First prize" },
                            }
                    ),
            ];
        var decision = Recommended(Give("First prize", "Second prize"), frame: frame);
        Assert.Equal(
            [("First prize", 4_000_000), ("Second prize", 1_500_000), (null, null), (null, null)],
            decision.Lines.Select(l => (l.Prize, l.Amount))
        );
        var refused = Assert.Throws<Refusal>(() =>
            Recommended(Give("First prize", "First prize"), frame: frame)
        );
        Assert.StartsWith("First prize was published once", refused.Message);
        Recommended(Give("A month of help", "A month of help"), frame: frame);
        Assert.Throws<Refusal>(() => Recommended(Give("Third prize", ""), frame: frame));
        Assert.Throws<Refusal>(() => Recommended(Give("First prize", "")));
        var other = Recommended(Give("Second prize", "First prize"), frame: frame);
        Assert.NotEqual(decision.Lines[0].Digest(), other.Lines[0].Digest());
    }

    [Fact]
    public void Departing_from_the_ranking_needs_a_reason()
    {
        Assert.Throws<Refusal>(() => Recommended(Choose(2)));
        var decision = Recommended(Choose(2), new("…", DepartsReason: "E1 withdrew its offer"));
        Assert.Equal("E1 withdrew its offer", decision.DepartsReason);
        Assert.Null(Recommended(Choose(1, 2)).DepartsReason);
    }

    [Fact]
    public void Choosing_nobody_needs_a_reason_and_a_kind_that_allows_it()
    {
        Assert.Throws<Refusal>(() => Recommended(Choose()));
        Assert.Equal(
            "None met the need",
            Recommended(Choose(), new("…", NoneReason: "None met the need")).NoneReason
        );
        Assert.Throws<Refusal>(() =>
            Recommended(
                Choose(),
                new("…", NoneReason: "None met the need"),
                Frame with
                {
                    Rule = new() { MayBeNone = false },
                }
            )
        );
    }

    [Fact]
    public void Somebody_else_approves_and_nothing_is_told_before()
    {
        var decision = Recommended(Choose(1));
        Assert.Throws<Refusal>(() => decision.Tell(Noon));
        Assert.Throws<Refusal>(() => decision.Approve(Frame.Rule, Lena, Noon));
        decision.Approve(Frame.Rule, Ada, Noon);
        Assert.Throws<Refusal>(() => decision.Approve(Frame.Rule, Ada, Noon));
        decision.Tell(Noon);
        Assert.Throws<Refusal>(() => decision.Tell(Noon));
        Assert.Throws<Refusal>(() => decision.Return("Too late", Ada, Noon));
    }

    [Fact]
    public void What_goes_back_needs_a_reason_and_is_never_told()
    {
        var decision = Recommended(Choose(1));
        Assert.Throws<Refusal>(() => decision.Return("", Ada, Noon));
        decision.Return("The reasons for E2 say nothing", Ada, Noon);
        Assert.Throws<Refusal>(() => decision.Approve(Frame.Rule, Ada, Noon));
        Assert.Throws<Refusal>(() => decision.Tell(Noon));
        Assert.Equal(DecisionState.Returned, decision.StateOn(new(2027, 3, 22)));
    }

    // The day of the notice counts: Monday 22 March 2027 is the first, Good Friday (26 March) and Easter Monday (29 March) do not count.
    [Theory]
    [InlineData(22, 2, "england-and-wales", "2027-04-02")]
    [InlineData(22, 2, "scotland", "2027-04-01")]
    [InlineData(27, 5, "england-and-wales", "2027-04-08")]
    public void Eight_working_days_begin_with_the_day_of_the_notice(
        int day,
        int months,
        string calendar,
        string last
    )
    {
        var decision = Recommended(
            Choose(1),
            frame: Frame with
            {
                Rule = new() { Standstill = new(8, calendar) },
            }
        );
        decision.Approve(Frame.Rule, Ada, Noon);
        Assert.Throws<Refusal>(() =>
            decision.BeginStandstill(new(2027, 3, 22), Days, Noon.AddMonths(months))
        );
        decision.Tell(Noon);
        Assert.False(decision.MaySign(new(2030, 1, 1)));
        Assert.Throws<Refusal>(() =>
            decision.BeginStandstill(new(2027, 3, 21), Days, Noon.AddMonths(months))
        );
        decision.BeginStandstill(new(2027, 3, day), Days, Noon.AddMonths(months));
        var end = DateOnly.ParseExact(last, "yyyy-MM-dd");
        Assert.Equal(end, decision.StandstillTo);
        Assert.False(decision.MaySign(end));
        Assert.True(decision.MaySign(end.AddDays(1)));
        Assert.Equal(DecisionState.Standstill, decision.StateOn(end));
        Assert.Equal(DecisionState.Concluded, decision.StateOn(end.AddDays(1)));
    }

    [Fact]
    public void Where_no_standstill_is_owed_one_may_sign_once_all_were_told()
    {
        var decision = Recommended(Choose(1), frame: Frame with { Rule = new() });
        decision.Approve(new(), Ada, Noon);
        Assert.False(decision.MaySign(new(2027, 3, 22)));
        decision.Tell(Noon);
        Assert.True(decision.MaySign(new(2027, 3, 22)));
        Assert.Throws<Refusal>(() => decision.BeginStandstill(new(2027, 3, 22), Days, Noon));
    }

    /// <summary>Invariants 8, 9 and 16, whatever is tried in whatever order.</summary>
    [Fact]
    public void Whatever_is_tried_nothing_is_told_unapproved_signed_early_or_changed_afterwards() =>
        Prop.ForAll(
                Gen.Choose(0, 100).ListOf().ToArbitrary(),
                acts =>
                {
                    var decision = Recommended(Choose(1, 2));
                    var digest = decision.Digest();
                    var now = Noon;
                    foreach (var act in acts)
                    {
                        now = now.AddHours(act);
                        try
                        {
                            switch (act % 5)
                            {
                                case 0:
                                    decision.Approve(Frame.Rule, act % 2 == 0 ? Ada : Lena, now);
                                    break;
                                case 1:
                                    decision.Tell(now);
                                    break;
                                case 2 when act > 90:
                                    decision.Return("Think again", Ada, now);
                                    break;
                                default:
                                    decision.BeginStandstill(
                                        DateOnly.FromDateTime(now).AddDays(-act % 4),
                                        Days,
                                        now
                                    );
                                    break;
                            }
                        }
                        catch (Refusal)
                        {
                            // Refused is as good as never tried: what must hold is looked at below.
                        }
                        var today = DateOnly.FromDateTime(now);
                        Assert.Equal(digest, decision.Digest());
                        Assert.True(
                            decision.ToldAt is null || decision.ApprovedAt <= decision.ToldAt
                        );
                        Assert.True(decision.ToldAt is null || decision.ReturnedAt is null);
                        Assert.True(
                            !decision.MaySign(today)
                                || Days["england-and-wales"]
                                    .Between(decision.StandstillFrom!.Value.AddDays(-1), today) >= 8
                        );
                        Assert.Equal(
                            decision.MaySign(today),
                            decision.StateOn(today) == DecisionState.Concluded
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();
}
