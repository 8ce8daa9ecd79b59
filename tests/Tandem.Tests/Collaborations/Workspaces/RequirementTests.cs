using System.Diagnostics;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Tests.Formats.Documents;
using Tandem.Tests.Market;
using Tandem.Tests.Support;
using Xunit.Abstractions;

namespace Tandem.Tests.Collaborations.Workspaces;

[UsesDatabase]
public sealed class RequirementTests(TestApp app, ITestOutputHelper output) : IClassFixture<TestApp>
{
    private async Task<Collaboration> WithLinesAsync(string title, int lines)
    {
        var made = await app.CollaborationAsync(title, app.Cast.Wyre);
        await BringAsync(
            made,
            string.Join(
                '\n',
                Enumerable.Range(1, lines).Select(i => $"The system keeps record {i}")
            )
        );
        return made;
    }

    private async Task<RequirementImport> BringAsync(
        Collaboration made,
        string text,
        string name = "what was pasted"
    )
    {
        var olu = await app.ActorAsync(app.Cast.Olu);
        return await app.RunAsync<ImportRequirements, RequirementImport>(i =>
            i.RunAsync(olu, made.Reference, new MemoryStream(Encoding.UTF8.GetBytes(text)), name)
        );
    }

    private async Task<MarkOutcome> MarkAsync(
        Collaboration made,
        Tandem.Accounts.Person person,
        Tandem.Accounts.Organisation organisation,
        params MarkGiven[] given
    )
    {
        var actor = await app.ActorAsync(person);
        return await app.RunAsync<MarkRequirements, MarkOutcome>(m =>
            m.RunAsync(actor, made.Reference, organisation.Id, given)
        );
    }

    private static MarkGiven New(int number, RequirementLevel level, string? comment = null) =>
        new(number, level, comment, null, null);

    [Fact]
    public async Task Two_councils_mark_differ_the_lead_proposes_all_agree_and_a_document_comes_out()
    {
        var made = await app.CollaborationAsync("Parking permits", app.Cast.Wyre);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{made.Path}/requirements");
        Assert.Contains("No requirements yet", olu.Text);
        await olu.FollowAsync("Bring in requirements");
        await olu.FillIn(
                "Or paste them",
                "Section\tRef\tRequirement\tWhy\tLevel\nPermits\tP1\tResidents apply online\tSaves visits\tMust\nPermits\tP2\tPermits are on paper\t\tShould\nData\tD1\tData stays in the UK\tLaw\tMust\n\tX\t\t\t"
            )
            .PressAsync("Bring them in");
        Assert.Contains("1 row could not be read", olu.Text);
        Assert.Contains("line 5: Enter what is required", olu.Text);

        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync($"{made.Path}/requirements");
        Assert.Contains("You mark for Wyre Borough Council", wyn.Text);
        Check(wyn, "level-1-Must");
        Check(wyn, "level-2-NotNeeded");
        await wyn.PressAsync("Save the marks");
        Assert.Contains("2 lines marked.", wyn.Text);
        await wyn.GoAsync($"{made.Path}/requirements?show=differ");
        Assert.Contains("You differ", wyn.Text);
        Assert.Contains("Permits are on paper", wyn.Text);
        Assert.DoesNotContain(
            "Residents apply online",
            wyn.Page.QuerySelector(".td-marks")!.TextContent
        );
        Assert.Contains(
            "1 line",
            (await wyn.GoAsync($"{made.Path}/requirements?show=unmarked")).Text
        );

        await wyn.GoAsync($"{made.Path}/members");
        await wyn.Choose("In")
            .FillIn("Who decided that you are in?", "Sal Reed")
            .FillIn("Their post", "Director")
            .FillIn("What shows it?", "Minute 7")
            .PressAsync("Save where you stand");

        await olu.GoAsync($"{made.Path}/requirements/versions");
        Assert.Contains("1 line of 3 has no level yet", olu.Text);
        await olu.FollowAsync("Line 2");
        await olu.Choose("Not needed").PressAsync("Save the line");
        await olu.GoAsync($"{made.Path}/requirements/versions");
        await olu.PressAsync("Propose this version");
        Assert.Contains("Waits for every member that is in to agree", olu.Text);
        await wyn.GoAsync("/work");
        await wyn.FollowAsync("Parking permits");
        await wyn.GoAsync($"{made.Path}/requirements/versions/1");
        await wyn.Choose("Yes, we agree")
            .FillIn("Post of whoever agrees", "Director")
            .PressAsync("Save");
        Assert.Contains("Every member that is in agreed", wyn.Text);
        Assert.Contains("Preston City Council: should", wyn.Text);

        foreach (var ending in new[] { "docx", "odt" })
        {
            using var answer = await wyn.RawAsync(
                new(HttpMethod.Get, $"{made.Path}/requirements/versions/1.{ending}")
            );
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.StartsWith("PK", Encoding.ASCII.GetString(bytes, 0, 2));
            Assert.Equal(
                $"{made.Reference}-requirements-v1.{ending}",
                answer.Content.Headers.ContentDisposition!.FileName
            );
            if (WordProcessor.IsHere)
            {
                var text = Encoding.UTF8.GetString(
                    await WordProcessor.ConvertAsync(bytes, ending, "txt:Text (encoded):UTF8")
                );
                Assert.Contains("Joint requirements: Parking permits", text);
                Assert.Contains("Residents apply online", text);
                Assert.Contains("Wyre Borough Council", text);
            }
        }
        var csv = await (
            await wyn.RawAsync(new(HttpMethod.Get, $"{made.Path}/requirements/versions/1.csv"))
        ).Content.ReadAsStringAsync();
        Assert.Contains(
            "2,Permits,P2,Permits are on paper,Not needed,,Preston City Council: should",
            csv
        );

        // Frozen: what is changed afterwards is in the set, not in the version.
        await olu.GoAsync($"{made.Path}/requirements/1");
        await olu.FillIn("What is required", "Residents apply online or by phone")
            .PressAsync("Save the line");
        Assert.DoesNotContain(
            "by phone",
            (await wyn.GoAsync($"{made.Path}/requirements/versions/1")).Text
        );
        Assert.Contains(
            "The words have changed since you marked this",
            (await wyn.GoAsync($"{made.Path}/requirements")).Text
        );
    }

    [Fact]
    public async Task A_reference_that_comes_twice_in_a_file_is_refused_and_a_level_that_is_none_is_named()
    {
        var made = await app.CollaborationAsync("Bins", app.Cast.Wyre);
        var done = await BringAsync(
            made,
            "Ref,Requirement,Level\nB1,Bins are green,Must\nb1,Bins are blue,Should\nB2,Bins have lids,Perhaps\nB3,Bins are washed,\n",
            "bins.csv"
        );
        Assert.Equal((3, 0, 1), (done.Added, done.Updated, done.Marked));
        Assert.Equal(
            "bins.csv, line 3: The row has the same reference, b1, as line 2",
            Assert.Single(done.Refused).ToString()
        );
        Assert.Equal(
            "bins.csv, line 4: ‘Perhaps’ is none of the levels must, should and not needed, so the line came in without a mark of yours",
            Assert.Single(done.Noticed).ToString()
        );
        Assert.Contains(
            await app.AllAsync<Requirement>(),
            r => r.CollaborationId == made.Id && r.Text == "Bins are green"
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{made.Path}/requirements/import");
        await olu.FillIn("Or paste them", "Ref\tRequirement\tLevel\nB4\tBins are counted\tMaybe")
            .PressAsync("Bring them in");
        Assert.Contains("1 row came in with something left out", olu.Text);
        Assert.DoesNotContain("could not be read", olu.Text);
    }

    [Fact]
    public async Task What_is_agreed_goes_on_the_pipeline_with_who_buys_it_and_what_the_opportunity_knows()
    {
        app.Clock.Time = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        var own = await app.ContractAsync("PRE", "Bridge painting", "45442121", "2027-05-31");
        await app.ContractAsync("WYR", "Bridge painting", "45442121", "2027-06-30");
        var key = (await app.RefreshAsync()).With("Bridge painting").Key;
        var (olu, wyn) = (await app.ActorAsync(app.Cast.Olu), await app.ActorAsync(app.Cast.Wyn));
        var interest = await app.RunAsync<AskOthers, Interest>(ask =>
            ask.RunAsync(
                olu,
                StartingKind.Opportunity,
                key,
                app.Cast.Preston.Id,
                Tandem.Pipeline.Willingness.JointProcurement,
                [app.Cast.Wyre.Id],
                null
            )
        );
        var made = await app.RunAsync<StartCollaboration, Collaboration>(s =>
            s.RunAsync(
                olu,
                new(
                    "Painting our bridges",
                    "One contract for all bridges",
                    app.Cast.Preston.Id,
                    Workspace.Mandate,
                    [app.Cast.Wyre.Id],
                    null,
                    interest.Id
                )
            )
        );
        await app.RunAsync<StateStanding>(s =>
            s.RunAsync(wyn, made.Reference, app.Cast.Wyre.Id, Standing.In, Workspace.Mandate, null)
        );
        await BringAsync(made, "Requirement,Level\nPaint lasts ten years,Must\n", "paint.csv");
        var page = await app.SignInAsync("olu@example.org");
        await page.GoAsync(made.Path);
        Assert.Contains("Propose the requirements as a version", page.Text);
        var other = await app.SignInAsync("wyn@example.org");
        await other.GoAsync(made.Path);
        Assert.Contains("Mark the 1 requirement that you have not marked", other.Text);
        await app.RunAsync<ProposeVersion>(p => p.RunAsync(olu, made.Reference, null));
        Assert.Contains(
            await app.AllAsync<Tandem.Following.Message>(),
            m =>
                m.Title == "Do you agree to the requirements of Painting our bridges?"
                && m.Path == $"{made.Path}/requirements/versions/1"
        );
        foreach (
            var (actor, whose) in new[] { (olu, app.Cast.Preston.Id), (wyn, app.Cast.Wyre.Id) }
        )
        {
            await app.RunAsync<AnswerVersion>(a =>
                a.RunAsync(actor, made.Reference, 1, whose, true, "Director", null)
            );
        }
        await page.GoAsync(made.Path);
        Assert.Contains("Version 1 of the requirements is agreed", page.Text);
        Assert.DoesNotContain("Mark the", page.Text);
        await page.FollowAsync("Put what you buy together on your pipeline");
        string? Typed(string name) =>
            page.Page.QuerySelector($"[name='{name}']") switch
            {
                IHtmlTextAreaElement area => area.Value,
                IHtmlInputElement input => input.Value,
                _ => null,
            };
        Assert.Equal("45442121", Typed("CpvCodes"));
        Assert.Equal("100000", Typed("Value"));
        Assert.Equal(own.Reference, Typed("Replaces"));
        Assert.Equal(
            ("1", "6", "2027"),
            (Typed("ContractStart.Day"), Typed("ContractStart.Month"), Typed("ContractStart.Year"))
        );
        Assert.Contains("Preston City Council and one other authority", Typed("Why"));
        Assert.DoesNotContain("Wyre", Typed("Why"));

        await app.RunAsync<PublishCollaboration>(p =>
            p.RunAsync(olu, made.Reference, CollaborationVisibility.Public, null)
        );
        await page.GoAsync(made.Path);
        await page.FollowAsync("Put what you buy together on your pipeline");
        Assert.Contains(
            $"Bought together by Preston City Council and Wyre Borough Council. Preston City Council leads. The collaboration is {made.Reference}.",
            Typed("Why")
        );
    }

    [Fact]
    public async Task Ten_thousand_lines_come_in_in_one_pass_and_every_page_of_them_opens()
    {
        var made = await app.CollaborationAsync("Everything", app.Cast.Wyre, app.Cast.Leeds);
        var text = new StringBuilder("Ref,Section,Requirement,Why,Priority\n");
        for (var i = 1; i <= 10_000; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"R{i},Part {i / 250},\"The system keeps, shows and exports record {i}\",Because {i},{(i % 3 == 0 ? "Should" : "Must")}\n"
            );
        }
        var clock = Stopwatch.StartNew();
        var done = await BringAsync(made, text.ToString(), "all.csv");
        output.WriteLine($"bring in 10,000 lines: {clock.ElapsedMilliseconds} ms");
        Assert.Equal((10_000, 10_000, 0), (done.Added, done.Marked, done.Problems.Count));
        clock.Restart();
        var again = await BringAsync(made, text.ToString(), "all.csv");
        output.WriteLine($"the same again: {clock.ElapsedMilliseconds} ms");
        Assert.Equal((0, 10_000), (again.Added, again.Unchanged));
        var wyn = await app.ActorAsync(app.Cast.Wyn);
        await app.RunAsync<MarkRequirements>(m =>
            m.RunAsync(
                wyn,
                made.Reference,
                app.Cast.Wyre.Id,
                [.. Enumerable.Range(1, 10_000).Select(i => New(i, RequirementLevel.Must))]
            )
        );
        var olu = await app.SignInAsync("olu@example.org");
        foreach (
            var page in new[]
            {
                $"{made.Path}/requirements",
                $"{made.Path}/requirements?page=400",
                $"{made.Path}/requirements?show=differ&page=7",
                $"{made.Path}/requirements?show=unmarked",
                $"{made.Path}/requirements/versions",
            }
        )
        {
            await olu.GoAsync(page);
            clock.Restart();
            await olu.GoAsync(page);
            output.WriteLine($"{page}: {clock.ElapsedMilliseconds} ms");
            Assert.Equal(HttpStatusCode.OK, olu.Status);
        }
        Assert.Contains(
            "On 3,333 you differ",
            (await olu.GoAsync($"{made.Path}/requirements")).Text
        );
        await olu.GoAsync($"{made.Path}/requirements/versions");
        await olu.PressAsync("Propose the strictest mark");
        clock.Restart();
        await olu.PressAsync("Propose this version");
        output.WriteLine($"freeze 10,000 lines: {clock.ElapsedMilliseconds} ms");
        clock.Restart();
        using var answer = await olu.RawAsync(
            new(HttpMethod.Get, $"{made.Path}/requirements/versions/1.docx")
        );
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 100_000);
        output.WriteLine($"10,000 lines as DOCX: {clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task The_lines_stand_on_pages_and_nothing_is_wrong_with_the_first()
    {
        var made = await WithLinesAsync("Benches by the river", 40);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{made.Path}/requirements");
        Assert.DoesNotContain("There is a problem", olu.Text);
        var first = olu.Page.QuerySelectorAll("input[type=radio]").Select(i => i.Id).ToHashSet();
        await olu.GoAsync($"{made.Path}/requirements?page=2");
        var second = olu.Page.QuerySelectorAll("input[type=radio]").Select(i => i.Id).ToHashSet();
        Assert.NotEmpty(first);
        Assert.NotEmpty(second);
        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public async Task Many_people_mark_at_once_and_no_mark_is_lost()
    {
        var made = await WithLinesAsync("Benches", 40);
        await Task.WhenAll(
            Enumerable
                .Range(1, 40)
                .Select(i =>
                    i % 2 == 0
                        ? MarkAsync(
                            made,
                            app.Cast.Olu,
                            app.Cast.Preston,
                            New(i, RequirementLevel.Must)
                        )
                        : MarkAsync(
                            made,
                            app.Cast.Ada,
                            app.Cast.Preston,
                            New(i, RequirementLevel.Should)
                        )
                )
        );
        var marks = (await app.AllAsync<RequirementMark>()).Where(m =>
            m.CollaborationId == made.Id
        );
        Assert.Equal(40, marks.Count());
        Assert.Equal(
            40,
            (await app.AllAsync<Event>()).Count(e =>
                e.Verb == "requirements-marked" && e.SubjectId == made.Id.ToString()
            )
        );
    }

    [Fact]
    public async Task Of_two_colleagues_who_mark_one_line_differently_the_first_stands_and_the_second_is_told()
    {
        var made = await WithLinesAsync("Bollards", 2);
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync($"{made.Path}/requirements");
        await MarkAsync(made, app.Cast.Olu, app.Cast.Preston, New(1, RequirementLevel.Must));
        Check(ada, "level-1-Should");
        Check(ada, "level-2-Should");
        await ada.PressAsync("Save the marks");
        Assert.Equal(HttpStatusCode.Conflict, ada.Status);
        Assert.Contains("Line 1: Olu marked it “must” while you read.", ada.Text);
        var marks = (await app.AllAsync<RequirementMark>())
            .Where(m => m.CollaborationId == made.Id)
            .Select(m => m.Level)
            .Order();
        Assert.Equal([RequirementLevel.Must, RequirementLevel.Should], marks);
        // A page that was opened before and changes nothing there writes nothing there.
        Assert.Equal(
            0,
            (
                await MarkAsync(
                    made,
                    app.Cast.Ada,
                    app.Cast.Preston,
                    new MarkGiven(1, RequirementLevel.Should, null, RequirementLevel.Should, null)
                )
            ).Saved
        );
    }

    [Fact]
    public async Task The_lead_changes_words_while_others_mark_and_nothing_of_either_is_lost()
    {
        var made = await WithLinesAsync("Lamps", 1);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{made.Path}/requirements/1");
        await MarkAsync(
            made,
            app.Cast.Wyn,
            app.Cast.Wyre,
            New(1, RequirementLevel.Must, "At night")
        );
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync($"{made.Path}/requirements/1");
        await ada.FillIn("What is required", "Lamps shine").PressAsync("Save the line");
        await olu.FillIn("What is required", "Lamps glow").PressAsync("Save the line");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains(
            "Ada has changed this line since you opened it. It now says: “Lamps shine”",
            olu.Text
        );
        Assert.Contains("Lamps glow", olu.Page.GetElementById("Text")!.TextContent);
        await olu.PressAsync("Save the line");
        Assert.Contains("Lamps glow", olu.Text);
        Assert.Contains("At night", olu.Text);
        Assert.Contains("On earlier words", olu.Text);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfRemoveAsync(made));
    }

    [Fact]
    public async Task A_member_that_goes_no_longer_holds_up_a_version()
    {
        var made = await WithLinesAsync("Kerbs", 1);
        await MarkAsync(made, app.Cast.Olu, app.Cast.Preston, New(1, RequirementLevel.Must));
        var (olu, wyn) = (await app.ActorAsync(app.Cast.Olu), await app.ActorAsync(app.Cast.Wyn));
        await app.RunAsync<StateStanding>(s =>
            s.RunAsync(wyn, made.Reference, app.Cast.Wyre.Id, Standing.In, Workspace.Mandate, null)
        );
        var version = await app.RunAsync<ProposeVersion, RequirementVersion>(p =>
            p.RunAsync(olu, made.Reference, null)
        );
        Assert.Equal(VersionState.Proposed, version.State);
        await app.RunAsync<StateStanding>(s =>
            s.RunAsync(wyn, made.Reference, app.Cast.Wyre.Id, Standing.Out, null, "No money")
        );
        var settled = (await app.AllAsync<RequirementVersion>()).Single(v => v.Id == version.Id);
        Assert.Equal(VersionState.Agreed, settled.State);
        Assert.Contains(
            await app.AllAsync<Event>(),
            e => e.Verb == "version-agreed" && e.SubjectId == made.Id.ToString()
        );
    }

    private async Task<HttpStatusCode> StatusOfRemoveAsync(Collaboration made)
    {
        var wyn = await app.ActorAsync(app.Cast.Wyn);
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            app.RunAsync<RemoveRequirement>(r => r.RunAsync(wyn, made.Reference, 1, "No"))
        );
        return refusal.Kind == RefusalKind.Permission
            ? HttpStatusCode.Forbidden
            : HttpStatusCode.OK;
    }

    private static void Check(Visitor visitor, string id)
    {
        var radio = (IHtmlInputElement)visitor.Page.GetElementById(id)!;
        foreach (
            var other in visitor.Page.QuerySelectorAll<IHtmlInputElement>(
                $"input[name='{radio.Name}']"
            )
        )
        {
            other.IsChecked = other == radio;
        }
    }
}
