using FsCheck;
using FsCheck.Fluent;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Tests.Calls;

/// <summary>The rules of a call, without a database.</summary>
public sealed class CallTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);
    private static readonly WorkingDays Days = new(Content.Shipped);
    private static readonly CallKinds Kinds = new(Content.Shipped);
    private static readonly Organisation Council = Organisation.Create("Council", null, Now);

    [Fact]
    public void Weights_that_total_99_are_kept_in_a_draft_and_named_on_the_task_list()
    {
        var call = Prize();
        var terms = call.Stage("concept")!.Judging;
        call.Judge(
            "concept",
            terms with
            {
                Criteria = [terms.Criteria[0] with { Weight = 24 }, .. terms.Criteria.Skip(1)],
            },
            Now
        );
        Assert.Contains(
            JudgingChecks.Problems(call.Stage("concept")!.Judging),
            p => p.Message == "The weights total 99. They must total 100."
        );
    }

    [Fact]
    public void What_is_published_is_frozen()
    {
        var call = Published();
        var terms = call.Stage("concept")!.InForce!;
        Assert.True(terms.Holds);
        Assert.All(
            new Action[]
            {
                () => call.Judge("concept", terms.Read(), Now),
                () => call.Describe(new() { Title = "Other", Summary = "Other" }, Now),
                () => call.WriteBrief(new Dictionary<string, string> { ["problem"] = "x" }, Now),
                () => call.Schedule(new([], null, null), Now),
                () => call.Fund(new(), Now),
                () => call.Ask("concept", "other", "1", Now),
            },
            act => Assert.Contains("addendum", Assert.Throws<Refusal>(act).Message)
        );
    }

    [Fact]
    public void Terms_change_by_an_addendum_before_the_deadline_and_not_after()
    {
        var call = Published();
        var stage = call.Stage("concept")!;
        var before = stage.InForce!;
        var terms = stage.Judging;
        var changed = terms with { Minimum = 40 };
        var addendum = call.Amend(
            new()
            {
                Text = "The minimum was too high",
                Terms = new Dictionary<string, JudgingTerms> { ["concept"] = changed },
            },
            Actor.System,
            Now
        );
        Assert.Equal(2, stage.Terms.Count);
        Assert.Equal((2, addendum.Id), (stage.InForce!.Number, stage.InForce.AddendumId!.Value));
        Assert.Equal(terms.ToJson(), before.Json);
        var change = Assert.Single(addendum.ChangeList);
        Assert.Contains("at least 50", change.Before);
        Assert.Contains("at least 40", change.After);

        Assert.StartsWith(
            "Nothing is changed",
            Assert
                .Throws<Refusal>(() =>
                    call.Amend(
                        new()
                        {
                            Text = "Nothing new",
                            Terms = new Dictionary<string, JudgingTerms> { ["concept"] = changed },
                        },
                        Actor.System,
                        Now
                    )
                )
                .Message
        );

        var late = stage.ClosesAt!.Value.AddTicks(10);
        Assert.Contains(
            "deadline of Concepts has passed",
            Assert
                .Throws<Refusal>(() =>
                    call.Amend(
                        new()
                        {
                            Text = "Again",
                            Terms = new Dictionary<string, JudgingTerms> { ["concept"] = terms },
                        },
                        Actor.System,
                        late
                    )
                )
                .Message
        );
    }

    [Fact]
    public void A_deadline_moves_later_never_earlier_and_not_once_it_has_passed()
    {
        var call = Published();
        var stage = call.Stage("concept")!;
        var closes = stage.ClosesAt!.Value;
        Addendum Move(DateTime to, DateTime now) =>
            call.Amend(
                new()
                {
                    Text = "Deadline",
                    ClosesAt = new Dictionary<string, DateTime> { ["concept"] = to },
                },
                Actor.System,
                now
            );
        Assert.Throws<Refusal>(() => Move(closes.AddDays(-1), Now));
        Assert.Throws<Refusal>(() => Move(closes.AddDays(1), closes.AddSeconds(1)));
        var change = Assert.Single(Move(closes.AddDays(1), Now).ChangeList);
        Assert.Equal("Concepts closes", change.What);
        Assert.Equal(closes.AddDays(1), stage.ClosesAt);
        Assert.Contains(
            "opens before",
            Assert.Throws<Refusal>(() => Move(closes.AddDays(60), Now)).Message
        );
    }

    [Fact]
    public void What_arrives_at_the_deadline_is_in_time_and_a_moment_later_is_not()
    {
        var clock = new StageClock(Now, Now.AddHours(1));
        Assert.Equal(StageState.NotYetOpen, clock.StateAt(Now.AddTicks(-10)));
        Assert.Equal(StageState.Open, clock.StateAt(Now));
        Assert.Equal(StageState.Open, clock.StateAt(Now.AddHours(1)));
        Assert.Equal(StageState.Closed, clock.StateAt(Now.AddHours(1).AddTicks(10)));
        Assert.Equal(StageState.Open, new StageClock(Now, null).StateAt(Now.AddYears(9)));
    }

    [Theory]
    [InlineData(2027, 3, 28, 1, 30, "the clocks go forward")]
    [InlineData(2027, 10, 31, 1, 30, "the clocks go back")]
    public void A_time_that_does_not_exist_or_comes_twice_is_refused_in_words(
        int year,
        int month,
        int day,
        int hour,
        int minute,
        string words
    )
    {
        var refusal = Assert.Throws<Refusal>(() =>
            LocalTime.Read(new(year, month, day), new(hour, minute), "Europe/London", "Closes")
        );
        Assert.Contains(words, refusal.Message);
        Assert.Equal("Closes", refusal.Field);
    }

    [Fact]
    public void A_summer_deadline_is_an_hour_earlier_in_universal_time() =>
        Assert.Equal(
            new DateTime(2027, 7, 1, 11, 0, 0, DateTimeKind.Utc),
            LocalTime.Read(new(2027, 7, 1), new(12, 0), "Europe/London", "Closes")
        );

    [Fact]
    public void A_stage_is_open_at_least_as_long_as_its_kind_says()
    {
        var call = Prize();
        call.Schedule(
            new(
                [
                    new("concept", Now, Now.AddDays(20), null),
                    new("prototype", Now.AddDays(40), Now.AddDays(90), null),
                ],
                null,
                null
            ),
            Now
        );
        Assert.Contains(
            CallDateChecks.Problems(call, Days, Now),
            p =>
                p.Contains(
                    "open for 20 days. This kind needs at least 21",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void A_returned_call_keeps_its_reason_and_can_be_submitted_again()
    {
        var call = Prize();
        call.Submit(Actor.System, Now);
        Assert.Throws<Refusal>(() => call.Return(" ", Now));
        call.Return("Say who owns what is made", Now);
        Assert.Equal(
            (CallState.Draft, "Say who owns what is made"),
            (call.State, call.ReturnedReason)
        );
        call.Submit(Actor.System, Now);
        Assert.Null(call.ReturnedReason);
    }

    [Fact]
    public void A_call_never_stands_without_an_owner()
    {
        var call = Prize();
        var owner = new Id<Person>(Guid.NewGuid());
        call.Name(owner, CallRole.Owner, Actor.System, Now);
        Assert.Throws<Refusal>(() => call.Release(owner, CallRole.Owner, Now));
    }

    /// <summary>Acts in any order: whatever is refused changes nothing, and what was published can always be read as it was.</summary>
    [Fact]
    public void Published_terms_are_never_edited_whatever_is_done()
    {
        var steps = Gen.Choose(0, 6).ListOf();
        Prop.ForAll(
                steps.ToArbitrary(),
                acts =>
                {
                    var (call, now) = (Prize(), Now);
                    var seen = new Dictionary<Guid, string>();
                    DateTime? published = null;
                    foreach (var act in acts)
                    {
                        try
                        {
                            Do(call, act, ref now);
                        }
                        catch (Refusal)
                        {
                            // Refused: the checks below hold all the same.
                        }
                        foreach (var terms in call.Stages.SelectMany(s => s.Terms))
                        {
                            seen.TryAdd(terms.Id.Value, terms.Json);
                            Assert.Equal(seen[terms.Id.Value], terms.Json);
                            Assert.True(terms.Holds);
                        }
                        published ??= call.PublishedAt;
                        Assert.Equal(published, call.PublishedAt);
                        Assert.Equal(
                            call.Stages.Sum(s => s.Terms.Count) + (call.IsPublished ? 0 : 2),
                            2 + call.Addenda.Count(a => a.ChangeList.Count > 0)
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static void Do(Call call, int act, ref DateTime now)
    {
        switch (act)
        {
            case 0:
                call.Submit(Actor.System, now);
                break;
            case 1:
                call.Approve(Actor.System, now);
                break;
            case 2:
                call.Return("Because", now);
                break;
            case 3:
                call.Publish(Days, now);
                break;
            case 4:
                var terms = call.Stage("concept")!.Judging;
                call.Amend(
                    new()
                    {
                        Text = "Changed",
                        Terms = new Dictionary<string, JudgingTerms>
                        {
                            ["concept"] = terms with { Minimum = (terms.Minimum ?? 0) + 1 },
                        },
                    },
                    Actor.System,
                    now
                );
                break;
            case 5:
                call.Cancel("No money", now);
                break;
            default:
                now = now.AddDays(15);
                break;
        }
    }

    internal static Call Prize()
    {
        var call = Call.Make(
            Kinds.Find("challenge-prize")!,
            Council,
            "Damp homes",
            _ => "1",
            "ocds-test",
            Actor.System,
            Now
        );
        call.Schedule(
            new(
                [
                    new("concept", null, Now.AddDays(30), null),
                    new("prototype", Now.AddDays(40), Now.AddDays(90), null),
                ],
                null,
                null
            ),
            Now
        );
        return call;
    }

    private static Call Published()
    {
        var call = Prize();
        call.Submit(Actor.System, Now);
        call.Approve(Actor.System, Now);
        call.Publish(Days, Now);
        return call;
    }
}
