namespace Tandem.Journeys;

/// <summary>Somebody of a council signs in, with the keyboard alone, and out again.</summary>
public sealed class SigningIn(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task An_officer_signs_in_with_the_keyboard_and_signs_out()
    {
        await site.RunAsync("add", "organisation", "Preston City Council");
        await site.RunAsync(
            "add",
            "person",
            "olu@example.org",
            "Olu",
            "--password",
            "a long enough password",
            "--organisation",
            "preston-city-council",
            "--role",
            "officer"
        );

        var page = await site.OpenAsync();
        await page.GotoAsync("/sign-in");
        await site.IsSoundAsync(page);
        await page.GetByLabel("E-mail address").FocusAsync();
        await page.Keyboard.TypeAsync("olu@example.org");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("not the password");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("There is a problem").WaitForAsync();
        await site.IsSoundAsync(page);

        await page.GetByLabel("Password").FillAsync("a long enough password");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" })
            .ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Sign in" })
            .WaitForAsync();
    }
}
