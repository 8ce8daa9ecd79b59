using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>A call made, approved, published, amended and asked about, on its pages.</summary>
[UsesDatabase]
public sealed class CallPagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Headings_of_the_money_of_a_call_skip_no_level()
    {
        var call = await app.CallAsync("hack-day", "Headings", publish: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{call}/money");
        Assert.Contains(olu.Page.QuerySelectorAll("main h2"), h => h.TextContent == "Prizes");
        Assert.Empty(olu.Page.QuerySelectorAll("main h3"));
    }

    [Theory]
    [InlineData("competitive-flexible-tender", "Estimated value")]
    [InlineData("innovation-fund", "Budget")]
    public async Task Sums_are_saved_for_kinds_that_pay_nobody_for_taking_part(
        string kind,
        string label
    )
    {
        var call = await app.CallAsync(kind, "Sums", publish: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{call}/money");
        await olu.FillIn(label, "260000").PressAsync("Save");
        Assert.Contains("The money is saved.", olu.Text, StringComparison.Ordinal);
        await olu.GoAsync($"/calls/{call}/money");
        Assert.Contains(
            olu.Page.QuerySelectorAll("input"),
            i => i.GetAttribute("value") == "260000"
        );
    }

    [Fact]
    public async Task An_officer_makes_a_challenge_section_by_section_and_a_visitor_reads_it()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/calls/new");
        await olu.FillIn("Title", "Warm homes").PressAsync("Make the draft");
        Assert.Contains("Choose what kind of call it is", olu.Text);
        await olu.Choose("Challenge prize").PressAsync("Make the draft");
        Assert.Contains("of 8 sections complete", olu.Text);
        var path = olu.At.Replace("/make", "", StringComparison.Ordinal);

        await olu.FollowAsync("What it is about");
        await olu.FillIn("Summary", "Homes that stay warm")
            .FillIn("CPV codes", "1234")
            .PressAsync("Save");
        Assert.Contains("is no CPV code", olu.Text);
        await olu.FillIn("CPV codes", "45000000").PressAsync("Save");
        await olu.FollowAsync("Brief");
        Assert.Contains("Describe the need and leave the solution", olu.Text);
        Assert.DoesNotContain("**", olu.Text);
        Assert.NotNull(
            olu.Page.QuerySelector(
                "[data-maxlength='500'][data-count-type=words] textarea.govuk-js-character-count"
            )
        );
        await olu.FillIn("The problem", "Damp.")
            .FillIn("What success looks like", "Dry homes, <script>alert(1)</script> =1+1")
            .FillIn("What happens afterwards", "A pilot.")
            .PressAsync("Save");
        await olu.GoAsync($"{path}/dates");
        await Dates(olu, "28", "3", "2027", "1:30").PressAsync("Save");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("There is no 01:30 on 28 March 2027: the clocks go forward then", olu.Text);
        Assert.Equal(
            "1:30",
            olu.Page.QuerySelector("#Stages_0__ClosesAt, #Stages-0--ClosesAt")
                ?.GetAttribute("value")
        );
        await Dates(olu, "29", "3", "2027", "12:00").PressAsync("Save");
        await olu.GoAsync($"{path}/money");
        await olu.FillIn("Called", "First prize")
            .FillIn("Amount (optional)", "£50,000")
            .PressAsync("Save");
        await NameAsync(olu, path, "Approver", "ada@example.org");
        await NameAsync(olu, path, "Lead assessor", "wyn@example.org");
        await NameAsync(olu, path, "Assessor", "mei@example.org");
        await NameAsync(olu, path, "Assessor", "lee@example.org");
        await olu.GoAsync($"{path}/money");
        await FillFeeAsync(olu);
        await olu.GoAsync($"{path}/make");
        Assert.Contains("All sections are complete", olu.Text);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(path)).Status);
        await olu.GoAsync($"{path}/publish");
        await olu.PressAsync("Ask for approval");
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/work");
        Assert.Contains("Calls to approve", ada.Text);
        await ada.GoAsync($"{path}/publish");
        await ada.PressAsync("Return it");
        Assert.Contains("Say what has to change", ada.Text);
        await ada.FillIn("Or return it: what has to change?", "Who owns the result?")
            .PressAsync("Return it");
        await olu.GoAsync($"{path}/make");
        Assert.Contains("Who owns the result?", olu.Text);
        await olu.GoAsync($"{path}/publish");
        await olu.PressAsync("Ask for approval");
        await ada.GoAsync($"{path}/publish");
        await ada.PressAsync("Approve it");
        await olu.GoAsync($"{path}/publish");
        await olu.PressAsync("Publish it now");
        Assert.Contains("It is published.", olu.Text);

        var visitor = await app.Visit().GoAsync(path);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains(
            "Concepts: open until 12:00 on 29 March 2027, London time (UTC+1).",
            visitor.Text
        );
        Assert.Contains("<script>alert(1)</script>", visitor.Text);
        Assert.Empty(visitor.Page.QuerySelectorAll("main script"));
        Assert.Contains("40%", visitor.Text);
        Assert.DoesNotContain("Who owns the result?", visitor.Text);
        await app.Services.GetRequiredService<CallIndex>().CatchUpAsync();
        await visitor.GoAsync("/calls?q=warm");
        Assert.Contains("Warm homes", visitor.Text);
        await visitor.GoAsync("/search?q=warm+homes");
        Assert.Contains("Warm homes", visitor.Text);
    }

    [Fact]
    public async Task A_call_is_found_by_the_name_of_its_category_and_stands_first_in_the_search()
    {
        await app.CallAsync("challenge-prize", "Zebra crossings");
        await app.Services.GetRequiredService<CallIndex>().CatchUpAsync();
        var visitor = await app.Visit().GoAsync("/search?q=construction+zebra");
        Assert.Equal("1 call", visitor.Page.QuerySelector(".td-found h2")!.TextContent);
        Assert.Contains("Zebra crossings", visitor.Text);
    }

    [Fact]
    public async Task A_state_that_does_not_exist_is_shown_as_typed_and_not_as_the_council_whose_code_it_is()
    {
        var visitor = await app.Visit().GoAsync("/calls?state=ALL");
        Assert.Contains("‘ALL’", visitor.Text);
        Assert.DoesNotContain("Allerdale", visitor.Text);
    }

    [Fact]
    public async Task Criteria_that_total_99_are_kept_named_and_never_published()
    {
        var path =
            "/calls/" + await app.CallAsync("challenge-prize", "Ninety-nine", publish: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{path}/criteria/concept");
        await olu.FillIn("Weight", "24").PressAsync("Save");
        Assert.Contains("Saved. Before it can be published: The weights total 99", olu.Text);
        await olu.GoAsync($"{path}/make");
        Assert.Contains("The weights total 99. They must total 100.", olu.Text);
        await olu.GoAsync($"{path}/publish");
        Assert.DoesNotContain("Ask for approval", olu.Text);
        await olu.GoAsync($"{path}/criteria/concept");
        await olu.FillIn("Weight", "a lot").PressAsync("Save");
        Assert.Contains("Enter a weight, such as 25", olu.Text);
        await olu.FillIn("Weight", "25").PressAsync("Save");
        Assert.Contains("The criteria are saved.", olu.Text);
    }

    [Fact]
    public async Task Room_for_more_criteria_loses_nothing_that_was_typed()
    {
        var path = "/calls/" + await app.CallAsync("challenge-prize", "Room", publish: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{path}/criteria/concept");
        var before = olu.Page.QuerySelectorAll("fieldset.td-rate").Length;
        await olu.FillIn("Name", "Insight, renamed").PressAsync("Add room for more criteria");
        Assert.Equal(before + 3, olu.Page.QuerySelectorAll("fieldset.td-rate").Length);
        await olu.PressAsync("Save");
        Assert.Contains("Insight, renamed", olu.Text);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_form_is_said_at_once_and_nothing_of_it_is_saved()
    {
        var reference = await app.CallAsync("challenge-prize", "All at once", publish: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/about");
        await olu.FillIn("Title", "")
            .FillIn("CPV codes", "cheese")
            .FillIn("Region", "Mars")
            .FillIn("E-mail address of the contact", "nobody")
            .PressAsync("Save");
        AssertSays("Enter a title", "is no CPV code", "is no code of a region", "e-mail address");
        await olu.GoAsync($"/calls/{reference}/criteria/concept");
        await olu.FillIn("Name", "Insight anew")
            .FillIn("Weight", "heavy")
            .FillIn("Assessors of each entry, at least", "many")
            .PressAsync("Save");
        AssertSays("Enter a weight, such as 25", "Enter a whole number");
        await app.InScopeAsync(async scope =>
            Assert.Equal(
                "All at once",
                (
                    await scope
                        .GetRequiredService<Db>()
                        .CallAsync(await scope.ActorAsync(app.Cast.Olu), reference)
                ).Title
            )
        );

        void AssertSays(params string[] words)
        {
            var said = olu
                .Page.QuerySelectorAll(".govuk-error-summary a")
                .Select(a => a.TextContent)
                .ToList();
            Assert.Equal(words.Length, said.Count);
            Assert.All(words, w => Assert.Contains(said, s => s.Contains(w)));
        }
    }

    [Fact]
    public async Task An_addendum_moves_a_deadline_shows_what_was_and_tells_the_panel()
    {
        var reference = await app.CallAsync("challenge-prize", "Later");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/amend");
        await olu.PressAsync("Publish the addendum");
        Assert.Contains("Say what changes, and why", olu.Text);
        await olu.FillIn("What changes, and why?", "Two firms asked about the data")
            .FillIn("Summary", "Later, with data")
            .PressAsync("Publish the addendum");
        Assert.Contains("Addendum 1 is published, and told.", olu.Text);
        var visitor = await app.Visit().GoAsync($"/calls/{reference}");
        Assert.Contains("Two firms asked about the data", visitor.Text);
        Assert.Contains("Later: what can be done", visitor.Text);
        Assert.Contains("Later, with data", visitor.Text);
        await app.InScopeAsync(async scope =>
        {
            var wyn = app.Cast.Wyn.Id;
            Assert.True(
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .AnyAsync(m =>
                        m.Recipient == $"person:{wyn}" && m.Title == "Addendum 1 to Later"
                    )
            );
        });
    }

    [Fact]
    public async Task Money_and_prizes_change_by_an_addendum_that_shows_what_was_and_what_is()
    {
        var reference = await app.CallAsync("challenge-prize", "More money");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/amend");
        await olu.FillIn("What changes, and why?", "A second sponsor joins")
            .FillIn("Amount (optional)", "lots")
            .PressAsync("Publish the addendum");
        Assert.Contains("Enter an amount, such as 25000", olu.Text);
        await olu.FillIn("Amount (optional)", "60000")
            .FillIn("Called (empty it to take the prize away)", "Second prize")
            .PressAsync("Publish the addendum");
        var visitor = await app.Visit().GoAsync($"/calls/{reference}");
        Assert.Contains("First prize, £50,000", visitor.Text);
        Assert.Contains("First prize, £60,000", visitor.Text);
        Assert.Contains("Second prize", visitor.Text);
        Assert.Contains("Prizes of £60,000", visitor.Text);
        await app.InScopeAsync(async scope =>
        {
            var call = await scope
                .GetRequiredService<Db>()
                .CallAsync(await scope.ActorAsync(app.Cast.Olu), reference);
            Assert.Equal(
                [
                    new AddendumChange("Prize 1", "First prize, £50,000", "First prize, £60,000"),
                    new AddendumChange("Prize 2", null, "Second prize"),
                ],
                Assert.Single(call.Addenda).ChangeList
            );
            // What had to be said before publication is not unsaid after it.
            var nothing = Assert.Throws<Refusal>(() =>
                call.Amend(
                    new()
                    {
                        Text = "No prizes any more",
                        Sums = new()
                        {
                            Fees = call.Stages.ToDictionary(s => s.Code, s => s.FeeMinor),
                        },
                    },
                    Actor.System,
                    call.PublishedAt!.Value
                )
            );
            Assert.Equal("Enter at least one prize", nothing.Message);
        });
    }

    [Fact]
    public async Task The_owner_chooses_by_which_answers_a_criterion_is_judged_and_whether_names_are_seen()
    {
        var reference = await app.CallAsync("challenge-prize", "Own choices", publish: false);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/criteria/concept");
        var boxes = olu
            .Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlInputElement>(
                "input[name='Draft.Criteria[0].Questions']"
            )
            .ToList();
        Assert.True(boxes.Count > 2);
        Assert.Contains(boxes, b => b.IsChecked);
        foreach (var box in boxes)
        {
            box.IsChecked = box == boxes[1];
        }
        olu
            .Page.QuerySelector<AngleSharp.Html.Dom.IHtmlInputElement>(
                "input[name='Draft.Scale[0].Meaning']"
            )!
            .Value = "Nothing is said of it";
        await olu.Choose("Assessors do not see who entered").PressAsync("Save");
        var terms = await app.InScopeAsync(async scope =>
            (
                await scope
                    .GetRequiredService<Db>()
                    .CallAsync(await scope.ActorAsync(app.Cast.Olu), reference)
            )
                .Stage("concept")!
                .Judging
        );
        Assert.Equal([boxes[1].Value], terms.Criteria[0].Questions);
        Assert.Equal(
            (Tandem.Calls.Kinds.Anonymity.Always, "Nothing is said of it"),
            (terms.Anonymised, terms.Scale[0].Meaning)
        );
        await olu.GoAsync($"/calls/{reference}/criteria/concept");
        Assert.Contains("Judged by 1 answer", olu.Text);
    }

    [Fact]
    public async Task The_page_of_an_organisation_lists_its_calls_that_the_reader_may_see()
    {
        var open = await app.CallAsync("challenge-prize", "Listed for everybody");
        await app.CallAsync("internal-ideas", "Listed for colleagues");
        await app.CallAsync("challenge-prize", "Not published", publish: false);
        var visitor = await app.Visit().GoAsync("/organisations/preston-city-council");
        Assert.Contains("Listed for everybody", visitor.Text);
        Assert.Contains("Challenge prize. Concepts: open until", visitor.Text);
        Assert.DoesNotContain("Listed for colleagues", visitor.Text);
        Assert.DoesNotContain("Not published", visitor.Text);
        await visitor.FollowAsync("Listed for everybody");
        Assert.Equal($"/calls/{open}", visitor.At);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/organisations/preston-city-council");
        Assert.Contains("Listed for colleagues", mei.Text);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_its_page_with_the_reason()
    {
        var reference = await app.CallAsync("challenge-prize", "Short-lived");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/cancel");
        await olu.PressAsync("Cancel it for good");
        Assert.Contains("Say why it is cancelled", olu.Text);
        await olu.FillIn("Why is it cancelled?", "The money went elsewhere")
            .PressAsync("Cancel it for good");
        var visitor = await app.Visit().GoAsync($"/calls/{reference}");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("The money went elsewhere", visitor.Text);
        Assert.Contains("Cancelled", visitor.Text);
        await olu.GoAsync($"/calls/{reference}/amend");
        Assert.Contains("Only a published call is changed by an addendum.", olu.Text);
    }

    [Fact]
    public async Task Answers_go_to_all_the_asker_is_hidden_and_nobody_is_told_anything_alone()
    {
        var reference = await app.CallAsync("challenge-prize", "Questions");
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync($"/calls/{reference}/questions");
        await lee.FillIn("Your question", "Leeds asks: may we use open data?")
            .PressAsync("Ask the question");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/questions");
        await olu.FollowAsync(
            olu.Page.QuerySelectorAll("a")
                .Select(a => a.TextContent.Trim())
                .First(t => t == $"{reference}-Q1")
        );
        Assert.Contains("whoever asked is told nothing that the others are not", olu.Text);
        Assert.DoesNotContain("Decline the question", olu.Text);
        var question = olu.At;
        await olu.FillIn("The question, as everybody is to read it", "May we use open data?")
            .FillIn("Your answer", "Yes.")
            .PressAsync("Publish question and answer");
        var visitor = await app.Visit().GoAsync($"/calls/{reference}/questions");
        Assert.Contains("May we use open data?", visitor.Text);
        Assert.DoesNotContain("Leeds asks", visitor.Text);
        Assert.DoesNotContain("Lee", visitor.Page.QuerySelector("main")!.TextContent);
        await visitor.GoAsync(question);
        Assert.DoesNotContain("Leeds asks", visitor.Text);
    }

    [Fact]
    public async Task No_question_is_taken_after_the_time_for_questions()
    {
        var reference = await app.CallAsync(
            "challenge-prize",
            "Too late",
            with: (call, now) =>
                call.Schedule(
                    new(
                        [
                            .. call.InOrder.Select(s => new StageDates(
                                s.Code,
                                s.OpensAt,
                                s.ClosesAt,
                                null
                            )),
                        ],
                        now.AddHours(1),
                        null
                    ),
                    now
                )
        );
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync($"/calls/{reference}/questions");
        Assert.Contains("Ask until", lee.Text);
        lee.FillIn("Your question", "Is it too late?");
        app.Clock.Advance(TimeSpan.FromHours(2));
        await lee.PressAsync("Ask the question");
        Assert.Contains("The time for questions is over.", lee.Text);
        await lee.GoAsync($"/calls/{reference}/questions");
        Assert.DoesNotContain("Ask the question", lee.Text);
    }

    [Fact]
    public async Task Formulas_and_markup_in_words_stay_words_on_pages_and_in_files()
    {
        var reference = await app.CallAsync(
            "challenge-prize",
            "=HYPERLINK(\"http://evil.example\")",
            with: (call, now) =>
                call.WriteBrief(
                    new Dictionary<string, string>
                    {
                        ["problem"] = "<img src=x onerror=alert(1)> [go](javascript:alert(1))",
                    },
                    now
                )
        );
        await app.Services.GetRequiredService<CallIndex>().CatchUpAsync();
        var visitor = await app.Visit().GoAsync($"/calls/{reference}");
        Assert.Empty(visitor.Page.QuerySelectorAll("main img, main [onerror]"));
        Assert.Empty(visitor.Page.QuerySelectorAll("a[href^='javascript']"));
        using var answer = await visitor.RawAsync(
            new HttpRequestMessage(HttpMethod.Get, "/calls.csv?q=hyperlink")
        );
        var csv = await answer.Content.ReadAsStringAsync();
        Assert.Contains("'=HYPERLINK", csv);
        Assert.DoesNotContain(",=HYPERLINK", csv);
        Assert.DoesNotContain("\"=HYPERLINK", csv);
    }

    [Fact]
    public async Task A_form_posted_twice_makes_one_call_published_once()
    {
        var reference = await app.CallAsync("challenge-prize", "Twice", publish: false);
        var (olu, again) = (
            await app.SignInAsync("olu@example.org"),
            await app.SignInAsync("olu@example.org")
        );
        await olu.GoAsync($"/calls/{reference}/publish");
        await again.GoAsync($"/calls/{reference}/publish");
        await olu.PressAsync("Ask for approval");
        await again.PressAsync("Ask for approval");
        Assert.Contains("An approver is looking at this call", again.Text);
    }

    [Fact]
    public async Task What_opened_and_closed_is_told_once_and_the_list_follows()
    {
        var reference = await app.CallAsync("challenge-prize", "Stages told");
        app.Clock.Advance(TimeSpan.FromDays(61));
        await app.InScopeAsync(async scope =>
        {
            var tell = scope.GetRequiredService<TellStages>();
            Assert.True(await tell.RunAsync() > 0);
            Assert.Equal(0, await tell.RunAsync());
        });
        var visitor = await app.Visit().GoAsync($"/calls/{reference}");
        Assert.Contains("Concepts are closed.", visitor.Text);
        Assert.Contains("Prototypes are open.", visitor.Text);
        app.Clock.Advance(TimeSpan.FromDays(-61));
    }

    private static Visitor Dates(Visitor olu, string day, string month, string year, string time)
    {
        var fields = olu
            .Page.QuerySelectorAll("input")
            .Where(i =>
                i.GetAttribute("name")?.StartsWith("Stages[", StringComparison.Ordinal) == true
            )
            .ToDictionary(
                i => i.GetAttribute("name")!,
                i => (AngleSharp.Html.Dom.IHtmlInputElement)i
            );
        (fields["Stages[0].ClosesOn.Day"].Value, fields["Stages[0].ClosesOn.Month"].Value) = (
            day,
            month
        );
        (fields["Stages[0].ClosesOn.Year"].Value, fields["Stages[0].ClosesAt"].Value) = (
            year,
            time
        );
        (fields["Stages[1].OpensOn.Day"].Value, fields["Stages[1].OpensOn.Month"].Value) = (
            "1",
            "5"
        );
        fields["Stages[1].OpensOn.Year"].Value = "2027";
        (fields["Stages[1].ClosesOn.Day"].Value, fields["Stages[1].ClosesOn.Month"].Value) = (
            "1",
            "9"
        );
        fields["Stages[1].ClosesOn.Year"].Value = "2027";
        return olu;
    }

    private static Task FillFeeAsync(Visitor olu) =>
        olu.FillIn("What each entrant of Prototypes is paid for taking part", "5000")
            .PressAsync("Save");

    private static async Task NameAsync(Visitor olu, string path, string part, string email)
    {
        await olu.GoAsync($"{path}/people");
        await olu.Choose(part).FillIn("E-mail address", email).PressAsync("Name them");
        Assert.Contains("Named.", olu.Text);
    }
}
