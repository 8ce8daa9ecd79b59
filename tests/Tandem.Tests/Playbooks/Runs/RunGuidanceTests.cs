using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Runs;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>A run that follows an organisation's own playbook, which nobody else may read.</summary>
[UsesDatabase]
public sealed class RunGuidanceTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Key = "own-way@preston-city-council";
    private const string Guide = $"/playbooks/{Key}/guides/ask-others?version=1.0";

    [Fact]
    public async Task Whoever_shares_a_run_reads_the_version_it_follows_and_nothing_else_of_the_playbook()
    {
        await OwnAsync();
        var preston = await app.SignInAsync("olu@example.org");
        await preston.GoAsync($"/runs/new?playbook={Key}");
        await preston
            .FillIn("What is bought or changed?", "Shared by the own way")
            .Choose("Leeds City Council")
            .PressAsync("Start the run");
        var run = await app.RunAsync<RunBook, Run>(async book =>
            await book.FindAsync(await app.ActorAsync(app.Cast.Olu), preston.At.Split('/')[^1])
        );
        var lee = await app.SignInAsync("lee@example.org");
        var step = run.Steps.Single(s => s.Code == "ask" && s.OrganisationId == app.Cast.Leeds.Id);
        await lee.GoAsync($"{run.Path}/steps/{step.Number}");
        await lee.FollowAsync("Ask the other authorities");
        Assert.Equal(HttpStatusCode.OK, lee.Status);
        Assert.Contains("Write, wait, ring.", lee.Text);
        Assert.Contains("because a run that you share follows it", lee.Text);
        Assert.DoesNotContain("Is something here outdated?", lee.Text);
        foreach (var link in lee.Page.QuerySelectorAll("main a[href^='/playbooks/']"))
        {
            var address = link.GetAttribute("href")!;
            Assert.Equal(HttpStatusCode.OK, (await lee.GoAsync(address)).Status);
        }
        await lee.GoAsync(run.Path);
        await lee.FollowAsync("A small playbook");
        Assert.Equal(HttpStatusCode.OK, lee.Status);
        foreach (var link in lee.Page.QuerySelectorAll("main a[href^='/playbooks/']"))
        {
            var address = link.GetAttribute("href")!;
            using var answer = await lee.RawAsync(new(HttpMethod.Get, address));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, address);
        }

        // The rest of it is Preston's: what is in use now, its history, its search; and nobody else reads any of it.
        foreach (
            var address in new[]
            {
                $"/playbooks/{Key}",
                $"/playbooks/{Key}/history",
                $"/playbooks/{Key}/guides/ask-others",
                $"/playbooks/{Key}?version=9.9",
            }
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await lee.GoAsync(address)).Status);
        }
        var wyn = await app.SignInAsync("wyn@example.org");
        Assert.Equal(HttpStatusCode.NotFound, (await wyn.GoAsync(Guide)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(Guide)).Status);

        // Whoever sees the public page alone reads what it is called; a link stands there once it leads somewhere.
        var olu = await app.ActorAsync(app.Cast.Olu);
        await app.RunAsync<PublishRun>(p => p.RunAsync(olu, run.Reference, true, null));
        var visitor = await app.Visit().GoAsync(run.Path);
        Assert.Contains("Follows A small playbook, version 1.0", visitor.Text);
        Assert.Empty(visitor.Page.QuerySelectorAll("main a[href^='/playbooks/own-way']"));
        await ShareAsync(PlaybookAudience.Public);
        await visitor.GoAsync(run.Path);
        await visitor.FollowAsync("A small playbook");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        await ShareAsync(PlaybookAudience.Organisation);

        // In figures, filter and board it is told from the one it has its title from.
        await app.PublishAsync("own-way-of-all");
        await app.RunAsync("own-way-of-all", "By the network's");
        var mei = await app.SignInAsync("mei@example.org");
        foreach (var address in new[] { "/runs", "/runs/board", "/runs/figures" })
        {
            await mei.GoAsync(address);
            Assert.Contains("A small playbook (Preston City Council’s own)", mei.Text);
        }

        // Whoever has left reads no more of it.
        var leaver = await app.ActorAsync(app.Cast.Lee);
        await app.RunAsync<ChangePlace>(c =>
            c.RunAsync(leaver, run.Reference, app.Cast.Leeds.Id, PlaceChange.Leave, "Not for us")
        );
        Assert.Equal(HttpStatusCode.NotFound, (await lee.GoAsync(Guide)).Status);
    }

    [Fact]
    public async Task The_public_page_of_a_run_has_the_records_that_a_reader_may_see()
    {
        await app.PublishAsync("records", ("opens: collaboration", "opens: pipeline-item"));
        var run = await app.RunAsync("records", "With records");
        var step = run.Steps.Single(s => s.Code == "ask");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"{run.Path}/steps/{step.Number}");
        await olu.FollowAsync("Start a pipeline item");
        await olu.FillIn("Title", "Lamps of the ring road")
            .FillIn("What problem is to be solved?", "Half of them are dark")
            .PressAsync("Save and check");
        await olu.FillIn("Which record?", "https://example.org/minutes").PressAsync("Attach it");
        await app.RunAsync<PublishRun>(async p =>
            await p.RunAsync(await app.ActorAsync(app.Cast.Olu), run.Reference, true, null)
        );
        var visitor = await app.Visit().GoAsync(run.Path);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.DoesNotContain("Lamps of the ring road", visitor.Text);
        Assert.DoesNotContain("example.org", visitor.Text);
        await olu.GoAsync(run.Path);
        Assert.Contains("Lamps of the ring road", olu.Text);
        Assert.Contains("example.org", olu.Text);
    }

    [Fact]
    public async Task A_run_is_started_from_the_pages_of_a_playbook_by_those_who_may()
    {
        await app.PublishAsync("startable");
        var olu = await app.SignInAsync("olu@example.org");
        foreach (
            var page in new[]
            {
                "/playbooks/startable",
                "/playbooks/startable/plan",
                "/playbooks/startable/guides/ask-others",
            }
        )
        {
            await olu.GoAsync(page);
            await olu.FollowAsync("Start a run");
            Assert.Equal("/runs/new?playbook=startable", olu.At);
            var mei = await (await app.SignInAsync("mei@example.org")).GoAsync(page);
            Assert.DoesNotContain("Start a run", mei.Text);
            Assert.DoesNotContain("Start a run", (await app.Visit().GoAsync(page)).Text);
        }
        // A standing checklist is no part of a run.
        await olu.GoAsync("/playbooks/startable/ready");
        Assert.DoesNotContain("Start a run", olu.Text);
    }

    private Task OwnAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var actor = await app.ActorAsync(app.Cast.Olu);
            var files = SmallPlaybook.Files();
            files["playbook.yaml"] = files["playbook.yaml"].Replace("name: small", "name: own-way");
            await new StartPlaybook(db, actor).RunAsync(app.Cast.Preston.Id, files);
            var shelf = new PlaybookShelf(db, actor, scope.GetRequiredService<HeldPlaybooks>());
            await new PublishDraft(db, actor, shelf).RunAsync(Key, null);
        });

    private Task ShareAsync(PlaybookAudience audience) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var actor = await app.ActorAsync(app.Cast.Olu);
            var shelf = new PlaybookShelf(db, actor, scope.GetRequiredService<HeldPlaybooks>());
            await new SharePlaybook(db, actor, shelf).RunAsync(Key, audience);
        });
}
