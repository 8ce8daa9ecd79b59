using System.Net;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Following;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Discussions;

/// <summary>Somebody without an account asks from an address that they have shown to be theirs.</summary>
[UsesDatabase]
public sealed class QuestionByMailTests(MailApp app) : IClassFixture<MailApp>
{
    private const string Firm = "lamps@quillon.example";

    [Fact]
    public async Task A_firm_without_an_account_asks_reads_the_answer_and_is_shown_to_nobody()
    {
        var contract = await ContractAsync(8100);
        var visitor = await AskLinkAsync(contract, Firm);
        await visitor
            .FillIn("Your question", "May Quillon offer a lamp of its own making?")
            .PressAsync("Ask the question");
        Assert.Contains("You have asked.", visitor.Text);
        var own = visitor.At;
        var reference = own.Split('?')[0].Split('/')[^1];
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Visit().GoAsync($"/questions/{reference}")).Status
        );

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/questions/{reference}");
        Assert.DoesNotContain(Firm, olu.Page.Body!.InnerHtml);
        await olu.FillIn(
                "The question, as everybody is to read it",
                "May a firm offer a lamp of its own making?"
            )
            .FillIn("Your answer", "Yes, if it meets the standard.")
            .PressAsync("Publish question and answer");
        await app.DeliverAsync();
        var answered = app.MailTo(Firm)[^1];
        Assert.StartsWith("Your question is answered", answered.Subject);
        Assert.Contains("Yes, if it meets the standard.", answered.Text);
        await visitor.GoAsync(own);
        Assert.Contains("May Quillon offer", visitor.Text);
        var stranger = await app.Visit().GoAsync($"/questions/{reference}");
        Assert.Contains("Yes, if it meets the standard.", stranger.Text);
        Assert.DoesNotContain("Quillon", stranger.Text);
        var acts = await app.AllAsync<Event>();
        Assert.DoesNotContain(
            acts,
            a => $"{a.ActorName} {a.Data} {a.Reason} {a.SubjectId}".Contains("uillon")
        );
    }

    [Fact]
    public async Task A_link_is_good_for_three_days_for_one_record_and_no_address_is_flooded()
    {
        var contract = await ContractAsync(8200);
        const string address = "eager@example.net";
        var visitor = await AskLinkAsync(contract, address);
        for (var more = 0; more < 9; more++)
        {
            await AskForLinkAsync(await ContractAsync(8300 + more), address);
        }
        Assert.Equal(
            AskByMail.LettersADay,
            (await app.AllAsync<Message>()).Count(m => m.Address == address)
        );
        var link = visitor.At;
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Visit().GoAsync(link[..^4] + "AAAA")).Status
        );
        app.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(link)).Status);
    }

    [Fact]
    public async Task The_asker_takes_a_question_back_by_the_link_and_nobody_else_does()
    {
        var contract = await ContractAsync(8400);
        var visitor = await AskLinkAsync(contract, "back@example.net");
        await visitor.FillIn("Your question", "Which lamp?").PressAsync("Ask the question");
        await visitor.PressAsync("Take the question back");
        Assert.Contains("You took this question back", visitor.Text);
        Assert.Equal(
            QuestionState.Withdrawn,
            (await app.AllAsync<Question>()).MaxBy(q => q.Number)!.State
        );
    }

    [Fact]
    public async Task What_not_everybody_sees_is_not_asked_about_without_an_account()
    {
        var contract = await ContractAsync(8500, Visibility.Organisation);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(Page(contract))).Status);
    }

    private async Task<Contract> ContractAsync(
        int number,
        Visibility visibility = Visibility.Public
    )
    {
        var records = new Records(app, number);
        var contract = records.Contract(
            $"Street lamps {number}",
            visibility,
            app.Cast.Preston,
            buyer: $"Preston {number}"
        );
        await records.SaveAsync();
        return contract;
    }

    private async Task<Visitor> AskLinkAsync(Contract contract, string address)
    {
        await AskForLinkAsync(contract, address);
        await app.DeliverAsync();
        var mail = app.MailTo(address)[^1];
        var link = mail.Text.Split('\n').Single(l => l.Contains("/questions/ask?t="));
        return await app.Visit()
            .GoAsync(link[link.IndexOf("/questions/ask", StringComparison.Ordinal)..].Trim());
    }

    private async Task AskForLinkAsync(Contract contract, string address)
    {
        var visitor = await app.Visit().GoAsync($"/contracts/C-{contract.Number}");
        Assert.Contains("Ask a question without an account", visitor.Text);
        await visitor.GoAsync(Page(contract));
        await visitor.FillIn("E-mail address", address).PressAsync("Send me the page");
        Assert.Contains("Check your e-mail", visitor.Text);
    }

    private static string Page(Contract contract) =>
        $"/questions/ask?kind=Contract&id={contract.Id}";
}
