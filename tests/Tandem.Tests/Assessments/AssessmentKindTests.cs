using FsCheck;
using FsCheck.Fluent;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Tests.Assessments;

/// <summary>Kinds of assessment as data, their clocks, their outcomes, and the states that follow from what was done.</summary>
public sealed class AssessmentKindTests
{
    private static readonly AssessmentKinds Kinds = new(Content.Shipped);
    private static readonly WorkingDays Days = new(Content.Shipped);
    private static readonly DateTime Now = new(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Actor Somebody = new(
        Guid.AllBitsSet,
        "Somebody",
        new Dictionary<Guid, Role>(),
        new HashSet<Guid>()
    );

    [Fact]
    public void Every_kind_that_ships_fits_together_and_its_questions_are_there()
    {
        var names = Kinds.All.Select(k => k.Name).ToList();
        Assert.Contains("cyber-essentials", names);
        Assert.Contains("cyber-essentials-plus", names);
        Assert.Contains("contract-kpi-review", names);
        Assert.Contains("need-scoring", names);
        var sets = new ShippedQuestionSets(Content.Shipped).All;
        foreach (var kind in Kinds.All.Where(k => k.Questions is not null))
        {
            var versions = sets.Where(s => s.Name == kind.Questions).ToList();
            Assert.NotEmpty(versions);
            foreach (
                var code in new[]
                {
                    kind.Certificate?.ScopeFrom,
                    kind.Certificate?.HolderFrom,
                    kind.Certificate?.CompanyNumberFrom,
                }.OfType<string>()
            )
            {
                Assert.All(versions, v => Assert.NotNull(v.Find(code)));
            }
        }
    }

    [Theory]
    [InlineData("2025-04-28", "3.2")]
    [InlineData("2026-04-26", "3.2")]
    [InlineData("2026-04-27", "3.3")]
    public void The_version_in_force_that_day_is_the_one_that_is_begun(string day, string version)
    {
        var set = new ShippedQuestionSets(Content.Shipped).All.Single(s =>
            s.Name == "cyber-essentials" && s.IsInForce(DateOnly.Parse(day, null))
        );
        Assert.Equal(version, set.Version);
    }

    [Theory]
    // Over Christmas: asked on Wednesday 23 December 2026; 25 December and the substitute day of 28 December do not count.
    [InlineData("england-and-wales", "2026-12-23", "2026-12-29")]
    // Over new year: 1 January is a holiday everywhere, 4 January (for 2 January, a Saturday) in Scotland only.
    [InlineData("england-and-wales", "2026-12-31", "2027-01-05")]
    [InlineData("scotland", "2026-12-31", "2027-01-06")]
    // St Andrew’s Day, Monday 30 November 2026, is a holiday in Scotland only.
    [InlineData("england-and-wales", "2026-11-27", "2026-12-01")]
    [InlineData("scotland", "2026-11-27", "2026-12-02")]
    [InlineData("northern-ireland", "2027-03-16", "2027-03-19")]
    public void Two_working_days_leave_out_the_holidays_of_the_nation(
        string calendar,
        string asked,
        string due
    )
    {
        var assessment = At("more-information", DateOnly.Parse(asked, null), calendar);
        Assert.Equal(DateOnly.Parse(due, null), assessment.Due);
    }

    [Fact]
    public void The_day_a_clock_starts_on_is_that_of_the_place_in_summer_too()
    {
        // Half past eleven at night in UTC is half past midnight of the next day in a British summer.
        var kind = Kinds.Find("cyber-essentials");
        var assessment = Start(kind);
        MoveTo(assessment, kind, "more-information", new(2027, 6, 29, 23, 30, 0, DateTimeKind.Utc));
        Assert.Equal(new DateOnly(2027, 7, 2), assessment.Due);
    }

    [Fact]
    public void An_application_lapses_six_months_after_it_was_started()
    {
        var assessment = At("answering", new(2026, 8, 31), WorkingDays.Usual);
        Assert.Equal(new DateOnly(2027, 2, 28), assessment.Due);
    }

    [Theory]
    [InlineData("compliant,compliant,compliant", 0, "pass")]
    [InlineData("minor,minor,compliant", 0, "pass")]
    [InlineData("minor,minor,minor", 0, "fail")]
    [InlineData("major,compliant,not-applicable", 0, "fail")]
    [InlineData("auto-fail,compliant,compliant", 0, "fail")]
    [InlineData("compliant,compliant,compliant", 1, "fail")]
    [InlineData("not-applicable,not-applicable,not-applicable", 0, "pass")]
    public void The_rule_of_Cyber_Essentials_finds_the_outcome(
        string ratings,
        int autoFails,
        string outcome
    ) =>
        Assert.Equal(
            outcome,
            OutcomeOf(Kinds.Find("cyber-essentials"), ratings.Split(','), autoFails)
        );

    [Theory]
    [InlineData("five,five,four,four,four", "now")]
    [InlineData("three,three,three,three,three", "next")]
    [InlineData("five,one,one,one,one", "later")]
    public void The_score_of_a_need_weighs_its_points(string ratings, string outcome) =>
        Assert.Equal(outcome, OutcomeOf(Kinds.Find("need-scoring"), ratings.Split(',')));

    [Theory]
    [InlineData("red-amber-green", "green,green,green", "green")]
    [InlineData("red-amber-green", "green,amber,green", "amber")]
    [InlineData("red-amber-green", "green,amber,red", "red")]
    [InlineData("met-not-met", "met,met", "met")]
    [InlineData("met-not-met", "met,not-met", "not-met")]
    [InlineData("red-amber-green", "", "reviewed")]
    public void The_result_of_a_service_follows_its_worst_point_on_either_scale(
        string scale,
        string ratings,
        string outcome
    )
    {
        var kind = Kinds.Find("service-standard");
        var given = ratings.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var points = Kinds.PointsOf(kind, "service-standard", null);
        Assert.Equal(14, points.Count);
        Assert.Equal(7, Kinds.PointsOf(kind, "service-standard", "peer-review").Count);
        Assert.Equal(15, Kinds.PointsOf(kind, kind.Standards[1], null).Count);
        var assessment = Assessment.Start(
            kind,
            1,
            new(
                "Bins",
                null,
                Id<Organisation>.New(Now),
                Id<Organisation>.New(Now),
                "assessment",
                "beta",
                "service-standard",
                scale,
                WorkingDays.Usual,
                null
            ),
            Somebody,
            Now,
            Days[WorkingDays.Usual]
        );
        MoveTo(assessment, kind, "consolidating");
        for (var i = 0; i < given.Length; i++)
        {
            assessment.Rate(
                kind,
                new(points[i].Code, given[i], "Why", null, "What next"),
                true,
                Somebody,
                Now
            );
        }
        Assert.Equal(
            outcome,
            OutcomeByRule
                .Find(
                    kind,
                    kind.Scale(scale),
                    [
                        .. points.Select(p => new AssessmentUnit(
                            p.Code,
                            p.Title,
                            null,
                            null,
                            null,
                            1,
                            []
                        )),
                    ],
                    assessment.Counting(kind)
                )
                .Code
        );
    }

    [Theory]
    // Assessed on Wednesday 25 November 2026 and written up two days later; St Andrew’s Day falls between in Scotland.
    [InlineData("england-and-wales", "2026-12-04")]
    [InlineData("scotland", "2026-12-03")]
    public void A_report_is_owed_seven_working_days_after_the_assessment_and_five_in_Scotland(
        string calendar,
        string due
    )
    {
        var kind = Kinds.Find("service-standard");
        var assessment = Assessment.Start(
            kind,
            1,
            new(
                "Bins",
                null,
                Id<Organisation>.New(Now),
                Id<Organisation>.New(Now),
                "assessment",
                "beta",
                "service-standard",
                "red-amber-green",
                calendar,
                null,
                Day: new(2026, 11, 25)
            ),
            Somebody,
            Now,
            Days[calendar]
        );
        MoveTo(assessment, kind, "consolidating", new(2026, 11, 27, 9, 0, 0, DateTimeKind.Utc));
        Assert.Equal(DateOnly.Parse(due, null), assessment.Due);
        MoveTo(assessment, kind, "checking", new(2026, 11, 30, 9, 0, 0, DateTimeKind.Utc));
        Assert.Equal(DateOnly.Parse(due, null), assessment.Due);
    }

    private static void MoveTo(
        Assessment assessment,
        AssessmentKind kind,
        string step,
        DateTime? at = null
    ) =>
        assessment.Act(
            kind,
            new()
            {
                Code = "there",
                Done = "There",
                From = [assessment.State],
                To = step,
            },
            null,
            null,
            Somebody,
            at ?? Now,
            Days[assessment.Calendar]
        );

    [Theory]
    [InlineData("good,good,good,good,good,good", "good")]
    [InlineData("good,approaching,good,good,other,good", "approaching")]
    [InlineData("good,good,improve,good,good,good", "improve")]
    [InlineData("good,good,improve,inadequate,good,good", "inadequate")]
    public void The_rating_of_a_contract_follows_its_worst_points(string ratings, string outcome) =>
        Assert.Equal(outcome, OutcomeOf(Kinds.Find("contract-kpi-review"), ratings.Split(',')));

    [Fact]
    public void A_kind_whose_parts_do_not_fit_is_refused_with_what_is_wrong()
    {
        var text = Content.Shipped.Text("assessments/need-scoring.yaml");
        string Wrong(string from, string to) =>
            Assert
                .Throws<Refusal>(() => AssessmentKinds.Parse(text.Replace(from, to), "x.yaml"))
                .Message;
        Assert.Contains("the step ‘consolidated’", Wrong("to: consolidating", "to: consolidated"));
        Assert.Contains(
            "the role ‘chair’",
            Wrong("consolidated-by: lead", "consolidated-by: chair")
        );
        Assert.Contains("the outcome ‘now’", Wrong("score >= 4", "scores >= 4"));
        Assert.Contains("line", Wrong("summary: How much", "sumary: How much"));
    }

    [Fact]
    public void The_state_is_always_the_one_that_the_last_act_led_to()
    {
        var kind = Kinds.Find("cyber-essentials");
        var codes = kind.Acts.Select(a => a.Code).ToArray();
        Prop.ForAll(
                Gen.Elements(codes).ArrayOf().ToArbitrary(),
                acts =>
                {
                    var assessment = Start(kind);
                    foreach (var code in acts)
                    {
                        var act = kind.Acts.Single(a => a.Code == code);
                        var before = (assessment.State, assessment.Revision);
                        try
                        {
                            assessment.Act(
                                kind,
                                act,
                                act.Does == ActEffect.Decide ? kind.Step("failed") : null,
                                "a reason",
                                Somebody,
                                Now,
                                Days[WorkingDays.Usual]
                            );
                            Assert.Contains(before.State, act.From);
                        }
                        catch (Refusal)
                        {
                            Assert.Equal(before, (assessment.State, assessment.Revision));
                        }
                        Assert.Equal(
                            assessment.Steps.Last(s => s.LedTo is not null).LedTo,
                            assessment.State
                        );
                        Assert.Equal(kind.Step(assessment.State).Waits, assessment.Waits);
                        Assert.Equal(kind.Step(assessment.State).Ends, assessment.Ended);
                        Assert.True(assessment.Round <= 2);
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    /// <summary>In whatever order units are rated, and whatever was said of each before the last word on it: the outcome is that of the last words.</summary>
    [Fact]
    public void An_outcome_never_depends_on_the_order_of_rating()
    {
        var kind = Kinds.Find("cyber-essentials");
        var units = Enumerable.Range(0, 4).Select(i => Unit($"u{i}", 1)).ToList();
        var ratings = kind.Scales[0].Ratings.Select(r => r.Code).ToArray();
        var said = Gen.ArrayOf(Gen.Zip(Gen.Elements(units.ToArray()), Gen.Elements(ratings)));
        Prop.ForAll(
                said.ToArbitrary(),
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                (given, seed) =>
                {
                    var last = given
                        .Concat(units.Select(u => (u, ratings[(given.Length + u.Code[1]) % 3])))
                        .ToList();
                    var straight = last.GroupBy(r => r.Item1).Select(g => g.Last()).ToArray();
                    new Random(seed).Shuffle(straight);
                    return Outcome(last) == Outcome(straight);

                    string Outcome(IEnumerable<(AssessmentUnit Unit, string Rating)> rated)
                    {
                        var assessment = Start(kind);
                        foreach (var act in new[] { "submit", "take" })
                        {
                            assessment.Act(
                                kind,
                                kind.Acts.Single(a => a.Code == act),
                                null,
                                null,
                                Somebody,
                                Now,
                                Days[WorkingDays.Usual]
                            );
                        }
                        foreach (var (unit, rating) in rated)
                        {
                            assessment.Rate(
                                kind,
                                new(unit.Code, rating, "why", null, "what"),
                                false,
                                Somebody,
                                Now
                            );
                        }
                        return OutcomeByRule
                            .Find(kind, kind.Scales[0], units, assessment.Counting(kind))
                            .Code;
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nobody_holds_two_roles_that_exclude_each_other_and_none_of_the_assessed_is_an_assessor()
    {
        var kind = Kinds.Find("cyber-essentials");
        var assessment = Start(kind);
        var ann = Person.Create("ann@example.org", "Ann", "a long enough password", Now);
        assessment.Name(kind, kind.Role("declarant")!, ann, true, null, Somebody, Now);
        Assert.Contains(
            "cannot be assessor as well",
            Assert
                .Throws<Refusal>(() =>
                    assessment.Name(kind, kind.Role("assessor")!, ann, false, null, Somebody, Now)
                )
                .Message
        );
        var bob = Person.Create("bob@example.org", "Bob", "a long enough password", Now);
        Assert.Contains(
            "belongs to the organisation that is assessed",
            Assert
                .Throws<Refusal>(() =>
                    assessment.Name(kind, kind.Role("assessor")!, bob, true, null, Somebody, Now)
                )
                .Message
        );
        assessment.Name(kind, kind.Role("assessor")!, bob, false, null, Somebody, Now);
        Assert.True(assessment.Is("assessor", bob.Id.Value));
    }

    [Theory]
    [InlineData("7K3M-92QX-4TFD", "7K3M-92QX-4TFD")]
    [InlineData(" 7k3m92qx4tfd ", "7K3M-92QX-4TFD")]
    [InlineData("O1IL-0000-0000", "0111-0000-0000")]
    [InlineData("7K3M-92QX-4TFU", null)]
    [InlineData("", null)]
    public void A_number_is_understood_as_people_type_it(string typed, string? number) =>
        Assert.Equal(number, Certificate.Read(typed));

    private static string OutcomeOf(AssessmentKind kind, string[] ratings, int autoFails = 0)
    {
        var points = kind.Points.Count > 0 ? kind.Points.ToList() : null;
        var units = ratings
            .Select((_, i) => Unit(points?[i].Code ?? $"u{i}", points?[i].Weight ?? 1))
            .ToList();
        var assessment = Start(kind);
        var counting = units
            .Zip(ratings)
            .ToDictionary(
                p => p.First.Code,
                p =>
                    Finding.Of(
                        assessment,
                        kind.Scales[0],
                        new(p.First.Code, p.Second, "why", null, "what"),
                        true,
                        Somebody,
                        Now
                    )
            );
        return OutcomeByRule.Find(kind, kind.Scales[0], units, counting, autoFails).Code;
    }

    private static AssessmentUnit Unit(string code, decimal weight) =>
        new(code, code, null, null, null, weight, []);

    private static Assessment Start(
        AssessmentKind kind,
        DateTime? at = null,
        string? calendar = null
    ) =>
        Assessment.Start(
            kind,
            14,
            new(
                "Firm Ltd",
                null,
                new(Guid.NewGuid()),
                new(Guid.NewGuid()),
                null,
                null,
                null,
                null,
                calendar ?? WorkingDays.Usual,
                null
            ),
            Somebody,
            at ?? Now,
            Days[calendar ?? WorkingDays.Usual]
        );

    /// <summary>An application that came to this step on that day.</summary>
    private static Assessment At(string step, DateOnly day, string calendar)
    {
        var kind = Kinds.Find("cyber-essentials");
        var now = day.ToDateTime(new(15, 0), DateTimeKind.Utc);
        var assessment = Start(kind, now, calendar);
        foreach (var code in step == "more-information" ? new[] { "submit", "take", "ask" } : [])
        {
            assessment.Act(
                kind,
                kind.Acts.Single(a => a.Code == code),
                null,
                null,
                Somebody,
                now,
                Days[calendar]
            );
        }
        Assert.Equal(step, assessment.State);
        return assessment;
    }
}
