using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Playbooks.Runs;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Formats.Documents;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks.Runs;

[UsesDatabase]
public sealed class RunPagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Two_authorities_do_a_run_from_the_first_step_through_a_returned_gate_to_the_end()
    {
        await app.PublishAsync(
            "shared",
            (
                "earliest: {working-days: 8, after: tell, law: \"Procurement Act 2023, section 51\"}",
                "optional: false"
            )
        );
        var olu = await app.SignInAsync("olu@example.org");
        var wyn = await app.SignInAsync("wyn@example.org");
        await olu.GoAsync("/runs/new");
        await olu.Choose("A small playbook").PressAsync("Start the run");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Enter what is bought or changed", olu.Text);
        await olu.GoAsync("/runs/new");
        await olu.FillIn("CPV codes", "seven")
            .FillIn("Expected value", "much")
            .PressAsync("Start the run");
        foreach (
            var wrong in new[]
            {
                "Choose a playbook",
                "Enter what is bought or changed",
                "‘seven’ is no CPV code",
                "Enter an amount, such as 450000",
            }
        )
        {
            Assert.Contains(wrong, olu.Text);
        }
        await olu.GoAsync("/runs/new?playbook=shared");
        await olu.FillIn("What is bought or changed?", "Housing repairs software")
            .FillIn("Expected value", "450,000")
            .Choose("Wyre Borough Council")
            .PressAsync("Start the run");
        var run = olu.At;
        Assert.Matches("^/runs/RUN-[0-9]{4}-[0-9]{3}$", run);
        Assert.Contains("Ask the other authorities", olu.Text);
        Assert.Contains("There is no evidence yet for: The answers of the others", olu.Text);

        // Each names who decides for it; the approver need be no more than a member.
        await olu.GoAsync($"{run}/people");
        await olu.FillIn("Which role?", "Budget holder (decides at gates)")
            .FillIn("Who holds it?", "Mei")
            .PressAsync("Save who holds it");
        Assert.Contains("Nobody decides yet as Budget holder for Wyre Borough Council", olu.Text);
        await wyn.GoAsync($"{run}/people");
        await wyn.FillIn("Which role?", "Budget holder (decides at gates)")
            .FillIn("Who holds it?", "Wyn")
            .PressAsync("Save who holds it");

        // Steps: one's own from the list, another's not at all.
        var steps = (await app.ReadAsync(await FindAsync(run))).Steps;
        var own = steps.Single(s => s.Code == "ask" && s.OrganisationId == app.Cast.Preston.Id);
        var theirs = steps.Single(s => s.Code == "ask" && s.OrganisationId == app.Cast.Wyre.Id);
        await olu.GoAsync($"{run}/steps/{own.Number}");
        await olu.FillIn("What should others know?", "All answered")
            .PressAsync("This step is done");
        Assert.Contains("The step is done.", olu.Text);
        await olu.GoAsync($"{run}/steps/{theirs.Number}");
        Assert.DoesNotContain("This step is done", olu.Text);
        await wyn.GoAsync($"{run}/steps/{theirs.Number}");
        await wyn.PressAsync("It is not needed");
        Assert.Contains("Enter why it is not needed", wyn.Text);
        await wyn.FillIn("Why is it not needed?", "Preston asked for us")
            .PressAsync("It is not needed");
        await olu.GoAsync(run);
        await olu.PressAsync("Mark as done: Tell the market");

        // The gate: evidence, checklist, asking, returning.
        await olu.GoAsync($"{run}/gates/plan");
        await olu.PressAsync("Tick: The need is written down");
        await olu.Choose("The answers of the others")
            .FillIn("Where is it?", "https://example.org/answers")
            .FillIn("What is it called?", "Answers of nine councils")
            .PressAsync("Add the evidence");
        await olu.PressAsync("Ask for their decisions");
        Assert.True(olu.Text.Contains("Mei and Wyn have been asked."), olu.Text);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/work");
        Assert.Contains("Gates to decide", mei.Text);
        Assert.Contains("Your decision is asked for: Ready to buy?", mei.Text);
        await mei.GoAsync($"{run}/gates/plan");
        await mei.Choose("Return").PressAsync("Record the decision");
        Assert.Contains("Enter the reason for your decision", mei.Text);
        await mei.Choose("Return")
            .FillIn("Why?", "Say what it costs to do nothing")
            .PressAsync("Record the decision");
        Assert.Contains("Returned. The run is in the stage Plan.", mei.Text);

        // Second time: the checklist is fresh, what was done stays done.
        await olu.GoAsync($"{run}/gates/plan");
        Assert.Contains("Say what it costs to do nothing", olu.Text);
        await olu.PressAsync("Tick: The need is written down");
        await mei.GoAsync($"{run}/gates/plan");
        await mei.Choose("Approve")
            .FillIn("Why?", "Now it is there")
            .PressAsync("Record the decision");
        Assert.Contains("Others still decide.", mei.Text);
        await wyn.GoAsync($"{run}/gates/plan");
        await wyn.Choose("Approve with conditions")
            .FillIn("Why?", "The price is open")
            .FillIn("Conditions", "Ask for unit prices")
            .PressAsync("Record the decision");
        Assert.Contains("The stage Buy begins.", wyn.Text);
        Assert.Contains("Meet the condition: Ask for unit prices", wyn.Text);

        // To the end.
        await olu.GoAsync(run);
        await olu.PressAsync("Mark as done: Sign");
        await olu.PressAsync("Mark as done: Meet the condition: Ask for unit prices");
        await olu.GoAsync($"{run}/gates/buy");
        await olu.PressAsync("Tick: The contract is signed");
        await wyn.GoAsync($"{run}/gates/buy");
        await wyn.Choose("Approve").FillIn("Why?", "Signed").PressAsync("Record the decision");
        await mei.GoAsync($"{run}/gates/buy");
        await mei.Choose("Approve").FillIn("Why?", "Signed").PressAsync("Record the decision");
        Assert.Contains("The run is completed.", mei.Text);
        await olu.GoAsync($"{run}/history");
        Assert.Contains("The gate of Plan was returned", olu.Text);
        await olu.GoAsync($"{run}/plan");
        Assert.Contains("returned at the gate", olu.Text);

        // Others see it only once it is published, and then no more than its public page.
        var lee = await app.SignInAsync("lee@example.org");
        Assert.Equal(HttpStatusCode.NotFound, (await lee.GoAsync(run)).Status);
        await olu.Choose("Everybody may read what it is, who does it and where it stands")
            .FillIn("What do you want them to read?", "Ask us how it went")
            .PressAsync("Save who may read it");
        var visitor = await app.Visit().GoAsync(run);
        Assert.Contains("Ask us how it went", visitor.Text);
        Assert.Equal(
            "Housing repairs software",
            visitor.Page.QuerySelector("h1")!.TextContent.Trim()
        );
        Assert.Equal(
            ["Plan3 of 3", "Buy2 of 2"],
            visitor.Page.QuerySelectorAll("main tbody tr").Select(r => r.TextContent.Trim())
        );
        Assert.Contains("Wyre Borough Council", visitor.Text);
        Assert.DoesNotContain("Tell the market", visitor.Text);
        Assert.DoesNotContain("nine councils", visitor.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await lee.GoAsync($"{run}/history")).Status);
        await lee.GoAsync("/runs?state=completed");
        Assert.Contains("Housing repairs software", lee.Text);
    }

    [Fact]
    public async Task A_document_is_made_from_what_is_known_edited_kept_beside_it_and_made_again_without_touching_the_edit()
    {
        await app.PublishAsync("papers");
        var run = await app.RunAsync("papers", "Repairs & *more*");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{run.Path}/documents");
        await olu.FillIn("Which template?", "Letter to other authorities")
            .PressAsync("Make the document");
        Assert.Equal($"{run.Path}/documents/1", olu.At);
        Assert.Contains("left in square brackets: Commercial lead", olu.Text);
        Assert.Contains(
            "Preston City Council is about to buy. [Commercial lead] would like",
            olu.Text
        );
        Assert.Contains("Repairs & *more*", olu.Text);

        using var word = await olu.RawAsync(new(HttpMethod.Get, $"{run.Path}/documents/1.docx"));
        Assert.StartsWith(
            "PK",
            Encoding.Latin1.GetString(await word.Content.ReadAsByteArrayAsync())
        );
        await olu.GoAsync($"{run.Path}/documents?edit-of=1");
        await olu.Attach("The file", "letter.txt", Encoding.UTF8.GetBytes("Dear all, edited"))
            .PressAsync("Bring the file");
        Assert.Contains("Letter to other authorities, version 2, is kept.", olu.Text);
        await olu.GoAsync($"{run.Path}/documents/1");
        await olu.PressAsync("Make it again");
        Assert.Contains("as version 3", olu.Text);
        using var edited = await olu.RawAsync(new(HttpMethod.Get, $"{run.Path}/documents/2.file"));
        Assert.Equal("Dear all, edited", await edited.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", edited.Content.Headers.ContentType!.MediaType);

        // A file that lies about what it is is not kept; one taken away is served no more.
        await olu.GoAsync($"{run.Path}/documents");
        await olu.Attach("The file", "letter.docx", Encoding.UTF8.GetBytes("Dear all"))
            .PressAsync("Bring the file");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        await olu.GoAsync($"{run.Path}/documents/2");
        await olu.FillIn("Why is it taken away?", "The wrong letter").PressAsync("Take it away");
        Assert.Contains("The wrong letter", olu.Text);
        using var gone = await olu.RawAsync(new(HttpMethod.Get, $"{run.Path}/documents/2.file"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_table_of_a_document_is_read_on_its_page_and_others_stand_only_where_there_are_others()
    {
        await app.PublishAsync(
            "tables",
            (
                "[Say what you need.]",
                """
                {{buyer.name}}{{, with others}}, asks.

                | Question | **Answer** of {{buyer.name}} |
                |---|---|
                | Who *decides*? | [a name] |
                """
            )
        );
        var olu = await app.SignInAsync("olu@example.org");
        foreach (
            var (others, says) in new[]
            {
                (new[] { app.Cast.Wyre }, "Preston City Council, with Wyre Borough Council, asks."),
                ([], "Preston City Council, asks."),
            }
        )
        {
            var run = await app.RunAsync("tables", "Tables", others);
            await olu.GoAsync($"{run.Path}/documents");
            await olu.FillIn("Which template?", "Letter to other authorities")
                .PressAsync("Make the document");
            Assert.Contains(says, olu.Text);
            Assert.DoesNotContain("beside the one that leads", olu.Text);
            Assert.Equal(
                ["Who decides?", "[a name]"],
                olu.Page.QuerySelectorAll("article td").Select(c => c.TextContent.Trim())
            );
            Assert.NotNull(olu.Page.QuerySelector("article td em"));
        }
    }

    [WordProcessorFact]
    public async Task A_document_of_a_run_opens_in_LibreOffice_with_what_was_filled_in()
    {
        await app.PublishAsync("printed");
        var run = await app.RunAsync("printed", "Repairs & *more* <of> them");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{run.Path}/documents");
        await olu.FillIn("Which template?", "Letter to other authorities")
            .PressAsync("Make the document");
        foreach (var ending in new[] { "docx", "odt" })
        {
            using var file = await olu.RawAsync(
                new(HttpMethod.Get, $"{run.Path}/documents/1.{ending}")
            );
            var pdf = await WordProcessor.ConvertAsync(
                await file.Content.ReadAsByteArrayAsync(),
                ending,
                "pdf"
            );
            var words = await WordProcessor.PdfTextAsync(pdf);
            Assert.Contains("Repairs & *more* <of> them", words);
            Assert.Contains("Preston City Council is about to buy.", words);
            Assert.Contains("[Commercial lead]", words);
            Assert.Contains("[Say what you need.]", words);
        }
    }

    [Fact]
    public async Task A_step_opens_the_page_of_a_new_record_which_comes_back_attached_and_fills_documents()
    {
        await app.PublishAsync(
            "opening",
            ("opens: collaboration", "opens: pipeline-item"),
            ("[Say what you need.]", "{{procurement.need}} {{procurement.reference}}")
        );
        var run = await app.RunAsync("opening", "Street lights");
        var step = run.Steps.Single(s => s.Code == "ask");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{run.Path}/steps/{step.Number}");
        await olu.FollowAsync("Start a pipeline item");
        Assert.StartsWith("/pipeline/new", olu.At);
        Assert.Contains("Street lights", olu.Page.Body!.InnerHtml);
        Assert.Contains("72260000", olu.Page.Body!.InnerHtml);
        Assert.Contains("450000", olu.Page.Body!.InnerHtml);
        await olu.FillIn("What problem is to be solved?", "Half of them are dark")
            .PressAsync("Save and check");
        Assert.Equal($"{run.Path}/steps/{step.Number}", olu.At);
        Assert.Contains("has been made and attached to this step", olu.Text);
        await olu.PressAsync("Make “Letter to other authorities”");
        Assert.Contains("Half of them are dark PI-", olu.Text);

        // The draft of a notice is a page of the item.
        await olu.GoAsync($"{run.Path}/steps/{step.Number}");
        var item = olu
            .Page.Links.Select(l => l.GetAttribute("href")!)
            .First(h => h.StartsWith("/pipeline/PI-", StringComparison.Ordinal));
        await olu.FillIn("Which record?", $"{item}/notices/UK2").PressAsync("Attach it");
        Assert.Contains("UK2, Street lights is attached.", olu.Text);
        Assert.Contains(olu.Page.Links, l => l.GetAttribute("href") == $"{item}/notices/UK2");

        // One that is there is attached by its reference; what one may not see is as if it were not.
        await olu.GoAsync($"{run.Path}/steps/{step.Number}");
        await olu.FillIn("Which record?", "PI-99999").PressAsync("Attach it");
        Assert.Contains("There is no such record that you may see", olu.Text);
        await olu.FillIn("Which record?", "https://example.org/minutes").PressAsync("Attach it");
        Assert.Contains("example.org", olu.Text);
        await olu.PressAsync("Take away example.org");
        Assert.Contains("It is no longer attached.", olu.Text);
    }

    [Fact]
    public async Task A_run_moves_to_a_newer_version_with_the_difference_shown_and_keeps_what_was_done()
    {
        await app.PublishAsync("moving");
        var run = await app.RunAsync("moving", "Winter gritting");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(run.Path);
        await olu.PressAsync("Mark as done: Tell the market");
        await app.PublishAsync(
            "moving",
            ("\"1.0\"", "\"1.1\""),
            (
                "title: Ask the other authorities\n        guide",
                "title: Ask ten authorities\n        guide"
            ),
            (
                "checklist: [{code: need, text: The need is written down}]",
                "checklist: [{code: need, text: The need is written down}, {code: risk, text: Risks are listed}]"
            )
        );
        await olu.GoAsync(run.Path);
        Assert.Contains("Version 1.1 of the playbook has been published", olu.Text);
        await olu.FollowAsync("See what differs, and move");
        Assert.Contains("Ask ten authorities (was “Ask the other authorities”)", olu.Text);
        Assert.Contains("The gate’s checklist: Risks are listed", olu.Text);
        await olu.PressAsync("Move to version 1.1");
        Assert.Contains("Nothing that was done, decided or written is lost.", olu.Text);
        var moved = await app.ReadAsync(run);
        Assert.Equal("1.1", moved.Version);
        Assert.Equal(StepState.Done, moved.Steps.Single(s => s.Code == "tell").State);
        Assert.Equal("Ask ten authorities", moved.Steps.Single(s => s.Code == "ask").Title);
    }

    [Fact]
    public async Task Two_people_who_finish_steps_at_the_same_moment_both_succeed_and_of_the_same_step_only_one()
    {
        await app.PublishAsync("both");
        var run = await app.RunAsync("both", "Two at once", app.Cast.Wyre);
        var (olu, wyn) = (await app.ActorAsync(app.Cast.Olu), await app.ActorAsync(app.Cast.Wyn));
        var own = run.Steps.Single(s => s.Code == "ask" && s.OrganisationId == app.Cast.Preston.Id);
        var theirs = run.Steps.Single(s => s.Code == "ask" && s.OrganisationId == app.Cast.Wyre.Id);
        Task Finish(Actor actor, int step) =>
            app.RunAsync<WorkOnStep>(w =>
                w.RunAsync(actor, run.Reference, step, StepAct.Finish, null)
            );
        await Task.WhenAll(Finish(olu, own.Number), Finish(wyn, theirs.Number));
        var shared = run.Steps.Single(s => s.Code == "tell").Number;
        var answers = await Task.WhenAll(
            new[] { olu, wyn }.Select(async actor =>
            {
                try
                {
                    await Finish(actor, shared);
                    return null;
                }
                catch (Refusal refusal)
                {
                    return refusal.Message;
                }
            })
        );
        Assert.Matches(
            "^(Olu|Wyn) finished this step at ",
            Assert.Single(answers, a => a is not null)
        );
        var read = await app.ReadAsync(run);
        Assert.Equal(3, read.Steps.Count(s => s.State == StepState.Done));
        Assert.Equal(3, read.StepsDone);
    }

    [Fact]
    public async Task An_approver_who_leaves_the_council_leaves_a_vacant_role_that_its_officers_are_told_of()
    {
        await app.PublishAsync("leaving");
        var run = await app.RunAsync("leaving", "An approver leaves");
        var olu = await app.ActorAsync(app.Cast.Olu);
        var tom = await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var person = Person.Create("tom@example.org", "Tom", Cast.Password, db.Now());
            db.AddRange(person, Membership.Of(person, app.Cast.Preston, Role.Member));
            await db.SaveChangesAsync();
            return person;
        });
        await app.RunAsync<NameHolder>(n =>
            n.RunAsync(olu, run.Reference, new("budget-holder", app.Cast.Preston.Id), tom.Id)
        );
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync($"/organisations/{app.Cast.Preston.Slug}/people");
        await LeaveAsync(tom);
        var read = await app.ReadAsync(run);
        Assert.Null(read.HolderOf(new("budget-holder", app.Cast.Preston.Id)));
        await ada.GoAsync("/work");
        Assert.True(
            ada.Text.Contains("Somebody who left had a part in An approver leaves"),
            ada.Text
        );
        await ada.GoAsync($"{run.Path}/gates/plan");
        Assert.Contains("Nobody is named yet", ada.Text);
        Assert.Contains("Preston City Council, as Budget holder. Name somebody", ada.Text);
    }

    [Fact]
    public async Task Runs_are_found_by_stage_and_words_counted_and_taken_away_as_CSV_by_those_who_may_see_them()
    {
        await app.PublishAsync("listing");
        var run = await app.RunAsync("listing", "A run to be listed", app.Cast.Wyre);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync(
            "/runs?q=listed&playbook=listing&stage=plan&organisation=wyre-borough-council"
        );
        Assert.Contains("A run to be listed", wyn.Text);
        Assert.Contains("0 of 4", wyn.Text);
        await wyn.GoAsync("/search?q=\"to be\" listed -gritting");
        Assert.Contains("A run to be listed", wyn.Text);
        await wyn.GoAsync("/runs/board?playbook=listing");
        Assert.Contains("A run to be listed", wyn.Text);
        await wyn.GoAsync("/runs/figures?playbook=listing");
        Assert.Contains("Where work is held up", wyn.Text);
        Assert.Contains("Nothing is held up", wyn.Text);
        Assert.DoesNotContain("Held up most", wyn.Text);
        using var csv = await wyn.RawAsync(new(HttpMethod.Get, "/runs.csv?playbook=listing"));
        Assert.Contains(run.Reference, await csv.Content.ReadAsStringAsync());
        app.Clock.Advance(TimeSpan.FromDays(30));
        wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync("/runs/figures?playbook=listing");
        Assert.Contains("Plan Held up most", wyn.Text);
        Assert.Contains("Plan holds up most: 1 of the 1 run in it.", wyn.Text);
        await wyn.GoAsync("/runs?overdue=yes&playbook=listing");
        Assert.Contains("A run to be listed", wyn.Text);
        await wyn.GoAsync("/work");
        Assert.Contains("Steps in runs that nobody has yet", wyn.Text);
        Assert.Contains("In A run to be listed", wyn.Text);

        var lee = await app.SignInAsync("lee@example.org");
        foreach (
            var address in new[]
            {
                "/runs?playbook=listing",
                "/runs/board?playbook=listing",
                "/runs/figures?playbook=listing",
                "/runs.csv?playbook=listing",
                "/runs.json?playbook=listing",
                "/search?q=listed",
            }
        )
        {
            using var answer = await lee.RawAsync(new(HttpMethod.Get, address));
            Assert.DoesNotContain("A run to be listed", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_method_card_is_added_to_a_run_and_it_goes_back_waits_and_stops_with_reasons()
    {
        await app.PublishAsync(
            "turning",
            (
                "            gate:\n              title: Ready to buy?\n",
                "            gate:\n              title: Ready to buy?\n"
            )
        );
        var run = await app.RunAsync("turning", "Turns");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{run.Path}/plan");
        await olu.FillIn("Which method card?", "map").PressAsync("Add the method card");
        Assert.Contains("Map who is concerned", olu.Text);
        await olu.GoAsync($"{run.Path}/plan");
        await olu.FillIn("Why, and until when?", "Waits for the budget")
            .PressAsync("Put it on hold");
        Assert.Contains("On hold", olu.Text);
        await olu.GoAsync(run.Path);
        Assert.Contains("Waits for the budget", olu.Text);
        await olu.GoAsync($"{run.Path}/plan");
        await olu.PressAsync("Take it up again");
        await olu.PressAsync("Stop the run");
        Assert.Contains("Enter why it is stopped", olu.Text);
        await olu.FillIn("Why is it stopped?", "No money").PressAsync("Stop the run");
        Assert.Contains("The run is stopped.", olu.Text);
        await olu.FillIn("Why is it opened again?", "Money was found").PressAsync("Open it again");
        Assert.Contains("The run goes on.", olu.Text);
    }

    private Task<Run> FindAsync(string path) =>
        app.RunAsync<RunBook, Run>(async book =>
            await book.FindAsync(await app.ActorAsync(app.Cast.Olu), path.Split('/')[^1])
        );

    private Task LeaveAsync(Person person) =>
        app.InScopeAsync(async scope =>
        {
            foreach (var room in scope.GetServices<IBelongingChanges>())
            {
                await room.LeftAsync(
                    app.Cast.Preston,
                    person.Id,
                    Actor.System,
                    CancellationToken.None
                );
            }
        });
}
