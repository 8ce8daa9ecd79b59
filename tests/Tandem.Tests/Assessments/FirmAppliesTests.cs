using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>A firm that is no organisation of the network signs up by itself and has itself certified.</summary>
[UsesDatabase]
public sealed class FirmAppliesTests(TestApp app) : IClassFixture<TestApp>
{
    private readonly Firm firm = new(app);

    [Fact]
    public async Task A_firm_signs_up_answers_with_colleagues_is_asked_back_passes_and_the_buyers_report_turns_green()
    {
        app.Clock.Time = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        await Buying.FromAsync(app, ("GB-COH:07719382", "Fold Software Ltd", "07719382"));
        await firm.NameBodyAsync();
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/certificates/suppliers");
        Assert.Contains("1 of 1 supplier", lee.Text);

        var fia = await JoinAsync(await SignUpAsync("Fold Software Ltd", "fia@example.com"), "Fia");
        Assert.Contains("Fold Software Ltd is registered.", fia.Text);
        var ben = await InviteAsync(fia, "ben@example.com", "Ben");
        Assert.Contains("You belong to Fold Software Ltd now.", ben.Text);

        await fia.GoAsync("/assessments/kinds/cyber-essentials");
        await fia.FollowAsync("Start one");
        await fia.PressAsync("Start");
        var reference = fia.At.Split('/')[^1];
        Assert.Matches("^ASM-", reference);
        await fia.GoAsync($"/assessments/{reference}/people");
        await fia.Choose("Declarant")
            .FillIn("E-mail address", "ben@example.com")
            .PressAsync("Name them");
        await fia.GoAsync($"/assessments/{reference}");
        var (who, board) = (
            await PersonAsync("fia@example.com"),
            await PersonAsync("ben@example.com")
        );
        await firm.AnswerAsync(who, reference, ("ua-mfa-cloud-users", "false"));
        await fia.GoAsync($"/assessments/{reference}/readiness");
        Assert.Equal(HttpStatusCode.OK, fia.Status);
        foreach (var box in fia.Page.QuerySelectorAll("input[name=Codes]"))
        {
            box.SetAttribute("checked", "checked");
        }
        await fia.FillIn("Day", "1")
            .FillIn("Month", "12")
            .FillIn("Year", "2026")
            .PressAsync("Plan these");
        await fia.GoAsync("/organisations/firm-fold-software-ltd/commitments");
        Assert.Contains("1 Dec 2026", fia.Text);
        await lee.GoAsync("/organisations/firm-fold-software-ltd/commitments");
        Assert.Equal(HttpStatusCode.NotFound, lee.Status);
        await firm.AnswerAsync(who, reference);
        await firm.SignAsync(reference, board);
        await firm.TakeOnAsync(reference);
        await firm.MarkAsync(reference, "minor", "fw-rules-how");
        await firm.ActAsync(app.Cast.Wyn, reference, "ask");
        await ben.GoAsync("/work");
        Assert.Contains("Fold Software Ltd", ben.Text);
        await firm.AnswerAsync(who, reference, ("fw-rules-how", "\"Within a day\""));
        await firm.SignAsync(reference, board);
        await firm.ActAsync(app.Cast.Wyn, reference, "take");
        await firm.MarkAsync(reference);
        await firm.ActAsync(app.Cast.Wyn, reference, "decide");

        await lee.GoAsync("/certificates/suppliers");
        Assert.Contains("0 of 1 supplier", lee.Text);
        await lee.GoAsync(
            $"/suppliers/{await app.InScopeAsync(s => s.GetRequiredService<Db>().Set<Supplier>().Select(x => x.Id).SingleAsync())}"
        );
        Assert.Contains("valid until 23 November 2027", lee.Text);
        await fia.GoAsync($"/assessments/{reference}");
        Assert.Contains("Get the PDF", fia.Text);
        await fia.GoAsync("/assessments");
        Assert.Contains(reference, fia.Text);
        // A stranger's firm knows nothing of it, and no firm assesses itself.
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"/assessments/{reference}");
        Assert.Equal(HttpStatusCode.NotFound, mei.Status);
        await fia.GoAsync("/assessments/new/service-standard");
        Assert.Equal(HttpStatusCode.Forbidden, fia.Status);
    }

    [Fact]
    public async Task An_invitation_is_good_once_for_its_own_address_and_for_a_week()
    {
        app.Clock.Time = new(2027, 1, 5, 9, 0, 0, TimeSpan.Zero);
        var begun = await SignUpAsync("Loom and Partners", "lou@example.com");
        var lou = await JoinAsync(begun, "Lou");
        Assert.Contains("Loom and Partners is registered.", lou.Text);

        // The same link once more: there is an account now, and a firm of that name.
        var again = app.Visit();
        await again.GoAsync(begun);
        Assert.Contains("Sign in with it", again.Text);
        await lou.GoAsync(begun);
        await lou.PressAsync("Register the firm");
        Assert.Contains("A firm of this name is registered", lou.Text);

        // Somebody with an account joins with that account, and with no other.
        await lou.GoAsync("/declarations/firm-loom-and-partners/invite");
        await lou.FillIn("Their e-mail address", "mei@example.org")
            .PressAsync("Send the invitation");
        var link = await LinkAsync("mei@example.org");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(link);
        Assert.Contains("Sign in with it", olu.Text);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(link);
        await mei.PressAsync("Join");
        Assert.Contains("You belong to Loom and Partners now.", mei.Text);

        // Once removed, the letter that brought her in brings her in no more.
        await lou.GoAsync("/organisations/firm-loom-and-partners/people");
        await lou.PressAsync("Remove Mei");
        await mei.GoAsync(link);
        await mei.PressAsync("Join");
        Assert.Contains("not good any more", mei.Text);

        await lou.GoAsync("/declarations/firm-loom-and-partners/invite");
        await lou.FillIn("Their e-mail address", "late@example.com")
            .PressAsync("Send the invitation");
        var late = app.Visit();
        app.Clock.Time = app.Clock.Time.AddDays(7).AddMinutes(1);
        await late.GoAsync(await LinkAsync("late@example.com"));
        Assert.Contains("not good any more", late.Text);
        await late.GoAsync((await LinkAsync("late@example.com"))[..^2]);
        Assert.Contains("not good any more", late.Text);
    }

    [Fact]
    public async Task One_address_gets_five_letters_a_day_however_often_they_are_asked_for()
    {
        for (var i = 0; i < 7; i++)
        {
            await SignUpAsync($"Flood {i} Ltd", "flood@example.com");
        }
        Assert.Equal(
            5,
            await app.InScopeAsync(s =>
                s.GetRequiredService<Db>()
                    .Set<Message>()
                    .CountAsync(m => m.Address == "flood@example.com")
            )
        );
    }

    private async Task<string> SignUpAsync(string name, string email)
    {
        var visitor = app.Visit();
        await visitor.GoAsync("/declarations/sign-up");
        await visitor
            .FillIn("Registered name of the firm", name)
            .FillIn("Your e-mail address", email)
            .PressAsync("Send me a link");
        Assert.Contains("Check your e-mail", visitor.Text);
        return await LinkAsync(email);
    }

    private async Task<Visitor> JoinAsync(string link, string name)
    {
        var visitor = app.Visit();
        await visitor.GoAsync(link);
        await visitor
            .FillIn("Your name", name)
            .FillIn("Choose a password", Cast.Password)
            .PressAsync("Make the account");
        return visitor;
    }

    private async Task<Visitor> InviteAsync(Visitor by, string email, string name)
    {
        await by.GoAsync("/organisations/firm-fold-software-ltd/people");
        await by.FollowAsync("Invite a colleague by e-mail");
        await by.FillIn("Their e-mail address", email).PressAsync("Send the invitation");
        return await JoinAsync(await LinkAsync(email), name);
    }

    private Task<string> LinkAsync(string email) =>
        app.InScopeAsync(s =>
            s.GetRequiredService<Db>()
                .Set<Message>()
                .Where(m => m.Address == email)
                .OrderByDescending(m => m.CreatedAt)
                .Select(m => m.Path!)
                .FirstAsync()
        );

    private Task<Person> PersonAsync(string email) =>
        app.InScopeAsync(s =>
            s.GetRequiredService<Db>().Set<Person>().SingleAsync(p => p.Email == email)
        );
}
