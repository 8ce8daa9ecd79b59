using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Tandem.Kernel;
using Tandem.Playbooks;

namespace Tandem.Journeys;

/// <summary>
/// Three councils buy together by the toolkit, from strategy to contract: each does its own steps and decides for itself, a gate is returned, a
/// document is made and edited, and a newer version of the playbook comes out in the middle.
/// </summary>
public sealed class RunningTheToolkit(Site site) : IClassFixture<Site>
{
    private const string Password = "a long enough password";
    private static readonly string[] Councils =
    [
        "Lancaster City Council",
        "Preston City Council",
        "Wyre Borough Council",
    ];
    private static readonly string[] People = ["ola", "pat", "wim"];

    [Fact]
    public async Task A_joint_purchase_of_three_councils_from_strategy_to_contract()
    {
        await PrepareAsync();
        var ola = await SignInAsync("ola");
        var pat = await SignInAsync("pat", 390);
        var wim = await SignInAsync("wim");
        IPage[] everybody = [ola, pat, wim];

        await ola.GotoAsync("/runs/new");
        await site.IsSoundAsync(ola);
        await ola.GetByLabel("Innovation in procurement toolkit", new() { Exact = true })
            .CheckAsync();
        await ola.GetByLabel("What is bought or changed?").FillAsync("One housing repairs system");
        await ola.GetByText("Share it with other authorities").ClickAsync();
        await ola.GetByLabel(Councils[1], new() { Exact = true }).CheckAsync();
        await ola.GetByLabel(Councils[2], new() { Exact = true }).CheckAsync();
        await PressAsync(ola, "Start the run");
        await ola.WaitForURLAsync(new Regex("/runs/RUN-"));
        await site.IsSoundAsync(ola);
        var run = new Uri(ola.Url).AbsolutePath;

        // Each names who decides for it.
        for (var i = 0; i < People.Length; i++)
        {
            foreach (var role in new[] { "sponsor", "budget-holder" })
            {
                await everybody[i].GotoAsync($"{run}/people");
                await everybody[i]
                    .GetByText($"Name who holds a role for {Councils[i]}")
                    .ClickAsync();
                await everybody[i].GetByLabel("Which role?").SelectOptionAsync(role);
                await everybody[i]
                    .GetByLabel("Who holds it?")
                    .SelectOptionAsync(new SelectOptionValue { Label = People[i] });
                await PressAsync(everybody[i], "Save who holds it");
            }
        }
        await site.IsSoundAsync(pat);

        // A step opens the page of a real record, which comes back attached.
        await ola.GotoAsync(run);
        await ola.GetByRole(AriaRole.Link, new() { Name = "Put the need on the pipeline" })
            .ClickAsync();
        await site.IsSoundAsync(ola);
        await ola.GetByRole(AriaRole.Link, new() { Name = "Start a pipeline item" }).ClickAsync();
        Assert.Equal(
            "One housing repairs system",
            await ola.GetByLabel("Title", new() { Exact = true }).InputValueAsync()
        );
        await ola.GetByLabel("What problem is to be solved?").FillAsync("Repairs are lost");
        await PressAsync(ola, "Save and check");
        await ola.GetByText("has been made and attached to this step").WaitForAsync();

        // A document, made from what is known, taken away, brought back edited, and made again.
        await ola.GotoAsync($"{run}/documents");
        await ola.GetByLabel("Which template?").SelectOptionAsync("problem-statement");
        await PressAsync(ola, "Make the document");
        await ola.GetByText("Repairs are lost").First.WaitForAsync();
        await site.IsSoundAsync(ola);
        var word = await ola.RunAndWaitForDownloadAsync(() =>
            ola.GetByRole(AriaRole.Link, new() { Name = "Word document" }).ClickAsync()
        );
        Assert.EndsWith(".docx", word.SuggestedFilename);
        await ola.GetByRole(AriaRole.Link, new() { Name = "Bring an edited copy" }).ClickAsync();
        await ola.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "edited.docx",
                    MimeType = "application/octet-stream",
                    Buffer = await File.ReadAllBytesAsync((await word.PathAsync())!),
                }
            );
        await PressAsync(ola, "Bring the file");
        await ola.GetByText("version 2, is kept").WaitForAsync();
        await site.IsSoundAsync(ola);
        await ola.GotoAsync($"{run}/documents/1");
        await PressAsync(ola, "Make it again");
        await ola.GetByText("as version 3").WaitForAsync();
        await ola.GetByRole(AriaRole.Link, new() { Name = "Version 2", Exact = true })
            .WaitForAsync();

        // Strategy: the first decision returns it, the second time all approve.
        await FinishAsync(run, everybody);
        await FillGateAsync(ola, run, "strategy");
        await PressAsync(ola, "Ask for their decisions");
        await pat.GotoAsync("/work");
        await pat.GetByText("Gates to decide").WaitForAsync();
        await DecideAsync(pat, run, "strategy", "Return", "Say what doing nothing costs");
        await pat.GetByText("Returned. The run is in the stage Strategy.").WaitForAsync();
        await FillGateAsync(ola, run, "strategy");
        await site.IsSoundAsync(ola);
        foreach (var one in everybody)
        {
            await DecideAsync(one, run, "strategy", "Approve", "It is there now");
        }

        // A newer version comes out; what was done stays done.
        await PublishAsync();
        await ola.GotoAsync(run);
        await ola.GetByRole(AriaRole.Link, new() { Name = "See what differs, and move" })
            .ClickAsync();
        await ola.GetByText("Write down who was thanked").WaitForAsync();
        await site.IsSoundAsync(ola);
        await PressAsync(ola, "Move to version 1.9");
        await ola.GetByText("Nothing that was done, decided or written is lost.").WaitForAsync();
        await ola.GotoAsync($"{run}/plan");
        await ola.GetByText("returned at the gate").WaitForAsync();
        await ola.GotoAsync($"{run}/documents/1");
        await ola.GetByRole(AriaRole.Link, new() { Name = "Version 2", Exact = true })
            .WaitForAsync();
        await ola.GetByRole(AriaRole.Link, new() { Name = "Version 3", Exact = true })
            .WaitForAsync();

        var waited = 0;
        foreach (var stage in new[] { "design", "execution" })
        {
            waited += await FinishAsync(run, everybody);
            await FillGateAsync(ola, run, stage);
            foreach (var one in everybody)
            {
                await DecideAsync(one, run, stage, "Approve", "As it should be");
            }
        }
        // For the tenders, and for the standstill.
        Assert.Equal(2, waited);
        await ola.GotoAsync(run);
        await ola.GetByRole(AriaRole.Heading, new() { Name = "Management: what is to do" })
            .WaitForAsync();

        // What everybody may see, and what is seen across runs.
        await ola.GotoAsync($"{run}/plan");
        await ola.GetByText("Give it a public page").ClickAsync();
        await ola.GetByLabel("Everybody may read what it is").CheckAsync();
        await ola.GetByLabel("What do you want them to read?").FillAsync("Signed in March");
        await PressAsync(ola, "Save who may read it");
        var visitor = await site.OpenAsync(390);
        await visitor.GotoAsync(run);
        await visitor.GetByText("Signed in March").WaitForAsync();
        await site.IsSoundAsync(visitor);
        Assert.True(
            await visitor.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= window.innerWidth"
            )
        );
        foreach (
            var address in new[]
            {
                $"{run}/plan",
                $"{run}/people",
                $"{run}/history",
                $"{run}/gates/execution",
                "/runs",
                "/runs/board",
                "/runs/figures",
            }
        )
        {
            await ola.GotoAsync(address);
            await site.IsSoundAsync(ola);
        }
    }

    /// <summary>Everybody finishes what they may in the stage the run is in; where the law makes them wait, they are told so and come back when the days have passed.</summary>
    /// <returns>How often they had to wait.</returns>
    private async Task<int> FinishAsync(string run, IPage[] everybody)
    {
        var waited = 0;
        foreach (var page in everybody)
        {
            await page.GotoAsync(run);
            var done = page.Locator("main form[action*='handler=Finish'] button");
            for (var left = await done.CountAsync(); left > 0; left = await done.CountAsync())
            {
                await done.First.ClickAsync();
                if (!await FewerAsync(page, done, left))
                {
                    waited++;
                    await site.IsSoundAsync(page);
                    await site.LetDaysPassAsync(31);
                    await page.GotoAsync(run);
                }
            }
        }
        return waited;
    }

    /// <summary>Ticks every line and gives evidence for everything a gate asks.</summary>
    private static async Task FillGateAsync(IPage page, string run, string stage)
    {
        await page.GotoAsync($"{run}/gates/{stage}");
        var tick = page.Locator("main button", new() { HasTextRegex = new Regex("^Tick:") });
        for (var left = await tick.CountAsync(); left > 0; left--)
        {
            await tick.First.ClickAsync();
            await FewerAsync(page, tick, left);
        }
        var none = page.GetByText("None yet.", new() { Exact = true });
        var all = await none.CountAsync();
        for (var at = 0; at < all; at++)
        {
            await page.GetByText("Add evidence", new() { Exact = true }).ClickAsync();
            await page.Locator("input[name=Evidence]").Nth(at).CheckAsync();
            await page.GetByLabel("Where is it?").FillAsync("2");
            await PressAsync(page, "Add the evidence");
            await FewerAsync(page, none, all - at);
        }
        var words = await page.InnerTextAsync("main");
        Assert.False(words.Contains("Before it can be approved"), words);
    }

    /// <summary>Waits for the page that comes after a press, which has fewer of these, or says that a period set by law has to pass first.</summary>
    /// <returns>Whether it has fewer.</returns>
    private static async Task<bool> FewerAsync(IPage page, ILocator what, int before)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            await page.WaitForLoadStateAsync();
            if (await page.GetByText("a period set by law has to pass first").CountAsync() > 0)
            {
                return false;
            }
            if (await page.Locator("main h1").CountAsync() == 1 && await what.CountAsync() < before)
            {
                return true;
            }
            await Task.Delay(50);
        }
        throw new InvalidOperationException(
            $"Nothing was done: {await page.InnerTextAsync("main")}"
        );
    }

    private static async Task DecideAsync(
        IPage page,
        string run,
        string stage,
        string decision,
        string reason
    )
    {
        await page.GotoAsync($"{run}/gates/{stage}");
        await page.GetByLabel(decision, new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Why?", new() { Exact = true }).FillAsync(reason);
        await PressAsync(page, "Record the decision");
        await page.WaitForURLAsync(new Regex($"{run}$"));
    }

    private async Task PrepareAsync()
    {
        for (var i = 0; i < People.Length; i++)
        {
            await site.RunAsync("add", "organisation", Councils[i]);
            await site.RunAsync(
                "add",
                "person",
                $"{People[i]}@example.org",
                People[i],
                "--password",
                Password,
                "--organisation",
                Councils[i].ToLowerInvariant().Replace(' ', '-'),
                "--role",
                "officer"
            );
        }
    }

    /// <summary>Publishes a newer version of the toolkit: one more step in execution.</summary>
    private async Task PublishAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-toolkit-").FullName;
        var shipped = Content.Shipped.PathOf("playbooks/innovation-toolkit");
        foreach (var file in Directory.GetFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(
                folder,
                "playbooks",
                "innovation-toolkit",
                Path.GetRelativePath(shipped, file)
            );
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = await File.ReadAllTextAsync(file);
            if (Path.GetFileName(file) == "playbook.yaml")
            {
                text = Regex.Replace(
                    text,
                    "^version: .*$",
                    "version: \"1.9\"",
                    RegexOptions.Multiline
                );
                text = new Regex("(?<=code: execution\\n(?:.*\\n)*?    steps:\\n)").Replace(
                    text,
                    "      - {code: thanks, title: Write down who was thanked, role: commercial}\n",
                    1
                );
            }
            await File.WriteAllTextAsync(copy, text);
        }
        await site.InScopeAsync(async services =>
            Assert.Equal(
                1,
                await new BringShipped(
                    services.GetRequiredService<Db>(),
                    new Content(folder),
                    NullLogger<BringShipped>.Instance
                ).RunAsync()
            )
        );
        Directory.Delete(folder, recursive: true);
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

    private static Task PressAsync(IPage page, string words) =>
        page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Button, new() { Name = words, Exact = true })
            .ClickAsync();
}
