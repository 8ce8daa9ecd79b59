using Microsoft.Playwright;

namespace Tandem.Journeys;

/// <summary>An officer answers a set of questions section by section, in a browser, on a screen and on a phone.</summary>
public sealed class AnsweringQuestions(Site site) : IClassFixture<Site>
{
    private const string Password = "a long enough password";

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Begun_answered_and_looked_over(int width)
    {
        var page = await site.OpenAsync(width);
        await SignInAsync(page, width);
        await page.GotoAsync("/question-sets");
        await site.IsSoundAsync(page);
        await page.GotoAsync("/question-sets/cyber-essentials/3.3");
        await site.IsSoundAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await page.GetByText("0 of 7 sections completed").WaitForAsync();
        await site.IsSoundAsync(page);
        var response = new Uri(page.Url).AbsolutePath;
        await page.Locator(".govuk-task-list__link").First.ClickAsync();
        await site.IsSoundAsync(page);
        await page.GetByLabel("What is the full registered name of your organisation?")
            .FillAsync("Ely Council");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and go back to the sections" })
            .ClickAsync();
        await page.GetByText("In progress").WaitForAsync();
        await page.GotoAsync(response + "/rows/networks");
        await site.IsSoundAsync(page);
        await page.GetByLabel("Or paste rows")
            .FillAsync("Name,Place\nHead office,Ely\nDepot,Soham\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring the rows in" }).ClickAsync();
        await page.GetByText("2 rows brought in").WaitForAsync();
        await site.IsSoundAsync(page);
        await page.GotoAsync(response + "/answers");
        await page.GetByText("Head office").WaitForAsync();
        await site.IsSoundAsync(page);
        await page.GotoAsync("/responses");
        await site.IsSoundAsync(page);
        await page.GotoAsync("/declarations");
        await site.IsSoundAsync(page);
    }

    private async Task SignInAsync(IPage page, int width)
    {
        var (council, who) = ($"Council {width}", $"ely{width}@example.org");
        await site.RunAsync("add", "organisation", council);
        await site.RunAsync(
            "add",
            "person",
            who,
            "Ely",
            "--password",
            Password,
            "--organisation",
            $"council-{width}",
            "--role",
            "officer"
        );
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(who);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }
}
