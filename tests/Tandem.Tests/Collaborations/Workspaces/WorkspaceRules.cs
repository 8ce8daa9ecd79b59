using FsCheck;
using FsCheck.Fluent;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Tests.Collaborations.Workspaces;

/// <summary>Clocks and standings without a database: what is shown never disagrees with what was done, whatever was done.</summary>
public sealed class WorkspaceRules
{
    private static readonly DateTime Now = new(2026, 12, 18, 9, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Day = DateOnly.FromDateTime(Now);
    private static readonly WorkingDays Days = new(Content.Shipped);
    private static readonly Organisation Preston = Organisation.Create("Preston", "PRE", Now);
    private static readonly Organisation Wyre = Organisation.Create("Wyre", "WYR", Now);
    private static readonly Organisation Fife = Organisation.Create("Fife", "FIF", Now);
    private static readonly Actor Olu = new(
        Guid.AllBitsSet,
        "Olu",
        new Dictionary<Guid, Role>(),
        new HashSet<Guid>()
    );
    private static readonly Mandate Given = new("Jo Hill", "Director", "Decision 14/2026");

    private static Interest Asked(int days = InterestTime.Usual)
    {
        var start = new StartingPoint(
            StartingKind.Opportunity,
            "abc",
            "Window cleaning",
            "/opportunities/abc",
            [
                new("PRE", "Preston", Preston, true),
                new("WYR", "Wyre", Wyre, true),
                new("FIF", "Fife", Fife, true),
            ],
            []
        );
        var interest = Interest.Ask(
            1,
            Preston,
            start,
            Willingness.JointProcurement,
            null,
            Olu,
            Now
        );
        interest.Of(Wyre, "england-and-wales", Days["england-and-wales"], days, Day);
        interest.Of(Fife, "scotland", Days["scotland"], days, Day);
        return interest;
    }

    private static Collaboration Started(params Organisation[] invited) =>
        Collaboration.Start(
            1,
            "Window cleaning",
            "One contract",
            Preston,
            Given,
            [.. invited.Select(o => o.Id)],
            Day.AddDays(30),
            Olu,
            Now
        );

    [Fact]
    public void Ten_working_days_asked_a_week_before_Christmas_end_after_New_Year_and_a_day_later_in_Scotland()
    {
        var interest = Asked();
        Assert.Equal(new DateOnly(2027, 1, 6), interest.Asked[0].DueOn);
        Assert.Equal(new DateOnly(2027, 1, 7), interest.Asked[1].DueOn);
        Assert.Equal(new DateOnly(2027, 1, 4), interest.Asked[0].RemindOn);
        Assert.Equal(new DateOnly(2027, 1, 5), interest.Asked[1].RemindOn);
    }

    [Fact]
    public void An_answer_on_the_last_day_is_in_time_and_one_on_the_day_after_is_late_and_shown_so()
    {
        var interest = Asked();
        var last = new DateTime(2027, 1, 6, 23, 59, 0, DateTimeKind.Utc);
        interest.Answer(Wyre.Id, InterestReply.Yes, null, null, Olu, last);
        interest.Answer(Fife.Id, InterestReply.No, null, null, Olu, last.AddDays(2));
        Assert.Equal(
            [AskedState.Answered, AskedState.AnsweredLate],
            interest.Asked.Select(a => a.State(new(2027, 2, 1), false))
        );
        Assert.Equal(
            "No, answered late",
            WorkspaceWords.State(interest.Asked[1], AskedState.AnsweredLate).Text
        );
        // A later change of mind makes no late answer of one that was in time.
        interest.Answer(Wyre.Id, InterestReply.No, null, null, Olu, last.AddDays(9));
        Assert.Equal(AskedState.Answered, interest.Asked[0].State(new(2027, 2, 1), false));
    }

    [Fact]
    public void Whatever_happens_the_state_of_a_question_is_what_its_facts_say_and_nothing_is_said_twice() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                acts =>
                {
                    var interest = Asked(days: 4);
                    var asked = interest.Asked[0];
                    var (now, takenBack) = (Now, false);
                    var (reminders, firstAnswer) = (new List<Reminder>(), (DateOnly?)null);
                    foreach (var act in acts)
                    {
                        switch (act % 5)
                        {
                            case 0:
                                now = now.AddDays(act / 40 + 1);
                                break;
                            case 1 or 2:
                                var today = DateOnly.FromDateTime(now);
                                if (!takenBack && asked.DueReminder(today) is { } due)
                                {
                                    reminders.Add(due);
                                    asked.Reminded(due, now);
                                    Assert.Null(firstAnswer);
                                    Assert.Equal(due == Reminder.Unanswered, today > asked.DueOn);
                                    Assert.Equal(due == Reminder.OnTheDay, today == asked.DueOn);
                                    Assert.Null(asked.DueReminder(today));
                                }
                                break;
                            case 3 when !takenBack:
                                interest.Answer(
                                    Wyre.Id,
                                    (InterestReply)(act % 3),
                                    null,
                                    null,
                                    Olu,
                                    now
                                );
                                firstAnswer ??= DateOnly.FromDateTime(now);
                                break;
                            case 4 when act > 240 && !takenBack:
                                interest.TakeBack("Not any more", now);
                                takenBack = true;
                                break;
                        }
                        var day = DateOnly.FromDateTime(now);
                        Assert.Equal(
                            firstAnswer is { } at
                                    ? (
                                        at > asked.DueOn
                                            ? AskedState.AnsweredLate
                                            : AskedState.Answered
                                    )
                                : takenBack ? AskedState.TakenBack
                                : day > asked.DueOn ? AskedState.DidNotAnswer
                                : AskedState.Waiting,
                            asked.State(day, interest.TakenBackAt is not null)
                        );
                    }
                    Assert.Equal(reminders.Distinct(), reminders);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_members_say_the_lead_is_in_and_each_stands_where_it_last_said() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                acts =>
                {
                    Organisation[] all = [Preston, Wyre, Fife];
                    var collaboration = Started(Wyre);
                    var stands = new Dictionary<Id<Organisation>, Standing>
                    {
                        [Preston.Id] = Standing.In,
                        [Wyre.Id] = Standing.Observing,
                    };
                    var lead = Preston.Id;
                    var open = true;
                    foreach (var act in acts)
                    {
                        var who = all[act / 8 % 3];
                        var revision = collaboration.Revision;
                        try
                        {
                            switch (act % 8)
                            {
                                case 0 or 1:
                                    var said = (Standing)(act / 24 % 4);
                                    collaboration.StateStanding(
                                        who.Id,
                                        said,
                                        Given,
                                        "So",
                                        Olu,
                                        Now
                                    );
                                    Assert.True(
                                        stands[who.Id] is Standing.In or Standing.Observing
                                    );
                                    stands[who.Id] = said;
                                    break;
                                case 2:
                                    collaboration.AskToJoin(who.Id, "We too", Olu, Now);
                                    stands[who.Id] = Standing.Asking;
                                    break;
                                case 3:
                                    collaboration.Admit(who.Id, "Early enough", null, Olu, Now);
                                    stands[who.Id] = Standing.Observing;
                                    Assert.True(collaboration.MemberOf(who.Id)!.JoinedLate);
                                    break;
                                case 4:
                                    collaboration.TurnDown(who.Id, "Too late", Olu, Now);
                                    Assert.Equal(Standing.Asking, stands[who.Id]);
                                    stands[who.Id] = Standing.Out;
                                    break;
                                case 5:
                                    collaboration.HandOver(who.Id, Now);
                                    lead = who.Id;
                                    break;
                                case 6 when act > 200:
                                    collaboration.Close(CollaborationOutcome.Agreed, "Done", Now);
                                    open = false;
                                    break;
                                case 7 when act > 128:
                                    collaboration.Reopen();
                                    open = true;
                                    break;
                            }
                        }
                        catch (Refusal)
                        {
                            // Refused: nothing but the count of acts may have changed.
                        }
                        Assert.True(collaboration.Revision >= revision);
                        Assert.Equal(open, collaboration.IsOpen);
                        Assert.Equal(open, collaboration.Outcome is null);
                        Assert.Equal(lead, collaboration.LeadId);
                        Assert.Equal(Standing.In, collaboration.MemberOf(lead)!.Standing);
                        Assert.Equal(
                            stands.OrderBy(s => s.Key.Value),
                            collaboration
                                .Members.ToDictionary(m => m.OrganisationId, m => m.Standing)
                                .OrderBy(s => s.Key.Value)
                        );
                        Assert.All(
                            collaboration.Members.Where(m => m.Standing == Standing.In),
                            m => Assert.NotNull(m.AuthorityName)
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_version_is_agreed_exactly_when_every_member_that_is_in_has_agreed_to_it() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                acts =>
                {
                    var collaboration = Started(Wyre, Fife);
                    collaboration.StateStanding(Wyre.Id, Standing.In, Given, null, Olu, Now);
                    var version = RequirementVersion.Propose(collaboration, 1, 3, null, Olu, Now);
                    var agreed = new HashSet<Id<Organisation>> { Preston.Id };
                    var settled = false;
                    foreach (var act in acts)
                    {
                        var who = act / 4 % 2 == 0 ? Wyre : Fife;
                        try
                        {
                            if (act % 4 == 0)
                            {
                                collaboration.StateStanding(
                                    who.Id,
                                    act > 128 ? Standing.In : Standing.Observing,
                                    Given,
                                    null,
                                    Olu,
                                    Now
                                );
                                version.Settle(collaboration, Now);
                            }
                            else
                            {
                                var yes = act % 4 != 1;
                                version.Answer(
                                    collaboration,
                                    who.Id,
                                    yes,
                                    null,
                                    "Because",
                                    Olu,
                                    Now
                                );
                                _ = yes ? agreed.Add(who.Id) : agreed.Remove(who.Id);
                            }
                        }
                        catch (Refusal)
                        {
                            // Not in, or settled already: nothing was said.
                        }
                        settled |= collaboration
                            .Members.Where(m => m.Standing == Standing.In)
                            .All(m => agreed.Contains(m.OrganisationId));
                        Assert.Equal(
                            settled ? VersionState.Agreed : VersionState.Proposed,
                            version.State
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_is_in_without_a_name_a_post_and_something_that_shows_it()
    {
        var collaboration = Started(Wyre);
        foreach (
            var (mandate, field) in new[]
            {
                (new Mandate(null, "Director", "14/2026"), "AuthorityName"),
                (new Mandate("Jo Hill", " ", "14/2026"), "AuthorityPost"),
                (new Mandate("Jo Hill", "Director", null), "Evidence"),
            }
        )
        {
            var refusal = Assert.Throws<Refusal>(() =>
                collaboration.StateStanding(Wyre.Id, Standing.In, mandate, null, Olu, Now)
            );
            Assert.Equal(field, refusal.Field);
        }
        collaboration.StateStanding(Wyre.Id, Standing.In, Given, null, Olu, Now);
        Assert.Equal("Jo Hill", collaboration.MemberOf(Wyre.Id)!.AuthorityName);
    }

    [Fact]
    public void Benefits_that_were_taken_back_stay_in_sight_and_count_no_more()
    {
        var collaboration = Started(Wyre);
        RecordedBenefit Of(int number, decimal? saved, int? hours) =>
            RecordedBenefit.Of(
                collaboration,
                number,
                new(Wyre.Id, saved, hours, "Against last year", null),
                Olu,
                Now
            );
        var benefits = new[] { Of(1, 1200.50m, null), Of(2, null, 30), Of(3, 10, 5) };
        benefits[2].TakeBack("Counted twice", Now);
        var total = BenefitTotal.Of(benefits);
        Assert.Equal((1200.50m, 30), (total.Saved["GBP"], total.Hours));
        Assert.Equal("Saved", Assert.Throws<Refusal>(() => Of(4, 0, 0)).Field);
    }

    [Theory]
    [InlineData("../../etc/passwd.pdf", "passwd.pdf")]
    [InlineData("C:\\Temp\\a<b>\u202Efdp.pdf", "a-b--fdp.pdf")]
    [InlineData("...pdf", "document.pdf")]
    public void A_name_that_comes_with_a_file_is_made_harmless(string given, string kept) =>
        Assert.Equal(kept, SharedFiles.CleanName(given, new("PDF", [".pdf"])));
}
