using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tandem.Kernel;

namespace Tandem.Journeys;

/// <summary>
/// Lancaster's challenge on damp homes, from the brief to two winners: a firm and a team of residents enter, one entry comes on paper; an assessor has an
/// interest and another loses the connection; the panel agrees, somebody else approves, and what wins becomes a pilot.
/// </summary>
public sealed class WinningAPrize(ClockedSite site) : IClassFixture<ClockedSite>
{
    private const string Title = "Homes that are never damp";
    private const string Firm = "Dampwatch";
    private const string Team = "Ridge residents";
    private readonly Calling calling = new(site);

    [Fact]
    public async Task A_challenge_goes_from_a_brief_to_winners_with_a_conflict_and_a_consensus()
    {
        await PeopleAsync();
        var published = site.Today;
        var ola = await calling.SignInAsync("Ola");
        var ann = await calling.SignInAsync("Ann");
        var lea = await calling.SignInAsync("Lea");
        var tom = await calling.SignInAsync("Tom", 390);
        var mia = await calling.SignInAsync("Mia");

        var call = await calling.MakeAsync(ola, "Challenge prize", Title);
        await WriteTheCallAsync(ola, call);
        await GetItApprovedAsync(ola, ann, call);

        var sue = await site.OpenAsync();
        await StartAsAFirmAsync(sue, call);
        var dampwatch = await EnterAsync(sue, "A sensor that asks the tenant");
        await HoldTheReceiptAsync(sue, dampwatch);
        var rae = await calling.SignInAsync("Rae", 390);
        await StartAsATeamAsync(rae, call);
        var residents = await EnterAsync(rae, "Neighbours who air together");
        await PutInWhatCameOnPaperAsync(ola, call);

        site.MakeIt(published.AddDays(30), 12, 1);
        await calling.ComeBackAsync(ola, ann, lea, tom, mia);
        await ScreenAsync(ola, call);
        var concept = $"{call}/judging/concept";
        await ShareOutAsync(lea, concept);
        var conflicted = await DeclareAnInterestAsync(concept, [tom, mia]);
        await ScoreOnATrainAsync(conflicted == tom ? mia : tom);
        foreach (var page in new[] { mia, tom, lea })
        {
            await calling.JudgeAsync(page, Title, (entry, _) => Concept(entry, page == mia));
        }
        await AgreeAsync(lea, concept);
        await calling.RecommendAsync(
            lea,
            concept,
            "Two concepts convinced us; both go on to a prototype."
        );
        await calling.ApproveAsync(ann, concept);
        await calling.SendLettersAsync(ola, concept, 3);

        site.MakeIt(published.AddDays(31), 9, 1);
        await calling.ComeBackAsync(sue, rae);
        await BuildAPrototypeAsync(sue, dampwatch);
        await BuildAPrototypeAsync(rae, residents);
        site.MakeIt(published.AddDays(75), 12, 1);
        await calling.ComeBackAsync(ola, ann, lea, tom, mia);
        var prototype = $"{call}/judging/prototype";
        await ShareOutAsync(lea, prototype);
        foreach (var page in new[] { tom, mia, lea })
        {
            await calling.JudgeAsync(page, Title, Prototype);
        }
        await calling.VisitAsync(lea, $"{prototype}/ranking");
        await calling.RecommendAsync(
            lea,
            prototype,
            "Both work; the sensor reached more homes, and comes first."
        );
        await calling.ApproveAsync(ann, prototype);
        await calling.SendLettersAsync(ola, prototype, 2);

        await ReadTheLetterAsync(sue, call);
        await ReadTheResultAsync(call);
        await TakeItFurtherAsync(ola, call, prototype);
        Assert.Contains("\"holds\":true", await AuditAsync(call));
    }

    private async Task PeopleAsync()
    {
        await calling.PeopleAsync(
            "Lancaster City Council",
            "LAC",
            ("Ola", Role.Officer),
            ("Ann", Role.Officer),
            ("Lea", Role.Member),
            ("Tom", Role.Member)
        );
        await calling.PeopleAsync("Preston City Council", "PRE", ("Mia", Role.Member));
        await calling.PeopleAsync("Ridge Community Centre", null, ("Rae", Role.Member));
    }

    private async Task WriteTheCallAsync(IPage ola, string call)
    {
        await calling.WriteAsync(
            ola,
            call,
            "What it is about",
            () =>
                Calling.FillAsync(
                    ola,
                    (
                        "Summary",
                        "£45,000 for ways to keep homes dry that tenants want to live with."
                    ),
                    ("CPV codes", "45000000"),
                    ("Contact", "Ola, housing"),
                    ("E-mail address of the contact", "housing@example.org")
                )
        );
        await calling.WriteAsync(
            ola,
            call,
            "Brief",
            () =>
                Calling.FillAsync(
                    ola,
                    (
                        "The problem",
                        "One home in nine is damp. It is found when somebody is ill, a season too late."
                    ),
                    (
                        "What success looks like",
                        "Damp is known of a season earlier, in nine homes of ten."
                    ),
                    (
                        "What happens afterwards",
                        "The winner is invited to a paid pilot in 200 homes."
                    )
                )
        );
        await calling.VisitAsync(ola, $"{call}/who");
        await calling.WriteAsync(
            ola,
            call,
            "Stages and dates",
            () => Calling.SetDatesAsync(ola, (0, 30), (31, 75))
        );
        await calling.VisitAsync(ola, $"{call}/forms");
        await SetCriteriaAsync(ola, call);
        await calling.NameAsync(
            ola,
            call,
            ("Approver", "Ann"),
            ("Lead assessor", "Lea"),
            ("Assessor", "Tom"),
            ("Assessor", "Mia")
        );
        await calling.WriteAsync(
            ola,
            call,
            "Money",
            async () =>
            {
                await Calling.FillAsync(
                    ola,
                    ("What each entrant of Prototypes is paid for taking part", "5000")
                );
                foreach (
                    var (at, (prize, amount)) in new[]
                    {
                        ("First prize", "30000"),
                        ("Second prize", "15000"),
                    }.Index()
                )
                {
                    var one = ola.GetByRole(AriaRole.Group, new() { Name = $"Prize {at + 1}" });
                    await one.GetByLabel(new Regex("^Called")).FillAsync(prize);
                    await one.GetByLabel("Amount (optional)").FillAsync(amount);
                }
            }
        );
        await calling.LookAsync(ola);
        await Calling.ReadsAsync(ola, "All sections are complete");
    }

    /// <summary>Weights that total 99 are kept and said to be wrong; how many go on and win is written in.</summary>
    private async Task SetCriteriaAsync(IPage ola, string call)
    {
        await ola.GotoAsync($"{call}/make");
        await Calling.PressAsync(ola, "Criteria and judging");
        await calling.LookAsync(ola);
        await Calling.PressAsync(ola, "Change it: Concepts");
        await calling.LookAsync(ola);
        var insight = ola.GetByRole(AriaRole.Group, new() { Name = "Criterion 1" });
        await insight.GetByLabel("Weight").FillAsync("24");
        await Calling.FillAsync(ola, ("Go on, at least", "1"), ("At most", "2"));
        await Calling.PressAsync(ola, "Save");
        await Calling.ReadsAsync(ola, "99");
        await calling.LookAsync(ola);
        await Calling.PressAsync(ola, "Change it: Concepts");
        await insight.GetByLabel("Weight").FillAsync("25");
        await Calling.PressAsync(ola, "Save");
        await Calling.PressAsync(ola, "Change it: Prototypes");
        await calling.LookAsync(ola);
        await Calling.FillAsync(
            ola,
            ("Assessors of each entry, at least", "2"),
            ("Winners, at least", "1"),
            ("At most", "2")
        );
        await ola.GetByLabel("Their mean").CheckAsync();
        await Calling.PressAsync(ola, "Save");
    }

    /// <summary>Ann returns it once, with her reason; then she approves, and Ola publishes.</summary>
    private async Task GetItApprovedAsync(IPage ola, IPage ann, string call)
    {
        const string why = "Say who pays for the electricity.";
        await Calling.PressAsync(ola, "Check it and ask for approval");
        await calling.LookAsync(ola);
        await Calling.PressAsync(ola, "Ask for approval");
        await calling.LookAsync(ola);
        await calling.VisitAsync(ann, "/work");
        await calling.VisitAsync(ann, call);
        await Calling.PressAsync(ann, "Look at it");
        await calling.LookAsync(ann);
        await Calling.FillAsync(ann, ("Or return it: what has to change?", why));
        await Calling.PressAsync(ann, "Return it");
        await ola.GotoAsync($"{call}/make");
        await Calling.ReadsAsync(ola, why);
        await calling.LookAsync(ola);
        await Calling.PressAsync(ola, "Brief");
        await Calling.FillAsync(
            ola,
            ("Data and access (optional)", "Twelve empty homes. We pay for the electricity.")
        );
        await Calling.PressAsync(ola, "Save");
        await calling.PublishAsync(ola, ann, call);
    }

    /// <summary>Sue has no account and no firm here yet; both are made on the way.</summary>
    private async Task StartAsAFirmAsync(IPage sue, string call)
    {
        await calling.VisitAsync(sue, "/calls");
        await Calling.PressAsync(sue, Title);
        await calling.LookAsync(sue);
        await Calling.PressAsync(sue, "What is asked in Concepts");
        await calling.LookAsync(sue);
        await sue.GotoAsync(call);
        await Calling.PressAsync(sue, "Start your entry");
        await calling.LookAsync(sue);
        await calling.MakeAccountAsync(sue, "Sue");
        await calling.LookAsync(sue);
        await Calling.PressAsync(sue, "Register yours");
        await Calling.PressAsync(sue, "Register a firm");
        await Calling.FillAsync(sue, ("Registered name of the firm", Firm));
        await Calling.PressAsync(sue, "Register the firm");
        await sue.GotoAsync($"{call}/enter");
        await sue.GetByLabel("An organisation or firm that I speak for").CheckAsync();
        await sue.GetByLabel("Organisation", new() { Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = Firm });
        await Calling.PressAsync(sue, "Start");
        await calling.LookAsync(sue);
        await Calling.AnswerAsync(sue, ("Who is entering?", "An organisation"));
        await CheckEligibilityAsync(sue, ("May you enter in the name of the organisation?", "Yes"));
    }

    private async Task StartAsATeamAsync(IPage rae, string call)
    {
        await rae.GotoAsync(call);
        await Calling.PressAsync(rae, "Start your entry");
        await rae.GetByLabel("A team", new() { Exact = true }).CheckAsync();
        await Calling.FillAsync(rae, ("Name of the team", Team));
        await calling.LookAsync(rae);
        await Calling.PressAsync(rae, "Start");
        await Calling.AnswerAsync(rae, ("Who is entering?", "A team of people"));
        await CheckEligibilityAsync(
            rae,
            ("Are you, or is the person who leads your team, 18 or over?", "Yes")
        );
    }

    /// <summary>First somebody helps to run the call, which rules the entry out with the reason; that was a slip.</summary>
    private async Task CheckEligibilityAsync(IPage page, (string, string) asked)
    {
        await Calling.AnswerAsync(
            page,
            ("help to run, judge or pay for this call?", "Yes"),
            ("Is the work your own", "Yes")
        );
        await Calling.PressAsync(page, "Check");
        await Calling.ReadsAsync(
            page,
            "Whoever helps to run, judge or pay for a call cannot enter it"
        );
        await calling.LookAsync(page);
        await Calling.AnswerAsync(page, asked, ("help to run, judge or pay for this call?", "No"));
        await Calling.PressAsync(page, "Check");
        await Calling.AnswerAsync(page, ("a close relative, business partner or employer", "No"));
        await Calling.PressAsync(page, "Check");
        await Calling.ReadsAsync(page, "You can enter");
        await calling.LookAsync(page);
    }

    /// <summary>Answers are kept section by section, words counted while they are typed, a sketch goes along, and it is submitted.</summary>
    /// <returns>The address of the entry.</returns>
    private async Task<string> EnterAsync(IPage page, string title)
    {
        var entry = new Uri(page.Url).AbsolutePath;
        await Calling.PressAsync(page, "The idea");
        await calling.LookAsync(page);
        var idea = page.Locator(".td-answering").Filter(new() { HasText = "What is your idea?" });
        await idea.Locator("textarea").PressSequentiallyAsync("One two three four");
        await idea.GetByText("You have 396 words remaining").First.WaitForAsync();
        await Calling.AnswerAsync(
            page,
            ("What is your entry called?", title),
            ("What is the problem as you see it", "Nobody asks those who live there."),
            ("What is your idea?", "We ask, measure and tell, each week, in plain words."),
            ("What would be different, and for whom?", "Damp is known in October and not in March.")
        );
        await page.GetByLabel("A picture or a sketch")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "sketch.png",
                    MimeType = "image/png",
                    Buffer = Convert.FromBase64String(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
                    ),
                }
            );
        await Calling.PressAsync(page, "Save and continue");
        await calling.LookAsync(page);
        await Calling.AnswerAsync(
            page,
            ("How would you get to something that works?", "Ten homes first, then fifty."),
            ("Who are you, and what do you bring?", "Two engineers and a nurse.")
        );
        await Calling.PressAsync(page, "Save and continue");
        await Calling.ReadsAsync(page, "sketch.png");
        await calling.SubmitAsync(page, "Submit the entry");
        await Calling.ReadsAsync(page, "Entry received");
        return entry;
    }

    /// <summary>The receipt is a page, an e-mail and a PDF, and stands with what was entered.</summary>
    private async Task HoldTheReceiptAsync(IPage sue, string entry)
    {
        var hash = await sue.Locator(".td-hash").InnerTextAsync();
        Assert.Contains(hash, (await calling.MailAsync("Sue", "received")).Text);
        var pdf = await sue.RunAndWaitForDownloadAsync(() =>
            sue.GetByRole(AriaRole.Button, new() { Name = "Save as PDF" }).ClickAsync()
        );
        Assert.EndsWith("-receipt-1.pdf", pdf.SuggestedFilename);
        Assert.StartsWith(
            "%PDF-",
            await File.ReadAllTextAsync((await pdf.PathAsync())!, System.Text.Encoding.Latin1)
        );
        await calling.VisitAsync(sue, entry);
        await calling.VisitAsync(sue, "/entries");
    }

    private async Task PutInWhatCameOnPaperAsync(IPage ola, string call)
    {
        await ola.GotoAsync($"{call}/enter?behalf=true");
        await ola.GetByLabel("A person", new() { Exact = true }).CheckAsync();
        await Calling.FillAsync(
            ola,
            ("Name of the person or organisation", "Ivy Moss"),
            ("How did it come?", "on paper, at the library")
        );
        await calling.LookAsync(ola);
        await Calling.PressAsync(ola, "Start");
        await Calling.AnswerAsync(ola, ("Who is entering?", "One person"));
        await CheckEligibilityAsync(
            ola,
            ("Are you, or is the person who leads your team, 18 or over?", "Yes")
        );
        await EnterAsync(ola, "Open the windows");
        await calling.VisitAsync(ola, $"{call}/entries");
    }

    /// <summary>Ola, who is not on the panel, lets two in and one not, with the reason.</summary>
    private async Task ScreenAsync(IPage ola, string call)
    {
        await calling.VisitAsync(ola, $"{call}/entries");
        await calling.VisitAsync(ola, call);
        await calling.VisitAsync(ola, $"{call}/judging");
        await calling.VisitAsync(ola, $"{call}/judging/concept");
        await Calling.PressAsync(ola, "Screen E1");
        foreach (var passes in new[] { true, true, false })
        {
            await calling.LookAsync(ola);
            await ola.GetByLabel(passes ? "Yes, it is scored" : "No, it stops here").CheckAsync();
            await Calling.FillAsync(
                ola,
                (
                    "Reason",
                    passes
                        ? "It answers the problem as it was set."
                        : "It leaves the work to the tenants; the challenge is about knowing of damp earlier."
                )
            );
            await Calling.PressAsync(ola, "Record it");
        }
    }

    private async Task ShareOutAsync(IPage lea, string stage)
    {
        await calling.VisitAsync(lea, stage);
        await Calling.PressAsync(lea, "Share out the entries");
        await Calling.ReadsAsync(lea, "assessors were asked to judge");
        await calling.LookAsync(lea);
    }

    /// <summary>The first of them who is asked to judge the firm has supplied it: the entry is taken away at once, shown no more, and given to somebody else.</summary>
    private async Task<IPage> DeclareAnInterestAsync(string stage, IPage[] assessors)
    {
        foreach (var page in assessors)
        {
            await page.GotoAsync($"{stage}/interests");
            if (await page.GetByText($"E1: {Firm}").CountAsync() == 0)
            {
                continue;
            }
            Assert.Equal(0, await page.GetByText("A sensor that asks the tenant").CountAsync());
            await calling.DeclareAsync(page, (Firm, "My sister works there."));
            await Calling.ReadsAsync(page, "1 entry is no longer yours to judge");
            await calling.VisitAsync(page, $"{stage}/1");
            Assert.Equal(0, await page.GetByText("A sensor that asks the tenant").CountAsync());
            await Calling.ReadsAsync(page, "You have an interest in this");
            await calling.MailAsync("Lea", "has an interest");
            return page;
        }
        throw new InvalidOperationException("Nobody of them was asked to judge the firm.");
    }

    /// <summary>On a train what is tapped and typed is kept, and sent when there is a connection again: by the same page, or by one that is opened later.</summary>
    private async Task ScoreOnATrainAsync(IPage page)
    {
        await page.GotoAsync("/judging");
        await Calling.GoneAsync(
            page,
            () => page.Locator("main .td-queue").GetByRole(AriaRole.Button).ClickAsync()
        );
        await calling.DeclareAsync(page);
        var entry = page.Url;
        await Calling.PressAsync(page, "Begin");
        var criterion = page.Url;
        await TypeWithoutAConnectionAsync(page, "Written in a tunnel.");
        await calling.LookAsync(page);
        await page.Context.SetOfflineAsync(false);
        await page.GetByText("Saved", new() { Exact = true }).WaitForAsync();

        await page.GotoAsync(entry);
        var train = await page.Context.NewPageAsync();
        await train.GotoAsync(criterion);
        await TypeWithoutAConnectionAsync(train, "Written in the next tunnel.");
        await train.CloseAsync();
        await page.Context.SetOfflineAsync(false);
        await page.GotoAsync(criterion);
        await page.GetByText("Saved", new() { Exact = true }).WaitForAsync();
        Assert.Equal(
            "Written in the next tunnel.",
            await page.GetByLabel("Justification").InputValueAsync()
        );
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length"));
    }

    private static async Task TypeWithoutAConnectionAsync(IPage page, string words)
    {
        await page.Context.SetOfflineAsync(true);
        await page.Locator("input[name=Value][value='4']").CheckAsync();
        await page.GetByLabel("Justification").FillAsync(words);
        await page.GetByText("Not sent yet: there is no connection").WaitForAsync();
    }

    private static (int, string) Concept(string entry, bool second) =>
        entry.Contains("sensor", StringComparison.Ordinal)
            ? (second ? 3 : 5, "It names what was tried, and why that was not enough.")
            : (3, "It is clear who would do what; how many would join is not.");

    private static (int, string) Prototype(string entry, string asked) =>
        asked.Contains("panel has seen working") || asked.Contains("have tried it")
            ? (1, "We saw it.")
        : entry.Contains("sensor", StringComparison.Ordinal)
            ? (5, "Forty homes, and it is told how that is known.")
        : (4, "Nine homes; people went on when it was over.");

    private async Task AgreeAsync(IPage lea, string stage)
    {
        foreach (var number in new[] { 1, 2 })
        {
            await lea.GotoAsync(stage);
            await Calling.PressAsync(lea, "Agree on the next scores");
            await calling.LookAsync(lea);
            var criteria = lea.Locator("main form .td-rate");
            for (var i = 0; i < await criteria.CountAsync(); i++)
            {
                var one = criteria.Nth(i);
                await one.Locator($"[name$='.Value'][value='{(number == 1 ? 4 : 3)}']")
                    .CheckAsync();
                await one.GetByLabel("Reasons").FillAsync("We read it again together and agreed.");
            }
            await Calling.PressAsync(lea, "Record what the panel agreed");
            await calling.LookAsync(lea);
        }
        await calling.VisitAsync(lea, $"{stage}/ranking");
    }

    /// <summary>Only what is new is asked of those who went on.</summary>
    private async Task BuildAPrototypeAsync(IPage page, string entry)
    {
        await calling.VisitAsync(page, entry);
        await Calling.PressAsync(page, "What you have built");
        Assert.Equal(
            0,
            await page.Locator(".td-answering")
                .Filter(new() { HasText = "What is your entry called?" })
                .CountAsync()
        );
        await calling.LookAsync(page);
        await Calling.AnswerAsync(page, ("What have you built", "A box and a telephone line."));
        await Calling.PressAsync(page, "Save and continue");
        await calling.LookAsync(page);
        await Calling.AnswerAsync(
            page,
            ("How many people have used it?", "40"),
            ("What changed for them", "They knew in October."),
            ("What have you learnt", "To ask before we measure."),
            ("What would it take for other places", "£90 a home and a nurse.")
        );
        await Calling.PressAsync(page, "Save and continue");
        await calling.SubmitAsync(page, "Submit the entry");
    }

    private async Task ReadTheLetterAsync(IPage sue, string call)
    {
        Assert.Contains(call, (await calling.MailAsync("Sue", Title)).Text);
        await calling.VisitAsync(sue, $"{call}/letters/prototype/1");
        await Calling.ReadsAsync(sue, "Forty homes");
        await Calling.ReadsAsync(sue, "has won: First prize");
    }

    private async Task ReadTheResultAsync(string call)
    {
        var visitor = await site.OpenAsync(390, 844);
        await calling.VisitAsync(visitor, call);
        await Calling.PressAsync(visitor, "See the results");
        await calling.LookAsync(visitor);
        await Calling.ReadsAsync(visitor, Firm);
        await Calling.ReadsAsync(visitor, Team);
        Assert.Equal(0, await visitor.GetByText("Ivy Moss").CountAsync());
        var json = await visitor.APIRequest.GetAsync($"{call}/results.json");
        var stages = (await json.JsonAsync())!.Value.GetProperty("stages").EnumerateArray();
        Assert.Equal(
            ["prototype:winner,winner", "concept:progressed,progressed"],
            stages.Select(s =>
                $"{s.GetProperty("stage")}:{string.Join(',', s.GetProperty("chosen").EnumerateArray().Select(c => c.GetProperty("outcome").GetString()))}"
            )
        );
        var csv = await (await visitor.APIRequest.GetAsync($"{call}/results.csv")).TextAsync();
        Assert.Equal(5, csv.Trim().Split('\n').Length);
    }

    private async Task TakeItFurtherAsync(IPage ola, string call, string stage)
    {
        await ola.GotoAsync($"{stage}/decision");
        await calling.LookAsync(ola);
        await Calling.PressAsync(ola, "Take it further: E1");
        await calling.LookAsync(ola);
        await ola.GetByLabel("Pilot").CheckAsync();
        await Calling.DayAsync(ola, "First day", site.Today);
        await Calling.PressAsync(ola, "Take it further");
        await calling.LookAsync(ola);
        await Calling.UnfoldAsync(ola, "Add a milestone");
        await Calling.FillAsync(ola, ("What is to be reached", "In the first 50 homes"));
        await Calling.DayAsync(ola, "Due", site.Today.AddDays(60));
        await Calling.PressAsync(ola, "Add it");
        await Calling.PressAsync(ola, "Reached today: In the first 50 homes");
        await calling.LookAsync(ola);
        var visitor = await site.OpenAsync();
        await visitor.GotoAsync($"{call}/results");
        await Calling.GoneAsync(
            visitor,
            () => visitor.Locator("main .td-card a[href*='follow-through']").First.ClickAsync()
        );
        await Calling.ReadsAsync(visitor, "In the first 50 homes");
        await calling.LookAsync(visitor);
    }

    private async Task<string> AuditAsync(string call) =>
        await site.RunAsync("audit", call.Split('/')[^1], "--json");
}
