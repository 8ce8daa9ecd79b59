using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tandem.Tests.Support;

namespace Tandem.Journeys;

/// <summary>A firm applies for Cyber Essentials: it sees what would fail, its board signs, two answers come back with a clock, it passes, and a stranger checks its certificate on a phone.</summary>
public sealed class Certifying(Site site) : IClassFixture<Site>
{
    private const string Password = "a long enough password";

    [Fact]
    public async Task From_an_application_to_a_certificate_through_a_round_of_more_information()
    {
        await PrepareAsync();
        var sam = await SignInAsync("sam");
        await sam.GotoAsync("/assessments/bodies");
        await sam.GetByLabel("Organisation").SelectOptionAsync("Assurance House");
        await sam.GetByLabel("What does it assess?").SelectOptionAsync("Cyber Essentials");
        await PressAsync(sam, "Name it");
        await site.IsSoundAsync(sam);

        var dee = await SignInAsync("dee", 390);
        await dee.GotoAsync("/assessments/kinds/cyber-essentials");
        await site.IsSoundAsync(dee);
        await dee.GotoAsync("/assessments/new/cyber-essentials");
        await site.IsSoundAsync(dee);
        await PressAsync(dee, "Start");
        await dee.WaitForURLAsync(new Regex("/assessments/ASM-"));
        var path = new Uri(dee.Url).AbsolutePath;
        await site.IsSoundAsync(dee);
        await dee.GotoAsync($"{path}/people");
        await dee.GetByLabel("Declarant").CheckAsync();
        await dee.GetByLabel("E-mail address").FillAsync("dee@example.org");
        await PressAsync(dee, "Name them");
        await site.IsSoundAsync(dee);

        await site.AnswerAsync(path, ("up-14-os", "false"));
        await dee.GotoAsync($"{path}/readiness");
        await dee.GetByText("Fails by itself").First.WaitForAsync();
        await site.IsSoundAsync(dee);
        await site.AnswerAsync(path, ("up-14-os", "true"));
        await SignAsync(dee, path);

        var ann = await SignInAsync("ann");
        await ann.GotoAsync("/assessments/queue");
        await ann.GetByText("3 working days left").WaitForAsync();
        await site.IsSoundAsync(ann);
        await ann.GotoAsync($"{path}/people");
        await ann.GetByLabel("Assessor", new() { Exact = true }).CheckAsync();
        await ann.GetByLabel("E-mail address").FillAsync("bea@example.org");
        await PressAsync(ann, "Name them");

        var bea = await SignInAsync("bea");
        await bea.GotoAsync("/work");
        await bea.GetByText("Say whether you have an interest in the outcome").WaitForAsync();
        await bea.GotoAsync($"{path}/interest");
        await site.IsSoundAsync(bea);
        await bea.GetByLabel("No, I have none").CheckAsync();
        await PressAsync(bea, "Say so");
        await TakeAsync(bea, path, "take", "Take it on");
        await MarkAsync(bea, path, "fw-rules-how");
        await bea.GotoAsync($"{path}/rate/firewalls");
        await site.IsSoundAsync(bea);
        await TakeAsync(bea, path, "ask", "Ask for more information");

        await dee.GotoAsync(path);
        await dee.GetByText("More information needed").First.WaitForAsync();
        await dee.GetByText("2 working days left").WaitForAsync();
        await dee.GetByText("Say within how many days").WaitForAsync();
        await site.IsSoundAsync(dee);
        await site.AnswerAsync(path, ("fw-rules-how", "\"Each quarter, within a day.\""));
        await SignAsync(dee, path);

        await TakeAsync(bea, path, "take", "Take it on");
        await MarkAsync(bea, path);
        await TakeAsync(bea, path, "decide", "Decide by the rule");
        await bea.GetByText("The five controls are in place.").WaitForAsync();
        await site.IsSoundAsync(bea);

        var stranger = await site.OpenAsync(390);
        await stranger.GotoAsync("/certificates");
        await site.IsSoundAsync(stranger);
        await stranger
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Works of Dee") })
            .ClickAsync();
        await stranger.GetByText("It stands, and says what was signed").WaitForAsync();
        await site.IsSoundAsync(stranger);
        Assert.True(
            await stranger.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= window.innerWidth"
            )
        );
        Assert.Equal(
            site.Address + new Uri(stranger.Url).AbsolutePath,
            await ReadCodeAsync(await stranger.Locator("svg.td-qr").ScreenshotAsync())
        );
        var download = await stranger.RunAndWaitForDownloadAsync(() =>
            stranger.GetByRole(AriaRole.Link, new() { Name = "Get the PDF" }).ClickAsync()
        );
        Assert.StartsWith("certificate-", download.SuggestedFilename);
        Assert.Equal(
            site.Address + new Uri(stranger.Url).AbsolutePath,
            await ReadCodeAsync(await PrintedAsync((await download.PathAsync())!))
        );
    }

    /// <summary>The sheet as a printer would put it on paper, by poppler, which knows nothing of how it was made.</summary>
    private static async Task<byte[]> PrintedAsync(string pdf)
    {
        var picture = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("pdftoppm")
                {
                    ArgumentList = { "-png", "-r", "110", "-singlefile", pdf, picture },
                }
            )!;
            await process.WaitForExitAsync();
            return await File.ReadAllBytesAsync($"{picture}.png");
        }
        finally
        {
            File.Delete(picture);
            File.Delete($"{picture}.png");
        }
    }

    /// <summary>What the QR code in a picture says, read by a decoder that knows nothing of how it was made.</summary>
    private async Task<string?> ReadCodeAsync(byte[] picture)
    {
        var reader = await site.OpenAsync();
        await reader.AddScriptTagAsync(
            new() { Path = Path.Combine(Checkout.Root, "node_modules", "jsqr", "dist", "jsQR.js") }
        );
        return await reader.EvaluateAsync<string?>(
            """
            async picture => {
                const image = new Image();
                image.src = `data:image/png;base64,${picture}`;
                await image.decode();
                const canvas = document.createElement('canvas');
                [canvas.width, canvas.height] = [image.width, image.height];
                const context = canvas.getContext('2d');
                context.drawImage(image, 0, 0);
                const seen = context.getImageData(0, 0, canvas.width, canvas.height);
                return jsQR(seen.data, seen.width, seen.height)?.data ?? null;
            }
            """,
            Convert.ToBase64String(picture)
        );
    }

    private async Task SignAsync(IPage page, string path)
    {
        await page.GotoAsync($"{path}/declaration");
        await site.IsSoundAsync(page);
        await page.GetByLabel("Director").CheckAsync();
        await page.GetByLabel("I declare this for the organisation").CheckAsync();
        await PressAsync(page, "Sign and submit");
        await page.GetByText("With the assessors").WaitForAsync();
    }

    private async Task TakeAsync(IPage page, string path, string act, string words)
    {
        await page.GotoAsync($"{path}/acts/{act}");
        await site.IsSoundAsync(page);
        await PressAsync(page, words);
        await page.WaitForURLAsync(new Regex($"{path}$"));
    }

    /// <summary>Marks every answer of every section compliant, but for one, which is put back with what to put right.</summary>
    private static async Task MarkAsync(IPage page, string path, string? wanting = null)
    {
        foreach (
            var section in new[]
            {
                "organisation",
                "scope",
                "firewalls",
                "secure-configuration",
                "security-updates",
                "user-access",
                "malware",
            }
        )
        {
            await page.GotoAsync($"{path}/rate/{section}");
            foreach (var radio in await page.Locator("input[value=compliant]").AllAsync())
            {
                await radio.CheckAsync();
            }
            if (wanting is not null && section == "firewalls")
            {
                var unit = page.Locator($"#u-{wanting}");
                await unit.Locator("input[value=minor]").CheckAsync();
                await unit.GetByLabel("Reason").FillAsync("It is not said how soon.");
                await unit.GetByLabel("What is to be put right")
                    .FillAsync("Say within how many days.");
            }
            await PressAsync(page, "Save");
            await page.GetByText("Saved.").WaitForAsync();
        }
    }

    /// <summary>A firm, a body that certifies, and a steward.</summary>
    private async Task PrepareAsync()
    {
        await site.RunAsync("add", "organisation", "Works of Dee");
        await site.RunAsync("add", "organisation", "Assurance House");
        foreach (
            var (who, organisation, role) in new[]
            {
                ("dee", "works-of-dee", "officer"),
                ("ann", "assurance-house", "officer"),
                ("bea", "assurance-house", "member"),
            }
        )
        {
            await site.RunAsync(
                "add",
                "person",
                $"{who}@example.org",
                who,
                "--password",
                Password,
                "--organisation",
                organisation,
                "--role",
                role
            );
        }
        await site.RunAsync("add", "steward", "sam@example.org", "sam", "--password", Password);
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
        page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).ClickAsync();
}
