using Microsoft.Playwright;
using static Tandem.Journeys.Calling;

namespace Tandem.Journeys;

/// <summary>
/// A wall of ideas that stands open: a resident puts one in, a supplier says the same and is joined with it, a third builds on it, a supplier replies in
/// confidence, the council owes an answer and gives it, and what it tells one supplier it tells everybody.
/// </summary>
public sealed class CollectingIdeas(ClockedSite site) : IClassFixture<ClockedSite>
{
    private const string Title = "Getting home after dark";
    private const string Nias =
        "The path along the canal has no lamps, and after five nobody walks there";
    private const string Beas = "Lamps along the canal path would let people walk home after dark";
    private const string Quinns = "Lamps along the canal that wake when somebody comes";
    private const string InConfidence = "We did this for Ely at a third of the usual price";
    private const string Firm = "Brook and Daughters Ltd";

    private readonly Calling calling = new(site);
    private Entering entering = null!;
    private string call = "";
    private IPage ola = null!;
    private IPage ada = null!;
    private IPage max = null!;
    private IPage nia = null!;
    private IPage bea = null!;
    private IPage quinn = null!;
    private IPage visitor = null!;

    [Fact]
    public async Task An_idea_is_put_in_joined_built_on_answered_and_replied_to_in_confidence()
    {
        await The_wall_is_opened();
        await A_resident_puts_an_idea_in_on_a_phone();
        await A_moderator_lets_it_through();
        await A_supplier_sees_while_typing_that_somebody_has_said_the_same();
        await The_two_are_joined_and_both_keep_their_credit();
        await People_support_it_and_say_what_they_think();
        await Another_supplier_builds_on_it();
        await A_supplier_replies_in_confidence();
        await Nobody_else_reads_the_reply();
        await The_owner_reads_it_and_tells_everybody_what_was_told();
        await An_answer_is_owed_becomes_overdue_and_is_given();
    }

    private async Task The_wall_is_opened()
    {
        entering = new(site, calling);
        await calling.PeopleAsync(
            "Preston City Council",
            "PRE",
            ("Ola", Kernel.Role.Officer),
            ("Ada", Kernel.Role.Administrator),
            ("Max", Kernel.Role.Member)
        );
        ola = await calling.SignInAsync("Ola");
        ada = await calling.SignInAsync("Ada");
        max = await calling.SignInAsync("Max", 390);
        visitor = await site.OpenAsync(390, 844);
        call = await calling.MakeAsync(ola, "Ideas wall", Title);
        await calling.WriteAsync(
            ola,
            call,
            "What it is about",
            () => FillAsync(ola, ("Summary", "What would let you walk home at night?"))
        );
        await calling.WriteAsync(
            ola,
            call,
            "Brief",
            () =>
                FillAsync(
                    ola,
                    (
                        "What we are thinking about",
                        "Four in ten of those we asked do not walk home after dark"
                    ),
                    ("What this is not", "No procurement, and there is no money yet."),
                    ("What we promise", "We read every idea and answer within ten working days.")
                )
        );
        await calling.VisitAsync(ola, $"{call}/dates");
        await calling.NameAsync(ola, call, ("Approver", "Ada"), ("Moderator", "Max"));
        await calling.PublishAsync(ola, ada, call);
    }

    private async Task A_resident_puts_an_idea_in_on_a_phone()
    {
        nia = await site.OpenAsync(390, 844, touch: true);
        await calling.VisitAsync(nia, "/ideas");
        await PressAsync(nia, Title);
        await calling.LookAsync(nia);
        await PressAsync(nia, "Post your idea");
        await calling.LookAsync(nia);
        await calling.MakeAccountAsync(nia, "Nia");
        await calling.LookAsync(nia);
        await PostAsync(nia, "I do, as a person", Nias, "Lamps, or company on the way.");
        await ReadsAsync(nia, "A moderator looks at it before others can read it");
        Assert.Equal(404, (await visitor.GotoAsync(Idea(1)))!.Status);
        await calling.VisitAsync(visitor, $"{call}/ideas");
        Assert.DoesNotContain(Nias, await visitor.ContentAsync());
    }

    private string Idea(int number) => $"{call}/entries/{number}";

    /// <summary>From the page on which one says who enters to the page of the idea.</summary>
    private async Task PostAsync(IPage page, string who, string need, string change)
    {
        await page.GetByLabel(who, new() { Exact = true }).CheckAsync();
        if (who.StartsWith("An organisation", StringComparison.Ordinal))
        {
            await page.GetByLabel("Organisation", new() { Exact = true })
                .SelectOptionAsync(new SelectOptionValue { Index = 1 });
        }
        await PressAsync(page, "Start");
        await calling.LookAsync(page);
        var idea = new Uri(page.Url).AbsolutePath;
        await entering.AnswerAllAsync(page, idea, ("need", need), ("change", change));
        await calling.SubmitAsync(page, "Post the idea");
        await calling.VisitAsync(page, idea);
    }

    private async Task A_moderator_lets_it_through()
    {
        await calling.VisitAsync(max, "/work");
        await LetThroughAsync(Nias);
        await calling.VisitAsync(visitor, $"{call}/ideas");
        await PressAsync(visitor, Nias);
        await calling.LookAsync(visitor);
        await ReadsAsync(visitor, "An answer was promised by");
    }

    private async Task LetThroughAsync(string idea)
    {
        await calling.VisitAsync(max, $"{call}/moderation");
        await PressAsync(max, idea);
        await calling.LookAsync(max);
        await PressAsync(max, "Let everybody read it");
        await calling.LookAsync(max);
    }

    private async Task A_supplier_sees_while_typing_that_somebody_has_said_the_same()
    {
        bea = await entering.RegisterAsync("Bea", Firm, "07719382");
        await calling.VisitAsync(bea, call);
        await PressAsync(bea, "Start your idea");
        await bea.GetByLabel("An organisation or firm that I speak for", new() { Exact = true })
            .CheckAsync();
        await bea.GetByLabel("Organisation", new() { Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = Firm });
        await PressAsync(bea, "Start");
        await GoneAsync(bea, () => bea.Locator(".govuk-task-list__link").First.ClickAsync());
        await bea.GetByLabel("What is the problem, or what could be better?")
            .PressSequentiallyAsync(Beas);
        var alike = bea.Locator("[data-similar-out]");
        await alike.GetByText("Perhaps somebody has said the same already").WaitForAsync();
        Assert.Equal(Idea(1), await alike.GetByRole(AriaRole.Link).First.GetAttributeAsync("href"));
        await calling.LookAsync(bea);
        // Somebody without scripts is told before posting.
        await entering.AnswerAllAsync(
            bea,
            Idea(2),
            ("need", Beas),
            ("change", "Somebody tries lamps on two hundred metres.")
        );
        await ReadsAsync(bea, "Perhaps somebody has said the same already");
        await calling.SubmitAsync(bea, "Post the idea");
        await LetThroughAsync(Beas);
    }

    private async Task The_two_are_joined_and_both_keep_their_credit()
    {
        await calling.VisitAsync(max, $"{Idea(2)}/moderate");
        await FillAsync(
            max,
            ("Number of the one to join it with", "1"),
            ("What both have in common", "Both ask for lamps along the canal.")
        );
        await PressAsync(max, "See both before you join them");
        await PressAsync(max, "Join them");
        await calling.VisitAsync(visitor, Idea(2));
        await ReadsAsync(visitor, "Both ask for lamps along the canal.");
        await calling.VisitAsync(visitor, Idea(1));
        await ReadsAsync(visitor, $"by {Firm}");
    }

    private async Task People_support_it_and_say_what_they_think()
    {
        await calling.VisitAsync(bea, Idea(1));
        await PressAsync(bea, "Support it");
        await calling.VisitAsync(visitor, $"{Idea(1)}/support");
        await FillAsync(visitor, ("Your e-mail address", AddressOf("Kit")));
        await PressAsync(visitor, "Send me the link");
        await calling.VisitAsync(
            visitor,
            LinkIn(await calling.MailAsync("Kit", "support"), $"{Idea(1)}/support")
        );
        await PressAsync(visitor, "Confirm my support");
        await ReadsAsync(visitor, "2 people support");
        await calling.LookAsync(visitor);
        await calling.VisitAsync(bea, Idea(1));
        await UnfoldAsync(bea, "Write a post");
        await FillAsync(bea, ("What do you want to say?", "The rowing club would lend its wall."));
        await PressAsync(bea, "Post");
        await calling.VisitAsync(visitor, Idea(1));
        await ReadsAsync(visitor, "The rowing club would lend its wall.");
    }

    private async Task Another_supplier_builds_on_it()
    {
        quinn = await entering.RegisterAsync("Quinn", "Quayside Lamps Ltd", "04827195");
        await calling.VisitAsync(quinn, Idea(1));
        await PressAsync(quinn, "Build on it");
        await calling.LookAsync(quinn);
        await PostAsync(
            quinn,
            "An organisation or firm that I speak for",
            Quinns,
            "Dark for bats and birds while nobody is there."
        );
        await LetThroughAsync(Quinns);
        await calling.VisitAsync(visitor, Idea(3));
        await ReadsAsync(visitor, "Builds on");
        await calling.VisitAsync(visitor, Idea(1));
        await ReadsAsync(visitor, "Built on it");
    }

    private async Task A_supplier_replies_in_confidence()
    {
        await calling.VisitAsync(bea, Idea(1));
        await PressAsync(bea, "Reply in confidence");
        await calling.LookAsync(bea);
        await FillAsync(
            bea,
            ("Firm or organisation (optional)", Firm),
            ("Your reply", InConfidence)
        );
        await PressAsync(bea, "Send it to the team");
        await ReadsAsync(bea, "You are told when it has been read");
    }

    private async Task Nobody_else_reads_the_reply()
    {
        string[] everywhere =
        [
            Idea(1),
            $"{Idea(1)}/confidential",
            $"{Idea(1)}/moderate",
            $"{call}/ideas",
            $"{call}/ideas.json",
            $"{call}/ideas.csv",
            $"{call}/told",
            $"{call}/moderation",
            $"{call}.json",
            "/ideas.json",
            "/api/ideas",
            "/search?q=Ely",
            "/work",
        ];
        foreach (var page in new[] { quinn, nia, max, ada, visitor })
        {
            await FindNothingOfAsync(page, InConfidence, everywhere);
        }
        await FindNothingOfAsync(ola, InConfidence, [.. everywhere.Skip(2)]);
        await calling.VisitAsync(quinn, $"{Idea(1)}/confidential");
        Assert.Equal(0, await quinn.GetByText(Firm).CountAsync());
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

    private async Task The_owner_reads_it_and_tells_everybody_what_was_told()
    {
        await calling.VisitAsync(ola, "/work");
        await calling.VisitAsync(ola, $"{Idea(1)}/confidential");
        await ReadsAsync(ola, InConfidence);
        await PressAsync(ola, "Acknowledge the reply of Bea");
        await calling.LookAsync(ola);
        await calling.VisitAsync(bea, $"{Idea(1)}/confidential");
        await ReadsAsync(bea, "Acknowledged by Ola");
        await calling.VisitAsync(ola, $"{call}/told");
        await FillAsync(
            ola,
            ("What was told", "We think of two hundred metres first, between the two locks."),
            ("On which occasion", "A reply to somebody who had written to us")
        );
        await PressAsync(ola, "Publish it");
        await calling.VisitAsync(visitor, $"{call}/ideas");
        await PressAsync(visitor, "What everybody was told");
        await calling.LookAsync(visitor);
        await ReadsAsync(visitor, "between the two locks");
        Assert.DoesNotContain(Firm, await visitor.ContentAsync());
    }

    private async Task An_answer_is_owed_becomes_overdue_and_is_given()
    {
        site.MakeIt(site.Today.AddDays(21), 9);
        await calling.VisitAsync(visitor, Idea(1));
        await ReadsAsync(visitor, "Answer overdue");
        await calling.VisitAsync(ola, "/work");
        await ReadsAsync(ola, "Answers you owe");
        await calling.VisitAsync(ola, $"{call}/moderation");
        await PressAsync(ola, Nias);
        await ola.GetByLabel("Planned", new() { Exact = true }).CheckAsync();
        await FillAsync(
            ola,
            ("What this means, and why", "Lamps between the two locks from October, for a winter.")
        );
        await PressAsync(ola, "Say it");
        await calling.LookAsync(ola);
        await calling.VisitAsync(visitor, Idea(1));
        await ReadsAsync(visitor, "Lamps between the two locks from October");
        await calling.MailAsync("Nia", "Planned");
        await calling.VisitAsync(visitor, "/ideas");
        await PressAsync(visitor, Nias);
    }
}
