using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

[UsesDatabase]
public sealed class ReadingTests(PlaybookApp app) : IClassFixture<PlaybookApp>
{
    [Fact]
    public async Task Anybody_reads_from_the_list_to_the_template()
    {
        var visitor = await app.Visit().GoAsync("/playbooks");
        await visitor.FollowAsync("A small playbook");
        Assert.Contains("Version 1.0", visitor.Text);
        Assert.Contains("Kept by The commercial team", visitor.Text);
        Assert.Contains("Last reviewed 1 November 2026", visitor.Text);
        Assert.Contains("Opens up", visitor.Text);
        await visitor.GoAsync("/playbooks/small/plan");
        Assert.Contains("Due 10 working days after the stage begins", visitor.Text);
        Assert.Contains("Each authority", visitor.Text);
        Assert.Contains("Notice UK2", visitor.Text);
        Assert.Contains("Gate: Ready to buy?", visitor.Text);
        await visitor.FollowAsync("Next: Buy");
        Assert.Contains(
            "Not before 8 working days after ‘Tell the market’ (Procurement Act 2023, section 51)",
            visitor.Text
        );
        await visitor.GoAsync("/playbooks/small/plan");
        await visitor.FollowAsync("Ask the other authorities");
        Assert.Contains(
            "Commercial lead",
            visitor.Page.QuerySelector(".govuk-summary-list")!.TextContent
        );
        Assert.Contains("Asking whether others need the same.", visitor.Text);
        await visitor.FollowAsync("the letter");
        Assert.Equal("/playbooks/small/templates/letter", visitor.At);
        Assert.NotEmpty(visitor.Page.QuerySelectorAll(".td-field"));
        Assert.NotEmpty(visitor.Page.QuerySelectorAll(".td-gap"));
        Assert.Contains("who is Commercial lead in the run", visitor.Text);
        await visitor.GoAsync("/playbooks/small/methods/map");
        Assert.Contains("45 minutes", visitor.Text);
    }

    [Theory]
    [InlineData("?q=authorities", true)]
    [InlineData("?stage=plan&playbook=small", true)]
    [InlineData("?responsible=commercial-lead&topic=joint-purchase", true)]
    [InlineData("?accountable=budget-holder&q=ask", true)]
    [InlineData("?consulted=commercial-lead&playbook=small", false)]
    [InlineData("?kind=template&playbook=small", false)]
    public async Task Pages_are_found_by_words_stage_role_and_topic(string query, bool found)
    {
        var visitor = await app.Visit().GoAsync("/playbooks/pages" + query);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Equal(
            found,
            visitor.Page.QuerySelector("a[href='/playbooks/small/guides/ask-others']") is not null
        );
    }

    [Fact]
    public async Task A_stage_is_called_as_in_the_language_of_what_was_found()
    {
        var visitor = await app.Visit().GoAsync("/playbooks/pages?q=standstill&language=en");
        Assert.Contains("Tender, award and contract", visitor.Text);
        Assert.DoesNotContain("Anbud", visitor.Text);
        await visitor.GoAsync("/playbooks/pages?language=sv");
        Assert.Contains("Anbud, tilldelning och avtal", visitor.Text);
        Assert.DoesNotContain("Tender, award and contract", visitor.Text);
    }

    [Fact]
    public async Task The_search_over_everything_finds_guides()
    {
        var visitor = await app.Visit().GoAsync("/search?q=\"Map who is concerned\"");
        Assert.NotNull(visitor.Page.QuerySelector("a[href='/playbooks/small/methods/map']"));
    }

    [Theory]
    [InlineData("/playbooks/none")]
    [InlineData("/playbooks/small/none")]
    [InlineData("/playbooks/small/guides/none")]
    [InlineData("/playbooks/small?version=7.7")]
    [InlineData("/playbooks/small@preston-city-council")]
    public async Task What_is_not_there_is_not_found(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(address)).Status);

    [Fact]
    public async Task Every_page_of_what_ships_can_be_read()
    {
        var visitor = app.Visit();
        var list = await visitor.GoAsync("/playbooks/pages.json");
        var paths = System
            .Text.Json.JsonDocument.Parse(
                await (
                    await visitor.RawAsync(new(HttpMethod.Get, "/playbooks/pages.json"))
                ).Content.ReadAsStringAsync()
            )
            .RootElement.GetProperty("results")
            .EnumerateArray()
            .Select(r => r.GetProperty("path").GetString()!)
            .ToList();
        Assert.True(paths.Count > 150, $"{paths.Count} pages at {list.At}");
        var wrong = new List<string>();
        foreach (var path in paths)
        {
            using var answer = await visitor.RawAsync(new(HttpMethod.Get, path));
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                wrong.Add($"{path}: {(int)answer.StatusCode}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Another_language_is_offered()
    {
        var visitor = await app.Visit().GoAsync("/playbooks/innovation-small-municipalities");
        await visitor.FollowAsync("In Swedish (svenska)");
        Assert.Equal("/playbooks/innovation-small-municipalities-sv", visitor.At);
        Assert.Equal("sv", visitor.Page.QuerySelector("h1")!.ParentElement!.GetAttribute("lang"));
        await visitor.FollowAsync("In English");
        Assert.Equal("/playbooks/innovation-small-municipalities", visitor.At);
    }

    [Fact]
    public async Task A_reader_flags_a_page_and_everybody_sees_the_answer()
    {
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/playbooks/small/guides/ask-others");
        await lee.PressAsync("Flag this page");
        Assert.Contains("Say what is outdated", lee.Text);
        await lee.FillIn("What is outdated, and what would be right?", "Section 16 was amended.")
            .PressAsync("Flag this page");
        Assert.Contains("Waits for an answer", lee.Text);

        // Until it is answered, others learn that it was flagged and not what was said.
        var visitor = await app.Visit().GoAsync("/playbooks/small/guides/ask-others");
        Assert.Contains("Waits for an answer", visitor.Text);
        Assert.DoesNotContain("Section 16 was amended.", visitor.Text);

        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/work");
        await sam.FollowAsync("Ask the other authorities");
        Assert.Contains("Section 16 was amended.", sam.Text);
        await sam.FillIn("Your answer", "Thank you: mended in version 1.1.").PressAsync("Answer");
        await visitor.GoAsync("/playbooks/small/guides/ask-others");
        Assert.Contains("Section 16 was amended.", visitor.Text);
        Assert.Contains("Stewards of the network: Thank you: mended in version 1.1.", visitor.Text);
        Assert.DoesNotContain("Lee", visitor.Page.QuerySelector(".td-flag")!.TextContent);

        // Nobody but those who keep the playbook answers.
        await lee.GoAsync("/playbooks/small/flags");
        Assert.Equal(HttpStatusCode.Forbidden, lee.Status);
    }

    [Fact]
    public async Task A_reader_follows_a_playbook_and_talks_about_a_page()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/playbooks/small");
        await olu.FollowAsync("Follow");
        Assert.Contains("A small playbook", olu.Text);
        await olu.GoAsync("/playbooks/small/guides/ask-others");
        await olu.FillIn("What do you want to say?", "We ask by telephone first.")
            .PressAsync("Post");
        var visitor = await app.Visit().GoAsync("/playbooks/small/guides/ask-others");
        Assert.Contains("We ask by telephone first.", visitor.Text);
    }

    [Fact]
    public async Task Those_who_follow_a_playbook_hear_what_was_answered_about_one_of_its_pages()
    {
        await GatherAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/playbooks/small/methods/map");
        await olu.FollowAsync("Follow");
        await olu.PressAsync("Follow");
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/playbooks/small");
        await mei.FollowAsync("Follow");
        await mei.PressAsync("Follow");
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/playbooks/small/methods/map");
        await lee.FillIn(
                "What is outdated, and what would be right?",
                "Forty-five minutes are too few."
            )
            .PressAsync("Flag this page");
        await GatherAsync();
        await mei.GoAsync("/work");
        Assert.DoesNotContain("Map who is concerned", mei.Text);
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/playbooks/small/flags");
        await sam.FillIn("Your answer", "An hour from version 1.1.").PressAsync("Answer");
        await GatherAsync();
        await mei.GoAsync("/work");
        Assert.Contains("What a reader said about “Map who is concerned” was answered.", mei.Text);
        await olu.GoAsync("/work");
        Assert.Contains("What a reader said is outdated was answered.", olu.Text);
    }

    private Task<int> GatherAsync() =>
        app.Services.GetRequiredService<GatherStories>().RunAsync(still: false);

    [Fact]
    public async Task Programs_read_playbooks_and_ask_again_only_for_what_is_new()
    {
        var visitor = app.Visit();
        using var list = await visitor.RawAsync(new(HttpMethod.Get, "/api/playbooks"));
        var small = JsonNode.Parse(await list.Content.ReadAsStringAsync())!["results"]!
            .AsArray()
            .Single(p => (string)p!["key"]! == "small")!;
        Assert.Equal("published", (string)small["state"]!);
        Assert.Equal("/playbooks/small", (string)small["path"]!);

        using var one = await visitor.RawAsync(new(HttpMethod.Get, "/api/playbooks/small"));
        var playbook = JsonNode.Parse(await one.Content.ReadAsStringAsync())!;
        var plan = playbook["stages"]!.AsArray().Single(s => (string)s!["code"]! == "plan")!;
        Assert.Equal("diverge", (string)plan["mode"]!);
        Assert.Contains(plan["steps"]!.AsArray(), s => (string?)s!["notice"] == "UK2");
        Assert.NotEmpty(plan["gate"]!["checklist"]!.AsArray());
        var guide = playbook["guides"]!.AsArray().Single(g => (string)g!["code"]! == "ask-others")!;
        Assert.Equal("commercial", (string)guide["roles"]!["responsible"]![0]!);
        Assert.Contains("## ", (string)guide["body"]!);

        foreach (var answer in new[] { list, one })
        {
            var again = new HttpRequestMessage(
                HttpMethod.Get,
                answer == list ? "/api/playbooks" : "/api/playbooks/small"
            );
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var unchanged = await visitor.RawAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }
        using var none = await visitor.RawAsync(
            new(HttpMethod.Get, "/api/playbooks/small?version=7.7")
        );
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Members_find_their_checklists_from_the_page_of_their_organisation()
    {
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/organisations/preston-city-council");
        await mei.FollowAsync("Preparation: the checklists Preston City Council keeps");
        Assert.Equal(HttpStatusCode.OK, mei.Status);
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/organisations/preston-city-council");
        Assert.DoesNotContain("Preparation:", lee.Text);
    }
}
