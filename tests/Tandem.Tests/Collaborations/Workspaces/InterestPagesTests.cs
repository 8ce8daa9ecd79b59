using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Collaborations.Workspaces;

[UsesDatabase]
public sealed class InterestPagesTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<string> OpportunityAsync(
        string what,
        string cpv,
        params string[] authorities
    )
    {
        var day = 10;
        foreach (var authority in authorities)
        {
            await app.ContractAsync(authority, what, cpv, $"2027-05-{day++}");
        }
        return (await app.RefreshAsync()).First(o => o.Purchases.Any(p => p.Title == what)).Key;
    }

    private Task RemindAsync() => app.RunAsync<RemindThoseAsked>(r => r.RunAsync());

    private async Task<List<Message>> MessagesAsync(string titlePart) =>
        [
            .. (await app.AllAsync<Message>()).Where(m =>
                m.Title.Contains(titlePart, StringComparison.Ordinal)
            ),
        ];

    [Fact]
    public async Task One_council_asks_one_answers_one_lets_the_clock_run_out_and_answers_late()
    {
        app.Clock.Time = new(2026, 12, 18, 9, 0, 0, TimeSpan.Zero);
        var key = await OpportunityAsync(
            "Maintenance of weighing machines",
            "50411000",
            "PRE",
            "WYR",
            "LDS",
            "BPL"
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/opportunities/{key}");
        await olu.FollowAsync("Ask the other councils");
        Assert.Contains("Not on this network yet", olu.Text);
        Assert.Contains("10 working days: until 6 January 2027", olu.Text);
        Assert.Contains("Dear colleagues at Blackpool", olu.Text);
        await olu.PressAsync("Ask the other councils");
        Assert.Contains("Choose how far you would go", olu.Text);

        await olu.GoAsync($"/opportunities/{key}/interest");
        await ChooseAskLevelAsync(olu, "JointProcurement");
        Assert.Matches("/interests/INT-[0-9]+", olu.At);
        var at = olu.At;
        Assert.Contains("Nobody has answered yet", olu.Text);
        Assert.Contains("Due on 6 January 2027: 10 working days", olu.Text);
        Assert.Single(
            await MessagesAsync("Preston City Council asks for your answer"),
            m => m.PersonId == app.Cast.Wyn.Id && m.Path == at
        );

        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync("/work");
        Assert.Contains("Answers you owe", wyn.Text);
        await wyn.GoAsync(at);
        await wyn.PressAsync("Send the answer");
        Assert.Contains("Choose an answer", wyn.Text);
        await wyn.Choose("Yes").Choose("Buy together").PressAsync("Send the answer");
        Assert.Contains("Your answer has been sent to Preston City Council.", wyn.Text);

        foreach (var day in new[] { 3, 4, 4, 5, 6, 6 })
        {
            app.Clock.Time = new(2027, 1, day, 8, 0, 0, TimeSpan.Zero);
            await RemindAsync();
        }
        Assert.Single(await MessagesAsync("waits for your answer until 6 January 2027"));
        Assert.Single(await MessagesAsync("is due today"));
        app.Clock.Time = new(2027, 1, 7, 8, 0, 0, TimeSpan.Zero);
        await RemindAsync();
        await RemindAsync();
        Assert.Single(await MessagesAsync("You did not answer Preston City Council in time"));
        olu = await app.SignInAsync("olu@example.org"); // three weeks on, the session has ended
        Assert.Contains("Did not answer", (await olu.GoAsync(at)).Text);
        Assert.Contains("1 working day over", olu.Text);

        var lee = await app.SignInAsync("lee@example.org");
        await (await lee.GoAsync(at)).Choose("Perhaps").PressAsync("Send the answer");
        Assert.Contains("Perhaps, answered late", (await olu.GoAsync(at)).Text);
        var csv = await (await olu.RawAsync(Get("/interests.csv"))).Content.ReadAsStringAsync();
        Assert.Contains("\"Perhaps, answered late\"", csv);
        var asked = (await app.AllAsync<Interest>()).Single(i => at == $"/interests/{i.Reference}");
        var verbs = (await app.AllAsync<Event>())
            .Where(e => e.SubjectId == asked.Id.ToString())
            .OrderBy(e => e.Seq)
            .Select(e => e.Verb)
            .ToList();
        Assert.Equal(
            [
                "interest-asked",
                "interest-answered",
                "interest-reminded",
                "interest-reminded",
                "interest-unanswered",
                "interest-answered",
            ],
            verbs
        );

        await olu.GoAsync(at);
        await olu.FollowAsync("Start a collaboration from the answers");
        await olu.FillIn("What do you want to reach together?", "One contract")
            .FillIn("Who decided that you take part?", "Jo Hill")
            .FillIn("Their post", "Director")
            .FillIn("What shows it?", "Decision 14/2026")
            .PressAsync("Start the collaboration");
        Assert.Contains("has been started, and those invited have been told", olu.Text);
        Assert.Contains("Wyre Borough Council Observing", olu.Text);
        Assert.DoesNotContain("Leeds City Council", olu.Text);
    }

    [Fact]
    public async Task How_far_one_would_go_stands_on_the_opportunity_for_those_in_it_alone()
    {
        var key = await OpportunityAsync("Hire of bandstands", "92300000", "PRE", "WYR");
        var olu = await app.ActorAsync(app.Cast.Olu);
        await app.RunAsync<StateWillingness>(state =>
            state.RunAsync(
                olu,
                StartingKind.Opportunity,
                key,
                app.Cast.Preston.Id,
                Tandem.Pipeline.Willingness.LeadForOthers,
                "We have the people for it"
            )
        );
        foreach (
            var (who, sees) in new[]
            {
                ("mei", true),
                ("wyn", true),
                ("lee", false),
                ("sam", false),
                ("visitor", false),
            }
        )
        {
            var visitor =
                who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
            await visitor.GoAsync($"/opportunities/{key}");
            Assert.Equal(HttpStatusCode.OK, visitor.Status);
            Assert.Equal(
                sees,
                visitor.Text.Contains("We have the people for it", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Who_has_answered_or_takes_part_has_said_so_on_every_page_and_is_asked_no_more()
    {
        app.Clock.Time = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var key = await OpportunityAsync("Relining of sewers", "45232410", "PRE", "WYR");
        var olu = await app.ActorAsync(app.Cast.Olu);
        var wyn = await app.ActorAsync(app.Cast.Wyn);
        var page = await app.SignInAsync("wyn@example.org");
        Assert.Contains(
            "say how far you would go",
            Waits(await page.GoAsync("/work"), "Relining of sewers")
        );
        var interest = await app.RunAsync<AskOthers, Interest>(ask =>
            ask.RunAsync(
                olu,
                StartingKind.Opportunity,
                key,
                app.Cast.Preston.Id,
                Tandem.Pipeline.Willingness.AlignSpec,
                [app.Cast.Wyre.Id],
                null
            )
        );
        Assert.DoesNotContain(
            "say how far you would go",
            Waits(await page.GoAsync("/work"), "Relining of sewers")
        );
        await app.RunAsync<AnswerInterest>(a =>
            a.RunAsync(
                wyn,
                interest.Id,
                app.Cast.Wyre.Id,
                InterestReply.Yes,
                Tandem.Pipeline.Willingness.JointProcurement,
                "Gladly"
            )
        );
        Assert.DoesNotContain("Relining of sewers", Waits(await page.GoAsync("/work"), ""));
        await page.GoAsync($"/opportunities/{key}/interest");
        Assert.Contains("Yes, buy together: “Gladly”", page.Text);
        Assert.DoesNotContain("Nothing yet", page.Text);
        await page.GoAsync($"/opportunities/{key}");
        Assert.Contains("would buy together, says its answer", page.Text);
        Assert.Contains($"{interest.Reference}: asked on", page.Text);
        var visitor = await app.Visit().GoAsync($"/opportunities/{key}");
        Assert.DoesNotContain(interest.Reference, visitor.Text);
        Assert.DoesNotContain("Ask the other councils", visitor.Text);

        var made = await app.RunAsync<StartCollaboration, Collaboration>(s =>
            s.RunAsync(
                olu,
                new(
                    "Sewers",
                    "One contract",
                    app.Cast.Preston.Id,
                    Workspace.Mandate,
                    [app.Cast.Wyre.Id],
                    null,
                    interest.Id
                )
            )
        );
        await page.GoAsync($"/opportunities/{key}");
        Assert.Contains($"{made.Reference}: Sewers", page.Text);
        await page.GoAsync($"/opportunities/{key}/interest");
        Assert.Contains($"Is observing in {made.Reference}", page.Text);
    }

    [Fact]
    public async Task Where_nobody_can_answer_nobody_is_asked_and_a_member_reads_who_can()
    {
        app.Clock.Time = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var lancaster = Organisation.Create(
            "Lancaster City Council",
            "LAC",
            app.Clock.Time.UtcDateTime
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var lin = Person.Create("lin@example.org", "Lin", Cast.Password, db.Now());
            db.AddRange(lancaster, lin, Membership.Of(lin, lancaster, Role.Member));
            await db.SaveChangesAsync();
        });
        var key = await OpportunityAsync("Moving of libraries", "98392000", "PRE", "WYR", "LAC");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/opportunities/{key}/interest");
        Assert.Contains("Nobody there can answer yet", olu.Text);
        Assert.Contains("Dear colleagues at Lancaster City Council", olu.Text);
        Assert.Equal(
            [app.Cast.Wyre.Id.ToString()],
            olu.Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlInputElement>("input[name=Others]")
                .Select(i => i.Value)
        );
        var asker = await app.ActorAsync(app.Cast.Olu);
        Task<Interest> AskAsync(Id<Organisation> whom) =>
            app.RunAsync<AskOthers, Interest>(ask =>
                ask.RunAsync(
                    asker,
                    StartingKind.Opportunity,
                    key,
                    app.Cast.Preston.Id,
                    Tandem.Pipeline.Willingness.AlignSpec,
                    [whom],
                    null
                )
            );
        var refusal = await Assert.ThrowsAsync<Refusal>(() => AskAsync(lancaster.Id));
        Assert.Contains("nobody there can answer yet", refusal.Message);
        var toWyre = await AskAsync(app.Cast.Wyre.Id);

        var wyn = await app.ActorAsync(app.Cast.Wyn);
        var toPreston = await app.RunAsync<AskOthers, Interest>(ask =>
            ask.RunAsync(
                wyn,
                StartingKind.Opportunity,
                key,
                app.Cast.Wyre.Id,
                Tandem.Pipeline.Willingness.AlignSpec,
                [app.Cast.Preston.Id],
                null
            )
        );
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"/interests/{toPreston.Reference}");
        Assert.Contains("Only its officers and administrators can: Ada and Olu.", mei.Text);
        Assert.DoesNotContain("Send the answer", mei.Text);
        await mei.GoAsync($"/opportunities/{key}");
        Assert.Contains(
            "Only officers and administrators of Preston City Council may ask others in its name.",
            mei.Text
        );
        await mei.GoAsync($"/opportunities/{key}/interest");
        Assert.Contains("Here: Ada and Olu.", mei.Text);

        // No clock of these runs into another test.
        await app.RunAsync<TakeBackInterest>(t => t.RunAsync(asker, toWyre.Id, "Enough"));
        await app.RunAsync<TakeBackInterest>(t => t.RunAsync(wyn, toPreston.Id, "Enough"));
    }

    // What stands on "Your work" of one thing: the words of its entries.
    private static string Waits(Visitor visitor, string title) =>
        string.Join(
            " ",
            visitor
                .Page.QuerySelectorAll(".td-waiting li")
                .Select(li => li.TextContent)
                .Where(t => t.Contains(title, StringComparison.Ordinal))
        );

    [Fact]
    public async Task A_question_is_seen_by_those_who_ask_and_are_asked_and_by_nobody_else()
    {
        app.Clock.Time = new(2027, 2, 1, 9, 0, 0, TimeSpan.Zero);
        var key = await OpportunityAsync("Calibration of microscopes", "38510000", "PRE", "WYR");
        var olu = await app.ActorAsync(app.Cast.Olu);
        var interest = await app.RunAsync<AskOthers, Interest>(ask =>
            ask.RunAsync(
                olu,
                StartingKind.Opportunity,
                key,
                app.Cast.Preston.Id,
                Tandem.Pipeline.Willingness.AlignSpec,
                [app.Cast.Wyre.Id],
                "Shall we?"
            )
        );
        var path = $"/interests/{interest.Reference}";
        foreach (
            var (who, sees) in new[]
            {
                ("mei", true),
                ("olu", true),
                ("wyn", true),
                ("lee", false),
                ("sam", false),
            }
        )
        {
            var visitor = await app.SignInAsync($"{who}@example.org");
            Assert.Equal(
                sees ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                (await visitor.GoAsync(path)).Status
            );
            Assert.Equal(
                sees,
                (await visitor.GoAsync("/interests?q=microscopes")).Text.Contains(
                    interest.Reference,
                    StringComparison.Ordinal
                )
            );
            Assert.Equal(
                sees,
                (
                    await (
                        await visitor.RawAsync(Get("/interests.csv"))
                    ).Content.ReadAsStringAsync()
                ).Contains("microscopes", StringComparison.Ordinal)
            );
            var subjects = await app.InScopeAsync(async scope =>
            {
                var person = await scope
                    .GetRequiredService<Db>()
                    .Set<Tandem.Accounts.Person>()
                    .SingleAsync(p => p.Email == $"{who}@example.org");
                var actor = (
                    await Tandem.Accounts.Actors.OfAsync(scope.GetRequiredService<Db>(), person)
                ).Actor;
                return await scope
                    .GetRequiredService<Subjects>()
                    .FindAsync(nameof(Interest), interest.Id.ToString(), actor);
            });
            Assert.Equal(sees, subjects is not null);
        }
        var lee = await app.ActorAsync(app.Cast.Lee);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.RunAsync<AnswerInterest>(a =>
                a.RunAsync(lee, interest.Id, app.Cast.Leeds.Id, InterestReply.Yes, null, null)
            )
        );
        var mei = await app.ActorAsync(app.Cast.Mei);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.RunAsync<TakeBackInterest>(t => t.RunAsync(mei, interest.Id, "No"))
        );
        await app.RunAsync<TakeBackInterest>(t => t.RunAsync(olu, interest.Id, "We buy alone"));
        Assert.Contains(
            "We buy alone",
            (await (await app.SignInAsync("wyn@example.org")).GoAsync(path)).Text
        );
    }

    [Fact]
    public async Task An_organisation_decides_how_soon_it_answers_and_the_next_clock_runs_by_that()
    {
        app.Clock.Time = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/organisations/preston-city-council/interest-time");
        Assert.DoesNotContain("Save", mei.Page.QuerySelector("main")!.TextContent);
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/organisations/preston-city-council/interest-time");
        await ada.FillIn("Working days", "41").PressAsync("Save");
        Assert.Contains("Enter a number of working days from 1 to 40", ada.Text);
        await ada.FillIn("Working days", "3").PressAsync("Save");
        Assert.Contains("now answers within 3 working days", ada.Text);
        var key = await OpportunityAsync("Piano tuning in schools", "50860000", "PRE", "WYR");
        var wyn = await app.ActorAsync(app.Cast.Wyn);
        var interest = await app.RunAsync<AskOthers, Interest>(ask =>
            ask.RunAsync(
                wyn,
                StartingKind.Opportunity,
                key,
                app.Cast.Wyre.Id,
                Tandem.Pipeline.Willingness.ShareLearning,
                [app.Cast.Preston.Id],
                null
            )
        );
        Assert.Equal(new DateOnly(2027, 3, 4), Assert.Single(interest.Asked).DueOn);
        await ada.GoAsync("/organisations/preston-city-council/interest-time");
        await ada.FillIn("Working days", "10").PressAsync("Save");
    }

    [Fact]
    public async Task A_new_partner_is_told_once_to_those_concerned_and_not_to_whom_it_is_not_for()
    {
        app.Clock.Time = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        await app.ContractAsync("PRE", "Beekeeping on council roofs", "77400000", "2027-05-31");
        await app.ContractAsync(
            "WYR",
            "Beekeeping on the roofs of the council",
            "77400000",
            "2027-06-30"
        );
        var key = (await app.RefreshAsync()).With("Beekeeping on council roofs").Key;
        var wyn = await app.ActorAsync(app.Cast.Wyn);
        await app.RunAsync<StateWillingness>(s =>
            s.RunAsync(
                wyn,
                StartingKind.Opportunity,
                key,
                app.Cast.Wyre.Id,
                Tandem.Pipeline.Willingness.NotNow,
                null
            )
        );
        Assert.Empty(await MessagesAsync("could buy Beekeeping"));
        var leeds = await app.ContractAsync(
            "LDS",
            "Beekeeping on council roofs",
            "77400000",
            "2027-06-30"
        );
        Assert.Equal(
            key,
            (await app.RefreshAsync())
                .First(o =>
                    o.Purchases.Any(p => p.Title.StartsWith("Beekeeping", StringComparison.Ordinal))
                )
                .Key
        );
        await app.RefreshAsync();
        var told = await MessagesAsync("Leeds City Council could buy");
        Assert.Equal(
            new[] { app.Cast.Ada.Id, app.Cast.Olu.Id }.OrderBy(p => p.Value),
            told.Select(m => m.PersonId!.Value).OrderBy(p => p.Value)
        );
        // It goes and comes again: nobody is told a second time.
        await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Tandem.Contracts.Contract>()
                .Where(c => c.Id == leeds.Id)
                .ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.Visibility, Tandem.Contracts.Visibility.Organisation)
                )
        );
        await app.RefreshAsync();
        await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Tandem.Contracts.Contract>()
                .Where(c => c.Id == leeds.Id)
                .ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.Visibility, Tandem.Contracts.Visibility.Public)
                )
        );
        await app.RefreshAsync();
        Assert.Equal(2, (await MessagesAsync("Leeds City Council could buy")).Count);
    }

    private static async Task ChooseAskLevelAsync(Visitor visitor, string level)
    {
        foreach (
            var radio in visitor.Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlInputElement>(
                "input[name=AskLevel]"
            )
        )
        {
            radio.IsChecked = radio.Value == level;
        }
        foreach (
            var box in visitor.Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlInputElement>(
                "input[name=Others]"
            )
        )
        {
            Assert.False(box.IsChecked, "Whom to ask is the reader's to decide.");
            box.IsChecked = true;
        }
        await visitor.PressAsync("Ask the other councils");
    }

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);
}
