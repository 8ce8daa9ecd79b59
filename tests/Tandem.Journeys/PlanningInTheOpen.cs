using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tandem.Tests.Support;

namespace Tandem.Journeys;

/// <summary>
/// Three councils of the demo network, from an opportunity to a published plan: Silverpit leads, Whitewell answers in time, Northfall lets the clock run out
/// and is shown to have done so, then joins. A supplier without an account hears of the plan once, and a program reads it.
/// </summary>
public sealed class PlanningInTheOpen(DemoSite site) : IClassFixture<DemoSite>
{
    private const string Password = "tandem-demo-2026";
    private const string Supplier = "supplier@example.net";
    private const string Plan = "Agency staff for three councils";

    [Fact]
    public async Task Three_councils_agree_what_they_need_and_publish_it_to_whoever_follows()
    {
        await FollowAsync();
        var maya = await SignInAsync("maya@silverpit.example");
        var question = await AskAsync(maya, await OpportunityAsync(maya));

        var ines = await SignInAsync("ines@whitewell.example", 390);
        await AnswerAsync(ines, question);
        await site.LetTheClockRunOutAsync("ZNF");
        await maya.GotoAsync(question);
        await Row(maya, "Northfall Council").GetByText("did not answer").WaitForAsync();
        await Row(maya, "Whitewell Borough Council").GetByText("Answered on").WaitForAsync();
        await site.IsSoundAsync(maya);
        var dev = await SignInAsync("dev@northfall.example");
        await dev.GotoAsync(question);
        await dev.GetByText("You can still answer; it will be shown as late").WaitForAsync();
        await AnswerAsync(dev, question);
        await maya.GotoAsync(question);
        await Row(maya, "Northfall Council").GetByText("late").First.WaitForAsync();

        var collaboration = await StartAsync(maya, question);
        foreach (var page in new[] { ines, dev })
        {
            await JoinAsync(page, collaboration);
        }
        await AgreeAsync(maya, [ines, dev], collaboration);
        var item = await PublishAsync(maya, collaboration);
        await IsToldOnceAsync(item);
        await IsReadByProgramsAsync(maya, item);
    }

    [Fact]
    public async Task Pages_that_people_come_back_to_have_no_fault()
    {
        var maya = await SignInAsync("maya@silverpit.example");
        string[] addresses =
        [
            "/work",
            "/following",
            "/account/keys",
            "/ocds",
            "/data",
            "/commitments",
            "/commitments/new",
            "/commitments/CM-1",
            "/commitments/CM-1/kept",
            "/organisations/silverpit-city-council/commitments",
            "/organisations/silverpit-city-council/questions",
            "/organisations/silverpit-city-council/interest-time",
            "/organisations/silverpit-city-council/pipeline",
            "/organisations/silverpit-city-council/pipeline/stale",
            "/organisations/silverpit-city-council/pipeline/contracts",
            "/organisations/silverpit-city-council/pipeline/rules",
            "/pipeline",
            "/pipeline/board",
            "/pipeline/timeline",
            "/pipeline/new",
            "/pipeline/PI-1",
            "/pipeline/PI-1/edit",
            "/pipeline/PI-1/check",
            "/pipeline/PI-1/become",
            "/pipeline/PI-1/withdraw",
            "/pipeline/PI-1/owner",
            "/pipeline/PI-1/interest",
            "/pipeline/PI-1/notices",
            "/pipeline/PI-1/notices/UK1",
            "/pipeline/PI-1/notices/UK2",
            "/pipeline/PI-1/notices/UK3",
            "/pipeline/category/48000000",
            "/interests",
            "/moderation",
            "/collaborations",
            "/collaborations/new",
            .. new[]
            {
                "",
                "/members",
                "/requirements",
                "/requirements/import",
                "/requirements/1",
                "/requirements/versions",
                "/decisions",
                "/documents",
                "/tasks",
                "/benefits",
                "/history",
            }.Select(part => $"/collaborations/CO-2{part}"),
        ];
        var visitor = await site.OpenAsync(390, 844);
        foreach (var address in addresses)
        {
            Assert.Equal((address, 200), (address, (await maya.GotoAsync(address))!.Status));
            await site.IsSoundAsync(maya);
            await visitor.GotoAsync(address);
            await site.IsSoundAsync(visitor);
            Assert.True(
                await visitor.EvaluateAsync<bool>(
                    "document.documentElement.scrollWidth <= window.innerWidth"
                ),
                address
            );
        }
    }

    private async Task FollowAsync()
    {
        var page = await site.OpenAsync(390, 844);
        await page.GotoAsync("/follow?kind=Authority&key=ZSP");
        await page.GetByLabel("E-mail address").FillAsync(Supplier);
        await page.GetByLabel("At once, when something happens").CheckAsync();
        await PressAsync(page, "Follow by e-mail");
        var confirm = Assert.Single(await MailAsync(1));
        await page.GotoAsync(
            confirm
                .Text.Split('\n')
                .Single(l => l.Contains("/follow/confirm?t=", StringComparison.Ordinal))
                .Split(": ")[^1]
                .Trim()
        );
        await PressAsync(page, "Yes, I want to follow this");
        await page.GetByText($"With the address {Supplier}").WaitForAsync();
    }

    /// <summary>The page of an opportunity in which all three councils are.</summary>
    private async Task<string> OpportunityAsync(IPage page)
    {
        var answer = await page.APIRequest.GetAsync("/opportunities.json");
        var all = (await answer.JsonAsync())!.Value;
        var results = all.ValueKind == JsonValueKind.Array ? all : all.GetProperty("results");
        var found = results
            .EnumerateArray()
            .First(o =>
            {
                var codes = o.GetProperty("purchases")
                    .EnumerateArray()
                    .Select(p => p.GetProperty("authorityCode").ToString())
                    .ToList();
                return new[] { "ZSP", "ZWW", "ZNF" }.All(code =>
                    codes.Exists(c => c.Contains(code, StringComparison.Ordinal))
                );
            });
        var path = $"/opportunities/{found.GetProperty("key").GetString()}";
        await page.GotoAsync(
            $"/opportunities?q={Uri.EscapeDataString(found.GetProperty("title").GetString()!)}"
        );
        await site.IsSoundAsync(page);
        await page.Locator($".td-card a[href='{path}']").First.ClickAsync();
        await site.IsSoundAsync(page);
        return path;
    }

    private async Task<string> AskAsync(IPage page, string opportunity)
    {
        await page.GotoAsync($"{opportunity}/interest");
        await site.IsSoundAsync(page);
        foreach (var other in await page.Locator("input[name=Others]").AllAsync())
        {
            await other.UncheckAsync();
        }
        await page.GetByLabel("Whitewell Borough Council").CheckAsync();
        await page.GetByLabel("Northfall Council").CheckAsync();
        await page.Locator("input[name=AskLevel][value=LeadForOthers]").CheckAsync();
        await PressAsync(page, "Ask the other councils");
        await page.GetByText("Nobody has answered yet").WaitForAsync();
        await site.IsSoundAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    private async Task AnswerAsync(IPage page, string question)
    {
        await page.GotoAsync("/work");
        await site.IsSoundAsync(page);
        await page.GotoAsync(question);
        await site.IsSoundAsync(page);
        await page.GetByLabel("Yes", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Buy together", new() { Exact = true }).CheckAsync();
        await PressAsync(page, "Send the answer");
        await page.GetByText("Your answer has been sent").WaitForAsync();
    }

    private async Task<string> StartAsync(IPage page, string question)
    {
        await page.GotoAsync(question);
        await page.GetByText("Start a collaboration from the answers").ClickAsync();
        await site.IsSoundAsync(page);
        await page.GetByLabel("What is it called?").FillAsync(Plan);
        await page.GetByLabel("What do you want to reach together?")
            .FillAsync("One framework for agency staff, with one price list.");
        await SayWhoDecidedAsync(page, "Who decided that you take part?");
        await PressAsync(page, "Start the collaboration");
        await page.WaitForURLAsync(new Regex("/collaborations/CO-"));
        await site.IsSoundAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    private async Task JoinAsync(IPage page, string collaboration)
    {
        await page.GotoAsync($"{collaboration}/members");
        await site.IsSoundAsync(page);
        await page.GetByLabel("In", new() { Exact = true }).CheckAsync();
        await SayWhoDecidedAsync(page, "Who decided that you are in?");
        await PressAsync(page, "Save where you stand");
        await page.GetByText("Where you stand has been saved").WaitForAsync();
    }

    private async Task AgreeAsync(IPage lead, IReadOnlyList<IPage> others, string collaboration)
    {
        await lead.GotoAsync($"{collaboration}/requirements/import");
        await lead.GetByLabel("Or paste them")
            .FillAsync(
                "Requirement\tLevel\nA worker is found within two days\tMust\nTimesheets come as a file\tShould"
            );
        await PressAsync(lead, "Bring them in");
        await lead.GetByText("2 lines added").WaitForAsync();
        foreach (var (page, level) in others.Zip(["Must", "NotNeeded"]))
        {
            await page.GotoAsync($"{collaboration}/requirements");
            await site.IsSoundAsync(page);
            await page.Locator("#level-1-Must").CheckAsync();
            await page.Locator("#line-1 [data-saved]").GetByText("Saved").WaitForAsync();
            await page.Locator($"#level-2-{level}").CheckAsync();
            await page.Locator("#line-2 [data-saved]").GetByText("Saved").WaitForAsync();
        }
        await lead.GotoAsync($"{collaboration}/requirements?show=differ");
        await lead.GetByText("You differ", new() { Exact = true }).WaitForAsync();
        await site.IsSoundAsync(lead);
        await lead.GotoAsync($"{collaboration}/requirements/versions");
        await PressAsync(lead, "Propose the strictest mark");
        await PressAsync(lead, "Propose this version");
        await lead.WaitForURLAsync(new Regex("/versions/1$"));
        foreach (var page in others)
        {
            await page.GotoAsync($"{collaboration}/requirements/versions/1");
            await site.IsSoundAsync(page);
            await page.GetByLabel("Yes, we agree").CheckAsync();
            await PressAsync(page, "Save");
        }
        await lead.GotoAsync($"{collaboration}/requirements/versions/1");
        await lead.GetByText("Every member that is in agreed").WaitForAsync();
    }

    private async Task<string> PublishAsync(IPage page, string collaboration)
    {
        await page.GotoAsync(collaboration);
        await page.GetByText("Put what you buy together on your pipeline").ClickAsync();
        await site.IsSoundAsync(page);
        Assert.Equal(Plan, await page.GetByLabel("Title").InputValueAsync());
        await page.GetByLabel("What problem is to be solved?")
            .FillAsync("Each of us pays another rate for the same work.");
        await page.GetByLabel("CPV codes").FillAsync("79620000");
        await page.GetByLabel("Estimated value").FillAsync("2400000");
        await PressAsync(page, "Save and check");
        await page.WaitForURLAsync(new Regex("/check$"));
        await site.IsSoundAsync(page);
        await page.GetByLabel("Everybody", new() { Exact = true }).CheckAsync();
        await PressAsync(page, "Put it on the pipeline");
        await page.WaitForURLAsync(new Regex("/pipeline/PI-[0-9]+$"));
        await site.IsSoundAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    private async Task IsToldOnceAsync(string item)
    {
        var told = (await MailAsync(2))[1];
        Assert.Contains(Plan, told.Subject);
        Assert.Contains(item, told.Text);
        // Long enough for a second one to have come.
        await Task.Delay(TimeSpan.FromSeconds(12));
        Assert.Equal(2, (await MailAsync(2)).Count);
        var page = await site.OpenAsync();
        var feed = await page.APIRequest.GetAsync("/feeds/authority/ZSP.atom");
        Assert.Single(Regex.Matches(await feed.TextAsync(), $"<title[^>]*>[^<]*{Plan}"));
    }

    private async Task IsReadByProgramsAsync(IPage page, string item)
    {
        var facts = await (await page.APIRequest.GetAsync($"{item}.json")).JsonAsync();
        var address = $"/ocds/records/{facts!.Value.GetProperty("ocid").GetString()}.json";
        var answer = await page.APIRequest.GetAsync(address);
        for (var tries = 0; !answer.Ok && tries < 180; tries++)
        {
            await Task.Delay(1000);
            answer = await page.APIRequest.GetAsync(address);
        }
        var package = await answer.TextAsync();
        using var record = JsonDocument.Parse(package);
        var process = record.RootElement.GetProperty("records")[0];
        await IsValidAsync(process.GetProperty("releases").GetRawText());
        await IsValidAsync($"[{process.GetProperty("compiledRelease").GetRawText()}]");

        var file = Path.ChangeExtension(Path.GetTempFileName(), ".json");
        await File.WriteAllTextAsync(file, package);
        var elsewhere = new Site();
        await elsewhere.InitializeAsync();
        try
        {
            await elsewhere.RunAsync("import", "ocds", file);
            var reader = await elsewhere.OpenAsync();
            await reader.GotoAsync($"/notices?q={Uri.EscapeDataString(Plan)}");
            var notice = reader.GetByRole(AriaRole.Link, new() { Name = Plan }).First;
            for (var tries = 0; await notice.CountAsync() == 0 && tries < 180; tries++)
            {
                await Task.Delay(1000);
                await reader.ReloadAsync();
            }
            await notice.ClickAsync();
            var text = await reader.InnerTextAsync("main");
            Assert.Contains("Silverpit City Council", text);
            Assert.Contains("£2,400,000", text);
            Assert.Contains("79620000", text);
            Assert.Contains("Each of us pays another rate", text);
        }
        finally
        {
            await elsewhere.DisposeAsync();
            File.Delete(file);
        }
    }

    /// <summary>Held against the official schema where it lies beside the checkout; the tests of releases say when it does not.</summary>
    private static async Task IsValidAsync(string releases)
    {
        if (
            SharedData.Find("ocds-schema-1.1.5/schema/dereferenced-release-schema.json")
            is not { } schema
        )
        {
            return;
        }
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, releases);
        using var run = Process.Start(
            new ProcessStartInfo("node")
            {
                ArgumentList =
                {
                    Path.Combine(Checkout.Root, "tests/Tandem.Tests/Releases/validate-ocds.mjs"),
                    schema,
                    file,
                },
                RedirectStandardOutput = true,
            }
        )!;
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        File.Delete(file);
        Assert.Equal((0, ""), (run.ExitCode, said));
    }

    /// <summary>The e-mails to the supplier, once there are so many.</summary>
    private async Task<List<SunkMail>> MailAsync(int count)
    {
        for (var until = DateTimeOffset.Now + Site.Patience; DateTimeOffset.Now < until; )
        {
            var mail = site.Mail.Taken.Where(m => m.To == Supplier).ToList();
            if (mail.Count >= count)
            {
                return mail;
            }
            await Task.Delay(200);
        }
        throw new InvalidOperationException($"Fewer than {count} e-mails came.");
    }

    private async Task<IPage> SignInAsync(string email, int width = 1280)
    {
        var page = await site.OpenAsync(width);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private static ILocator Row(IPage page, string organisation) =>
        page.GetByRole(AriaRole.Row).Filter(new() { HasText = organisation });

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
}
