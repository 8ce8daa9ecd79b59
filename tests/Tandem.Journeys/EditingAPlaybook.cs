using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tandem.Kernel;

namespace Tandem.Journeys;

/// <summary>
/// A steward writes the next version of a playbook and an officer keeps her council's own: drafted, previewed, compared, published and superseded; adapted,
/// and what changed upstream taken over. In a browser, on a screen and on a phone.
/// </summary>
public sealed class EditingAPlaybook(Site site) : IClassFixture<Site>
{
    private const string Password = "a long enough password";
    private const string Key = "/playbooks/double-diamond";
    private const string Guide = "guides/go-and-see";

    [Fact]
    public async Task Drafted_previewed_compared_published_superseded_adapted_and_followed()
    {
        await site.RunAsync("add", "organisation", "Preston City Council");
        await AddAsync("steward", "sam");
        await AddAsync(
            "person",
            "olu",
            "--organisation",
            "preston-city-council",
            "--role",
            "officer"
        );
        var sam = await SignInAsync("sam", 1280);
        var olu = await SignInAsync("olu", 390);

        var shipped = new Regex("(?m)^version: \"(.*)\"$")
            .Match(Content.Shipped.Text("playbooks/double-diamond/playbook.yaml"))
            .Groups[1]
            .Value;

        // The council makes its own version, with a step of its own.
        await olu.GotoAsync(Key);
        await olu.GetByRole(AriaRole.Link, new() { Name = "Make your organisation’s own version" })
            .ClickAsync();
        await site.IsSoundAsync(olu);
        await PressAsync(olu, "Begin the draft");
        await olu.WaitForURLAsync(new Regex("@preston-city-council/draft$"));
        await site.IsSoundAsync(olu);
        var own = new Uri(olu.Url).AbsolutePath.Replace("/draft", "");
        await olu.GotoAsync($"{own}/part?path=playbook.yaml");
        var main = await olu.GetByLabel("Text").InputValueAsync();
        var step = new Regex("(?<=    steps:\\n)");
        await olu.GetByLabel("Text")
            .FillAsync(
                step.Replace(
                    main,
                    "      - {code: ring-preston, title: Ring the desk in Preston, role: lead}\n",
                    1
                )
            );
        await PressAsync(olu, "Preview");
        await olu.Locator(".td-preview").GetByText("Ring the desk in Preston").WaitForAsync();
        await site.IsSoundAsync(olu);
        await PressAsync(olu, "Save");
        await olu.GetByText("Saved in the draft.").WaitForAsync();
        await olu.GotoAsync($"{own}/publish");
        await site.IsSoundAsync(olu);
        await olu.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish version") })
            .ClickAsync();
        await olu.GetByText("Preston City Council’s own").First.WaitForAsync();
        await site.IsSoundAsync(olu);

        // The steward drafts the next version of the network's: a problem is named with its line, and mended.
        await sam.GotoAsync($"{Key}/draft");
        await site.IsSoundAsync(sam);
        await PressAsync(sam, "Begin a draft");
        await site.IsSoundAsync(sam);
        await sam.GotoAsync($"{Key}/part?path={Guide}.md");
        await site.IsSoundAsync(sam);
        var text = await sam.GetByLabel("Text").InputValueAsync();
        await sam.GetByLabel("Text")
            .FillAsync(new Regex("(?m)^stage: .*$").Replace(text, "stage: nowhere", 1));
        await PressAsync(sam, "Preview");
        await sam.GetByText("There is no stage ‘nowhere’.").WaitForAsync();
        await site.IsSoundAsync(sam);
        await sam.GetByLabel("Text").FillAsync(text + "\nGo on a wet Monday too.\n");
        await PressAsync(sam, "Preview");
        await sam.Locator(".td-preview").GetByText("Go on a wet Monday too.").WaitForAsync();
        await site.IsSoundAsync(sam);
        await PressAsync(sam, "Save");
        await sam.GetByText("How it differs from the version before").ClickAsync();
        await sam.Locator(".td-diff__added", new() { HasText = "wet Monday" }).WaitForAsync();
        await site.IsSoundAsync(sam);

        // Nobody reads it before it is published; then it takes the place of the version before.
        var visitor = await site.OpenAsync(390);
        await visitor.GotoAsync($"{Key}/{Guide}");
        Assert.Equal(0, await visitor.GetByText("wet Monday").CountAsync());
        await sam.GotoAsync($"{Key}/draft");
        await sam.GetByRole(AriaRole.Button, new() { Name = "Look at what changed, and publish" })
            .ClickAsync();
        await sam.GetByLabel("What has changed, in a sentence or two?")
            .FillAsync("Go and see in bad weather too.");
        await site.IsSoundAsync(sam);
        await sam.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish version") })
            .ClickAsync();
        await sam.GetByText("Published.", new() { Exact = true }).WaitForAsync();
        await visitor.ReloadAsync();
        await visitor.GetByText("Go on a wet Monday too.").WaitForAsync();
        await site.IsSoundAsync(visitor);
        await visitor.GotoAsync($"{Key}/{Guide}?version={shipped}");
        await visitor.GetByText("which a later one has replaced").WaitForAsync();
        await site.IsSoundAsync(visitor);
        await visitor.GotoAsync($"{Key}/history");
        await visitor.GetByText("Superseded").First.WaitForAsync();
        await site.IsSoundAsync(visitor);
        await visitor.GetByRole(AriaRole.Link, new() { Name = $"With {shipped}" }).ClickAsync();
        await visitor.GetByText("Go on a wet Monday too.").WaitForAsync();
        await site.IsSoundAsync(visitor);
        Assert.True(
            await visitor.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= window.innerWidth"
            )
        );

        // The council sees it among its work, and takes over what it has not changed; its own step stays.
        await olu.GotoAsync("/work");
        await site.IsSoundAsync(olu);
        await olu.Locator($"main a[href='{own}/upstream']").First.ClickAsync();
        await olu.GetByText("is published now").WaitForAsync();
        await site.IsSoundAsync(olu);
        await PressAsync(olu, "Begin a draft, to take over what you like");
        await site.IsSoundAsync(olu);
        await PressAsync(olu, "Take over 1 page that you have not changed");
        await olu.GetByText("1 page taken over into your draft.").WaitForAsync();
        await PressAsync(olu, "I have looked at all of it");
        await olu.GotoAsync($"{own}/publish");
        await olu.GetByLabel("What has changed, in a sentence or two?")
            .FillAsync("As in the network’s.");
        await olu.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Publish version") })
            .ClickAsync();
        await olu.GotoAsync($"{own}/{Guide}");
        await olu.GetByText("Go on a wet Monday too.").WaitForAsync();
        await olu.GotoAsync($"{own}/upstream");
        await olu.GetByText("which is still the newest").WaitForAsync();
        await site.IsSoundAsync(olu);
        await olu.GotoAsync($"{own}/discover");
        await olu.GetByText("Ring the desk in Preston").First.WaitForAsync();
        await site.IsSoundAsync(olu);
    }

    private Task AddAsync(string what, string who, params string[] how) =>
        site.RunAsync(["add", what, $"{who}@example.org", who, "--password", Password, .. how]);

    private async Task<IPage> SignInAsync(string who, int width)
    {
        var page = await site.OpenAsync(width);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync($"{who}@example.org");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private static Task PressAsync(IPage page, string words) =>
        page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Button, new() { Name = words, Exact = true })
            .ClickAsync();
}
