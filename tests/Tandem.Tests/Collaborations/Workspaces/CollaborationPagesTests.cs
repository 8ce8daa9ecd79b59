using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Collaborations.Workspaces;

[UsesDatabase]
public sealed class CollaborationPagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Members_say_they_are_in_others_join_late_with_the_leads_consent_the_lead_passes_on_and_it_closes()
    {
        var made = await app.CollaborationAsync("Street lighting", app.Cast.Wyre);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync("/work");
        Assert.Contains("Say whether you are in", wyn.Text);
        await wyn.GoAsync($"{made.Path}/members");
        await wyn.Choose("In").PressAsync("Save where you stand");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wyn.Status);
        Assert.Contains("Enter the reference of the decision", wyn.Text);
        await wyn.Choose("In")
            .FillIn("Who decided that you are in?", "Sal Reed")
            .FillIn("Their post", "Section 151 officer")
            .FillIn("What shows it?", "Cabinet minute 7")
            .PressAsync("Save where you stand");
        Assert.Contains("Sal Reed, Section 151 officer", wyn.Text);

        // Leeds sees it only once the lead lets it, asks, and is let in.
        var lee = await app.SignInAsync("lee@example.org");
        Assert.Equal(HttpStatusCode.NotFound, (await lee.GoAsync(made.Path)).Status);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(made.Path);
        await olu.Choose("Everybody")
            .FillIn("What do you want them to read?", "We look for others")
            .PressAsync("Save who may see it");
        await olu.GoAsync(made.Path);
        await lee.GoAsync(made.Path);
        Assert.Contains("We look for others", lee.Text);
        Assert.DoesNotContain("Sal Reed", lee.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await lee.GoAsync($"{made.Path}/members")).Status);
        await lee.GoAsync(made.Path);
        await lee.FillIn("Why do you want to join?", "We light streets too")
            .PressAsync("Ask to join");
        Assert.Contains("You have asked to join", lee.Text);
        await olu.GoAsync($"{made.Path}/members");
        Assert.Contains("Leeds City Council asks to join", olu.Text);
        await olu.FillIn("Why may it join, or not?", "The specification is not agreed yet")
            .PressAsync("Let it join");
        Assert.Contains("It may join, and has been told.", olu.Text);
        Assert.Equal(HttpStatusCode.OK, (await lee.GoAsync($"{made.Path}/members")).Status);
        Assert.Contains("Joined later", lee.Text);

        await olu.GoAsync($"{made.Path}/members");
        await olu.FillIn("Who leads from now on?", "Wyre Borough Council")
            .FillIn("Why does the lead pass on?", "They have the staff")
            .PressAsync("Hand over the lead");
        Assert.Contains("Wyre Borough Council leads", olu.Text);
        Assert.DoesNotContain("Hand the lead to another member", olu.Text);
        await olu.GoAsync($"{made.Path}/members");
        await olu.Choose("Out").FillIn("Reason", "No money").PressAsync("Save where you stand");
        Assert.Equal("/collaborations", olu.At);
        Assert.Equal(HttpStatusCode.NotFound, (await olu.GoAsync($"{made.Path}/history")).Status);

        await wyn.GoAsync(made.Path);
        await wyn.Choose("Bought together")
            .FillIn("In a few words", "One contract from May")
            .PressAsync("Close the collaboration");
        Assert.Contains("bought together. One contract from May", wyn.Text);
        await wyn.GoAsync($"{made.Path}/benefits");
        await wyn.FillIn("Price saved", "12000")
            .FillIn("Effort saved", "80")
            .FillIn("How was this reckoned?", "Against the last contract")
            .PressAsync("Record the benefit");
        Assert.Contains("£12,000", wyn.Text);
        await app.Visit().GoAsync("/collaborations");
        var list = await app.Visit().GoAsync("/collaborations?state=bought&q=street");
        Assert.Contains("£12,000 saved", list.Text);
        Assert.Contains("80 hours saved", list.Text);
        await wyn.GoAsync($"{made.Path}/history");
        Assert.Contains(
            "The lead passed from Preston City Council to Wyre Borough Council",
            wyn.Text
        );
        Assert.Contains("“No money”", wyn.Text);
        Assert.Null(await app.InScopeAsync(s => Timeline.VerifyAsync(s.GetRequiredService<Db>())));
    }

    [Fact]
    public async Task What_each_audience_sees_is_the_same_on_page_list_csv_json_interface_and_in_messages()
    {
        foreach (var visibility in Enum.GetValues<CollaborationVisibility>())
        {
            var made = await app.CollaborationAsync($"Seen by {visibility}", app.Cast.Leeds);
            var olu = await app.ActorAsync(app.Cast.Olu);
            await app.RunAsync<PublishCollaboration>(p =>
                p.RunAsync(olu, made.Reference, visibility, null)
            );
            foreach (var who in new[] { "visitor", "mei", "wyn", "lee", "sam" })
            {
                var sees =
                    visibility == CollaborationVisibility.Public
                    || who is "mei" or "lee"
                    || (who == "wyn" && visibility == CollaborationVisibility.Partnership);
                var inside = who is "mei" or "lee";
                var visitor =
                    who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
                foreach (
                    var address in new[]
                    {
                        made.Path,
                        $"{made.Path}.json",
                        $"/api/collaborations/{made.Reference}",
                    }
                )
                {
                    using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
                    Assert.Equal(
                        sees ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                        answer.StatusCode
                    );
                    // Leeds only observes: that is for members to know.
                    Assert.Equal(
                        inside,
                        (await answer.Content.ReadAsStringAsync()).Contains(
                            "Leeds City",
                            StringComparison.Ordinal
                        )
                    );
                }
                foreach (
                    var address in new[]
                    {
                        "/collaborations",
                        "/collaborations.csv",
                        "/collaborations.json",
                        "/api/collaborations?q=seen",
                    }
                )
                {
                    using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
                    Assert.Equal(
                        sees,
                        (await answer.Content.ReadAsStringAsync()).Contains(
                            $"Seen by {visibility}",
                            StringComparison.Ordinal
                        )
                    );
                }
                using var part = await visitor.RawAsync(
                    new(HttpMethod.Get, $"{made.Path}/requirements.csv")
                );
                Assert.Equal(inside, part.StatusCode == HttpStatusCode.OK);
            }
        }
    }

    [Fact]
    public async Task A_document_is_told_from_its_bytes_cleaned_served_as_a_download_and_taken_away_with_a_reason()
    {
        var made = await app.CollaborationAsync("Road salt", app.Cast.Wyre);
        var wyn = await app.SignInAsync("wyn@example.org");
        async Task BringAsync(string name, byte[] bytes)
        {
            await wyn.GoAsync($"{made.Path}/documents");
            await wyn.Attach("The document", name, bytes).PressAsync("Add the document");
        }
        await BringAsync("page.pdf", Encoding.UTF8.GetBytes("<html><script>alert(1)</script>"));
        Assert.Contains("This kind of file cannot be shared here", wyn.Text);
        await BringAsync("tool.exe", [0x4d, 0x5a, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0]);
        Assert.Contains("This kind of file cannot be shared here", wyn.Text);
        await BringAsync("plan.docx", "%PDF-1.7 a plan"u8.ToArray());
        Assert.Contains("by what is in it, but its name ends in ‘.docx’", wyn.Text);
        await BringAsync("empty.pdf", []);
        Assert.Contains("The file is empty", wyn.Text);
        await BringAsync("..\\..\\plan\u202E<1>.pdf", "%PDF-1.7 a plan"u8.ToArray());
        Assert.Contains("has been added", wyn.Text);
        var link = wyn
            .Page.QuerySelector($"a[href^='{made.Path}/documents/']")!
            .GetAttribute("href")!;
        using var answer = await wyn.RawAsync(new(HttpMethod.Get, link));
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.DoesNotContain("..", answer.Content.Headers.ContentDisposition.FileName);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await (await app.SignInAsync("lee@example.org")).RawAsync(new(HttpMethod.Get, link))
            ).StatusCode
        );
        await wyn.FillIn("Why is it taken away?", "The wrong plan").PressAsync("Take away");
        Assert.Contains("“The wrong plan”", wyn.Text);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await wyn.RawAsync(new(HttpMethod.Get, link))).StatusCode
        );
    }

    [Fact]
    public async Task Decisions_are_never_changed_only_replaced_and_tasks_are_done()
    {
        var made = await app.CollaborationAsync("Grit bins", app.Cast.Wyre);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{made.Path}/decisions");
        await olu.FillIn("What was decided?", "Two lots").PressAsync("Record the decision");
        Assert.Contains("Enter the reasons", olu.Text);
        Assert.Contains("Two lots", olu.Page.GetElementById("Text")!.TextContent);
        await olu.FillIn("Why?", "Two sizes")
            .FillIn("Who decided it?", "The board")
            .PressAsync("Record the decision");
        await olu.FillIn("What was decided?", "One lot")
            .FillIn("Why?", "One size after all")
            .FillIn("Who decided it?", "The board")
            .FillIn("Does it take the place of an earlier decision?", "1: Two lots")
            .PressAsync("Record the decision");
        Assert.Contains("Replaced by decision 2", olu.Text);
        Assert.Contains("Two sizes", olu.Text);

        await olu.GoAsync($"{made.Path}/tasks");
        await olu.FillIn("What is to be done?", "Count the bins")
            .FillIn("Who does it?", "Wyre Borough Council")
            .PressAsync("Add the task");
        var wyn = await app.SignInAsync("wyn@example.org");
        Assert.Contains("Count the bins", (await wyn.GoAsync("/work")).Text);
        await wyn.GoAsync($"{made.Path}/tasks");
        await wyn.PressAsync("Mark as done: Count the bins");
        Assert.DoesNotContain(
            "Count the bins",
            (await wyn.GoAsync("/work")).Page.QuerySelector(".td-waiting")?.TextContent ?? ""
        );
    }

    [Fact]
    public async Task Of_two_acts_on_the_same_state_one_is_kept_and_the_other_told_to_look_again()
    {
        var made = await app.CollaborationAsync("Benches", app.Cast.Wyre);
        var olu = await app.ActorAsync(app.Cast.Olu);
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    try
                    {
                        await app.RunAsync<DescribeCollaboration>(d =>
                            d.RunAsync(olu, made.Reference, $"Benches {i}", "Sit")
                        );
                        return true;
                    }
                    catch (Refusal refusal)
                    {
                        Assert.StartsWith("Somebody else changed this", refusal.Message);
                        return false;
                    }
                })
        );
        Assert.Equal(outcomes.Count(done => done), (await app.ReadAsync(made)).Revision);
    }
}
