using Microsoft.Playwright;
using static Tandem.Journeys.Calling;

namespace Tandem.Journeys;

/// <summary>
/// Lancaster buys flood pumps under the competitive flexible procedure: requests and tenders lie sealed until two of three openers open them, one comes late and
/// is not admitted, one comes late and is, a member of the panel has an interest, and the winner signs when the standstill is over and not a day before.
/// </summary>
public sealed class BuyingByTender(ClockedSite site) : IClassFixture<ClockedSite>
{
    private const string Title = "Pumps that start by themselves";
    private const string Secret = "Quincunx pumps need no oil";
    private const string Quay = "Quayside Pumps Ltd";
    private const string Brook = "Brook and Daughters Ltd";
    private const string Boat = "Slow Boat Ltd";
    private const string Requests = "participation";
    private const string Tenders = "tender";

    private readonly Calling calling = new(site);
    private Entering entering = null!;
    private string call = "";
    private IPage ola = null!;
    private IPage ada = null!;
    private IPage ben = null!;
    private IPage cat = null!;
    private IPage lea = null!;
    private IPage[] panel = [];
    private IPage quinn = null!;
    private IPage bea = null!;
    private IPage sal = null!;

    private DateOnly requestsClose;
    private DateOnly tendersOpen;
    private DateOnly tendersClose;

    [Fact]
    public async Task Pumps_are_bought_from_a_brief_to_a_signed_contract()
    {
        await People_come_and_sign_in();
        await Ola_writes_the_call();
        await Three_openers_choose_their_passphrases();
        await It_is_returned_changed_approved_and_published();
        await Two_suppliers_ask_to_take_part_and_one_changes_its_mind();
        await Nobody_of_the_buyer_can_read_what_they_sent();
        await A_third_comes_late_and_is_not_admitted();
        await One_opener_alone_opens_nothing_and_two_open_all();
        await The_conditions_are_judged_and_both_suppliers_invited_to_tender();
        await Both_tender_and_the_one_who_is_late_is_admitted();
        await The_panel_declares_scores_and_agrees();
        await The_decision_is_approved_and_told_to_both_with_reasons();
        await Nothing_is_signed_before_the_standstill_is_over();
        await Everybody_reads_the_result_and_the_audit_finds_all_right();
    }

    private async Task People_come_and_sign_in()
    {
        (requestsClose, tendersOpen, tendersClose) = (
            site.Today.AddDays(27),
            site.Today.AddDays(36),
            site.Today.AddDays(50)
        );
        entering = new(site, calling) { Words = $"{Secret}. Shown at two places for two winters." };
        await calling.PeopleAsync(
            "Lancaster City Council",
            "LAC",
            ("Ola", Kernel.Role.Officer),
            ("Ada", Kernel.Role.Administrator),
            ("Ben", Kernel.Role.Member),
            ("Cat", Kernel.Role.Member),
            ("Lea", Kernel.Role.Member),
            ("Mia", Kernel.Role.Member),
            ("Tom", Kernel.Role.Member)
        );
        await calling.PeopleAsync("Preston City Council", "PRE", ("Wyn", Kernel.Role.Member));
        ola = await calling.SignInAsync("Ola");
        ada = await calling.SignInAsync("Ada");
        ben = await calling.SignInAsync("Ben", 390);
        cat = await calling.SignInAsync("Cat");
        lea = await calling.SignInAsync("Lea");
        panel =
        [
            lea,
            await calling.SignInAsync("Mia", 390),
            await calling.SignInAsync("Tom"),
            await calling.SignInAsync("Wyn"),
        ];
    }

    private async Task Ola_writes_the_call()
    {
        call = await calling.MakeAsync(
            ola,
            "Tender under the competitive flexible procedure",
            Title
        );
        await calling.WriteAsync(
            ola,
            call,
            "What it is about",
            () =>
                FillAsync(
                    ola,
                    (
                        "Summary",
                        "Forty pumps in six culverts, which start when the water rises and say so."
                    ),
                    ("CPV codes", "42122000")
                )
        );
        await calling.WriteAsync(
            ola,
            call,
            "Brief",
            () =>
                FillAsync(
                    ola,
                    (
                        "What is needed",
                        "Six culverts flood about four times a winter before anybody reaches the pumps by van. They have to run within five minutes of high water."
                    ),
                    ("Requirements", "They start unattended, and say so by text message."),
                    (
                        "Conditions of participation",
                        "One installation of yours has run through a winter, because we cannot try it first."
                    ),
                    ("How the procedure runs", "Requests first. Those who meet it tender."),
                    ("The contract", "£200,000 to £260,000 for five years, in one lot.")
                )
        );
        await calling.VisitAsync(ola, $"{call}/who");
        await calling.WriteAsync(ola, call, "Stages and dates", SetDatesAsync);
        await calling.VisitAsync(ola, $"{call}/forms");
        await calling.VisitAsync(ola, $"{call}/form/{Tenders}");
        await Ola_keeps_three_criteria_whose_weights_first_total_99();
        await calling.WriteAsync(
            ola,
            call,
            "Money",
            () => FillAsync(ola, ("Estimated value", "240000"))
        );
        await calling.NameAsync(
            ola,
            call,
            ("Approver", "Ada"),
            ("Opener", "Ada"),
            ("Opener", "Ben"),
            ("Opener", "Cat"),
            ("Lead assessor", "Lea"),
            ("Assessor", "Mia"),
            ("Assessor", "Tom"),
            ("Assessor", "Wyn")
        );
    }

    private async Task SetDatesAsync()
    {
        await DayAsync(ola, "Closes on", requestsClose);
        await DayAsync(ola, "Opens on", tendersOpen, 1);
        await DayAsync(ola, "Closes on", tendersClose, 1);
    }

    private async Task Ola_keeps_three_criteria_whose_weights_first_total_99()
    {
        await calling.VisitAsync(ola, $"{call}/criteria");
        await PressAsync(ola, "Change it: Tenders");
        await calling.LookAsync(ola);
        foreach (var gone in new[] { 1, 2, 3 })
        {
            await ola.Locator($"[name='Draft.Criteria[{gone}].Title']").FillAsync("");
        }
        await ola.Locator("[name='Draft.Criteria[0].Weight']").FillAsync("64");
        await PressAsync(ola, "Save");
        await calling.VisitAsync(ola, $"{call}/criteria");
        await ReadsAsync(ola, "99");
        await PressAsync(ola, "Change it: Tenders");
        await ola.Locator("[name='Draft.Criteria[0].Weight']").FillAsync("65");
        await PressAsync(ola, "Save");
    }

    private async Task Three_openers_choose_their_passphrases()
    {
        foreach (var (page, words) in new[] { (ada, "ada"), (ben, "ben"), (cat, "cat") })
        {
            await calling.VisitAsync(page, call);
            await PressAsync(page, "Choose your passphrase");
            await calling.LookAsync(page);
            await FillAsync(
                page,
                ("Your passphrase", PassphraseOf(words)),
                ("The same once more", PassphraseOf(words))
            );
            await PressAsync(page, "Set my passphrase");
            await ReadsAsync(page, "Your passphrase is set");
            await calling.LookAsync(page);
        }
    }

    private static string PassphraseOf(string name) => $"kettle marsh violin of {name}";

    private async Task It_is_returned_changed_approved_and_published()
    {
        await AskForApprovalAsync();
        await calling.VisitAsync(ada, "/work");
        await calling.VisitAsync(ada, $"{call}/publish");
        await FillAsync(
            ada,
            ("Or return it: what has to change?", "Say what is in the five years")
        );
        await PressAsync(ada, "Return it");
        await calling.VisitAsync(ola, $"{call}/make");
        await ReadsAsync(ola, "Say what is in the five years");
        await calling.WriteAsync(
            ola,
            call,
            "Brief",
            () =>
                FillAsync(
                    ola,
                    (
                        "The contract",
                        "£200,000 to £260,000 for five years with two visits each, in one lot. Ranges of price: to £212,000, £224,000, £236,000, £248,000, £260,000."
                    )
                )
        );
        await AskForApprovalAsync();
        await calling.VisitAsync(ada, $"{call}/publish");
        await PressAsync(ada, "Approve it");
        await calling.VisitAsync(ola, $"{call}/publish");
        await PressAsync(ola, "Publish it now");
        await calling.LookAsync(ola);
        await calling.VisitAsync(ola, "/calls");
        var visitor = await site.OpenAsync(390, 844);
        await calling.VisitAsync(visitor, call);
        await ReadsAsync(visitor, "Sealed: nobody reads it before two openers open the stage");
    }

    private async Task AskForApprovalAsync()
    {
        await calling.VisitAsync(ola, $"{call}/make");
        await PressAsync(ola, "Check it and ask for approval");
        await calling.LookAsync(ola);
        await PressAsync(ola, "Ask for approval");
    }

    private async Task Two_suppliers_ask_to_take_part_and_one_changes_its_mind()
    {
        quinn = await entering.RegisterAsync("Quinn", Quay, "04827195");
        bea = await entering.RegisterAsync("Bea", Brook, "07719382");
        sal = await entering.RegisterAsync("Sal", Boat, "09183746");
        await AskToTakePartAsync(quinn, Quay);
        await SubmitAsync(quinn, Entry(1), Requests);
        await ReadsAsync(quinn, "Your receipt code");
        var receipt = await quinn.RunAndWaitForDownloadAsync(() =>
            quinn.GetByRole(AriaRole.Button, new() { Name = "Save as PDF" }).ClickAsync()
        );
        Assert.EndsWith("-receipt-1.pdf", receipt.SuggestedFilename);
        await calling.VisitAsync(quinn, Entry(1));
        await PressAsync(quinn, "Read or change what was submitted");
        await ReadsAsync(quinn, Secret);
        await calling.LookAsync(quinn);
        await PressAsync(quinn, "Change it");
        await entering.AnswerAllAsync(
            quinn,
            Entry(1),
            ("name", Quay),
            ("firm-size", "small"),
            ("customer", "Ely Drainage Board")
        );
        await SubmitAsync(quinn, Entry(1), Requests);
        await calling.VisitAsync(quinn, Entry(1));
        await ReadsAsync(quinn, "Version 2 was received");
        await calling.VisitAsync(quinn, "/entries");

        await AskToTakePartAsync(bea, Brook);
        await SubmitAsync(bea, Entry(2), Requests);
        await AskToTakePartAsync(sal, Boat);
        await calling.VisitAsync(sal, call);
        await ReadsAsync(sal, "has been begun, and not submitted");
    }

    private async Task AskToTakePartAsync(IPage page, string firm)
    {
        var entry = await entering.BeginForAsync(
            page,
            call,
            "Start your tender",
            firm,
            ("turnover", "1200000")
        );
        await entering.AnswerAllAsync(
            page,
            entry,
            ("name", firm),
            ("firm-size", "small"),
            ("what", "tried.pdf")
        );
    }

    private async Task SubmitAsync(IPage page, string entry, string stage)
    {
        if (!page.Url.Contains("/submit/", StringComparison.Ordinal))
        {
            await calling.VisitAsync(page, $"{entry}/submit/{stage}");
        }
        await calling.SubmitAsync(page, "Submit the tender");
    }

    private string Entry(int number) => $"{call}/entries/{number}";

    private async Task Nobody_of_the_buyer_can_read_what_they_sent()
    {
        string[] everywhere =
        [
            call,
            $"{call}.json",
            $"/api{call}",
            $"{call}/entries",
            $"{call}/entries?q=Quincunx",
            $"{call}/entries.csv",
            $"{call}/entries.json",
            Entry(1),
            $"{Entry(1)}/read/2",
            $"{Entry(1)}/receipt/2",
            $"{Entry(1)}/submit/{Requests}",
            $"{call}/opening/{Requests}",
            $"{call}/judging/{Requests}",
            $"{call}/judging/{Requests}/1",
            "/search?q=Quincunx",
            "/responses",
            "/work",
            "/calls.csv",
        ];
        foreach (var page in new[] { ola, ada, ben, lea, bea })
        {
            await FindNothingOfAsync(page, Secret, everywhere);
            await FindNothingOfAsync(page, "tried.pdf", everywhere);
        }
        await calling.VisitAsync(ola, $"{call}/entries");
        await ReadsAsync(ola, "Sealed entries are here once two openers have opened them");
        Assert.DoesNotContain(Quay, await ola.ContentAsync());
        await calling.VisitAsync(ada, $"{call}/opening/{Requests}");
        await ReadsAsync(ada, "Nobody can open them before, whoever they are");
        Assert.DoesNotContain(
            site.Mail.Taken,
            m => (m.Text + m.Html).Contains(Secret, StringComparison.Ordinal)
        );
    }

    /// <summary>Does not find these words at any address, whether or not one is let in.</summary>
    private async Task FindNothingOfAsync(IPage page, string words, string[] addresses)
    {
        foreach (var address in addresses)
        {
            var answer = await page.APIRequest.GetAsync(site.Address + address);
            Assert.False(
                (await answer.TextAsync()).Contains(words, StringComparison.Ordinal),
                $"“{words}” stands at {address}"
            );
        }
    }

    private async Task A_third_comes_late_and_is_not_admitted()
    {
        site.MakeIt(requestsClose, 12, 1);
        await calling.VisitAsync(sal, $"{Entry(3)}/submit/{Requests}");
        await ReadsAsync(sal, "What you submit now is kept as late");
        await SubmitAsync(sal, Entry(3), Requests);
        await ReadsAsync(sal, "It came after the deadline");

        await calling.VisitAsync(ola, $"{call}/entries");
        await PressAsync(ola, $"Decide on {Reference(3)}");
        await calling.LookAsync(ola);
        await FindNothingOfAsync(ola, Secret, [new Uri(ola.Url).AbsolutePath]);
        await ola.GetByLabel("Do not admit it", new() { Exact = true }).CheckAsync();
        await FillAsync(ola, ("Why?", "The line was free all morning; others came in time."));
        await PressAsync(ola, "Decide");
        await calling.LookAsync(ola);
        await calling.VisitAsync(sal, $"{Entry(3)}/receipt/1");
        await ReadsAsync(sal, "The line was free all morning");
    }

    private string Reference(int number) => $"{call.Split('/')[^1]}-E{number}";

    private async Task One_opener_alone_opens_nothing_and_two_open_all()
    {
        await calling.VisitAsync(ada, call);
        await PressAsync(ada, "Open the tenders");
        await calling.LookAsync(ada);
        await FillAsync(ada, ("Your passphrase", PassphraseOf("ben")));
        await PressAsync(ada, "Give my part");
        await calling.LookAsync(ada);
        await GivePartAsync(ada, "ada", Requests, "Give my part");
        await ReadsAsync(ada, "You gave your part");
        await calling.LookAsync(ada);
        await FindNothingOfAsync(
            ola,
            Secret,
            [$"{call}/entries", $"{call}/entries.json", Entry(1), $"{call}/judging/{Requests}/1"]
        );
        await GivePartAsync(ben, "ben", Requests, "Open the tenders");
        await ReadsAsync(ben, "2 tenders opened by Ada and Ben");
        await calling.LookAsync(ben);
        await calling.VisitAsync(ola, $"{call}/entries");
        await ReadsAsync(ola, Quay);
        await calling.VisitAsync(ola, Entry(1));
        await ReadsAsync(ola, Secret);
        await ReadsAsync(ola, "tried.pdf");
        await FindNothingOfAsync(ola, Secret, [Entry(3)]);
        await FindNothingOfAsync(quinn, Brook, [Entry(2), $"{call}/entries"]);
    }

    private async Task GivePartAsync(IPage page, string name, string stage, string press)
    {
        await calling.VisitAsync(page, $"{call}/opening/{stage}");
        await FillAsync(page, ("Your passphrase", PassphraseOf(name)));
        await PressAsync(page, press);
    }

    private string Judging(string stage) => $"{call}/judging/{stage}";

    private async Task The_conditions_are_judged_and_both_suppliers_invited_to_tender()
    {
        await calling.VisitAsync(ola, Judging(Requests));
        await PressAsync(ola, "Screen E1");
        for (var asked = 0; asked < 2; asked++)
        {
            await calling.LookAsync(ola);
            await ola.GetByLabel("Yes, it is scored", new() { Exact = true }).CheckAsync();
            await FillAsync(ola, ("Reason", "All parts are there, and signed."));
            await PressAsync(ola, "Record it");
        }
        await ShareOutAsync(Requests);
        foreach (var page in panel)
        {
            await calling.JudgeAsync(page, Title, (_, _) => (1, "The winter at Ely shows it."));
        }
        await calling.RecommendAsync(
            lea,
            Judging(Requests),
            "Both have shown that they can do it."
        );
        await calling.ApproveAsync(ada, Judging(Requests));
        await calling.SendLettersAsync(ola, Judging(Requests), 2);
        await calling.MailAsync("Quinn", Title);
    }

    private async Task ShareOutAsync(string stage)
    {
        await calling.VisitAsync(lea, Judging(stage));
        await PressAsync(lea, "Share out the tenders");
        await calling.LookAsync(lea);
    }

    private async Task Both_tender_and_the_one_who_is_late_is_admitted()
    {
        site.MakeIt(tendersOpen, 9, 1);
        await TenderAsync(quinn, Entry(1), "205000", "tender.pdf");
        await SubmitAsync(quinn, Entry(1), Tenders);
        await TenderAsync(bea, Entry(2), "230000", "offer.pdf");
        await calling.VisitAsync(sal, $"{Entry(3)}");
        Assert.Equal(0, await sal.Locator(".govuk-task-list__link").CountAsync());

        site.MakeIt(tendersClose, 12, 1);
        await calling.VisitAsync(bea, $"{Entry(2)}/submit/{Tenders}");
        await SubmitAsync(bea, Entry(2), Tenders);
        await calling.VisitAsync(ola, $"{call}/entries");
        await PressAsync(ola, $"Decide on {Reference(2)}");
        await ola.GetByLabel("Admit it", new() { Exact = true }).CheckAsync();
        await FillAsync(ola, ("Why?", "Our own line was down from 11:50, as the log shows."));
        await PressAsync(ola, "Decide");
        await ReadsAsync(ola, "Admitted by Ola");
        await calling.VisitAsync(cat, call);
        await GivePartAsync(cat, "cat", Tenders, "Give my part");
        await calling.VisitAsync(ben, call);
        await GivePartAsync(ben, "ben", Tenders, "Open the tenders");
        await ReadsAsync(ben, "2 tenders opened by Cat and Ben");
    }

    private Task TenderAsync(IPage page, string entry, string price, string file) =>
        entering.AnswerAllAsync(
            page,
            entry,
            ("solution", file),
            (
                "social-value",
                "What\tHow it is measured\tBy when\nTwo apprentices from Skerton\tPayslips\t2028-09-01\n"
            ),
            (
                "prices",
                $"Item of the price schedule\tYear of the contract\tAmount\nForty pumps, put in\t1\t{price}\n"
            ),
            ("price", price),
            ("valid-days", "120"),
            ("changed-since", "no"),
            ("signed-by", "The managing director")
        );

    private async Task The_panel_declares_scores_and_agrees()
    {
        foreach (var page in panel.Append(ada))
        {
            await calling.VisitAsync(page, "/work");
        }
        await ShareOutAsync(Tenders);
        await One_of_the_panel_has_an_interest_and_somebody_else_judges_instead();
        foreach (var (page, more) in panel.Zip(new[] { 0, 1, 0, 1 }))
        {
            await calling.JudgeAsync(
                page,
                Title,
                (entry, _) =>
                    entry.Contains(Quay, StringComparison.Ordinal)
                        ? (4, "Started by itself in the test that the file shows.")
                        : (2 + more, "Says that it starts, and shows no test of it.")
            );
        }
        foreach (var number in new[] { 1, 2 })
        {
            await calling.VisitAsync(lea, $"{Judging(Tenders)}/{number}/scores");
            for (var at = 0; at < 3; at++)
            {
                if (
                    await lea.Locator("main section.td-rate details")
                        .Nth(at)
                        .GetAttributeAsync("open")
                    is null
                )
                {
                    await lea.Locator("main section.td-rate summary").Nth(at).ClickAsync();
                }
                await lea.Locator($"[name='Given[{at}].Value'][value='{(number == 1 ? 4 : 3)}']")
                    .CheckAsync();
                await lea.Locator($"[name='Given[{at}].Words']")
                    .FillAsync(
                        number == 1
                            ? "The test at Ely ran unattended for a winter."
                            : "It would start, and no test of a winter is shown."
                    );
            }
            await calling.LookAsync(lea);
            await PressAsync(lea, "Record what the panel agreed");
        }
        await calling.VisitAsync(lea, $"{Judging(Tenders)}/ranking");
        await ReadsAsync(lea, "All 2 tenders are scored");
    }

    private async Task One_of_the_panel_has_an_interest_and_somebody_else_judges_instead()
    {
        foreach (var page in panel.Skip(1))
        {
            await calling.VisitAsync(page, $"{Judging(Tenders)}/interests");
            if ((await page.InnerTextAsync("main")).Contains(Brook, StringComparison.Ordinal))
            {
                await calling.DeclareAsync(page, (Brook, "My sister keeps its books"));
                await calling.LookAsync(page);
                await FindNothingOfAsync(
                    page,
                    Secret,
                    [$"{Judging(Tenders)}/2", $"{Judging(Tenders)}/2/scores", Entry(2)]
                );
                break;
            }
        }
        await calling.VisitAsync(lea, Judging(Tenders));
    }

    private async Task The_decision_is_approved_and_told_to_both_with_reasons()
    {
        await calling.RecommendAsync(
            lea,
            Judging(Tenders),
            "One of the two has shown that its pumps start unattended."
        );
        await calling.ApproveAsync(ada, Judging(Tenders));
        await calling.SendLettersAsync(ola, Judging(Tenders), 2);
        await calling.MailAsync("Bea", Title);
        await calling.VisitAsync(bea, call);
        await calling.VisitAsync(bea, $"{call}/letters/{Tenders}/2");
        await ReadsAsync(bea, "The winner: 4 of 5");
        await ReadsAsync(bea, "It would start, and no test of a winter is shown.");
        await ReadsAsync(bea, $"The contract is intended for {Quay}");
        await FindNothingOfAsync(bea, "205000", [$"{call}/letters/{Tenders}/1"]);
        await calling.VisitAsync(quinn, $"{call}/letters/{Tenders}/1");
    }

    private async Task Nothing_is_signed_before_the_standstill_is_over()
    {
        var last = new Kernel.WorkingDays(Kernel.Content.Shipped)["united-kingdom"]
            .Add(site.Today.AddDays(-1), 8);
        await calling.VisitAsync(ola, $"{Judging(Tenders)}/decision");
        await DayAsync(ola, "When was the award notice published?", site.Today);
        await PressAsync(ola, "Begin the standstill");
        await ReadsAsync(ola, $"nothing may be signed before {Web.Words.Day(last.AddDays(1))}");
        await calling.LookAsync(ola);
        await PressAsync(ola, "Take it further: E1");
        await calling.LookAsync(ola);
        await FillAsync(ola, ("Title", "Flood pumps"));
        await DayAsync(ola, "First day", last.AddDays(20));
        await PressAsync(ola, "Take it further");
        await calling.LookAsync(ola);
        var contract = new Uri(ola.Url).AbsolutePath;
        site.MakeIt(last, 16);
        await SignAsync(contract, last);
        await ReadsAsync(ola, "Nothing may be signed before the standstill is over");
        await calling.LookAsync(ola);
        site.MakeIt(last.AddDays(1), 9);
        await SignAsync(contract, last.AddDays(1));
        await ReadsAsync(ola, "Signed");
        await calling.LookAsync(ola);
        await GoneAsync(ola, () => ola.Locator("main a[href^='/contracts/']").First.ClickAsync());
        await ReadsAsync(ola, Quay);
        await calling.LookAsync(ola);
    }

    private async Task SignAsync(string contract, DateOnly day)
    {
        await calling.VisitAsync(ola, contract);
        await UnfoldAsync(ola, "The contract was signed");
        await DayAsync(ola, "When was it signed?", day);
        await PressAsync(ola, "It was signed");
    }

    private async Task Everybody_reads_the_result_and_the_audit_finds_all_right()
    {
        var visitor = await site.OpenAsync(390, 844);
        await calling.VisitAsync(visitor, $"{call}/results");
        await ReadsAsync(visitor, Quay);
        Assert.DoesNotContain(Brook, await visitor.ContentAsync());
        Assert.Contains(
            "everything agrees with the record",
            await site.RunAsync("audit", call.Split('/')[^1])
        );
    }
}
