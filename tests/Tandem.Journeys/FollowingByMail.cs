using Microsoft.Playwright;

namespace Tandem.Journeys;

/// <summary>A small supplier without an account follows what councils buy, by e-mail alone.</summary>
public sealed class FollowingByMail(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_supplier_follows_a_category_is_told_of_a_notice_and_stops()
    {
        await site.RunAsync(
            "add",
            "steward",
            "sam@example.org",
            "Sam",
            "--password",
            "a long enough password"
        );
        var page = await site.OpenAsync(width: 390, height: 844);
        await page.GotoAsync("/follow?kind=Cpv&key=77314000");
        await site.IsSoundAsync(page);
        await page.GetByLabel("E-mail address").FillAsync("supplier@example.net");
        await page.GetByLabel("At once, when something happens").CheckAsync();
        await Press(page, "Follow by e-mail");
        await page.GetByText("Check your e-mail").WaitForAsync();

        var confirm = Assert.Single(await site.Mail.WaitForAsync(1, Site.Patience));
        await page.GotoAsync(LinkIn(confirm.Text, "/follow/confirm"));
        await site.IsSoundAsync(page);
        await Press(page, "Yes, I want to follow this");
        await page.GetByText("With the address supplier@example.net").WaitForAsync();
        await site.IsSoundAsync(page);

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            """{"ocid":"ocds-told-1","id":"1","date":"2026-01-05T09:00:00Z","tag":["tender"],"buyer":{"name":"Borough of Elm"},"tender":{"title":"Mow the parks","items":[{"id":"1","classification":{"scheme":"CPV","id":"77314000"}}]}}"""
        );
        await site.RunAsync("import", "ocds", file);
        File.Delete(file);
        var told = (await site.Mail.WaitForAsync(2, Site.Patience))[1];
        Assert.StartsWith("Mow the parks", told.Subject);

        await page.GotoAsync("/feeds/cpv/77314000.atom");
        Assert.Contains("Mow the parks", await page.ContentAsync());
        await page.GotoAsync(LinkIn(told.Text, "/follow/stop"));
        await site.IsSoundAsync(page);
        await Press(page, "Stop");
        await page.GetByText("You have stopped following").WaitForAsync();

        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync("sam@example.org");
        await page.GetByLabel("Password").FillAsync("a long enough password");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your work", Level = 1 })
            .WaitForAsync();
        await site.IsSoundAsync(page);
        foreach (var address in new[] { "/following", "/administration/mail" })
        {
            await page.GotoAsync(address);
            await site.IsSoundAsync(page);
        }
    }

    private static Task Press(IPage page, string words) =>
        page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).ClickAsync();

    private static string LinkIn(string text, string path) =>
        text.Split('\n')
            .Single(l => l.Contains(path + "?t=", StringComparison.Ordinal))
            .Split(": ")[^1]
            .Trim();
}
