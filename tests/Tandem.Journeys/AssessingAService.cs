using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tandem.Journeys;

/// <summary>
/// A service of Lancaster's against the Service Standard: booked, a panel with somebody from outside, an amber and a red, a dispute and its answer, a published report,
/// an action closed on evidence, and the red point looked at again.
/// </summary>
public sealed class AssessingAService(Site site) : IClassFixture<Site>
{
    private const string Password = "a long enough password";
    private const string Why = "Point 5: the audit was published in October.";

    [Fact]
    public async Task A_service_is_assessed_disputed_published_and_its_red_point_assessed_again()
    {
        await PeopleAsync();
        var ola = await SignInAsync("ola");
        var mia = await SignInAsync("mia");
        var cy = await SignInAsync("cy");
        var lea = await SignInAsync("lea", 390);
        var tom = await SignInAsync("tom");
        await OfferAsync(lea, "Design");
        await OfferAsync(tom, "Technology");
        await TrainedAsync(cy, "Lea");
        await TrainedAsync(ola, "Tom");

        var assessment = await BookAsync(ola);
        await PanelAsync(ola, mia, lea, tom, assessment);
        await RateAsync(tom, assessment, false, (5, "Amber"), (9, "Red"));
        await lea.GotoAsync(assessment);
        await TakeAsync(lea, "Bring the ratings together");
        await RateAsync(lea, assessment, true, (5, "Amber"), (9, "Red"));
        await PressLinkAsync(lea, "Give the overall result");
        await lea.GetByLabel("What the panel says of the whole")
            .FillAsync("Close to residents; security comes next.");
        await site.IsSoundAsync(lea);
        await PressAsync(lea, "Save");
        await TakeAsync(lea, "Have the draft checked");
        var checker = await SignInAsync("cora");
        await checker.GotoAsync(assessment);
        await TakeAsync(checker, "Send it to the team");

        await ola.GotoAsync(assessment);
        await site.IsSoundAsync(ola);
        await PressLinkAsync(ola, "Dispute the report");
        await ola.GetByLabel("Why?").FillAsync(Why);
        await site.IsSoundAsync(ola);
        await PressAsync(ola, "Dispute the report");
        await lea.GotoAsync(assessment);
        await lea.GetByText(Why).First.WaitForAsync();
        await PressLinkAsync(lea, "Keep the report as it is");
        await lea.GetByLabel("Why?").FillAsync("The audit leaves the map out.");
        await PressAsync(lea, "Keep the report as it is");
        await ola.GotoAsync(assessment);
        await TakeAsync(ola, "Accept the report");
        await mia.GotoAsync(assessment);
        await TakeAsync(mia, "Publish the report");

        var visitor = await site.OpenAsync(390, 844);
        await visitor.GotoAsync(Report(assessment));
        await visitor.GetByText("Close to residents; security comes next.").WaitForAsync();
        await site.IsSoundAsync(visitor);
        await FitsAsync(visitor);
        await visitor.GotoAsync("/assessments/reports");
        await site.IsSoundAsync(visitor);
        await FitsAsync(visitor);
        await visitor.GotoAsync("/assessments/kinds/service-standard");
        await site.IsSoundAsync(visitor);
        await FitsAsync(visitor);
        await PressLinkAsync(visitor, "If you are a supplier of the service");
        await visitor.GetByText("Ask the service owner to name you").WaitForAsync();
        await site.IsSoundAsync(visitor);
        await FitsAsync(visitor);

        await CloseAsync(ola, lea, assessment);
        await ola.GotoAsync(assessment);
        await PressLinkAsync(ola, "Book the reassessment");
        await SoonAsync(ola);
        await site.IsSoundAsync(ola);
        await PressAsync(ola, "Book it");
        var again = new Uri(ola.Url).AbsolutePath;
        await PanelAsync(ola, mia, lea, tom, again);
        await tom.GotoAsync($"{again}/rate/all");
        Assert.Equal(1, await tom.GetByRole(AriaRole.Radio, new() { Name = "Green" }).CountAsync());
        await RateAsync(tom, again, false);
        await lea.GotoAsync(again);
        await TakeAsync(lea, "Bring the ratings together");
        await RateAsync(lea, again, true);
        await TakeAsync(lea, "Have the draft checked");
        await checker.GotoAsync(again);
        await TakeAsync(checker, "Send it to the team");
        await ola.GotoAsync(again);
        await TakeAsync(ola, "Accept the report");
        await mia.GotoAsync(again);
        await TakeAsync(mia, "Publish the report");
        await visitor.GotoAsync(Report(again));
        await visitor.GetByText("This service over time").WaitForAsync();
        await site.IsSoundAsync(visitor);
    }

    private async Task PeopleAsync()
    {
        await site.RunAsync("add", "organisation", "Lancaster City Council", "--authority", "LAC");
        await site.RunAsync("add", "organisation", "Preston City Council", "--authority", "PRE");
        foreach (
            var (name, of, role) in new[]
            {
                ("Ola", "lancaster-city-council", "officer"),
                ("Mia", "lancaster-city-council", "member"),
                ("Tom", "lancaster-city-council", "member"),
                ("Cora", "lancaster-city-council", "officer"),
                ("Lea", "preston-city-council", "member"),
                ("Cy", "preston-city-council", "officer"),
            }
        )
        {
            await site.RunAsync(
                "add",
                "person",
                $"{name.ToLowerInvariant()}@example.org",
                name,
                "--password",
                Password,
                "--organisation",
                of,
                "--role",
                role
            );
        }
    }

    private async Task OfferAsync(IPage page, string profession)
    {
        await page.GotoAsync("/assessments/kinds/service-standard");
        await PressLinkAsync(page, "Assessors");
        await page.GetByLabel(profession, new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Yes", new() { Exact = true }).CheckAsync();
        await PressAsync(page, "Save");
        await site.IsSoundAsync(page);
        await FitsAsync(page);
    }

    private async Task TrainedAsync(IPage page, string name)
    {
        await page.GotoAsync("/assessments/kinds/service-standard/assessors");
        await PressAsync(page, $"Trained to assess: {name}");
        await page.GetByText("Saved.").WaitForAsync();
    }

    private async Task<string> BookAsync(IPage ola)
    {
        await ola.GotoAsync("/assessments/new/service-standard");
        await ola.GetByLabel("Which service?").FillAsync("Book a bulky collection");
        await ola.GetByLabel(new Regex("^Assessment")).First.CheckAsync();
        await ola.GetByLabel("Alpha", new() { Exact = true }).CheckAsync();
        await ola.GetByLabel("Service Standard (14 points)").CheckAsync();
        await ola.GetByLabel(new Regex("^Red, amber, green")).First.CheckAsync();
        await SoonAsync(ola);
        await ola.GetByLabel("Who is in the team?").FillAsync("Five of us, two of the supplier");
        await ola.GetByLabel(new Regex("What does the service cost")).FillAsync("£140,000");
        await site.IsSoundAsync(ola);
        await PressAsync(ola, "Book it");
        await ola.GetByText("less than 5 weeks ahead").First.WaitForAsync();
        await site.IsSoundAsync(ola);
        return new Uri(ola.Url).AbsolutePath;
    }

    private static async Task SoonAsync(IPage page)
    {
        var day = DateTimeOffset.Now.AddDays(10);
        foreach (
            var (label, part) in new[]
            {
                ("Day", day.Day),
                ("Month", day.Month),
                ("Year", day.Year),
            }
        )
        {
            await page.GetByLabel(label, new() { Exact = true })
                .FillAsync(part.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task PanelAsync(IPage ola, IPage mia, IPage lea, IPage tom, string assessment)
    {
        await ola.GotoAsync($"{assessment}/people");
        await NameAsync(ola, "Coordinator", "mia@example.org");
        await NameAsync(ola, "Checker", "cora@example.org");
        await ola.GotoAsync($"{assessment}/panel");
        await site.IsSoundAsync(ola);
        await ola.GetByText("needs an assessor from another organisation").WaitForAsync();
        await PressAsync(ola, "Name Lea");
        await PressAsync(ola, "Name Tom");
        foreach (var page in new[] { lea, tom })
        {
            await page.GotoAsync(assessment);
            await PressLinkAsync(page, "Say so");
            await page.GetByRole(AriaRole.Radio).First.CheckAsync();
            await PressAsync(page, "Say so");
        }
        await mia.GotoAsync(assessment);
        await TakeAsync(mia, "Confirm the panel");
        await PressLinkAsync(mia, "Agenda");
        await site.IsSoundAsync(mia);
        await PressAsync(mia, "Save");
        await lea.GotoAsync(assessment);
        await TakeAsync(lea, "Begin the assessment");
    }

    private static async Task NameAsync(IPage page, string role, string address)
    {
        await page.GetByLabel(role, new() { Exact = true }).CheckAsync();
        await page.GetByLabel("E-mail address").FillAsync(address);
        await PressAsync(page, "Name them");
    }

    private async Task RateAsync(
        IPage page,
        string assessment,
        bool consolidated,
        params (int Point, string Rating)[] otherwise
    )
    {
        await page.GotoAsync($"{assessment}/rate/all");
        await site.IsSoundAsync(page);
        var points = page.Locator(".td-rate");
        for (var i = 0; i < await points.CountAsync(); i++)
        {
            var point = points.Nth(i);
            var heading = await point.Locator("h2").InnerTextAsync();
            var number = int.Parse(heading.Split('.')[0], CultureInfo.InvariantCulture);
            var rating = otherwise.FirstOrDefault(o => o.Point == number).Rating ?? "Green";
            await point.GetByLabel(rating, new() { Exact = true }).CheckAsync();
            if (await point.Locator("details[open]").CountAsync() == 0)
            {
                await point.Locator("summary").ClickAsync();
            }
            await point.GetByLabel("Done well").FillAsync("Shown with care.");
            if (rating != "Green")
            {
                await point.GetByLabel("Reason").FillAsync("Not shown to us.");
                await point.GetByLabel("Do next").FillAsync($"Mend point {number}");
            }
        }
        await PressAsync(page, "Save");
        if (!consolidated)
        {
            await page.GotoAsync($"{assessment}/rate/all");
            await PressAsync(page, "My ratings are finished");
        }
    }

    private async Task CloseAsync(IPage ola, IPage lea, string assessment)
    {
        await ola.GotoAsync(assessment);
        await PressLinkAsync(ola, "Mend point 5");
        await ola.GetByLabel("What was done?").FillAsync("Audited again, with the map");
        await PressAsync(ola, "Show it");
        await lea.GotoAsync(assessment);
        await PressLinkAsync(lea, "Mend point 5");
        await site.IsSoundAsync(lea);
        await PressAsync(lea, "Close the action");
        await lea.GetByText("The action is closed").WaitForAsync();
    }

    private static string Report(string assessment) =>
        assessment.Replace("/assessments/", "/assessments/reports/", StringComparison.Ordinal);

    private static async Task FitsAsync(IPage page) =>
        Assert.True(
            await page.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= window.innerWidth"
            ),
            page.Url
        );

    private static async Task TakeAsync(IPage page, string act)
    {
        await PressLinkAsync(page, act);
        await PressAsync(page, act);
    }

    private static Task PressLinkAsync(IPage page, string words) =>
        GoneAsync(
            page,
            page.Locator("main")
                .GetByRole(AriaRole.Link, new() { Name = words })
                .Or(page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words }))
                .First
        );

    private static Task PressAsync(IPage page, string words) =>
        GoneAsync(
            page,
            page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words }).First
        );

    // Other browsers look at what was done here, so it has to be done before they do.
    private static Task GoneAsync(IPage page, ILocator press) =>
        page.RunAndWaitForResponseAsync(
            () => press.ClickAsync(),
            r => r.Request.IsNavigationRequest && r.Request.Method == "GET" && r.Status == 200
        );

    private async Task<IPage> SignInAsync(string name, int width = 1280)
    {
        var page = await site.OpenAsync(width, 900);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync($"{name}@example.org");
        await page.GetByLabel("Password").FillAsync(Password);
        await PressAsync(page, "Sign in");
        return page;
    }
}
