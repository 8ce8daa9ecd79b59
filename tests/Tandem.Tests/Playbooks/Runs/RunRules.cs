using FsCheck;
using FsCheck.Fluent;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Runs;
using static Tandem.Tests.Playbooks.Runs.RunPlaybook;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>Runs without a database: whatever is done, how a run stands agrees with what was done, and no version takes anything away.</summary>
public sealed class RunRules
{
    private static readonly WorkingDays Days = new(Content.Shipped);
    private static readonly Organisation Preston = Organisation.Create("Preston", "PRE", Now);
    private static readonly Organisation Wyre = Organisation.Create("Wyre", "WYE", Now);
    private static readonly Organisation Leeds = Organisation.Create("Leeds", "LDS", Now);
    private static readonly Organisation[] All = [Preston, Wyre, Leeds];
    private static readonly Id<Person> Bea = new(
        Guid.Parse("00000000-0000-0000-0000-00000000000b")
    );
    private static readonly Actor Approver = Person(Bea, "Bea");
    private static readonly Actor Olu = Person(
        new(Guid.Parse("00000000-0000-0000-0000-00000000000c")),
        "Olu"
    );

    private static Actor Person(Id<Person> id, string name) =>
        new(
            id.Value,
            name,
            All.ToDictionary(o => o.Id.Value, _ => Role.Officer),
            new HashSet<Guid>()
        );

    private static HolidayCalendar Calendar(Id<Organisation> _, string? named) =>
        Days[named ?? "england-and-wales"];

    private static Run Started(RunPlan plan, params Organisation[] others)
    {
        var run = Run.Start(
            14,
            plan,
            new("Housing repairs", null, [], null),
            Preston,
            others.Select(o => o.Id),
            null,
            Olu,
            Now
        );
        run.Settle(Calendar);
        return run;
    }

    private static RunStep Of(Run run, string code, Organisation? organisation = null) =>
        run.Steps.Single(s => s.Code == code && s.OrganisationId == organisation?.Id);

    private static void NameAll(Run run)
    {
        foreach (var authority in run.Current.ToList())
        {
            run.Name(new("budget-holder", authority.OrganisationId), Bea, "Bea", Now);
        }
    }

    private static void Complete(Run run, string stage)
    {
        foreach (var step in run.OpenSteps(stage).ToList())
        {
            run.FinishStep(step.Number, null, Olu, Now);
        }
        foreach (var line in run.Plan.Stage(stage)!.Gate?.Checklist ?? [])
        {
            run.Tick(line.Code, true, Olu, Now);
        }
        foreach (var asked in run.Plan.Stage(stage)!.Gate?.Evidence ?? [])
        {
            run.AddEvidence(asked.Code, "Statement", "/x", Olu, Now);
        }
    }

    private static GateDecision Decide(
        Run run,
        Organisation organisation,
        GateOutcome outcome,
        string? conditions = null,
        string? backTo = null
    ) =>
        run.Decide(
            new(
                run.HolderOf(new("budget-holder", organisation.Id))!.Number,
                outcome,
                "Because",
                conditions,
                backTo,
                run.EvidenceStamp(run.LastVisit.StageCode)
            ),
            Approver,
            Now
        );

    [Fact]
    public void Each_authority_has_its_own_step_and_days_are_counted_without_Christmas()
    {
        var run = Started(Usual(), Wyre);
        Assert.Equal("RUN-2026-014", run.Reference);
        Assert.Equal(new DateOnly(2027, 1, 6), Of(run, "ask").Due);
        Assert.Null(Of(run, "agree", Wyre).Due);
        run.FinishStep(Of(run, "ask").Number, "All agree", Olu, Now);
        run.Settle(Calendar);
        Assert.Equal(new DateOnly(2026, 12, 29), Of(run, "agree", Wyre).Due);
        Assert.Equal(new DateOnly(2026, 12, 29), run.NextDue);
        Assert.Equal("All agree", Of(run, "ask").Notes);
    }

    [Fact]
    public void What_is_to_come_is_expected_on_the_days_its_periods_lead_to_and_nobody_waits_for_what_may_be_left_out()
    {
        var today = DateOnly.FromDateTime(Now);
        var run = Started(
            Plan(
                "1.0",
                Stage(
                    "strategy",
                    null,
                    Step("ask", due: new(10, PeriodUnit.Days, null, null)),
                    Step("tell", due: new(4, PeriodUnit.Days, "ask", null)),
                    Step("read", optional: true, due: new(90, PeriodUnit.Days, null, null))
                ),
                Stage(
                    "design",
                    null,
                    Step("publish", due: new(2, PeriodUnit.Days, null, null)),
                    Step(
                        "close",
                        due: new(1, PeriodUnit.Days, "publish", null),
                        earliest: new(25, PeriodUnit.Days, "publish", "s. 54")
                    )
                ),
                Stage("award", null, Step("sign"))
            ),
            Wyre
        );
        var expected = run.Expect(Calendar, today);
        Assert.Equal(today.AddDays(14), expected.Steps[Of(run, "tell").Number]);
        Assert.Equal(today.AddDays(14), expected.Stages["design"]);
        Assert.Equal(today.AddDays(16), expected.Steps[Of(run, "publish").Number]);
        Assert.Equal(today.AddDays(41), expected.Steps[Of(run, "close").Number]);
        Assert.Equal(today.AddDays(41), expected.Stages["award"]);
        // No period leads from there to the end, and what is due already is not only expected.
        Assert.Null(expected.End);
        Assert.DoesNotContain(Of(run, "sign").Number, expected.Steps.Keys);
        Assert.DoesNotContain(Of(run, "ask").Number, expected.Steps.Keys);

        // Late, it is expected today at the soonest; what may be left out is never overdue.
        var late = run.Expect(Calendar, today.AddDays(100));
        Assert.Equal(today.AddDays(104), late.Steps[Of(run, "tell").Number]);
        Assert.True(Of(run, "ask").IsOverdue(today.AddDays(100)));
        Assert.Equal(today.AddDays(90), Of(run, "read").Due);
        Assert.False(Of(run, "read").IsOverdue(today.AddDays(100)));
        run.FinishStep(Of(run, "ask").Number, null, Olu, Now);
        run.FinishStep(Of(run, "tell").Number, null, Olu, Now);
        run.Settle(Calendar);
        Assert.Null(run.NextDue);
        Assert.Equal(today, run.Expect(Calendar, today).Stages["design"]);
        run.Stop("No money", Now);
        run.Settle(Calendar);
        Assert.Empty(run.Expect(Calendar, today).Stages);
    }

    [Theory]
    [InlineData(new[] { 0, 0, 0 }, null)]
    [InlineData(new[] { 1, 1, 0 }, null)]
    [InlineData(new[] { 0, 1, 0 }, "s1")]
    [InlineData(new[] { 2, 3, 1 }, "s1")]
    public void Only_a_stage_that_holds_up_more_than_every_other_is_said_to_hold_up_most(
        int[] held,
        string? most
    )
    {
        var figures = new RunFigures(
            9,
            0,
            0,
            [],
            [],
            [],
            [
                .. held.Select(
                    (n, i) => new StageFigures($"s{i}", $"S{i}", 5, n, 0, 0, null, 0, Returned: 7)
                ),
            ]
        );
        Assert.Equal(most, figures.Bottleneck?.Code);
    }

    // Procurement Act 2023, sections 51(2) and 123(1): eight working days that begin with the day of publication, without the bank holidays of any part of the United Kingdom.
    [Theory]
    [InlineData("2027-06-07", "2027-06-17")]
    [InlineData("2026-11-26", "2026-12-09")] // St Andrew's Day is none in England, and does not count
    [InlineData("2027-06-05", "2027-06-17")] // published on a Saturday: Monday is the first of the eight
    public void A_standstill_must_pass_before_a_contract_is_signed(string published, string first)
    {
        var run = Started(
            Plan(
                "1.0",
                Stage(
                    "execution",
                    null,
                    Step("tell"),
                    Step(
                        "sign",
                        earliest: new(8, PeriodUnit.WorkingDays, "tell", "s. 51", "united-kingdom")
                    )
                )
            )
        );
        var day = DateOnly.ParseExact(published, "yyyy-MM-dd");
        run.FinishStep(Of(run, "tell").Number, null, Olu, day.ToDateTime(new(12, 0)));
        run.Settle(Calendar);
        Assert.Equal(DateOnly.ParseExact(first, "yyyy-MM-dd"), Of(run, "sign").Earliest);
    }

    [Fact]
    public void A_gate_names_what_is_missing_and_passes_when_the_approvers_of_all_authorities_have_approved()
    {
        var run = Started(Usual(), Wyre);
        NameAll(run);
        var refusal = Assert.Throws<Refusal>(() => Decide(run, Preston, GateOutcome.Approved));
        Assert.Contains("An agreed problem statement", refusal.Message);
        Complete(run, "strategy");
        Assert.Empty(run.Missing(run.Plan.Stage("strategy")!));
        Decide(run, Preston, GateOutcome.Approved);
        Assert.Equal("strategy", run.LastVisit.StageCode);
        var twice = Assert.Throws<Refusal>(() => Decide(run, Preston, GateOutcome.Approved));
        Assert.Contains("decided already", twice.Message);
        Decide(run, Wyre, GateOutcome.Approved);
        Assert.Equal("design", run.LastVisit.StageCode);
        Assert.Equal(GateState.Approved, run.GateOf(run.Plan.Stage("strategy")!));
    }

    [Fact]
    public void Conditions_become_a_step_of_the_next_stage_that_its_gate_waits_for()
    {
        var run = Started(Usual());
        NameAll(run);
        run.AddEvidence("statement", "Statement", "/x", Olu, Now);
        Decide(run, Preston, GateOutcome.ApprovedWithConditions, "Ask the tenants");
        var step = run.Steps.Single(s => s.IsAdded);
        Assert.Equal(
            ("design", "Meet the condition: Ask the tenants"),
            (step.StageCode, step.Title)
        );
        Assert.True(step.Holds);
    }

    [Fact]
    public void A_returned_gate_begins_the_stage_again_with_a_fresh_checklist_and_what_was_done_stays_done()
    {
        var run = Started(Usual());
        NameAll(run);
        Complete(run, "strategy");
        Decide(run, Preston, GateOutcome.Approved);
        Complete(run, "design");
        Assert.Throws<Refusal>(() =>
            Decide(run, Preston, GateOutcome.Returned, backTo: "execution")
        );
        Decide(run, Preston, GateOutcome.Returned, backTo: "strategy");
        Assert.Equal("strategy", run.LastVisit.StageCode);
        Assert.Equal(3, run.Visits.Count);
        Assert.All(run.Steps.Where(s => s.StageCode == "design"), s => Assert.False(s.IsOpen));
        Assert.Contains("checklist", Assert.Single(run.Missing(run.Plan.Stage("strategy")!)));
        Assert.Equal(GateState.Returned, run.GateOf(run.Plan.Stage("design")!));
    }

    [Fact]
    public void Evidence_taken_back_makes_approvals_void_and_an_approver_who_saw_it_must_look_again()
    {
        var run = Started(Usual(), Wyre);
        NameAll(run);
        Complete(run, "strategy");
        Decide(run, Preston, GateOutcome.Approved);
        var seen = run.EvidenceStamp("strategy");
        var shaken = run.WithdrawEvidence(1, "The wrong file", Olu, Now);
        Assert.Single(shaken);
        var stale = Assert.Throws<Refusal>(() =>
            run.Decide(
                new(
                    run.HolderOf(new("budget-holder", Wyre.Id))!.Number,
                    GateOutcome.Approved,
                    "Fine",
                    null,
                    null,
                    seen
                ),
                Approver,
                Now
            )
        );
        Assert.Contains("evidence has changed", stale.Message);
        run.AddEvidence("statement", "The right file", "/y", Olu, Now);
        Decide(run, Wyre, GateOutcome.Approved);
        Assert.Equal("strategy", run.LastVisit.StageCode);
        Decide(run, Preston, GateOutcome.Approved);
        Assert.Equal("design", run.LastVisit.StageCode);
    }

    [Fact]
    public void Another_authoritys_stop_takes_it_out_and_the_leads_stop_ends_the_run()
    {
        var run = Started(Usual(), Wyre);
        NameAll(run);
        Complete(run, "strategy");
        Decide(run, Preston, GateOutcome.Approved);
        Decide(run, Wyre, GateOutcome.Stopped);
        Assert.NotNull(run.AuthorityOf(Wyre.Id)!.LeftAt);
        Assert.Equal("design", run.LastVisit.StageCode);
        Assert.False(Of(run, "check", Wyre).IsOpen);
        Complete(run, "design");
        Decide(run, Preston, GateOutcome.Stopped);
        Assert.Equal(RunState.Stopped, run.StateByFacts);
        Assert.Contains(
            "was stopped",
            Assert.Throws<Refusal>(() => run.StartStep(1, Olu, Now)).Message
        );
        run.Resume("The money is there again", Now);
        Assert.Equal("design", run.CurrentVisit!.StageCode);
    }

    [Fact]
    public void A_late_joiner_does_its_own_steps_from_the_stage_the_run_is_in()
    {
        var run = Started(Usual());
        NameAll(run);
        Complete(run, "strategy");
        Decide(run, Preston, GateOutcome.Approved);
        run.Join(Leeds.Id, Olu, Now);
        Assert.Equal("Joined after this stage", Of(run, "agree", Leeds).SkipReason);
        Assert.True(Of(run, "check", Leeds).IsOpen);
        Assert.Contains(
            new ApproverSeat("budget-holder", Leeds.Id),
            run.AwaitedAt(run.Plan.Stage("design")!.Gate!)
        );
        run.LeaveToLead(Leeds.Id, true, Now);
        Assert.Single(run.AwaitedAt(run.Plan.Stage("design")!.Gate!));
    }

    [Fact]
    public void The_second_to_finish_a_step_is_told_who_was_first()
    {
        var run = Started(Usual());
        run.FinishStep(1, null, Olu, Now);
        var refusal = Assert.Throws<Refusal>(() => run.FinishStep(1, null, Approver, Now));
        Assert.Matches("^Olu finished this step at .* on 18 December 2026", refusal.Message);
    }

    [Fact]
    public void A_step_is_not_done_before_the_period_the_law_sets_has_passed()
    {
        var run = Started(Usual());
        run.FinishStep(Of(run, "write").Number, null, Olu, Now);
        run.Settle(Calendar);
        var publish = Of(run, "publish").Number;
        var refusal = Assert.Throws<Refusal>(() => run.FinishStep(publish, null, Olu, Now));
        Assert.Contains("19 December 2026", refusal.Message);
        run.FinishStep(publish, null, Olu, Now.AddDays(1));
    }

    [Fact]
    public void The_day_of_a_period_begins_at_midnight_of_the_place_in_summer_too()
    {
        var run = Started(Usual());
        // Half past eleven at night in UTC is half past midnight in a British summer.
        var night = new DateTime(2027, 6, 29, 23, 30, 0, DateTimeKind.Utc);
        run.FinishStep(Of(run, "write").Number, null, Olu, night);
        run.Settle(Calendar);
        Assert.Equal(new DateOnly(2027, 7, 1), Of(run, "publish").Earliest);
        var publish = Of(run, "publish").Number;
        Assert.Throws<Refusal>(() => run.FinishStep(publish, null, Olu, night.AddHours(23)));
        run.FinishStep(publish, null, Olu, night.AddHours(24));
    }

    [Fact]
    public void A_step_whose_period_has_not_begun_is_not_done_either_until_what_it_counts_from_is_done_or_not_needed()
    {
        var run = Started(Usual());
        var (write, publish) = (Of(run, "write").Number, Of(run, "publish").Number);
        var refusal = Assert.Throws<Refusal>(() => run.FinishStep(publish, null, Olu, Now));
        Assert.Contains("counts from", refusal.Message);
        Assert.Contains(Of(run, "write").Title, refusal.Message);
        run.SkipStep(write, "It is written already", Olu, Now);
        run.Settle(Calendar);
        run.FinishStep(publish, null, Olu, Now);
        Assert.False(Of(run, "publish").IsOpen);
    }

    [Fact]
    public void Whoever_leaves_an_authority_leaves_a_vacant_role_and_their_decisions_stay()
    {
        var run = Started(Usual(), Wyre);
        NameAll(run);
        Complete(run, "strategy");
        Decide(run, Preston, GateOutcome.Approved);
        run.GiveStep(Of(run, "write").Number, Wyre.Id, Bea, "Bea");
        var (roles, steps) = run.LoseFrom(Wyre.Id, Bea, Now);
        Assert.Equal((1, 1), (roles.Count, steps.Count));
        Assert.Null(run.HolderOf(new("budget-holder", Wyre.Id)));
        Assert.NotNull(run.HolderOf(new("budget-holder", Preston.Id)));
        Assert.True(run.Decisions[0].Counts);
    }

    /// <summary>Tries an act; what the rules refuse changes nothing that is asked about.</summary>
    private static bool Tries(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }

    /// <summary>One act of all there are, chosen by numbers; what the test believes of the steps and of the run is kept beside it.</summary>
    private static void Do(
        Run run,
        (int Kind, int A, int B) act,
        Dictionary<int, StepState> steps,
        ref RunState state
    )
    {
        var step = run.Steps.Count == 0 ? 0 : run.Steps[Math.Abs(act.A % run.Steps.Count)].Number;
        var organisation = All[Math.Abs(act.B % 3)];
        switch (Math.Abs(act.Kind % 17))
        {
            case 0:
                if (Tries(() => run.StartStep(step, Olu, Now)))
                {
                    steps[step] = StepState.InProgress;
                }
                break;
            case 1 or 2 or 3:
                if (Tries(() => run.FinishStep(step, null, Olu, Now)))
                {
                    steps[step] = StepState.Done;
                }
                break;
            case 4:
                if (Tries(() => run.SkipStep(step, "Not here", Olu, Now)))
                {
                    steps[step] = StepState.NotNeeded;
                }
                break;
            case 5:
                var begun = run.StepOf(step).StartedAt is not null;
                if (Tries(() => run.ReopenStep(step, "Again")))
                {
                    steps[step] = begun ? StepState.InProgress : StepState.NotStarted;
                }
                break;
            case 6:
                Tries(() => run.Tick("need", act.B % 4 != 0, Olu, Now));
                break;
            case 7:
                Tries(() => run.AddEvidence("statement", "Statement", "/x", Olu, Now));
                break;
            case 8:
                Tries(() => run.WithdrawEvidence(1 + Math.Abs(act.A % 3), "Wrong", Olu, Now));
                break;
            case 9 or 10 or 11:
                var holder = run.HolderOf(new("budget-holder", organisation.Id));
                var outcome = (GateOutcome)Math.Abs(act.A % 4);
                if (
                    holder is not null
                    && Tries(() =>
                        run.Decide(
                            new(
                                holder.Number,
                                outcome,
                                "Because",
                                "Then",
                                null,
                                run.EvidenceStamp(run.LastVisit.StageCode)
                            ),
                            Approver,
                            Now
                        )
                    )
                    && outcome == GateOutcome.Stopped
                    && organisation == Preston
                )
                {
                    state = RunState.Stopped;
                }
                break;
            case 12:
                if (Tries(() => run.GoOn(null, Now)) && run.CurrentVisit is null)
                {
                    state = RunState.Completed;
                }
                break;
            case 13:
                Tries(() => run.GoBack("strategy", "Again", Now));
                break;
            case 14:
                if (Tries(() => run.Hold("Wait", Now)))
                {
                    state = RunState.OnHold;
                }
                break;
            case 15:
                if (Tries(() => run.Resume("On", Now)))
                {
                    state = RunState.Active;
                }
                break;
            default:
                if (act.A % 2 == 0)
                {
                    Tries(() => run.Join(organisation.Id, Olu, Now));
                }
                else
                {
                    Tries(() => run.Leave(organisation.Id, "No money", Now));
                }
                Tries(() => run.Name(new("budget-holder", organisation.Id), Bea, "Bea", Now));
                // An authority's own steps come, go and come back with it.
                foreach (var own in run.Steps.Where(s => s.OrganisationId is not null))
                {
                    steps[own.Number] = own.State;
                }
                break;
        }
        // Steps of authorities that a gate takes out, and steps that conditions add.
        foreach (
            var own in run.Steps.Where(s =>
                s.SkipReason == "No longer takes part" || !steps.ContainsKey(s.Number)
            )
        )
        {
            steps[own.Number] = own.State;
        }
    }

    private static Arbitrary<(int, int, int)[]> Acts =>
        Gen.Choose(0, 1000)
            .Three()
            .ListOf()
            .Select(acts => acts.Select(a => (a.Item1, a.Item2, a.Item3)).ToArray())
            .Resize(120)
            .ToArbitrary();

    [Fact]
    public void Whatever_is_done_how_a_run_stands_agrees_with_what_was_done() =>
        Prop.ForAll(
                Acts,
                acts =>
                {
                    var run = Started(Usual(), Wyre);
                    NameAll(run);
                    var steps = run.Steps.ToDictionary(s => s.Number, s => s.State);
                    var state = RunState.Active;
                    foreach (var act in acts)
                    {
                        Do(run, act, steps, ref state);
                        run.Settle(Calendar);
                        Assert.Equal(state, run.State);
                        Assert.All(run.Steps, s => Assert.Equal(steps[s.Number], s.State));
                        Assert.Equal(
                            run.State is RunState.Active or RunState.OnHold ? 1 : 0,
                            run.Visits.Count(v => v.LeftAt is null)
                        );
                        Assert.Equal(run.Visits[^1].StageCode, run.StageCode);
                        Assert.Equal(run.Steps.Count(s => !s.IsOpen), run.StepsDone);
                        foreach (var visit in run.Visits.Where(v => v.End == VisitEnd.Passed))
                        {
                            var gate = run.Plan.Stage(visit.StageCode)!.Gate;
                            Assert.True(
                                gate is null
                                    || run.Decisions.Any(d =>
                                        d.Visit == visit.Number
                                        && d.Outcome
                                            is GateOutcome.Approved
                                                or GateOutcome.ApprovedWithConditions
                                    ),
                                "A gate was passed without an approval."
                            );
                        }
                        Assert.DoesNotContain(
                            run.Decisions,
                            d =>
                                d.Counts
                                && run.Visits[d.Visit - 1].LeftAt is null
                                && run.Evidence.Any(e =>
                                    e.StageCode == d.StageCode
                                    && d.Evidence.Split('\n')
                                        .Any(l =>
                                            l.StartsWith($"{e.Number} ", StringComparison.Ordinal)
                                        )
                                    && e.WithdrawnAt is not null
                                )
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Another version: stages and steps left out, renamed, moved, added, chosen by numbers.</summary>
    private static RunPlan Other(int[] choices)
    {
        bool Is(int at, int of) => choices.Length > at && choices[at] % of == 0;
        var usual = Usual().Stages;
        var stages = new List<Stage>();
        for (var i = 0; i < usual.Count; i++)
        {
            if (Is(i, 4) && i < 2)
            {
                continue;
            }
            var steps = usual[i]
                .Steps.Where((_, at) => !Is(3 + 3 * i + at, 3))
                .Select(
                    (s, at) => Is(12 + at, 3) ? s with { Title = "Renamed", Each = !s.Each } : s
                )
                .ToList();
            if (Is(16 + i, 2))
            {
                steps.Add(Step($"new-{i}", each: Is(19, 2)));
            }
            stages.Add(usual[i] with { Steps = steps });
        }
        if (Is(20, 2) && stages.Count > 1)
        {
            var moved = stages[^1].Steps.Take(1).ToList();
            stages[^1] = stages[^1] with { Steps = [.. stages[^1].Steps.Skip(1)] };
            stages[0] = stages[0] with { Steps = [.. stages[0].Steps, .. moved] };
        }
        return Plan("2.0", [.. stages]);
    }

    [Fact]
    public void Moving_to_another_version_never_loses_a_done_step_a_decision_a_note_or_evidence() =>
        Prop.ForAll(
                Acts,
                Gen.Choose(1, 60).ArrayOf(21).ToArbitrary(),
                (acts, choices) =>
                {
                    var run = Started(Usual(), Wyre);
                    NameAll(run);
                    var steps = run.Steps.ToDictionary(s => s.Number, s => s.State);
                    var state = RunState.Active;
                    foreach (var act in acts)
                    {
                        Do(run, act, steps, ref state);
                    }
                    Tries(() => run.NoteStep(2, "Written down"));
                    var before = run
                        .Steps.Where(s => s.HasFacts)
                        .Select(s => (s.Number, s.State, s.DoneAt, s.Notes, s.SkipReason))
                        .ToList();
                    var (decisions, evidence, ticks, holders, visits) = (
                        run.Decisions.ToList(),
                        run.Evidence.ToList(),
                        run.Ticks.ToList(),
                        run.Holders.ToList(),
                        run.Visits.ToList()
                    );
                    var plan = Other(choices);
                    var there = run.CurrentVisit;
                    if (!Tries(() => run.MoveTo(plan, plan.Stages[0].Code, Now)))
                    {
                        Assert.NotEqual(RunState.Active, run.StateByFacts);
                        return;
                    }
                    run.Settle(Calendar);
                    Assert.Equal("2.0", run.Version);
                    Assert.All(
                        before,
                        fact =>
                        {
                            var now = run.StepOf(fact.Number);
                            Assert.Equal(
                                fact,
                                (now.Number, now.State, now.DoneAt, now.Notes, now.SkipReason)
                            );
                        }
                    );
                    Assert.Equal(decisions, run.Decisions);
                    Assert.Equal(evidence, run.Evidence);
                    Assert.Equal(ticks, run.Ticks);
                    Assert.Equal(holders, run.Holders);
                    Assert.Equal(visits, run.Visits.Take(visits.Count));
                    Assert.NotNull(run.Plan.Stage(run.CurrentVisit!.StageCode));
                    if (plan.Stage(there!.StageCode) is not null)
                    {
                        Assert.Same(there, run.CurrentVisit);
                    }
                    Assert.All(
                        plan.Stages.SelectMany(s => s.Steps),
                        planned =>
                            Assert.Equal(
                                planned.Each ? run.Current.Count() : 1,
                                run.Steps.Count(s =>
                                    s.Code == planned.Code
                                    && s.LeftOutSince is null
                                    && (
                                        s.OrganisationId is not { } own
                                        || run.AuthorityOf(own)!.LeftAt is null
                                    )
                                )
                            )
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_step_added_after_a_move_has_a_number_that_no_other_ever_had()
    {
        var old = Usual();
        var run = Started(old);
        run.FinishStep(Of(run, "agree", Preston).Number, null, Olu, Now);
        var (last, asked) = (run.Steps.Max(s => s.Number), Of(run, "ask").Number);
        run.MoveTo(
            Plan(
                "1.1",
                old.Stages[0] with
                {
                    Steps = [Step("survey")],
                },
                old.Stages[1] with
                {
                    Steps = [],
                }
            ),
            null,
            Now,
            [asked]
        );
        run.AddStep("strategy", "Ring them", null, null, null, Now);
        Assert.Equal(run.Steps.Count, run.Steps.DistinctBy(s => s.Number).Count());
        Assert.All(
            run.Steps.Where(s => s.Code == "survey" || s.IsAdded),
            s => Assert.True(s.Number > last)
        );
        // A step that a record or a document belongs to stays, like one in which something was done.
        Assert.Equal("1.1", run.StepOf(asked).LeftOutSince);
        Assert.Equal("1.1", Of(run, "agree", Preston).LeftOutSince);
    }

    [Fact]
    public void The_difference_between_versions_is_said_stage_by_stage()
    {
        var old = Usual();
        var fresh = Plan(
            "1.1",
            old.Stages[0] with
            {
                Steps = [.. old.Stages[0].Steps.Skip(1), Step("survey")],
                Gate = First with
                {
                    Checklist = [.. First.Checklist, new("risk", "Risks are listed")],
                },
            },
            old.Stages[1]
        );
        var lines = PlanDifference.Between(old, fresh, "execution");
        Assert.True(lines.StageGone);
        Assert.Equal(
            [
                ("Stage strategy", "Added", "Do survey"),
                ("Stage strategy", "Removed", "Do ask"),
                ("Stage strategy", "Added", "The gate’s checklist: Risks are listed"),
                ("Stage execution", "Removed", "The stage is gone"),
            ],
            lines.Lines.Select(l => (l.Stage, l.Kind, l.Text))
        );
    }
}
