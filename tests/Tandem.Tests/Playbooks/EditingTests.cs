using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Files;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

[UsesDatabase]
public sealed class EditingTests(PlaybookApp app) : IClassFixture<PlaybookApp>
{
    [Fact]
    public async Task A_draft_is_written_previewed_compared_published_and_superseded()
    {
        await NameAsync("edited");
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/playbooks/edited/draft");
        await sam.PressAsync("Begin a draft");
        Assert.Contains("Version 1.1. Version 1.0 is in use, and stays as it is.", sam.Text);

        // A problem is shown with its line, and a draft may have it.
        await sam.FollowAsync("Ask the other authorities");
        var good = (
            (AngleSharp.Html.Dom.IHtmlTextAreaElement)sam.Page.QuerySelector("textarea")!
        ).Value;
        await sam.FillIn("Text", good.Replace("stage: plan", "stage: plans")).PressAsync("Preview");
        Assert.Contains("Line 3 stage: plans", sam.Text);
        Assert.Contains("There is no stage ‘plans’.", sam.Text);
        Assert.NotNull(sam.Page.QuerySelector(".td-preview h3"));
        await sam.PressAsync("Save");
        await sam.GoAsync("/playbooks/edited/draft");
        Assert.Contains("1 problem to mend before it can be published", sam.Text);
        Assert.Empty(sam.Page.QuerySelectorAll("a[href='/playbooks/edited/publish']"));
        await sam.GoAsync("/playbooks/edited/publish");
        Assert.Contains("1 problem to mend before it can be published", sam.Text);
        Assert.Contains("guides/ask-others.md, line 3: There is no stage ‘plans’.", sam.Text);
        Assert.DoesNotContain(
            sam.Page.QuerySelectorAll("main button"),
            b => b.TextContent.Contains("Publish version", StringComparison.Ordinal)
        );

        await sam.GoAsync("/playbooks/edited/part?path=guides/ask-others.md");
        await sam.FillIn("Text", good.Replace("Write, wait, ring.", "Write, wait, ring twice."))
            .PressAsync("Save");
        Assert.NotNull(sam.Page.QuerySelector(".td-diff ins"));

        // Readers see nothing of it until it is published.
        var visitor = await app.Visit().GoAsync("/playbooks/edited/guides/ask-others");
        Assert.DoesNotContain("ring twice", visitor.Text);
        await visitor.GoAsync("/playbooks/edited?version=1.1");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);

        await sam.GoAsync("/playbooks/edited/draft");
        await sam.FollowAsync("Look at what changed, and publish");
        Assert.Contains(
            sam.Page.QuerySelectorAll(".td-diff ins"),
            i => i.TextContent.Contains("twice", StringComparison.Ordinal)
        );
        await sam.PressAsync("Publish version 1.1");
        Assert.Contains("Say what has changed since the version before", sam.Text);
        await sam.FillIn("What has changed, in a sentence or two?", "Ring twice.")
            .PressAsync("Publish version 1.1");

        await visitor.GoAsync("/playbooks/edited/guides/ask-others");
        Assert.Contains("ring twice", visitor.Text);
        await visitor.GoAsync("/playbooks/edited/guides/ask-others?version=1.0");
        Assert.DoesNotContain("ring twice", visitor.Text);
        Assert.Contains("You read version 1.0, which a later one has replaced.", visitor.Text);
        await visitor.GoAsync("/playbooks/edited/history");
        await visitor.FollowAsync("With 1.0");
        Assert.Contains("What changed from 1.0 to 1.1", visitor.Text);
        Assert.Contains(
            visitor.Page.QuerySelectorAll(".td-diff ins"),
            i => i.TextContent.Contains("twice", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Steps_and_who_decides_are_changed_by_form()
    {
        await NameAsync("formed");
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/playbooks/formed/draft");
        await sam.PressAsync("Begin a draft");
        await sam.FollowAsync("Steps of Plan");
        await sam.PressAsync("Add the step");
        Assert.Contains("Enter what is to be done", sam.Text);
        await sam.FillIn("What is to be done?", "Thank, and tell: everybody")
            .FillIn("Who does it?", "budget-holder")
            .FillIn("Due after how many?", "5")
            .FillIn("Counted from when?", "tell")
            .FillIn("Which template?", "letter")
            .PressAsync("Add the step");
        Assert.Contains("The step is in the draft.", sam.Text);
        Assert.Contains("5 working days after ‘Tell the market’", sam.Text);
        await sam.PressAsync("Up: Thank, and tell: everybody");
        await sam.FollowAsync("Ask the other authorities");
        await sam.FillIn("What is to be done?", "Ask nine authorities")
            .FillIn("Due after how many?", "")
            .PressAsync("Save the step");
        await sam.Choose("Commercial lead").PressAsync("Save who decides");
        await sam.GoAsync("/playbooks/formed/publish");
        Assert.DoesNotContain("to mend", sam.Text);
        await sam.FillIn("What has changed, in a sentence or two?", "By form.")
            .PressAsync("Publish version 1.1");
        var visitor = await app.Visit().GoAsync("/playbooks/formed/plan");
        Assert.Equal(
            ["Ask nine authorities", "Thank, and tell: everybody", "Tell the market"],
            visitor.Page.QuerySelectorAll("li.td-step h3").Select(h => h.TextContent.Trim())
        );
        Assert.Contains("Decided by Commercial lead and Budget holder", visitor.Text);
        Assert.DoesNotContain("10 working days", visitor.Text);

        // A step that others count from is not taken out unnoticed; two who change at once lose nothing.
        await sam.GoAsync("/playbooks/formed/draft");
        await sam.PressAsync("Begin a draft");
        var second = await app.SignInAsync("sam@example.org");
        await second.GoAsync("/playbooks/formed/steps/plan?step=ask");
        await sam.GoAsync("/playbooks/formed/steps/plan?step=tell");
        await sam.PressAsync("Take it out");
        Assert.Contains("to mend before it can be published", sam.Text);
        await second.FillIn("What is to be done?", "Ask ten").PressAsync("Save the step");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains("Somebody else has changed the steps meanwhile", second.Text);
    }

    [Fact]
    public async Task Two_who_change_one_page_at_once_lose_nothing()
    {
        await NameAsync("shared");
        var (first, second) = (
            await app.SignInAsync("sam@example.org"),
            await app.SignInAsync("sam@example.org")
        );
        await first.GoAsync("/playbooks/shared/draft");
        await first.PressAsync("Begin a draft");
        await first.GoAsync("/playbooks/shared/part?path=methods/map.md");
        await second.GoAsync("/playbooks/shared/part?path=methods/map.md");
        await first
            .FillIn("Text", SmallPlaybook.Method.Replace("Draw.", "Draw large."))
            .PressAsync("Save");
        await second
            .FillIn("Text", SmallPlaybook.Method.Replace("Draw.", "Draw small."))
            .PressAsync("Save");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains("Somebody else has changed this page meanwhile", second.Text);
        var diff = second.Page.QuerySelector(".td-diff")!.TextContent;
        Assert.Contains("large", diff);
        Assert.Contains("small", diff);
        await second.PressAsync("Save");
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Contains("Draw small.", second.Text);
    }

    [Fact]
    public async Task An_organisation_adapts_a_playbook_and_sees_what_changed_upstream()
    {
        await NameAsync("adapted");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/playbooks/adapted");
        await olu.FollowAsync("Make your organisation’s own version");
        await olu.FillIn("For which organisation?", "Preston City Council")
            .PressAsync("Begin the draft");
        Assert.Equal("/playbooks/adapted@preston-city-council/draft", olu.At);
        var main = SmallPlaybook.Main.Replace("name: small", "name: adapted");
        await olu.GoAsync("/playbooks/adapted@preston-city-council?version=1.0");
        Assert.Contains("Kept by Preston City Council", olu.Text);
        await olu.GoAsync("/playbooks/adapted@preston-city-council/part?path=playbook.yaml");
        await olu.FillIn("Text", main.Replace("title: Sign", "title: Sign with the seal"))
            .PressAsync("Save");
        await olu.GoAsync("/playbooks/adapted@preston-city-council/part?path=templates/letter.md");
        await olu.FillIn("Text", SmallPlaybook.Template.Replace("[Say what", "[Say what Preston"))
            .PressAsync("Save");
        await olu.GoAsync("/playbooks/adapted@preston-city-council/publish");
        Assert.Contains("What changed since A small playbook 1.0", olu.Text);
        Assert.Contains(
            olu.Page.QuerySelectorAll(".td-diff ins"),
            i => i.TextContent.Contains("seal", StringComparison.Ordinal)
        );
        await olu.PressAsync("Publish version 1.0");
        Assert.Contains("Preston City Council’s own", olu.Text);
        await olu.FollowAsync("Versions, and what changed");
        await olu.FollowAsync("With A small playbook 1.0");
        Assert.Contains("What changed from A small playbook 1.0 to 1.0", olu.Text);
        Assert.Contains("2 files differ.", olu.Text);

        // It is Preston's alone until it is shared; runs of Preston begin with it, those of others with the network's.
        foreach (
            var (who, status) in new[] { ("mei", 200), ("wyn", 404), ("lee", 404), ("sam", 404) }
        )
        {
            var reader = await app.SignInAsync($"{who}@example.org");
            await reader.GoAsync("/playbooks/adapted@preston-city-council/buy");
            Assert.Equal(status, (int)reader.Status);
        }
        await app.InScopeAsync(async scope =>
        {
            var (db, held) = (
                scope.GetRequiredService<Db>(),
                scope.GetRequiredService<HeldPlaybooks>()
            );
            var shelf = new PlaybookShelf(db, Actor.System, held);
            var own = await shelf.CurrentAsync("adapted", app.Cast.Preston.Id);
            var others = await shelf.CurrentAsync("adapted", app.Cast.Leeds.Id);
            Assert.Equal(
                "Sign with the seal",
                (await shelf.ReadAsync(own!.Id)).Step("sign")!.Title
            );
            Assert.Equal("Sign", (await shelf.ReadAsync(others!.Id)).Step("sign")!.Title);
        });
        await app.CatchUpAsync();
        Assert.Contains("Preston", (await olu.GoAsync("/playbooks/pages?q=Preston")).Text);
        var visitor = await app.Visit().GoAsync("/playbooks/pages.json?q=seal");
        Assert.DoesNotContain("adapted@", visitor.Text);
        await olu.GoAsync("/playbooks/adapted@preston-city-council/settings");
        await olu.Choose("Your partnerships").PressAsync("Save");
        var wyn = await app.SignInAsync("wyn@example.org");
        Assert.Equal(
            HttpStatusCode.OK,
            (await wyn.GoAsync("/playbooks/adapted@preston-city-council")).Status
        );

        // Upstream, a page that Preston has changed too and one that it has not.
        var files = SmallPlaybook.Files();
        files["playbook.yaml"] = main.Replace("\"1.0\"", "\"1.1\"");
        files["templates/letter.md"] += "\nYours sincerely";
        files["methods/map.md"] = SmallPlaybook.Method.Replace("Draw.", "Draw on the wall.");
        await app.BringAsync(files);
        await olu.GoAsync("/work");
        await olu.FollowAsync("A small playbook");
        Assert.Equal("/playbooks/adapted@preston-city-council/upstream", olu.At);
        Assert.Contains("Version 1.1 is published now", olu.Text);
        await olu.PressAsync("Begin a draft, to take over what you like");
        Assert.Contains("you have changed it too", olu.Text);
        await olu.PressAsync("Take over 1 page that you have not changed");
        await olu.GoAsync("/playbooks/adapted@preston-city-council/part?path=methods/map.md");
        Assert.Contains("Draw on the wall.", olu.Text);
        await olu.GoAsync("/playbooks/adapted@preston-city-council/part?path=templates/letter.md");
        Assert.Contains("Say what Preston", olu.Text);
        await olu.GoAsync("/playbooks/adapted@preston-city-council/upstream");
        await olu.PressAsync("I have looked at all of it");
        await olu.GoAsync("/work");
        Assert.DoesNotContain("What you adapted has a newer version", olu.Text);
    }

    [Fact]
    public async Task A_playbook_goes_out_as_a_zip_and_comes_in_elsewhere()
    {
        await NameAsync("carried");
        var visitor = app.Visit();
        using var answer = await visitor.RawAsync(
            new(HttpMethod.Get, "/playbooks/carried/export.zip")
        );
        var zip = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(4, PlaybookZip.Read(new MemoryStream(zip)).Count);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/playbooks/new");
        await olu.Attach("Zip of a playbook’s folder", "carried.zip", zip)
            .FillIn("Whose will it be?", "Preston City Council")
            .PressAsync("Bring it in as a draft");
        Assert.Equal("/playbooks/carried@preston-city-council/draft", olu.At);
        Assert.Contains("4 files brought in as a draft.", olu.Text);
        await olu.PressAsync("Discard it");
        Assert.Equal("/playbooks", olu.At);
    }

    [Theory]
    [InlineData("../../evil.md")]
    [InlineData("guides/../../evil.md")]
    [InlineData("guides\\evil.md")]
    [InlineData("/etc/passwd")]
    [InlineData("guides/Évil.md")]
    [InlineData("run.sh")]
    public void A_zip_with_anything_else_in_it_is_refused(string name)
    {
        var zip = Zip(("small/playbook.yaml", SmallPlaybook.Main), ($"small/{name}", "x"));
        Assert.Equal("Upload", Assert.Throws<Refusal>(() => PlaybookZip.Read(zip)).Field);
        var flat = Zip(("playbook.yaml", SmallPlaybook.Main), (name, "x"));
        Assert.Throws<Refusal>(() => PlaybookZip.Read(flat));
    }

    [Fact]
    public void A_zip_that_swells_is_stopped()
    {
        var big = new string('a', 3_000_000);
        Assert.Throws<Refusal>(() =>
            PlaybookZip.Read(Zip(("playbook.yaml", SmallPlaybook.Main), ("guides/a.md", big)))
        );
        Assert.Throws<Refusal>(() => PlaybookZip.Read(new MemoryStream("PK no zip"u8.ToArray())));
        Assert.Throws<Refusal>(() => PlaybookZip.Read(Zip(("guides/a.md", "x"))));
        Assert.Throws<Refusal>(() =>
            PlaybookZip.Read(
                Zip(("playbook.yaml", SmallPlaybook.Main), ("playbook.yaml", SmallPlaybook.Main))
            )
        );
    }

    [Fact]
    public async Task A_playbook_is_begun_from_nothing_without_problems()
    {
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/playbooks/new");
        await ada.FillIn("Title", "Buying \"bikes\" together")
            .FillIn("Whose is it?", "Preston City Council")
            .PressAsync("Begin a draft");
        Assert.Equal("/playbooks/buying-bikes-together@preston-city-council/draft", ada.At);
        Assert.DoesNotContain("to mend", ada.Text);
        await ada.Choose("Template").FillIn("Title of the page", "Order").PressAsync("Add it");
        Assert.EndsWith("part?path=templates%2Forder.md", ada.At);
        Assert.DoesNotContain("problem in this page", ada.Text);
        await ada.PressAsync("Take it out");
        await ada.GoAsync("/playbooks/buying-bikes-together@preston-city-council/publish");
        await ada.PressAsync("Publish version 0.1");
        Assert.Contains("Published.", ada.Text);
        await ada.GoAsync("/playbooks/buying-bikes-together@preston-city-council/settings");
        await ada.FillIn("Why?", "Nobody cycles.").PressAsync("Withdraw it");
        Assert.Contains("Nobody cycles.", ada.Text);
        Assert.DoesNotContain(
            "Buying",
            (await ada.GoAsync("/playbooks")).Page.QuerySelector("ol.td-cards")!.TextContent
        );
    }

    [Theory]
    [InlineData("olu@example.org", "/playbooks/small/draft", 403)]
    [InlineData("mei@example.org", "/playbooks/small/adapt", 403)]
    [InlineData("sam@example.org", "/playbooks/small/draft", 200)]
    [InlineData("mei@example.org", "/playbooks/new", 403)]
    public async Task Only_those_who_keep_a_playbook_change_it(
        string who,
        string address,
        int status
    )
    {
        var person = await app.SignInAsync(who);
        Assert.Equal(status, (int)(await person.GoAsync(address)).Status);
    }

    /// <summary>The small playbook under another name, so that tests do not meet.</summary>
    private async Task NameAsync(string name)
    {
        var files = SmallPlaybook.With("playbook.yaml", "name: small", $"name: {name}");
        await app.BringAsync(files);
    }

    private static MemoryStream Zip(params (string Name, string Text)[] files)
    {
        var packed = new MemoryStream();
        using (
            var zip = new System.IO.Compression.ZipArchive(
                packed,
                System.IO.Compression.ZipArchiveMode.Create,
                leaveOpen: true
            )
        )
        {
            foreach (var (name, text) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        packed.Position = 0;
        return packed;
    }
}
