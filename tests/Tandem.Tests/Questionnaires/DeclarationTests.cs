using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Declarations;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Questionnaires;

[UsesDatabase]
public sealed class DeclarationTests(QuestionApp app) : IClassFixture<QuestionApp>
{
    private const string Firm = "/declarations/firm-fold-software-ltd";

    [Fact]
    public async Task A_firm_answers_once_and_buyers_read_what_it_shares_until_it_withdraws()
    {
        // An officer of Preston makes the first account of the firm.
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/declarations/register");
        await olu.FillIn("Registered name of the firm", "Fold Software Ltd")
            .FillIn("Company or charity number (optional)", "4827195")
            .FillIn("Name", "Fia")
            .FillIn("E-mail address", "fia@example.com")
            .FillIn("First password", Cast.Password)
            .PressAsync("Register the firm");
        Assert.Contains("Fold Software Ltd is registered.", olu.Text);
        await olu.GoAsync(Firm);
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);

        // The firm answers, publishes and shares its insurance with Preston alone.
        var fia = await app.SignInAsync("fia@example.com");
        await fia.GoAsync(Firm);
        Assert.Contains("GB-COH:04827195", fia.Text);
        Assert.Contains("Not confirmed", fia.Text);
        await fia.PressAsync("Publish the answers of now");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, fia.Status);
        Assert.Contains("What is the firm's registered name? Enter an answer", fia.Text);
        await AnswerAsync(new(2026, 12, 31));
        await fia.GoAsync(Firm);
        await fia.PressAsync("Publish the answers of now");
        Assert.Contains("Edition 1 is published.", fia.Text);
        await fia.GoAsync(Firm + "/share");
        await fia.FillIn("Who may read", app.Cast.Preston.Id.ToString())
            .Choose("Insurance")
            .PressAsync("I consent");
        Assert.Contains("Preston City Council", fia.Text);

        await olu.GoAsync(Firm);
        Assert.Contains("31 December 2026", olu.Text);
        Assert.Contains("Ends soon", olu.Text);
        Assert.DoesNotContain("Who answers questions about these declarations?", olu.Text);
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(Firm);
        Assert.Equal(HttpStatusCode.NotFound, lee.Status);
        await lee.GoAsync("/declarations");
        Assert.DoesNotContain("Fold Software", lee.Text);

        // A change is read when it is published; the earlier edition stays.
        await AnswerAsync(new(2027, 12, 31));
        await olu.GoAsync(Firm);
        Assert.Contains("31 December 2026", olu.Text);
        await fia.GoAsync(Firm);
        await fia.PressAsync("Publish the answers of now");
        await olu.GoAsync(Firm);
        Assert.Contains("31 December 2027", olu.Text);
        await olu.FollowAsync("Edition 1");
        Assert.Contains("This is an earlier edition.", olu.Text);
        Assert.Contains("31 December 2026", olu.Text);

        await fia.GoAsync(Firm);
        await fia.PressAsync("Withdraw from Preston City Council");
        await olu.GoAsync(Firm);
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);
        await olu.GoAsync(Firm + "?edition=1");
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);

        // A steward confirms who the firm is, and reads none of its answers.
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync(Firm);
        Assert.DoesNotContain("31 December", sam.Text);
        await sam.PressAsync("Confirm the firm");
        Assert.Contains("Confirmed by Sam", sam.Text);
    }

    [Fact]
    public async Task A_firm_is_no_organisation_of_the_network()
    {
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/declarations/register");
        await mei.FillIn("Registered name of the firm", "Mei and Daughters")
            .PressAsync("Register the firm");
        Assert.Contains("Mei and Daughters is registered.", mei.Text);
        var actor = await app.InScopeAsync(async scope =>
            (await Actors.OfAsync(scope.GetRequiredService<Db>(), app.Cast.Mei)).Actor
        );
        Assert.Equal([app.Cast.Preston.Id.Value], actor.Roles.Keys);
        Assert.Single(actor.Firms);
        foreach (var page in new[] { "/network", "/organisations/firm-mei-and-daughters" })
        {
            await mei.GoAsync(page);
            Assert.DoesNotContain("Daughters", mei.Text);
        }
        await mei.GoAsync("/organisations/firm-mei-and-daughters/people");
        Assert.Equal(HttpStatusCode.OK, mei.Status);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/organisations/firm-mei-and-daughters/people");
        Assert.Equal(HttpStatusCode.NotFound, olu.Status);
    }

    [Fact]
    public async Task A_firm_is_reminded_a_month_and_a_week_before_something_ends_and_the_day_after()
    {
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/declarations/register");
        await lee.Choose("Me: I speak for the firm")
            .FillIn("Registered name of the firm", "Lee Fold")
            .PressAsync("Register the firm");
        await AnswerAsync(new(2026, 12, 31), app.Cast.Lee);
        await lee.GoAsync("/declarations/firm-lee-fold");
        await lee.PressAsync("Publish the answers of now");
        var was = app.Clock.Time;
        async Task<int> SaidOnAsync(int month, int day, int year = 2026)
        {
            app.Clock.Time = new(year, month, day, 6, 0, 0, TimeSpan.Zero);
            foreach (var _ in new[] { 1, 2 })
            {
                await app.InScopeAsync(s => s.GetRequiredService<RemindFirms>().RunAsync());
            }
            return await app.InScopeAsync(s =>
                s.GetRequiredService<Db>()
                    .Set<Message>()
                    .CountAsync(m =>
                        m.Key.StartsWith("declaration:") && m.PersonId == app.Cast.Lee.Id
                    )
            );
        }
        Assert.Equal(0, await SaidOnAsync(11, 30));
        Assert.Equal(1, await SaidOnAsync(12, 1));
        Assert.Equal(1, await SaidOnAsync(12, 23));
        Assert.Equal(2, await SaidOnAsync(12, 24));
        Assert.Equal(2, await SaidOnAsync(12, 31));
        Assert.Equal(3, await SaidOnAsync(1, 1, 2027));
        app.Clock.Time = was;
    }

    private Task AnswerAsync(DateOnly ends, Person? who = null) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var fia = who ?? await db.Set<Person>().SingleAsync(p => p.Email == "fia@example.com");
            var firm = who is null ? "Fold Software" : "Lee Fold";
            var response = await db.Set<Response>()
                .AsNoTracking()
                .SingleAsync(r => r.SubjectKind == "Declarations" && r.Title.Contains(firm));
            await app.SaveAsync(
                fia,
                response,
                null,
                ("legal-name", new Value.Text("Fold Software Ltd")),
                ("registered-address", new Value.Text("1 Mill Lane")),
                ("firm-size", new Value.Text("small")),
                ("contact-name", new Value.Text("Fia")),
                ("contact-email", new Value.Text("fia@example.com")),
                ("employers-liability", new Value.Truth(true)),
                ("employers-liability-cover", new Value.Number(5_000_000)),
                ("employers-liability-expires", new Value.Day(ends)),
                ("public-liability", new Value.Truth(false)),
                ("professional-indemnity", new Value.Truth(false)),
                ("health-safety-policy", new Value.Truth(true)),
                ("equality-policy", new Value.Truth(true)),
                ("data-protection-policy", new Value.Truth(true)),
                ("modern-slavery-duty", new Value.Truth(false)),
                ("carbon-plan", new Value.Truth(false))
            );
        });
}
