using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tandem.Journeys;

/// <summary>Three councils find that they could buy together: one asks, one answers and joins, one has not answered; two agree what is required and take it away.</summary>
public sealed class WorkingTogether(Site site) : IClassFixture<Site>
{
    private const string Password = "a long enough password";

    [Fact]
    public async Task From_an_opportunity_to_an_agreed_requirement_set()
    {
        var key = await PrepareAsync();
        var ola = await SignInAsync("ola");
        await ola.GotoAsync($"/opportunities/{key}");
        await ola.GetByRole(AriaRole.Button, new() { Name = "Ask the other councils" })
            .Or(ola.GetByRole(AriaRole.Link, new() { Name = "Ask the other councils" }))
            .First.ClickAsync();
        await site.IsSoundAsync(ola);
        foreach (var council in await ola.Locator("input[name=Others]").AllAsync())
        {
            await council.CheckAsync();
        }
        await ola.Locator("input[name=AskLevel][value=JointProcurement]").CheckAsync();
        await PressAsync(ola, "Ask the other councils");
        await ola.GetByText("Nobody has answered yet").WaitForAsync();
        await site.IsSoundAsync(ola);
        var question = new Uri(ola.Url).AbsolutePath;

        var pat = await SignInAsync("pat", 390);
        await pat.GotoAsync("/work");
        await pat.GetByText("Answers you owe").WaitForAsync();
        await pat.GotoAsync(question);
        await site.IsSoundAsync(pat);
        await pat.GetByLabel("Yes", new() { Exact = true }).CheckAsync();
        await pat.GetByLabel("Buy together", new() { Exact = true }).CheckAsync();
        await PressAsync(pat, "Send the answer");
        await pat.GetByText("Your answer has been sent").WaitForAsync();

        await ola.GotoAsync(question);
        var answers = await ola.InnerTextAsync("main");
        Assert.True(
            Regex.Matches(answers, "waiting for an answer", RegexOptions.IgnoreCase).Count == 1,
            answers
        );
        await ola.GetByRole(
                AriaRole.Button,
                new() { NameRegex = new Regex("Start a collaboration") }
            )
            .Or(
                ola.GetByRole(
                    AriaRole.Link,
                    new() { NameRegex = new Regex("Start a collaboration") }
                )
            )
            .First.ClickAsync();
        await site.IsSoundAsync(ola);
        await ola.GetByLabel("What do you want to reach together?").FillAsync("One contract");
        await SayWhoDecidedAsync(ola, "Who decided that you take part?");
        await PressAsync(ola, "Start the collaboration");
        await ola.WaitForURLAsync(new Regex("/collaborations/CO-"));
        await site.IsSoundAsync(ola);
        var path = new Uri(ola.Url).AbsolutePath;

        await pat.GotoAsync($"{path}/members");
        await site.IsSoundAsync(pat);
        await pat.GetByLabel("In", new() { Exact = true }).CheckAsync();
        await SayWhoDecidedAsync(pat, "Who decided that you are in?");
        await PressAsync(pat, "Save where you stand");
        await pat.GetByText("Where you stand has been saved").WaitForAsync();

        await ola.GotoAsync($"{path}/requirements/import");
        await site.IsSoundAsync(ola);
        await ola.GetByLabel("Or paste them")
            .FillAsync(
                "Requirement\tLevel\nGrass is cut in May\tMust\nClippings are taken away\tShould"
            );
        await PressAsync(ola, "Bring them in");
        await ola.GetByText("2 lines added").WaitForAsync();
        await site.IsSoundAsync(ola);

        await pat.GotoAsync($"{path}/requirements");
        await site.IsSoundAsync(pat);
        Assert.True(
            await pat.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= window.innerWidth"
            )
        );
        // By keyboard, and saved with each press: no button is pressed here.
        await pat.Locator("#level-1-Must").FocusAsync();
        await pat.Keyboard.PressAsync("Space");
        await pat.Locator("#line-1 [data-saved]").GetByText("Saved").WaitForAsync();
        await pat.Locator("#level-2-NotNeeded").CheckAsync();
        await pat.Locator("#line-2 [data-saved]").GetByText("Saved").WaitForAsync();
        await pat.GotoAsync($"{path}/requirements?show=differ");
        await pat.GetByText("You differ", new() { Exact = true }).WaitForAsync();
        Assert.Equal(1, await pat.Locator(".td-mark").CountAsync());
        await site.IsSoundAsync(pat);

        await ola.GotoAsync($"{path}/requirements/versions");
        await site.IsSoundAsync(ola);
        await PressAsync(ola, "Propose the strictest mark");
        await PressAsync(ola, "Propose this version");
        await ola.WaitForURLAsync(new Regex("/versions/1$"));
        await pat.GotoAsync($"{path}/requirements/versions/1");
        await pat.GetByLabel("Yes, we agree").CheckAsync();
        await PressAsync(pat, "Save");
        await pat.GetByText("Every member that is in agreed").WaitForAsync();
        await site.IsSoundAsync(pat);
        var download = await pat.RunAndWaitForDownloadAsync(() =>
            pat.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("DOCX") }).ClickAsync()
        );
        Assert.EndsWith("-requirements-v1.docx", download.SuggestedFilename);
        foreach (
            var part in new[]
            {
                "",
                "/decisions",
                "/documents",
                "/tasks",
                "/benefits",
                "/history",
                "/requirements/1",
            }
        )
        {
            await ola.GotoAsync(path + part);
            await site.IsSoundAsync(ola);
        }
        await ola.GotoAsync("/collaborations");
        await site.IsSoundAsync(ola);
    }

    /// <summary>Three councils with accounts, and notices by which they buy the same at the same time; the key of what is found.</summary>
    private async Task<string> PrepareAsync()
    {
        foreach (
            var (who, council, code) in new[]
            {
                ("ola", "Lancaster City Council", "LAC"),
                ("pat", "Preston City Council", "PRE"),
                ("wim", "Wyre Borough Council", "WYR"),
            }
        )
        {
            await site.RunAsync("add", "organisation", council, "--authority", code);
            await site.RunAsync(
                "add",
                "person",
                $"{who}@example.org",
                who,
                "--password",
                Password,
                "--organisation",
                council.ToLowerInvariant().Replace(' ', '-'),
                "--role",
                "officer"
            );
        }
        var page = await SignInAsync("ola");
        await page.GotoAsync("/imports/new");
        await page.GetByLabel(new Regex("Contracts Finder")).First.CheckAsync();
        await page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "notices.jsonl",
                    MimeType = "application/jsonl",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(Notices()),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in" }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/imports/IMP-"));
        var first = page.Locator(".td-card a[href^='/opportunities/']").First;
        for (var tries = 0; tries < 180; tries++)
        {
            await page.GotoAsync("/opportunities");
            if (await first.CountAsync() > 0)
            {
                return (await first.GetAttributeAsync("href"))!.Split('/')[^1];
            }
            await Task.Delay(1000);
        }
        throw new InvalidOperationException("No opportunity was found within three minutes.");
    }

    private async Task<IPage> SignInAsync(string who, int width = 1280)
    {
        var page = await site.OpenAsync(width);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync($"{who}@example.org");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private static async Task SayWhoDecidedAsync(IPage page, string asked)
    {
        await page.GetByLabel(asked).FillAsync("Jo Hill");
        await page.GetByLabel("Their post").FillAsync("Director");
        await page.GetByLabel("What shows it?").FillAsync("Decision 14/2026");
    }

    private static Task PressAsync(IPage page, string words) =>
        page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Button, new() { Name = words, Exact = true })
            .ClickAsync();

    private static string Notices() =>
        string.Join(
            '\n',
            new[]
            {
                "Lancaster City Council",
                "Preston City Council",
                "Wyre Borough Council",
            }.Select(
                (council, i) =>
                    $$"""{"id":"made-{{i}}","title":"Grounds maintenance and grass cutting","description":"Grass cutting and upkeep of parks.","organisation":"{{council}}","status":"awarded","notice_type":"Contract","published_date":"2024-01-1{{i}}","deadline_date":"2024-02-1{{i}}","awarded_date":"2024-03-2{{i}}","value_low":200000,"value_high":200000,"awarded_value":200000,"awarded_supplier":"Greenlea Grounds Care Ltd","cpv_codes":"77314000","region":"North West","url":"https://example.org/{{i}}"}"""
            )
        );
}
