using FsCheck;
using FsCheck.Fluent;
using Tandem.Calls.Kinds;
using Tandem.Evaluations;
using Tandem.Kernel;

namespace Tandem.Tests.Evaluations;

/// <summary>How an entry is judged, without a database: who sees what when, what never changes, whatever is tried in whatever order.</summary>
public sealed class JudgingRules
{
    private static readonly DateTime Noon = new(2027, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Guid[] People =
    [
        .. Enumerable.Range(1, 4).Select(i => new Guid(i, 2, 2, [1, 1, 1, 1, 1, 1, 1, 1])),
    ];
    private static readonly Actor Lead = As(9, "Lena");

    private static readonly JudgingTerms Terms = new()
    {
        Method = JudgingMethod.WeightedMean,
        Assessors = 2,
        Justify = new(false, 2, 4),
        Together = Together.Consensus,
        RedLines = [new("built", "Built this weekend")],
        Scale = [.. Enumerable.Range(0, 6).Select(s => new ScalePoint(s, $"Step {s}", "…"))],
        Criteria =
        [
            new("impact", "Impact", 60, "What changes", null, []),
            new("team", "Team", 40, "Who does it", null, []),
        ],
        Ties = [new(TieBreak.Lot)],
    };

    private static Actor As(int person, string name) =>
        new(
            person == 9 ? Guid.AllBitsSet : People[person],
            name,
            new Dictionary<Guid, Role>(),
            new HashSet<Guid>()
        );

    private static EntryJudging Started(int assessors = 2)
    {
        var judging = EntryJudging.Of(new(Guid.AllBitsSet), "concept", new(Guid.AllBitsSet), Noon);
        for (var i = 0; i < assessors; i++)
        {
            judging.Assign(new(People[i]), $"Person {i}", Lead, Noon);
        }
        return judging;
    }

    private static Assignment Of(EntryJudging judging, int person) =>
        judging.AssignmentOf(People[person])!;

    private static void Give(
        EntryJudging judging,
        int person,
        int impact = 3,
        int team = 3,
        bool submit = true
    )
    {
        var own = Of(judging, person);
        own.Declare(Interest.None, null, Noon);
        own.Save(Terms, new(ScoreKind.RedLine, "built", 1), Noon);
        own.Save(Terms, new(ScoreKind.Criterion, "impact", impact, "Because"), Noon);
        own.Save(Terms, new(ScoreKind.Criterion, "team", team, "Because"), Noon);
        if (submit)
        {
            judging.Submit(Terms, own, Noon);
        }
    }

    [Fact]
    public void Nothing_is_scored_before_an_interest_was_declared_or_denied()
    {
        var judging = Started();
        var own = Of(judging, 0);
        Assert.False(own.MayRead);
        Assert.Throws<Refusal>(() => own.Save(Terms, new(ScoreKind.Criterion, "impact", 3), Noon));
        Assert.Throws<Refusal>(() => judging.Submit(Terms, own, Noon));
        own.Declare(Interest.None, null, Noon);
        Assert.True(own.MayRead);
        own.Save(Terms, new(ScoreKind.Criterion, "impact", 3), Noon);
    }

    [Fact]
    public void An_interest_takes_the_entry_away_needs_words_and_cannot_be_taken_back()
    {
        var judging = Started();
        var own = Of(judging, 0);
        Assert.Throws<Refusal>(() => own.Declare(Interest.Declared, " ", Noon));
        Assert.True(own.Declare(Interest.Declared, "My sister works there", Noon));
        Assert.False(own.MayRead);
        Assert.False(own.IsOpen);
        Assert.Throws<Refusal>(() => own.Declare(Interest.None, null, Noon));
        Assert.Throws<Refusal>(() => judging.Assign(new(People[0]), "Person 0", Lead, Noon));
        Assert.False(own.Declare(Interest.Declared, "Again", Noon));
    }

    [Fact]
    public void An_interest_that_comes_out_later_takes_the_scores_out_of_the_count_and_leaves_them_in_the_record()
    {
        var judging = Started(3);
        Give(judging, 0);
        Give(judging, 1);
        Of(judging, 0).Declare(Interest.Declared, "I now know who wrote it", Noon);
        Assert.Equal(3, Of(judging, 0).Scores.Count);
        Assert.Equal(3, judging.Counted.Count());
        Assert.All(judging.Counted, s => Assert.Equal(Of(judging, 1).Id, s.AssignmentId));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    [InlineData(int.MaxValue)]
    public void A_score_outside_the_scale_is_refused(int score)
    {
        var judging = Started();
        var own = Of(judging, 0);
        own.Declare(Interest.None, null, Noon);
        var refused = Assert.Throws<Refusal>(() =>
            own.Save(Terms, new(ScoreKind.Criterion, "impact", score), Noon)
        );
        Assert.Equal("Choose a score from 0 to 5", refused.Message);
        Assert.Throws<Refusal>(() => own.Save(Terms, new(ScoreKind.Criterion, "charm", 3), Noon));
        Assert.Throws<Refusal>(() => own.Save(Terms, new(ScoreKind.RedLine, "built", 2), Noon));
        Assert.Empty(own.Typed.Given);
    }

    [Fact]
    public void A_score_in_a_band_needs_words_and_everything_missing_is_named_before_anything_is_handed_in()
    {
        var judging = Started();
        var own = Of(judging, 0);
        own.Declare(Interest.None, null, Noon);
        own.Save(Terms, new(ScoreKind.Criterion, "impact", 5), Noon);
        Assert.Equal(
            [
                "Say yes or no: Built this weekend",
                "Justify the score 5 for Impact",
                "Give a score for Team",
            ],
            ScoreRules.Gaps(Terms, own.Typed).Select(g => g.Message)
        );
        Assert.Throws<Refusal>(() => judging.Submit(Terms, own, Noon));
        Assert.Empty(own.Scores);
        own.Save(Terms, new(ScoreKind.Criterion, "impact", null, "It halves the wait"), Noon);
        Assert.Equal(5, own.Typed.Find(ScoreKind.Criterion, "impact")!.Value);
        Assert.DoesNotContain(
            ScoreRules.Gaps(Terms, own.Typed),
            g => g.Message.Contains("Justify", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_entry_that_crosses_a_red_line_is_not_scored_but_says_why()
    {
        var judging = Started();
        var own = Of(judging, 0);
        own.Declare(Interest.None, null, Noon);
        own.Save(Terms, new(ScoreKind.RedLine, "built", 0), Noon);
        Assert.Equal(
            ["Say why it does not pass: Built this weekend"],
            ScoreRules.Gaps(Terms, own.Typed).Select(g => g.Message)
        );
        own.Save(Terms, new(ScoreKind.RedLine, "built", null, "It was sold last year"), Noon);
        judging.Submit(Terms, own, Noon);
        Assert.Single(own.Scores);
        Give(judging, 1);
        Assert.Equal(["Built this weekend"], judging.RedLinesFailed(Terms));
    }

    [Fact]
    public void Nobody_sees_others_scores_before_all_have_given_theirs_and_then_everybody_does()
    {
        var judging = Started();
        Give(judging, 0);
        Assert.False(judging.IsRevealed);
        Assert.Equal([Of(judging, 0)], judging.ScoredFor(People[0]));
        Assert.Empty(judging.ScoredFor(People[1]));
        Assert.Empty(judging.ScoredFor(Lead.PersonId));
        Give(judging, 1);
        Assert.True(judging.IsRevealed);
        Assert.Equal(2, judging.ScoredFor(People[1]).Count());
        Assert.Equal(2, judging.ScoredFor(Lead.PersonId).Count());
    }

    [Fact]
    public void With_an_odd_member_missing_the_lead_reveals_with_a_reason_and_the_missing_one_sees_nothing()
    {
        var judging = Started(3);
        Give(judging, 0);
        Give(judging, 1);
        Assert.False(judging.IsRevealed);
        Assert.Throws<Refusal>(() => judging.Reveal(Terms, " ", Lead, Noon));
        judging.Reveal(Terms, "Person 2 is ill", Lead, Noon);
        Assert.Equal("Person 2 is ill", judging.RevealReason);
        Assert.False(Of(judging, 2).IsOpen);
        Assert.Empty(judging.ScoredFor(People[2]));
        Assert.Throws<Refusal>(() => judging.Submit(Terms, Of(judging, 2), Noon));
        Assert.Throws<Refusal>(() => judging.Reveal(Terms, "Twice", Lead, Noon));
    }

    [Fact]
    public void A_lead_who_judges_too_reveals_nothing_before_giving_own_scores()
    {
        var judging = Started(3);
        Give(judging, 0);
        var third = As(2, "Person 2");
        Assert.Throws<Refusal>(() => judging.Reveal(Terms, "In a hurry", third, Noon));
        Give(judging, 2);
        judging.Reveal(Terms, "Person 1 is ill", third, Noon);
        Assert.True(judging.IsRevealed);
    }

    [Fact]
    public void A_panel_that_is_too_small_is_not_revealed_by_itself()
    {
        var judging = Started(1);
        Give(judging, 0);
        Assert.False(judging.IsRevealed);
        judging.Assign(new(People[1]), "Person 1", Lead, Noon);
        Give(judging, 1);
        Assert.True(judging.IsRevealed);
    }

    [Fact]
    public void Handing_in_twice_hands_in_once_and_a_change_is_a_new_score_with_its_reason()
    {
        var judging = Started();
        Give(judging, 0);
        var own = Of(judging, 0);
        var before = own.Scores.Select(s => s.Digest()).ToList();
        Assert.False(judging.Submit(Terms, own, Noon.AddMinutes(1)).Submitted);
        Assert.Equal(before, own.Scores.Select(s => s.Digest()));
        Assert.Throws<Refusal>(() => own.Save(Terms, new(ScoreKind.Criterion, "impact", 1), Noon));
        var changed = new ScoreGiven(ScoreKind.Criterion, "impact", 4, "Because");
        Assert.Throws<Refusal>(() => own.Correct(Terms, changed, null, Noon));
        var later = own.Correct(Terms, changed, "I misread the third part", Noon.AddMinutes(2));
        Assert.Equal("I misread the third part", later!.ChangeReason);
        Assert.Equal(before, own.Scores.Take(3).Select(s => s.Digest()));
        Assert.Equal(4, own.Standing.Single(s => s.Code == "impact").Value);
        Assert.Null(own.Correct(Terms, changed, "Again", Noon.AddMinutes(3)));
    }

    [Fact]
    public void A_consensus_comes_after_the_reveal_with_reasons_and_keeps_what_was_agreed_before()
    {
        var judging = Started();
        Give(judging, 0);
        Assert.Throws<Refusal>(() => judging.Agree(Terms, "impact", 4, "We agree", Lead, Noon));
        Give(judging, 1);
        Assert.Throws<Refusal>(() => judging.Agree(Terms, "impact", 4, " ", Lead, Noon));
        Assert.Throws<Refusal>(() => judging.Agree(Terms, "impact", 9, "We agree", Lead, Noon));
        Assert.True(judging.Agree(Terms, "impact", 4, "We agree", Lead, Noon));
        Assert.False(judging.Agree(Terms, "impact", 4, "We agree", Lead, Noon));
        Assert.True(judging.Agree(Terms, "impact", 3, "On reflection", Lead, Noon.AddMinutes(1)));
        Assert.Equal(2, judging.Agreed.Count);
        Assert.Equal(3, Assert.Single(judging.AgreedNow).Value);
    }

    [Fact]
    public void Screening_needs_a_reason_keeps_what_was_said_and_ends_with_the_reveal()
    {
        var judging = Started();
        Assert.Throws<Refusal>(() => judging.Screen(false, "", Lead, Noon));
        judging.Screen(false, "It is about something else", Lead, Noon);
        judging.Screen(true, "It is not, on a second reading", Lead, Noon.AddMinutes(1));
        Assert.True(judging.Screened!.Passes);
        Assert.Equal(2, judging.Screenings.Count);
        Give(judging, 0);
        Give(judging, 1);
        Assert.Throws<Refusal>(() => judging.Screen(false, "Late", Lead, Noon));
    }

    [Fact]
    public void Somebody_who_leaves_is_replaced_and_what_they_handed_in_stays()
    {
        var judging = Started();
        Give(judging, 0);
        Of(judging, 0).End("Left the panel", Noon);
        Of(judging, 1).End("Left the panel", Noon);
        Assert.Throws<Refusal>(() =>
            Of(judging, 1).Save(Terms, new(ScoreKind.Criterion, "impact", 3), Noon)
        );
        judging.Assign(new(People[2]), "Person 2", Lead, Noon);
        Give(judging, 2);
        Assert.True(judging.IsRevealed);
        Assert.Equal(6, judging.Counted.Count());
    }

    /// <summary>Invariants 3, 4, 6 and 16 over whatever is tried, allowed or not, in whatever order.</summary>
    [Fact]
    public void Whatever_is_tried_in_whatever_order_no_rule_of_judging_is_broken() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ListOf().ToArbitrary(),
                acts =>
                {
                    var judging = Started(3);
                    var handedIn = new Dictionary<Guid, string>();
                    var agreed = new List<string>();
                    var at = Noon;
                    foreach (var act in acts)
                    {
                        at = at.AddSeconds(1);
                        try
                        {
                            Try(judging, act, at);
                        }
                        catch (Refusal)
                        {
                            // Refused is as good as never tried: what must hold is looked at below.
                        }
                        MustHold(judging, handedIn, agreed);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static void Try(EntryJudging judging, int act, DateTime at)
    {
        var person = act / 16 % 4;
        var value = act / 64 % 8 - 1;
        var own = judging.AssignmentOf(People[person]);
        var code = act / 512 % 2 == 0 ? "impact" : "team";
        switch (act % 16)
        {
            case 0:
                judging.Assign(new(People[person]), $"Person {person}", Lead, at);
                break;
            case 1 or 2 or 3:
                own?.Declare(Interest.None, null, at);
                break;
            case 4 when value == 0:
                own?.Declare(Interest.Declared, "There is one", at);
                break;
            case 5:
                own?.Save(Terms, new(ScoreKind.RedLine, "built", value % 2, "Why"), at);
                break;
            case 6 or 7:
                own?.Save(
                    Terms,
                    new(ScoreKind.Criterion, code, value, value % 2 == 0 ? "Why" : null),
                    at
                );
                break;
            case 8:
                if (own is not null)
                {
                    own.Declare(Interest.None, null, at);
                    own.Save(Terms, new(ScoreKind.RedLine, "built", 1), at);
                    own.Save(Terms, new(ScoreKind.Criterion, "impact", 3, "Why"), at);
                    own.Save(Terms, new(ScoreKind.Criterion, "team", 5, "Why"), at);
                }
                break;
            case 9 or 10:
                if (own is not null)
                {
                    judging.Submit(Terms, own, at);
                }
                break;
            case 11:
                judging.Reveal(Terms, value > 2 ? "Somebody is ill" : null, As(person, "P"), at);
                break;
            case 12:
                own?.Correct(
                    Terms,
                    new(ScoreKind.Criterion, code, value, "Other"),
                    value > 2 ? "Misread" : null,
                    at
                );
                break;
            case 13:
                judging.Agree(Terms, code, value, value > 1 ? "Together" : "", Lead, at);
                break;
            case 14 when value == 3:
                own?.End("Left the panel", at);
                break;
            default:
                judging.Screen(value > 0, "Why", Lead, at);
                break;
        }
    }

    private static void MustHold(
        EntryJudging judging,
        Dictionary<Guid, string> handedIn,
        List<string> agreed
    )
    {
        foreach (var own in judging.Assignments)
        {
            // Nothing was given by somebody who had declared nothing.
            Assert.True(
                own.Interest != Interest.Undeclared
                    || (own.Scores.Count == 0 && own.SavedAt is null)
            );
            // Nobody sees anything of others before giving their own, or with an interest.
            var others = judging.ScoredFor(own.PersonId.Value).Where(a => a != own);
            Assert.True(
                !others.Any()
                    || (
                        judging.IsRevealed
                        && own.SubmittedAt is not null
                        && own.Interest == Interest.None
                    )
            );
            Assert.Equal(own.MayRead, own.IsOpen && own.Interest == Interest.None);
            foreach (var score in own.Standing.Where(s => s.Kind == ScoreKind.Criterion))
            {
                Assert.InRange(score.Value, 0, 5);
                Assert.True(score.Justification is not null || !Terms.Justify.Needs(score.Value));
            }
            Assert.Equal(own.SubmittedAt is null, own.Scores.Count == 0);
        }
        // What was handed in or agreed once is there for ever, as it was.
        var scores = judging.Assignments.SelectMany(a => a.Scores).ToDictionary(s => s.Id.Value);
        foreach (var (id, digest) in handedIn)
        {
            Assert.Equal(digest, scores[id].Digest());
        }
        foreach (var (id, score) in scores)
        {
            handedIn[id] = score.Digest();
        }
        Assert.Equal(agreed, judging.Agreed.Take(agreed.Count).Select(a => a.Digest()));
        agreed.Clear();
        agreed.AddRange(judging.Agreed.Select(a => a.Digest()));
        // What is derived agrees with the facts.
        Assert.True(judging.Agreed.Count == 0 || judging.IsRevealed);
        Assert.True(!judging.IsRevealed || judging.Assignments.Any(a => a.SubmittedAt is not null));
        Assert.Equal(judging.Screened, judging.Screenings.LastOrDefault());
    }
}
