using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Accounts;

[UsesDatabase]
public sealed class SignInTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_person_with_the_right_password_is_signed_in_and_can_sign_out()
    {
        var olu = await app.SignInAsync("olu@example.org");
        Assert.Equal("/work", olu.At);
        Assert.Contains("Sign out", olu.Text);

        await olu.PressAsync("Sign out");
        Assert.Contains("Sign in", olu.Text);
        Assert.DoesNotContain("Sign out", olu.Text);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_refused_in_the_same_words()
    {
        var wrong = await TryAsync("mei@example.org", "not the password");
        var unknown = await TryAsync("nobody-here@example.org", "not the password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(Errors(wrong), Errors(unknown));
        Assert.NotEmpty(Errors(wrong));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_while_even_for_the_right_one()
    {
        for (var i = 0; i < Person.AttemptsBeforeLock; i++)
        {
            await TryAsync("wyn@example.org", "not the password");
        }
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await TryAsync("wyn@example.org", Cast.Password)).Status
        );

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await TryAsync("wyn@example.org", Cast.Password)).Status);
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_sign_out()
    {
        var lee = await app.SignInAsync("lee@example.org");
        var session = await app.InScopeAsync(s =>
            s.GetRequiredService<Db>()
                .Set<Session>()
                .OrderByDescending(x => x.StartedAt)
                .FirstAsync(x => x.PersonId == app.Cast.Lee.Id)
        );
        await app.InScopeAsync(s =>
            s.GetRequiredService<SignOut>().RunAsync(Actor.System, session.Id)
        );
        Assert.DoesNotContain("Sign out", (await lee.GoAsync("/")).Text);
    }

    [Fact]
    public async Task Signing_in_and_failing_to_leave_events_in_an_unbroken_chain()
    {
        await app.SignInAsync("sam@example.org");
        await TryAsync("sam@example.org", "not the password");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var verbs = await db.Set<Event>()
                .Where(e => e.ActorId == app.Cast.Sam.Id.Value)
                .Select(e => e.Verb)
                .ToListAsync();
            Assert.Contains("signed-in", verbs);
            Assert.Contains("sign-in-refused", verbs);
            Assert.Null(await Timeline.VerifyAsync(db));
        });
    }

    [Fact]
    public async Task Sign_in_does_not_send_people_to_another_site()
    {
        var visitor = app.Visit();
        await visitor.GoAsync("/sign-in?returnTo=https%3A%2F%2Fevil.example%2F");
        await visitor
            .FillIn("E-mail address", "ada@example.org")
            .FillIn("Password", Cast.Password)
            .PressAsync("Sign in");
        Assert.Equal("/work", visitor.At);
    }

    private async Task<Visitor> TryAsync(string email, string password)
    {
        var visitor = app.Visit();
        await visitor.GoAsync("/sign-in");
        return await visitor
            .FillIn("E-mail address", email)
            .FillIn("Password", password)
            .PressAsync("Sign in");
    }

    private static string Errors(Visitor visitor) =>
        string.Join(
            ' ',
            visitor
                .Page.QuerySelectorAll(".govuk-error-summary__list")
                .Select(e => e.TextContent.Trim())
        );
}
