using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tandem.Journeys;

/// <summary>
/// The main job, from an empty database: somebody brings in published notices, and sees which councils could buy together, in words, as a timeline, on a
/// map, and as a table to take away.
/// </summary>
public sealed class BuyingTogether(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task From_an_empty_database_to_two_Lancashire_councils_that_could_buy_together()
    {
        await site.RunAsync("add", "organisation", "Lancaster City Council", "--authority", "LAC");
        await site.RunAsync(
            "add",
            "person",
            "ola@example.org",
            "Ola",
            "--password",
            "a long enough password",
            "--organisation",
            "lancaster-city-council",
            "--role",
            "officer"
        );
        var page = await site.OpenAsync();
        await page.GotoAsync("/");
        await site.IsSoundAsync(page);
        await page.GetByText("Nothing has been brought in yet").WaitForAsync();

        await SignInAsync(page);
        await page.GotoAsync("/imports/new");
        await site.IsSoundAsync(page);
        await page.GetByLabel(new Regex("Contracts Finder")).First.CheckAsync();
        await page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "notices.jsonl",
                    MimeType = "application/jsonl",
                    Buffer = Notices(),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in" }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/imports/IMP-"));
        await Eventually(
            page,
            async () =>
                await page.GetByText("Completed", new() { Exact = true })
                    .Or(page.GetByText("Finished", new() { Exact = true }))
                    .CountAsync() > 0
        );
        await site.IsSoundAsync(page);

        await page.GotoAsync("/opportunities");
        var first = page.Locator(".td-card a").First;
        await Eventually(page, async () => await first.CountAsync() > 0);
        await site.IsSoundAsync(page);
        await first.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Why", Exact = true }).WaitForAsync();
        await site.IsSoundAsync(page);
        Assert.True(
            await page.Locator("main figure svg").CountAsync() >= 2,
            "There is no timeline, or no map."
        );
        Assert.True(
            await page.Locator("main table").CountAsync() >= 2,
            "The pictures have no tables."
        );
        var councils = await page.Locator("main table")
            .First.Locator("tbody tr")
            .AllInnerTextsAsync();
        Assert.True(councils.Count >= 2, string.Join(" / ", councils));

        await page.GotoAsync("/opportunities");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("CSV") }).First.ClickAsync()
        );
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.True(csv.Split('\n').Length >= 2, csv);
        Assert.Contains("Council", csv);
    }

    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_page()
    {
        var page = await site.OpenAsync(390, 844);
        foreach (
            var address in new[]
            {
                "/",
                "/notices",
                "/contracts",
                "/opportunities",
                "/sign-in",
                "/network",
                "/data",
                "/about",
            }
        )
        {
            await page.GotoAsync(address);
            await site.IsSoundAsync(page);
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "document.documentElement.scrollWidth <= window.innerWidth"
                ),
                address
            );
        }
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync("ola@example.org");
        await page.GetByLabel("Password").FillAsync("a long enough password");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
    }

    /// <summary>Loads the page again until what is waited for is there: long work goes on behind it.</summary>
    private static async Task Eventually(IPage page, Func<Task<bool>> done)
    {
        for (var tries = 0; tries < 180; tries++)
        {
            if (await done())
            {
                return;
            }
            await Task.Delay(1000);
            try
            {
                await page.ReloadAsync();
            }
            catch (PlaywrightException)
            {
                // The page was loading itself again at that moment: look once more.
            }
        }
        Assert.Fail(
            $"It did not happen within a minute at {page.Url}: {await page.InnerTextAsync("main")}"
        );
    }

    /// <summary>The Lancashire councils' own notices where they lie beside the checkout; otherwise some of the same form, made up.</summary>
    private static byte[] Notices()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(
                at.FullName,
                "shared",
                "data",
                "lancashire-15-councils",
                "notices.jsonl"
            );
            if (File.Exists(path))
            {
                return File.ReadAllBytes(path);
            }
        }
        string[] councils =
        [
            "Lancaster City Council",
            "Preston City Council",
            "Wyre Borough Council",
        ];
        var lines = councils.Select(
            (council, i) =>
                $$"""{"id":"made-{{i}}","title":"Grounds maintenance and grass cutting","description":"Grass cutting and upkeep of parks.","organisation":"{{council}}","status":"awarded","notice_type":"Contract","published_date":"2024-0{{i + 1}}-10","deadline_date":"2024-0{{i + 2}}-10","awarded_date":"2024-0{{i + 3}}-20","value_low":200000,"value_high":200000,"awarded_value":200000,"awarded_supplier":"Greenlea Grounds Care Ltd","cpv_codes":"77314000","region":"North West","url":"https://example.org/{{i}}"}"""
        );
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
