using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Journeys;

/// <summary>What people do with calls in more than one journey, each step as it is done in a browser: a call is made, entered, judged and decided.</summary>
/// <param name="site">Where it happens.</param>
public sealed class Calling(Site site)
{
    private readonly Dictionary<IPage, string> names = [];
    private readonly HashSet<string> looked = [];

    /// <summary>Everybody's.</summary>
    public const string Password = "a long enough password";

    private const int Phone = 390;
    private const int Desk = 1280;

    /// <summary>An organisation, or a firm, with people who work there; each has the address name@example.org.</summary>
    public Task PeopleAsync(
        string organisation,
        string? authority,
        params (string Name, Role Role)[] people
    ) =>
        site.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<Db>();
            var now = db.Now();
            var place = Organisation.Create(organisation, authority, now);
            db.Add(place);
            foreach (var (name, role) in people)
            {
                var person = Person.Create(AddressOf(name), name, Password, now);
                db.Add(person);
                db.Add(Membership.Of(person, place, role));
            }
            await db.SaveChangesAsync();
        });

    /// <summary>A window of somebody who has signed in.</summary>
    /// <param name="touch">It is a telephone that they tap on.</param>
    public async Task<IPage> SignInAsync(string name, int width = Desk, bool touch = false)
    {
        var page = await site.OpenAsync(width, width == Phone ? 844 : 900, touch);
        Remember(page, name);
        await page.GotoAsync("/sign-in");
        await SignInAsync(page, name);
        return page;
    }

    /// <summary>This is somebody's window, who signs in again when their session has ended.</summary>
    public void Remember(IPage page, string name) => names[page] = name;

    private static async Task SignInAsync(IPage page, string name)
    {
        await page.GetByLabel("E-mail address").FillAsync(AddressOf(name));
        await page.GetByLabel("Password").FillAsync(Password);
        await PressAsync(page, "Sign in");
    }

    /// <summary>The page has no fault that axe can find, and fits a phone as well as a desk. One that looks like another is looked at once.</summary>
    public async Task LookAsync(IPage page)
    {
        var size = page.ViewportSize!;
        var headings = await page.EvaluateAsync<string>(
            "[...document.querySelectorAll('h1, h2, legend, .govuk-error-summary')].map(h => h.textContent).join()"
        );
        var path = Regex.Replace(
            new Uri(page.Url).AbsolutePath,
            "[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+",
            "#"
        );
        if (!looked.Add($"{size.Width} {path} {headings}"))
        {
            return;
        }
        await site.IsSoundAsync(page);
        foreach (var width in new[] { Phone, Desk })
        {
            await page.SetViewportSizeAsync(width, size.Height);
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "document.documentElement.scrollWidth <= window.innerWidth"
                ),
                $"{page.Url} is wider than {width} pixels"
            );
            // For whoever wants to look at the pages too.
            if (Environment.GetEnvironmentVariable("TANDEM_PICTURES") is { Length: > 0 } folder)
            {
                var name = Regex.Replace(path, "[^a-z]+", "-");
                await page.ScreenshotAsync(
                    new()
                    {
                        Path = Path.Combine(folder, $"{looked.Count:000}{name}-{width}.png"),
                        FullPage = true,
                    }
                );
            }
        }
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>Goes to a page and looks at it. Whose session has ended meanwhile signs in again.</summary>
    public async Task VisitAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        if (
            names.TryGetValue(page, out var name)
            && await page.Locator(".td-masthead a[href='/sign-in']").CountAsync() > 0
        )
        {
            await page.GotoAsync("/sign-in");
            await SignInAsync(page, name);
            await page.GotoAsync(address);
        }
        await LookAsync(page);
    }

    /// <summary>Presses a button or follows a link of the page, and waits until the next page is there.</summary>
    /// <param name="words">All of its name, with what only screen readers read.</param>
    public static Task PressAsync(IPage page, string words)
    {
        var main = page.GetByRole(AriaRole.Main);
        // What only screen readers read stands apart from the rest by a blank.
        var name = new Regex($"^{Regex.Escape(words).Replace("\\ ", " ").Replace(":", " ?:")}$");
        return GoneAsync(
            page,
            () =>
                main.GetByRole(AriaRole.Button, new() { NameRegex = name })
                    .Or(main.GetByRole(AriaRole.Link, new() { NameRegex = name }))
                    .First.ClickAsync()
        );
    }

    /// <summary>Does something that leads to another page, and waits until that is there.</summary>
    public static async Task GoneAsync(IPage page, Func<Task> act)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrived(object? sender, IPage arrived) => there.TrySetResult();
        page.DOMContentLoaded += Arrived;
        try
        {
            await act();
            await there.Task.WaitAsync(Site.Patience);
        }
        finally
        {
            page.DOMContentLoaded -= Arrived;
        }
    }

    /// <summary>The page says this.</summary>
    public static Task ReadsAsync(IPage page, string words) =>
        page.GetByRole(AriaRole.Main).GetByText(words).First.WaitForAsync();

    /// <summary>Opens something that is folded away.</summary>
    public static Task UnfoldAsync(IPage page, string words) =>
        page.Locator("summary").Filter(new() { HasText = words }).First.ClickAsync();

    /// <summary>Fills fields by their labels.</summary>
    public static async Task FillAsync(IPage page, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields)
        {
            await page.GetByLabel(label, new() { Exact = true }).FillAsync(text);
        }
    }

    /// <summary>Types a day into the fields of a question.</summary>
    /// <param name="which">From 0, where several ask the same.</param>
    public static async Task DayAsync(IPage page, string question, DateOnly day, int which = 0)
    {
        var group = page.GetByRole(AriaRole.Group, new() { Name = question, Exact = true })
            .Nth(which);
        foreach (
            var (label, part) in new[]
            {
                ("Day", day.Day),
                ("Month", day.Month),
                ("Year", day.Year),
            }
        )
        {
            await group
                .GetByLabel(label, new() { Exact = true })
                .FillAsync(part.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The day that comes so many days after today.</summary>
    public static DateOnly InDays(int days) =>
        DateOnly.FromDateTime(DateTimeOffset.Now.DateTime).AddDays(days);

    /// <summary>Waits for an e-mail to this person with these words in its subject or in a paragraph: what is said to somebody within the same moment goes in one e-mail.</summary>
    public async Task<SunkMail> MailAsync(string name, string subject)
    {
        for (var until = DateTimeOffset.Now + Site.Patience; DateTimeOffset.Now < until; )
        {
            var found = site.Mail.Taken.FirstOrDefault(m =>
                m.To == AddressOf(name)
                && m.Text.Split("\n\n")
                    .Where(part => !part.Contains('\n', StringComparison.Ordinal))
                    .Prepend(m.Subject)
                    .Any(words => words.Contains(subject, StringComparison.OrdinalIgnoreCase))
            );
            if (found is not null)
            {
                return found;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException(
            $"No e-mail “{subject}” to {name}. There are: {string.Join("; ", site.Mail.Taken.Select(m => $"{m.To} {m.Subject}"))}"
        );
    }

    /// <summary>The address in an e-mail that leads to this page.</summary>
    public static string LinkIn(SunkMail mail, string path) =>
        Regex.Match(mail.Text, $@"https?://\S*{Regex.Escape(path)}\S*").Value;

    /// <summary>Somebody without an account makes one, with the link that comes by e-mail, and is where the page before wanted them.</summary>
    public async Task MakeAccountAsync(IPage page, string name)
    {
        await PressAsync(page, "Make an account");
        await LookAsync(page);
        await FillAsync(page, ("Your e-mail address", AddressOf(name)));
        await PressAsync(page, "Send me the link");
        await LookAsync(page);
        await page.GotoAsync(LinkIn(await MailAsync(name, "account"), "/entries/join"));
        await LookAsync(page);
        await FillAsync(page, ("Your name", name), ("Choose a password", Password));
        await PressAsync(page, "Make the account");
        Remember(page, name);
    }

    /// <summary>Makes a draft of a kind of call.</summary>
    /// <returns>The address of the call.</returns>
    public async Task<string> MakeAsync(IPage page, string kind, string title)
    {
        await page.GotoAsync("/calls");
        await PressAsync(page, "Make a call");
        await LookAsync(page);
        await FillAsync(page, ("Title", title));
        await page.GetByLabel(kind, new() { Exact = true }).CheckAsync();
        await PressAsync(page, "Make the draft");
        await LookAsync(page);
        return new Uri(page.Url).AbsolutePath[..^"/make".Length];
    }

    /// <summary>Opens a section from the task list, looks at it, fills it in and saves it.</summary>
    public async Task WriteAsync(IPage page, string call, string section, Func<Task> fill)
    {
        if (!page.Url.EndsWith($"{call}/make", StringComparison.Ordinal))
        {
            await page.GotoAsync($"{call}/make");
        }
        await PressAsync(page, section);
        await LookAsync(page);
        await fill();
        await PressAsync(page, "Save");
        await ReadsAsync(page, "Success");
    }

    /// <summary>Says when each stage opens and closes, in days from today; the first opens when it is published.</summary>
    public static async Task SetDatesAsync(IPage page, params (int Opens, int Closes)[] stages)
    {
        for (var i = 0; i < stages.Length; i++)
        {
            if (i > 0)
            {
                await DayAsync(page, "Opens on", InDays(stages[i].Opens), i);
            }
            await DayAsync(page, "Closes on", InDays(stages[i].Closes), i);
        }
    }

    /// <summary>The owner asks for approval, somebody else approves, and the owner publishes.</summary>
    public async Task PublishAsync(IPage owner, IPage approver, string call)
    {
        await VisitAsync(owner, $"{call}/publish");
        await PressAsync(owner, "Ask for approval");
        await VisitAsync(approver, $"{call}/publish");
        await PressAsync(approver, "Approve it");
        await VisitAsync(owner, $"{call}/publish");
        await PressAsync(owner, "Publish it now");
        await LookAsync(owner);
    }

    /// <summary>Whose session has ended meanwhile signs in again, one after the other.</summary>
    public async Task ComeBackAsync(params IPage[] pages)
    {
        foreach (var page in pages)
        {
            await VisitAsync(page, "/work");
        }
    }

    /// <summary>Gives people their parts in a call.</summary>
    public async Task NameAsync(IPage page, string call, params (string Part, string Name)[] people)
    {
        await page.GotoAsync($"{call}/people");
        foreach (var (part, name) in people)
        {
            await page.GetByLabel(part, new() { Exact = true }).CheckAsync();
            await FillAsync(page, ("E-mail address", AddressOf(name)));
            await PressAsync(page, "Name them");
            await ReadsAsync(page, "Named.");
        }
        await LookAsync(page);
    }

    /// <summary>Answers questions, each by some of its words: text, a choice by its words, a day as 27/4/2026.</summary>
    public static async Task AnswerAsync(
        IPage page,
        params (string Question, string Answer)[] answers
    )
    {
        foreach (var (question, answer) in answers)
        {
            var part = page.Locator(".td-answering").Filter(new() { HasText = question });
            if (await part.Locator("input[type=radio], input[type=checkbox]").CountAsync() > 0)
            {
                await part.GetByLabel(answer, new() { Exact = true }).CheckAsync();
            }
            else if (await part.Locator(".govuk-date-input").CountAsync() > 0)
            {
                foreach (var (at, typed) in answer.Split('/').Index())
                {
                    await part.Locator("input[type=text]").Nth(at).FillAsync(typed);
                }
            }
            else
            {
                await part.Locator("textarea, input[type=text]").First.FillAsync(answer);
            }
        }
    }

    /// <summary>Accepts what the call asks to accept, and submits from the page where the answers are checked.</summary>
    /// <returns>The address of the receipt.</returns>
    public async Task<string> SubmitAsync(IPage page, string press)
    {
        foreach (var term in await page.Locator("input[name=Accepted]").AllAsync())
        {
            await term.CheckAsync();
        }
        await LookAsync(page);
        await PressAsync(page, press);
        await LookAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>Says of every entry one is asked to judge whether there is an interest.</summary>
    /// <param name="interest">Who entered the one there is an interest in, and what it is.</param>
    public async Task DeclareAsync(IPage page, (string With, string Words)? interest = null)
    {
        var asked = page.Locator("main .td-rate");
        for (var i = 0; i < await asked.CountAsync(); i++)
        {
            var one = asked.Nth(i);
            var has =
                interest is { } its
                && (await one.Locator("legend").InnerTextAsync()).Contains(
                    its.With,
                    StringComparison.Ordinal
                );
            await one.GetByLabel(has ? "Yes" : "No, I have none", new() { Exact = true })
                .CheckAsync();
            if (has)
            {
                if (await one.Locator("details[open]").CountAsync() == 0)
                {
                    await one.Locator("summary").ClickAsync();
                }
                await one.GetByLabel("What the interest is, or what the others should know")
                    .FillAsync(interest!.Value.Words);
            }
        }
        await LookAsync(page);
        await PressAsync(page, "Say so");
    }

    /// <summary>Goes through the queue until nothing of a call is left: declares, gives every score with its words, hands in.</summary>
    /// <param name="call">Its title.</param>
    /// <param name="gives">The score of an entry for a criterion, by the words on the page, and why.</param>
    /// <param name="compare">Compares pairs, from the page of the first, where that is asked.</param>
    public async Task JudgeAsync(
        IPage page,
        string call,
        Func<string, string, (int Score, string Why)> gives,
        Func<IPage, Task>? compare = null
    )
    {
        var row = page.Locator("main .td-queue").Filter(new() { HasText = call });
        await VisitAsync(page, "/judging");
        while (await row.GetByRole(AriaRole.Button).CountAsync() > 0)
        {
            await GoneAsync(page, () => row.GetByRole(AriaRole.Button).First.ClickAsync());
            if (page.Url.EndsWith("/interests", StringComparison.Ordinal))
            {
                await DeclareAsync(page);
            }
            else if (page.Url.EndsWith("/pairs", StringComparison.Ordinal))
            {
                await compare!(page);
            }
            else
            {
                await JudgeOneAsync(page, gives);
            }
            await page.GotoAsync("/judging");
        }
        await LookAsync(page);
    }

    /// <summary>Gives the scores of the entry whose page it is, and hands them in.</summary>
    public async Task JudgeOneAsync(IPage page, Func<string, string, (int Score, string Why)> gives)
    {
        await LookAsync(page);
        var entry = await page.Locator("h1").InnerTextAsync();
        await GoneAsync(
            page,
            () =>
                page.GetByRole(AriaRole.Main)
                    .GetByRole(AriaRole.Button, new() { NameRegex = new("^(Begin|Go on)$") })
                    .ClickAsync()
        );
        await LookAsync(page);
        while (page.Url.Contains("/score/", StringComparison.Ordinal))
        {
            var (score, why) = gives(entry, await page.Locator("h1").InnerTextAsync());
            await page.Locator($"input[name=Value][value='{score}']").CheckAsync();
            await page.Locator("textarea[name=Words]").FillAsync(why);
            await GoneAsync(
                page,
                () =>
                    page.GetByRole(
                            AriaRole.Button,
                            new() { NameRegex = new("^Save( and go on)?$") }
                        )
                        .ClickAsync()
            );
        }
        await LookAsync(page);
        await PressAsync(page, "Hand in");
    }

    /// <summary>The panel recommends what stands on the page of the decision already, in its own words; somebody else approves it.</summary>
    /// <param name="stage">Address of the judging of the stage.</param>
    /// <param name="otherwise">What is typed before it is sent.</param>
    public async Task RecommendAsync(
        IPage lead,
        string stage,
        string words,
        Func<Task>? otherwise = null
    )
    {
        await lead.GotoAsync(stage);
        await PressAsync(lead, "Recommend a decision");
        await FillAsync(lead, ("What the panel says of the result", words));
        await (otherwise?.Invoke() ?? Task.CompletedTask);
        await LookAsync(lead);
        await PressAsync(lead, "Recommend this");
        await LookAsync(lead);
    }

    /// <summary>Somebody else finds the recommendation among their work and approves it.</summary>
    public async Task ApproveAsync(IPage approver, string stage)
    {
        await VisitAsync(approver, "/work");
        await approver.GotoAsync($"{stage}/decision");
        await LookAsync(approver);
        await PressAsync(approver, "Approve");
        await ReadsAsync(approver, "Approved, not told yet");
    }

    /// <summary>The owner looks at every letter, and sends them together.</summary>
    public async Task SendLettersAsync(IPage owner, string stage, int letters)
    {
        await owner.GotoAsync($"{stage}/decision");
        await PressAsync(owner, "Look at the letters and send them");
        foreach (var letter in await owner.Locator("main details > summary").AllAsync())
        {
            await letter.ClickAsync();
        }
        await LookAsync(owner);
        await PressAsync(owner, $"Send all {letters} letters and publish the result");
        await LookAsync(owner);
    }

    /// <summary>The e-mail address of somebody.</summary>
    public static string AddressOf(string name) => $"{name.ToLowerInvariant()}@example.org";
}
