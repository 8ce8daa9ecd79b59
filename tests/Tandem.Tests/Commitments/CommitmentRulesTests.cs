using FsCheck;
using FsCheck.Fluent;
using Tandem.Accounts;
using Tandem.Commitments;
using Tandem.Kernel;

namespace Tandem.Tests.Commitments;

public sealed class CommitmentRulesTests
{
    private static readonly DateTime Start = new(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly First = new(2027, 1, 31);

    private static readonly Person[] People =
    [
        Person.Create("one@example.org", "One", "a long enough password", Start),
        Person.Create("two@example.org", "Two", "a long enough password", Start),
    ];

    [Fact]
    public void Whatever_is_done_in_whatever_order_a_promise_stands_as_its_history_says()
    {
        var act = Gen.Choose(0, 9).Zip(Gen.Choose(0, 60));
        Prop.ForAll(
                act.ListOf().ToArbitrary(),
                acts =>
                {
                    var promise = Made();
                    var (now, texts, dues) = (
                        Start,
                        new List<string> { promise.Text },
                        new List<DateOnly> { First }
                    );
                    var wasPublic = false;
                    foreach (var (what, days) in acts)
                    {
                        now = now.AddDays(days % 9);
                        var before = (
                            promise.State,
                            promise.Steps.Count,
                            promise.Due,
                            promise.Text
                        );
                        try
                        {
                            Do(promise, what, days, now);
                        }
                        catch (Refusal)
                        {
                            // What is refused leaves everything as it was.
                            if (
                                before
                                != (promise.State, promise.Steps.Count, promise.Due, promise.Text)
                            )
                            {
                                return false;
                            }
                            continue;
                        }
                        if (promise.Text != texts[^1] || promise.Due != dues[^1])
                        {
                            texts.Add(promise.Text);
                            dues.Add(promise.Due);
                        }
                        if (wasPublic && promise.Audience != CommitmentAudience.Public)
                        {
                            return false;
                        }
                        wasPublic = promise.Audience == CommitmentAudience.Public;
                    }
                    var changes = promise.Steps.Where(s => s.Act == CommitmentAct.Changed).ToList();
                    var last = promise.Steps.LastOrDefault(s =>
                        s.Act
                            is CommitmentAct.Kept
                                or CommitmentAct.NotKept
                                or CommitmentAct.OpenedAgain
                    );
                    var expected = last?.Act switch
                    {
                        CommitmentAct.Kept => CommitmentState.Kept,
                        CommitmentAct.NotKept => CommitmentState.NotKept,
                        _ => changes.Count > 0 ? CommitmentState.Changed : CommitmentState.Open,
                    };
                    return promise.State == expected
                        && promise.State == Commitment.StateAfter(promise.Steps.Select(s => s.Act))
                        && promise.FirstDue == First
                        && (promise.SettledOn is null) == promise.IsOpen
                        && promise.IsTakenDown
                            == promise.Steps.Any(s => s.Act == CommitmentAct.TakenDown)
                        && (
                            !promise.IsTakenDown || promise.Steps[^1].Act == CommitmentAct.TakenDown
                        )
                        && changes.Select(c => c.TextBefore).SequenceEqual(texts.SkipLast(1))
                        && changes.Select(c => c.DueBefore!.Value).SequenceEqual(dues.SkipLast(1))
                        && promise
                            .Steps.Select(s => s.Seq)
                            .SequenceEqual(Enumerable.Range(1, promise.Steps.Count));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_promise_is_counted_once_and_by_the_day_first_promised()
    {
        var today = new DateOnly(2027, 6, 1);
        var day = new DateOnly(2027, 3, 1);
        var figures = CommitmentFigures.Of(
            [
                (CommitmentState.Kept, day, day, day, false),
                // Moved and kept by the new day: later than was first said.
                (CommitmentState.Kept, day.AddDays(60), day, day.AddDays(30), false),
                (CommitmentState.NotKept, day, day, day, false),
                (CommitmentState.Open, day, day, null, false),
                (CommitmentState.Changed, today.AddDays(9), day, null, false),
                (CommitmentState.Open, today, today, null, false),
                (CommitmentState.Kept, day, day, day, true),
            ],
            today
        );
        Assert.Equal(new(7, 1, 1, 1, 1, 1, 1, 1), figures);
        Assert.Equal(5, figures.Fallen);
        Assert.Equal(0.2, figures.Share);
        Assert.Null(CommitmentFigures.Of([], today).Share);
    }

    [Theory]
    [InlineData("https://example.org/a", true)]
    [InlineData("/contracts/C-12", true)]
    [InlineData("", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("//evil.example/", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://council@evil.example/", false)]
    [InlineData("https:example", false)]
    [InlineData("council minutes", false)]
    public void A_link_leads_to_a_page_of_the_site_or_of_the_web_and_nowhere_else(
        string link,
        bool taken
    )
    {
        if (taken)
        {
            Assert.Equal(link.Length == 0 ? null : link, CommitmentLink.Take(link));
        }
        else
        {
            Assert.Equal("Link", Assert.Throws<Refusal>(() => CommitmentLink.Take(link)).Field);
        }
    }

    private static void Do(Commitment promise, int what, int days, DateTime now)
    {
        var actor = Actor.System;
        switch (what)
        {
            case 0:
                promise.Change($"Words {days}", promise.Due, "Because", actor, now);
                break;
            case 1:
                promise.Change(promise.Text, promise.Due.AddDays(days - 30), "Because", actor, now);
                break;
            case 2:
                promise.Keep(null, null, actor, now);
                break;
            case 3:
                promise.SayNotKept(days % 3 == 0 ? "" : "No money", actor, now);
                break;
            case 4:
                promise.OpenAgain("It did not last", actor, now);
                break;
            case 5:
                promise.TellProgress("Half way", actor, now);
                break;
            case 6:
                promise.PassOn(People[days % 2], actor, now);
                break;
            case 7:
                promise.Publish(actor, now);
                break;
            case 8:
                promise.Keep(DateOnly.FromDateTime(now).AddDays(days - 40), "Done", actor, now);
                break;
            default:
                promise.TakeDown(days > 50 ? "Names a person" : "", actor, now);
                break;
        }
    }

    private static Commitment Made() =>
        Commitment.Make(
            1,
            Id<Organisation>.New(Start),
            People[0].Id,
            new(
                "Publish the evaluation",
                "Suppliers",
                "Breakfast",
                null,
                null,
                First,
                CommitmentAudience.Organisation
            ),
            Actor.System,
            Start
        );
}
