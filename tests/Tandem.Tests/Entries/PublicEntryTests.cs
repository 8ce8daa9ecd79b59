using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

[UsesDatabase]
public sealed class PublicEntryTests(EnteringApp app) : IClassFixture<EnteringApp>
{
    private async Task<Entry> PostAsync(
        string call,
        Person person,
        string words,
        bool letThrough = true
    )
    {
        var entry = await app.DraftAsync(person, call, marker: words);
        await app.SubmitAsync(person, entry, stage: "wall");
        if (letThrough)
        {
            await ModerateAsync(call, entry, ModeratorAct.LetThrough, null);
        }
        return entry;
    }

    private Task ModerateAsync(string call, Entry entry, ModeratorAct act, string? reason) =>
        app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope.GetRequiredService<ModerateEntry>().RunAsync(call, entry.Number, act, reason)
        );

    [Fact]
    public async Task An_entry_is_called_by_what_had_to_be_answered_first_and_not_by_an_aside()
    {
        var call = await app.CallAsync("community-challenge", "The old bus station");
        var entry = await app.DraftAsync(app.Nia, call, marker: "A garden of pots");
        await app.AsAsync(
            app.Nia,
            async scope =>
            {
                var whole = await EnteringApp.CallAsync(scope.GetRequiredService<Db>(), call);
                var draft = await scope
                    .GetRequiredService<BeginStage>()
                    .DraftAsync(entry, whole.InOrder.First(), default);
                await scope
                    .GetRequiredService<SaveAnswers>()
                    .RunAsync(
                        draft!.Response.Id,
                        new Dictionary<string, Value?> { ["where"] = new Value.Text("Mill Lane") }
                    );
            }
        );
        await app.SubmitAsync(app.Nia, entry);
        Assert.Equal(
            "A garden of pots and more",
            (await app.FindAsync(app.Nia, entry)).Entry.Title
        );
    }

    [Fact]
    public async Task A_later_stage_that_asks_for_no_title_leaves_an_entry_its_name()
    {
        var call = await app.CallAsync("challenge-prize", "A name that stays");
        var entry = await app.DraftAsync(app.Nia, call, marker: "A box that listens");
        await app.SubmitAsync(app.Nia, entry, stage: "concept");
        await app.AsAsync(
            app.Nia,
            async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var prototype = (await EnteringApp.CallAsync(db, call)).InOrder.Last();
                (await db.Set<Entry>().SingleAsync(e => e.Id == entry.Id)).GoOnTo(prototype);
                await db.SaveChangesAsync();
                app.SetClock(prototype.OpensAt!.Value.AddDays(1));
                var found = await scope
                    .GetRequiredService<FindEntry>()
                    .OwnAsync(call, entry.Number);
                await scope.GetRequiredService<BeginStage>().RunAsync(found, prototype);
                await EnteringApp.AnswerAsync(scope, entry, prototype, "Room 4");
            }
        );
        await app.SubmitAsync(app.Nia, entry, stage: "prototype");
        var after = (await app.FindAsync(app.Nia, entry)).Entry;
        Assert.Equal((2, "A box that listens and more"), (after.Versions.Count, after.Title));
    }

    [Fact]
    public async Task An_idea_is_looked_at_posted_supported_answered_and_followed_by_everybody()
    {
        var call = await app.CallAsync("ideas-wall", "The wall");
        var entry = await PostAsync(call, app.Nia, "Lend garden tools from the library", false);
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{call}/ideas");
        Assert.DoesNotContain("garden tools", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (
                await visitor.RawAsync(new(HttpMethod.Get, "http://localhost" + entry.Path))
            ).StatusCode
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{call}/moderation");
        await olu.FollowAsync("Lend garden tools from the library and more");
        await olu.PressAsync("Let everybody read it");
        foreach (
            var address in new[] { $"/calls/{call}/ideas", "/ideas", "/ideas.json", "/api/ideas" }
        )
        {
            await visitor.GoAsync(address);
            Assert.Contains("garden tools", visitor.Text, StringComparison.Ordinal);
        }
        // Support: once for each person, and by a confirmed address for those without an account.
        var ben = await app.SignInAsync("ben@example.org");
        await ben.GoAsync(entry.Path);
        await ben.PressAsync("Support it");
        Assert.Contains("1 person supports this", ben.Text, StringComparison.Ordinal);
        await visitor.GoAsync($"{entry.Path}/support");
        await visitor
            .FillIn("Your e-mail address", "kit@example.org")
            .PressAsync("Send me the link");
        var link = await app.InScopeAsync(async scope =>
            (
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .SingleAsync(m => m.Recipient == "mail:kit@example.org")
            ).Path!
        );
        for (var i = 0; i < 2; i++)
        {
            await visitor.GoAsync(link);
            await visitor.PressAsync("Confirm my support");
            Assert.Contains("2 people support this", visitor.Text, StringComparison.Ordinal);
        }
        // The answer that is owed, and what it says.
        Assert.Contains("An answer was promised by", visitor.Text, StringComparison.Ordinal);
        await olu.GoAsync("/work");
        Assert.Contains("Answers you owe", olu.Text, StringComparison.Ordinal);
        await olu.GoAsync($"{entry.Path}/moderate");
        await olu.Choose("Planned").PressAsync("Say it");
        Assert.Contains("Say what this means", olu.Text, StringComparison.Ordinal);
        await olu.Choose("Planned")
            .FillIn("What this means, and why", "We try it in two libraries.")
            .PressAsync("Say it");
        await visitor.GoAsync(entry.Path);
        Assert.Contains("We try it in two libraries.", visitor.Text, StringComparison.Ordinal);
        await olu.GoAsync($"{entry.Path}/moderate");
        await olu.Choose("Done")
            .FillIn("What this means, and why", "All libraries lend tools.")
            .PressAsync("Say it");
        await ben.GoAsync(entry.Path);
        Assert.Null(ben.Page.QuerySelector("form[action$='/support']"));
    }

    [Fact]
    public async Task An_idea_that_a_pipeline_takes_up_leads_to_the_item_and_to_the_call_that_comes_of_it_and_its_followers_are_told()
    {
        var stories = app.Services.GetRequiredService<GatherStories>();
        await stories.RunAsync(still: false);
        var wall = await app.CallAsync("ideas-wall", "From idea to call");
        var entry = await PostAsync(wall, app.Nia, "Seats at every bus stop");
        var item = await ItemAsync("Bus stop seating");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{entry.Path}/moderate");
        var begin = olu.Page.Links.Single(l => l.TextContent == "Put it on the pipeline");
        await olu.GoAsync(begin.GetAttribute("href")!);
        Assert.StartsWith(
            "Seats at every bus stop",
            olu.Page.QuerySelector("input[name=Title]")!.GetAttribute("value")
        );
        await olu.GoAsync($"{entry.Path}/moderate");
        await olu.Choose("Planned")
            .FillIn("What this means, and why", "We plan it for the spring.")
            .FillIn("Item on the pipeline that takes it up", "PI-999999")
            .PressAsync("Say it");
        Assert.Contains("There is no such item on a pipeline", olu.Text, StringComparison.Ordinal);
        await olu.FillIn("Item on the pipeline that takes it up", item.Reference)
            .PressAsync("Say it");
        var visitor = await app.Visit().GoAsync(entry.Path);
        Assert.Contains("Bus stop seating", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A call has come of it", visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains(entry.Reference, visitor.Text, StringComparison.Ordinal);

        var (owner, approver) = await app.InScopeAsync(async scope =>
            (await scope.ActorAsync(app.Cast.Olu), await scope.ActorAsync(app.Cast.Ada))
        );
        var made = await app.CallAsync(
            "request-for-information",
            "What seats are there?",
            publish: false,
            with: (call, now) =>
            {
                if (call.Kind.NeedsApproval)
                {
                    call.Submit(owner, now);
                    call.Approve(approver, now);
                }
            },
            item: item.Ocid
        );
        await olu.GoAsync($"/calls/{made}/publish");
        await olu.PressAsync("Publish it now");
        await visitor.GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains("What seats are there?", visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync(entry.Path);
        Assert.Contains(
            "A call has come of it: What seats are there?",
            visitor.Text,
            StringComparison.Ordinal
        );
        await stories.RunAsync(still: false);
        using var feed = await visitor.RawAsync(
            new(HttpMethod.Get, $"/feeds/record/Entry:{entry.Id}.atom")
        );
        Assert.Contains(
            $"A call has come of it: What seats are there? ({made})",
            await feed.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_idea_that_was_joined_to_the_wrong_item_is_let_go_by_emptying_the_field()
    {
        var wall = await app.CallAsync("ideas-wall", "The wrong item");
        var entry = await PostAsync(wall, app.Nia, "Benches by the canal");
        var item = await ItemAsync("Canal dredging");
        var olu = await app.SignInAsync("olu@example.org");
        await SayAsync(item.Reference);
        await olu.GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains(entry.Reference, olu.Text, StringComparison.Ordinal);
        await SayAsync("");
        await olu.GoAsync($"/pipeline/{item.Reference}");
        Assert.DoesNotContain(entry.Reference, olu.Text, StringComparison.Ordinal);

        async Task SayAsync(string reference)
        {
            await olu.GoAsync($"{entry.Path}/moderate");
            await olu.Choose("Planned")
                .FillIn("What this means, and why", "We plan it for the spring.")
                .FillIn("Item on the pipeline that takes it up", reference)
                .PressAsync("Say it");
        }
    }

    [Fact]
    public async Task Neither_an_internal_idea_nor_an_internal_call_is_named_to_those_who_follow_a_public_item()
    {
        var stories = app.Services.GetRequiredService<GatherStories>();
        await stories.RunAsync(still: false);
        var item = await ItemAsync("Quieter offices");
        var inside = await app.CallAsync("internal-ideas", "Behind closed doors");
        var idea = await PostAsync(inside, app.Cast.Olu, "Felt on every desk", letThrough: false);
        await app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<GiveStatus>()
                    .RunAsync(inside, idea.Number, "chosen", "We buy felt.", item.Reference)
        );
        var made = await app.CallAsync(
            "internal-ideas",
            "Whose desk first?",
            publish: false,
            item: item.Ocid
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{made}/publish");
        await olu.PressAsync("Publish it now");
        await stories.RunAsync(still: false);
        await olu.GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains("Felt on every desk", olu.Text, StringComparison.Ordinal);
        Assert.Contains("Whose desk first?", olu.Text, StringComparison.Ordinal);
        var visitor = await app.Visit().GoAsync($"/pipeline/{item.Reference}");
        using var feed = await visitor.RawAsync(
            new(HttpMethod.Get, $"/feeds/record/PipelineItem:{item.Id}.atom")
        );
        var told = await feed.Content.ReadAsStringAsync();
        Assert.Contains("It takes up an idea that was put forward", told, StringComparison.Ordinal);
        Assert.Contains("A call has come of it", told, StringComparison.Ordinal);
        Assert.All(
            [visitor.Text, told],
            text =>
            {
                Assert.DoesNotContain("Felt on every desk", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Whose desk first?", text, StringComparison.Ordinal);
            }
        );
    }

    private Task<PipelineItem> ItemAsync(string title) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var made = PipelineItem.Draft(
                app.Cast.Preston.Id,
                new() { Title = title },
                app.Cast.Olu.Id,
                "ocds-test",
                db.Now()
            );
            made.Publish(ItemVisibility.Public, needsApprover: false, null, db.Now());
            db.Add(made);
            db.RecordOn(
                await scope.ActorAsync(app.Cast.Olu),
                PipelineActs.Published,
                made,
                new { visibility = made.Visibility.ToString() }
            );
            await db.SavePipelineAsync([made], default);
            return made;
        });

    [Fact]
    public async Task Those_who_owe_an_answer_are_reminded_before_it_is_due_and_once_when_it_is_overdue()
    {
        var before = app.Clock.Time;
        try
        {
            var call = await app.CallAsync("ideas-wall", "Reminded of it");
            var entry = await PostAsync(call, app.Nia, "Mend the clock tower");
            var (recipient, due) = ($"person:{app.Cast.Olu.Id}", DateOnly.MinValue);
            async Task<List<string>> RemindedAsync()
            {
                await app.InScopeAsync(scope =>
                    scope.GetRequiredService<RemindModerators>().RunAsync()
                );
                return await app.InScopeAsync(async scope =>
                {
                    var db = scope.GetRequiredService<Db>();
                    due = (await db.Set<Entry>().SingleAsync(e => e.Id == entry.Id))
                        .AnswerDue!
                        .Value;
                    return await db.Set<Message>()
                        .Where(m =>
                            m.Recipient == recipient
                            && m.SubjectId == entry.Id.ToString()
                            && m.Key.StartsWith("entry-answer:")
                        )
                        .OrderBy(m => m.CreatedAt)
                        .Select(m => m.Title)
                        .ToListAsync();
                });
            }
            Assert.Empty(await RemindedAsync());
            app.Clock.Time = new(due.ToDateTime(new(9, 0)), TimeSpan.Zero);
            await RemindedAsync();
            Assert.StartsWith(
                "Answer Mend the clock tower and more by ",
                Assert.Single(await RemindedAsync()),
                StringComparison.Ordinal
            );
            app.Clock.Time += TimeSpan.FromDays(1);
            await RemindedAsync();
            Assert.Equal(
                ["The answer to Mend the clock tower and more is overdue"],
                (await RemindedAsync()).Skip(1)
            );
            await app.AsAsync(
                app.Cast.Olu,
                scope =>
                    scope
                        .GetRequiredService<GiveStatus>()
                        .RunAsync(call, entry.Number, "done", "It goes again.")
            );
            app.Clock.Time += TimeSpan.FromDays(30);
            Assert.Equal(2, (await RemindedAsync()).Count);
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    [Fact]
    public async Task An_answer_that_is_owed_is_shown_as_overdue_after_its_working_days()
    {
        var before = app.Clock.Time;
        try
        {
            var call = await app.CallAsync("ideas-wall", "Owed");
            var entry = await PostAsync(call, app.Nia, "Paint the bridges");
            app.Clock.Time += TimeSpan.FromDays(20);
            var visitor = app.Visit();
            await visitor.GoAsync(entry.Path);
            Assert.Contains("Answer overdue", visitor.Text, StringComparison.Ordinal);
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    [Fact]
    public async Task Ideas_that_say_the_same_are_found_joined_and_keep_their_credit()
    {
        var call = await app.CallAsync("ideas-wall", "The same");
        var first = await PostAsync(call, app.Nia, "More benches along the canal towpath");
        var second = await PostAsync(call, app.Ben, "Benches by the canal for older people");
        foreach (
            var (person, entry) in new[]
            {
                (app.Cast.Wyn, first),
                (app.Ben, first),
                (app.Cast.Wyn, second),
            }
        )
        {
            await app.AsAsync(
                person,
                scope => scope.GetRequiredService<SupportEntry>().ToggleAsync(call, entry.Number)
            );
        }
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{call}/ideas/similar.json?q=benches%20at%20the%20canal");
        Assert.Contains("More benches along the canal", visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync($"/calls/{call}/ideas/similar.json?q=swimming%20lessons");
        Assert.DoesNotContain("benches", visitor.Text, StringComparison.Ordinal);

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{second.Path}/moderate");
        await olu.FillIn("Number of the one to join it with", $"{first.Number}")
            .FillIn("What both have in common", "Both ask for benches by the canal.")
            .PressAsync("See both before you join them");
        // Both titles are seen first, and nothing is done yet.
        Assert.Contains("More benches along the canal", olu.Text, StringComparison.Ordinal);
        Assert.Contains("Benches by the canal for older", olu.Text, StringComparison.Ordinal);
        Assert.Contains("It cannot be undone", olu.Text, StringComparison.Ordinal);
        await visitor.GoAsync(second.Path);
        Assert.DoesNotContain("Joined with", visitor.Text, StringComparison.Ordinal);
        await olu.PressAsync("Join them");
        await app.InScopeAsync(async scope =>
        {
            foreach (var (person, of) in new[] { (app.Ben, second), (app.Nia, first) })
            {
                Assert.Single(
                    await scope
                        .GetRequiredService<Db>()
                        .Set<Message>()
                        .Where(m =>
                            m.Recipient == $"person:{person.Id}"
                            && m.Key.StartsWith($"entry-merged:{of.Id}")
                        )
                        .ToListAsync()
                );
            }
        });
        await visitor.GoAsync(first.Path);
        Assert.Contains("2 people support this", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("by Ben", visitor.Text, StringComparison.Ordinal);
        // Nothing that was public disappears: its page stays, and leads on.
        await visitor.GoAsync(second.Path);
        Assert.Contains("Joined with More benches", visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_everybody_reads_of_an_idea_leaves_out_what_was_not_answered()
    {
        var call = await app.CallAsync("ideas-wall", "Two sentences");
        var entry = await PostAsync(call, app.Nia, "A clock at the market");
        var visitor = app.Visit();
        await visitor.GoAsync(entry.Path);
        Assert.Contains("What would you like to happen?", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("No answer", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Could you help?", visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_joined_with_another_is_owed_no_answer_of_its_own()
    {
        var call = await app.CallAsync("ideas-wall", "One answer");
        var first = await PostAsync(call, app.Nia, "Trees on Church Street");
        var second = await PostAsync(call, app.Ben, "Plant trees in Church Street");
        await app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<MergeEntry>()
                    .RunAsync(call, second.Number, first.Number, "Both ask for trees.")
        );
        var visitor = app.Visit();
        await visitor.GoAsync(first.Path);
        Assert.Contains("An answer was promised by", visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync(second.Path);
        Assert.DoesNotContain("An answer was promised by", visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_looks_after_a_wall_reads_each_heading_of_its_page_once()
    {
        var call = await app.CallAsync("ideas-wall", "Headings");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{call}");
        var headings = olu.Page.QuerySelectorAll("main h2").Select(h => h.TextContent).ToList();
        Assert.Contains("What was received", headings);
        Assert.Equal(headings.Distinct(), headings);
    }

    [Theory]
    [InlineData("Lamps  on the\npath.", "Lamps on the path")]
    [InlineData("Why not?", "Why not?")]
    public void A_title_is_one_line_without_a_full_stop(string said, string title) =>
        Assert.Equal(title, SubmitEntry.Shortened(said));

    [Fact]
    public async Task An_idea_that_is_changed_is_not_said_to_be_like_itself()
    {
        var call = await app.CallAsync("ideas-wall", "Said once");
        var entry = await PostAsync(call, app.Nia, "A shelter at the tram stop");
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync(entry.Path);
        await nia.GoAsync(nia.Page.QuerySelector(".govuk-task-list__link")!.GetAttribute("href")!);
        var asked = nia.Page.QuerySelector("form[data-similar]")!.GetAttribute("data-similar")!;
        await nia.GoAsync($"{asked}&q=shelter%20tram%20stop");
        Assert.DoesNotContain("shelter", nia.Text, StringComparison.Ordinal);
        await nia.GoAsync($"/calls/{call}/ideas/similar.json?q=shelter%20tram%20stop");
        Assert.Contains("shelter", nia.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("999", "The same", "Into", "There is none with this number.")]
    [InlineData("one", "The same", "Into", "Enter its number")]
    [InlineData(null, "", "Common", "Say what both have in common")]
    public async Task What_stands_in_the_way_of_joining_is_said_beside_the_field_it_is_about(
        string? into,
        string common,
        string field,
        string says
    )
    {
        var call = await app.CallAsync("ideas-wall", "Not the same");
        var first = await PostAsync(call, app.Nia, "Bins at the bus stop");
        var second = await PostAsync(call, app.Ben, "A bin at each bus stop");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{second.Path}/moderate");
        await olu.FillIn("Number of the one to join it with", into ?? $"{first.Number}")
            .FillIn("What both have in common", common)
            .PressAsync("See both before you join them");
        var error = olu.Page.QuerySelector(".govuk-error-summary a")!;
        Assert.Contains(says, error.TextContent, StringComparison.Ordinal);
        Assert.Equal($"#{field}", error.GetAttribute("href"));
        Assert.NotNull(olu.Page.QuerySelector($"#{field}"));
    }

    [Fact]
    public async Task An_idea_can_be_built_on_reported_and_hidden_with_a_reason()
    {
        var call = await app.CallAsync("ideas-wall", "Built on");
        var first = await PostAsync(call, app.Nia, "A map of water fountains");
        var ben = await app.SignInAsync("ben@example.org");
        await ben.GoAsync(first.Path);
        await ben.FollowAsync("Build on it");
        await ben.Choose("I do, as a person").PressAsync("Start");
        var second = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Entry>()
                .SingleAsync(e => e.CallReference == call && e.BuiltOnId == first.Id)
        );
        Assert.Equal(second.Path, ben.At);
        await ben.GoAsync($"{first.Path}/report");
        await ben.FillIn("What is wrong with it?", "It names a neighbour").PressAsync("Report it");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{call}/moderation");
        Assert.Contains("It names a neighbour", olu.Text, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            ModerateAsync(call, first, ModeratorAct.Hide, " ")
        );
        Assert.Equal("Reason", refusal.Field);
        await ModerateAsync(
            call,
            first,
            ModeratorAct.Hide,
            "It names somebody who has not agreed."
        );
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync(first.Path);
        Assert.Contains(
            "It names somebody who has not agreed.",
            nia.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (
                await app.Visit().RawAsync(new(HttpMethod.Get, "http://localhost" + first.Path))
            ).StatusCode
        );
    }

    [Fact]
    public async Task A_confidential_reply_is_read_by_the_owners_team_alone_and_what_is_told_in_turn_by_all()
    {
        const string secret = "We have built this for York, for a tenth of the price";
        var call = await app.CallAsync("ideas-wall", "In confidence");
        var entry = await PostAsync(call, app.Nia, "Sensors in gullies");
        var ben = await app.SignInAsync("ben@example.org");
        await ben.GoAsync(entry.Path);
        await ben.FollowAsync("Reply in confidence");
        await ben.FillIn("Firm or organisation (optional)", "Fold Ltd")
            .FillIn("Your reply", secret)
            .PressAsync("Send it to the team");
        foreach (
            var email in new[]
            {
                "nia@example.org",
                "wyn@example.org",
                "mei@example.org",
                "sam@example.org",
            }
        )
        {
            var other = await app.SignInAsync(email);
            foreach (var address in new[] { entry.Path, $"{entry.Path}/confidential" })
            {
                var answer = await other.RawAsync(
                    new(HttpMethod.Get, "http://localhost" + address)
                );
                Assert.DoesNotContain(
                    secret,
                    await answer.Content.ReadAsStringAsync(),
                    StringComparison.Ordinal
                );
            }
        }
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{entry.Path}/confidential");
        Assert.Contains(secret, olu.Text, StringComparison.Ordinal);
        await olu.PressAsync("Acknowledge the reply of Ben");
        await ben.GoAsync("/work");
        Assert.Contains("has been read", ben.Text, StringComparison.Ordinal);
        await olu.GoAsync($"/calls/{call}/told");
        await olu.FillIn("What was told", "We think of a trial with twenty gullies.")
            .FillIn("On which occasion", "A reply to a contributor")
            .PressAsync("Publish it");
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{call}/told");
        Assert.Contains("a trial with twenty gullies", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Fold Ltd", visitor.Text, StringComparison.Ordinal);
        await app.InScopeAsync(async scope =>
            Assert.False(
                await scope
                    .GetRequiredService<Db>()
                    .Set<Event>()
                    .AnyAsync(e => e.Verb == "confidential-reply-given" && e.ActorId != null)
            )
        );
    }

    [Fact]
    public async Task Those_who_work_on_an_idea_do_not_support_it_themselves()
    {
        var call = await app.CallAsync("ideas-wall", "One’s own");
        var entry = await PostAsync(call, app.Nia, "A bell for the ferry");
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync(entry.Path);
        Assert.Null(nia.Page.QuerySelector("form[action$='/support']"));
        await nia.GoAsync($"{entry.Path}/support");
        await nia.PressAsync("Support it");
        Assert.Contains("You work on this yourself", nia.Text, StringComparison.Ordinal);
        // Nor by the e-mail of an account that works on it.
        var visitor = await app.Visit().GoAsync($"{entry.Path}/support");
        await visitor
            .FillIn("Your e-mail address", "nia@example.org")
            .PressAsync("Send me the link");
        await visitor.GoAsync(
            await app.InScopeAsync(async scope =>
                (
                    await scope
                        .GetRequiredService<Db>()
                        .Set<Message>()
                        .SingleAsync(m =>
                            m.Recipient == "mail:nia@example.org"
                            && m.Key.StartsWith($"support:{entry.Id}")
                        )
                ).Path!
            )
        );
        await visitor.PressAsync("Confirm my support");
        Assert.Contains("You work on this yourself", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await app.FindAsync(app.Nia, entry)).Entry.SupportCount);
    }

    [Fact]
    public async Task The_author_reads_first_how_an_idea_stands_and_what_was_answered()
    {
        var call = await app.CallAsync("ideas-wall", "Answer first");
        var entry = await PostAsync(call, app.Nia, "A swing by the weir");
        await app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<GiveStatus>()
                    .RunAsync(call, entry.Number, "planned", "It is built in May.")
        );
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync(entry.Path);
        var text = nia.Text;
        var answer = text.IndexOf("It is built in May.", StringComparison.Ordinal);
        Assert.True(answer > 0);
        Assert.True(answer < text.IndexOf("See the receipt", StringComparison.Ordinal));
        Assert.Contains(
            nia.Page.QuerySelectorAll("h2"),
            h => h.TextContent.Trim() == "How it stands"
        );
        await nia.GoAsync("/entries");
        Assert.Contains("Planned", nia.Text, StringComparison.Ordinal);
        await nia.GoAsync($"/calls/{call}");
        Assert.Contains(
            "A swing by the weir and more: Planned.",
            nia.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Somebody_asks_to_join_a_project_and_those_who_lead_it_let_them_in_or_say_why_not()
    {
        var call = await app.CallAsync("hack-day", "Coming home");
        var entry = await app.DraftAsync(app.Nia, call, marker: "A map of ramps");
        await app.SubmitAsync(app.Nia, entry, stage: "pitch");
        var (ben, nia, wyn) = (
            await app.SignInAsync("ben@example.org"),
            await app.SignInAsync("nia@example.org"),
            await app.SignInAsync("wyn@example.org")
        );
        await ben.GoAsync(entry.Path);
        await ben.FollowAsync("Ask to join");
        await ben.PressAsync("Ask to join");
        Assert.Contains(
            "Say in a sentence what you would bring",
            ben.Text,
            StringComparison.Ordinal
        );
        await ben.FillIn("What would you bring?", "I draw maps.").PressAsync("Ask to join");
        await ben.GoAsync($"{entry.Path}/ask-to-join");
        Assert.Contains("have not answered yet", ben.Text, StringComparison.Ordinal);
        Assert.Contains(
            "asked already",
            (await AskAsync(app.Ben)).Message,
            StringComparison.Ordinal
        );
        // What was asked is read by nobody else.
        await wyn.GoAsync(entry.Path);
        Assert.DoesNotContain("I draw maps.", wyn.Text, StringComparison.Ordinal);
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (
                await wyn.RawAsync(new(HttpMethod.Get, $"http://localhost{entry.Path}/people"))
            ).StatusCode
        );
        // Taken back, asked again, and let in.
        await ben.GoAsync($"{entry.Path}/ask-to-join");
        await ben.PressAsync("Do not ask any more");
        await nia.GoAsync($"{entry.Path}/people");
        Assert.DoesNotContain("Ben asks to join", nia.Text, StringComparison.Ordinal);
        await ben.GoAsync($"{entry.Path}/ask-to-join");
        await ben.FillIn("What would you bring?", "I draw good maps.").PressAsync("Ask to join");
        await nia.GoAsync("/work");
        Assert.Contains("People who ask to join", nia.Text, StringComparison.Ordinal);
        await nia.GoAsync(entry.Path);
        await nia.FollowAsync("Somebody asks to join");
        Assert.Contains("I draw good maps.", nia.Text, StringComparison.Ordinal);
        await nia.PressAsync("Let Ben join");
        var joined = (await app.FindAsync(app.Ben, entry)).Entry;
        Assert.Equal(MemberRight.Edit, joined.Members.Single(m => m.PersonId == app.Ben.Id).Right);
        Assert.Contains(
            "work on this already",
            (await AskAsync(app.Ben)).Message,
            StringComparison.Ordinal
        );
        // Declined with a word, once and for all.
        Assert.Null(await AskedAsync(app.Cast.Wyn));
        await nia.GoAsync($"{entry.Path}/people");
        await nia.PressAsync("Decline");
        Assert.Contains("Give Wyn a word why not", nia.Text, StringComparison.Ordinal);
        await nia.FillIn("Why not?", "We are enough.").PressAsync("Decline");
        Assert.Contains(
            "We are enough.",
            (await AskAsync(app.Cast.Wyn)).Message,
            StringComparison.Ordinal
        );
        await app.InScopeAsync(async scope =>
            Assert.Equal(
                1,
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .CountAsync(m =>
                        m.Recipient == $"person:{app.Cast.Wyn.Id}"
                        && m.Title == "You cannot join “A map of ramps and more”"
                    )
            )
        );
        // After the last deadline nobody joins any more.
        var before = app.Clock.Time;
        try
        {
            app.SetClock(
                await app.InScopeAsync(async scope =>
                    (await EnteringApp.CallAsync(scope.GetRequiredService<Db>(), call))
                        .InOrder.Last()
                        .ClosesAt!.Value.AddDays(1)
                )
            );
            Assert.Contains(
                "deadline has passed",
                (await AskAsync(app.Cast.Lee)).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            app.Clock.Time = before;
        }

        Task<Refusal> AskAsync(Person person) =>
            Assert.ThrowsAsync<Refusal>(() => AskedAsync(person));

        Task<object?> AskedAsync(Person person) =>
            app.AsAsync(
                person,
                async scope =>
                {
                    await scope
                        .GetRequiredService<AskToJoin>()
                        .RunAsync(call, entry.Number, "I bring time.");
                    return (object?)null;
                }
            );
    }

    [Fact]
    public async Task Nobody_asks_to_join_where_the_kind_knows_no_joining()
    {
        var call = await app.CallAsync("ideas-wall", "No joining");
        var entry = await PostAsync(call, app.Nia, "A shelter at the quay");
        var ben = await app.SignInAsync("ben@example.org");
        await ben.GoAsync(entry.Path);
        Assert.DoesNotContain("Ask to join", ben.Text, StringComparison.Ordinal);
        await ben.GoAsync($"{entry.Path}/ask-to-join");
        Assert.Contains("Nobody can ask to join here", ben.Text, StringComparison.Ordinal);
    }
}
