using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

[UsesDatabase]
public sealed class MessageTests(MailApp app) : IClassFixture<MailApp>
{
    [Fact]
    public async Task What_is_said_twice_is_one_message_on_the_page_and_one_e_mail()
    {
        var words = new MessageWords(
            "ask:1",
            "Wyre asks for your answer",
            [
                "They would like to buy “grass cutting” with you – together.",
                "Answer by 4 December 2026.",
            ],
            "/opportunities"
        );
        await SayAsync(m => m.ToPersonAsync(app.Cast.Mei.Id, words));
        await SayAsync(m => m.ToOrganisationAsync(app.Cast.Preston.Id, Role.Member, words));
        await app.DeliverAsync();
        await app.DeliverAsync();

        var mail = Assert.Single(SentTo("mei@example.org", "Wyre asks for your answer"));
        Assert.Contains("“grass cutting” with you – together.", mail.Text);
        Assert.Contains("https://tandem.example.org/opportunities", mail.Text);
        Assert.Contains("https://tandem.example.org/opportunities", mail.Html);
        Assert.Contains("https://tandem.example.org/following", mail.Text);
        Assert.Single(SentTo("ada@example.org", "Wyre asks for your answer"));

        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/work");
        Assert.Contains("Answer by 4 December 2026.", mei.Text);
        await mei.PressAsync("Put away Wyre asks for your answer");
        Assert.DoesNotContain("Answer by 4 December 2026.", mei.Text);
    }

    [Fact]
    public async Task An_act_that_is_not_saved_says_nothing()
    {
        await app.InScopeAsync(async scope =>
        {
            await scope
                .GetRequiredService<Messages>()
                .ToAddressAsync("nobody@example.net", new("unsaved", "Never said", ["…"], "/"));
        });
        await app.DeliverAsync();
        Assert.Empty(SentTo("nobody@example.net", "Never said"));
    }

    [Fact]
    public async Task Who_wants_one_e_mail_a_day_gets_one_in_the_morning_and_what_is_owed_at_once()
    {
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync("/following");
        await wyn.Choose("Once a day, in the morning").PressAsync("Save");
        Assert.Contains("Your choice has been saved.", wyn.Text);

        foreach (var number in new[] { 1, 2, 3 })
        {
            await SayAsync(m =>
                m.ToPersonAsync(
                    app.Cast.Wyn.Id,
                    new($"news:{number}", $"News {number}", ["Something happened."], "/notices")
                )
            );
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await SayAsync(m =>
            m.ToPersonAsync(
                app.Cast.Wyn.Id,
                new("due", "Your answer is due", ["Today."], "/notices", Owed: true)
            )
        );
        await app.DeliverAsync();
        Assert.Equal(["Your answer is due"], app.MailTo("wyn@example.org").Select(m => m.Subject));

        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.DeliverAsync();
        var digest = app.MailTo("wyn@example.org")[1];
        Assert.Equal("News 1, and 2 more", digest.Subject);
        Assert.Contains("News 3", digest.Text);
    }

    [Fact]
    public async Task Who_wants_no_e_mail_gets_none_and_reads_it_on_the_page()
    {
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/following");
        await lee.Choose("Never: I read them here").PressAsync("Save");
        await SayAsync(m =>
            m.ToPersonAsync(
                app.Cast.Lee.Id,
                new("silent", "Said in silence", ["Nothing by e-mail."], "/notices", Owed: true)
            )
        );
        await app.DeliverAsync();
        Assert.Empty(app.MailTo("lee@example.org"));
        await lee.GoAsync("/work");
        Assert.Contains("Said in silence", lee.Text);
    }

    [Fact]
    public async Task An_address_that_refuses_three_times_is_suspended_until_a_steward_says_so()
    {
        const string gone = "gone@example.net";
        app.Sink.Answer = to => to == gone ? "550 5.1.1 No such user here" : null;
        foreach (var number in Enumerable.Range(1, 4))
        {
            await SayAsync(m =>
                m.ToAddressAsync(gone, new($"gone:{number}", $"To nobody {number}", ["…"], "/"))
            );
            await app.DeliverAsync();
        }
        app.Sink.Answer = _ => null;
        Assert.Equal(
            [MailState.Failed, MailState.Failed, MailState.Failed, MailState.Held],
            (await StatesAsync(gone)).Order()
        );

        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/administration/mail");
        Assert.Contains("No such user here", sam.Text);
        await sam.PressAsync($"Send to it again: {gone}");
        await sam.PressAsync("Try all again that were given up");
        await app.DeliverAsync();
        Assert.Equal(4, app.MailTo(gone).Count);
    }

    [Fact]
    public async Task What_is_not_taken_now_is_tried_again_later_and_not_sooner()
    {
        const string busy = "busy@example.net";
        app.Sink.Answer = to => to == busy ? "451 4.7.1 Try again later" : null;
        await SayAsync(m => m.ToAddressAsync(busy, new("busy", "For later", ["…"], "/")));
        await app.DeliverAsync();
        app.Sink.Answer = _ => null;
        await app.DeliverAsync();
        Assert.Empty(app.MailTo(busy));

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverAsync();
        Assert.Equal("For later", Assert.Single(app.MailTo(busy)).Subject);
        Assert.False(
            await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<RefusingAddress>()
                    .AnyAsync(a => a.Address == busy)
            )
        );
    }

    [Fact]
    public async Task Workers_at_the_same_time_send_nothing_twice()
    {
        foreach (var number in Enumerable.Range(0, 120))
        {
            await SayAsync(m =>
                m.ToAddressAsync($"many{number}@example.net", new("many", "To many", ["…"], "/"))
            );
        }
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.DeliverAsync()));
        await app.DeliverAsync();
        var sent = app.Sink.Taken.Where(m => m.Subject == "To many").ToList();
        Assert.Equal(120, sent.Select(m => m.To).Distinct().Count());
        Assert.Equal(120, sent.Count);
    }

    private Task SayAsync(Func<Messages, Task> say) =>
        app.InScopeAsync(async scope =>
        {
            await say(scope.GetRequiredService<Messages>());
            await scope.GetRequiredService<Db>().SaveChangesAsync();
        });

    private List<SunkMail> SentTo(string address, string subject) =>
        app.MailTo(address).FindAll(m => m.Subject == subject);

    private Task<List<MailState>> StatesAsync(string address) =>
        app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Mail>()
                .Where(m => m.Address == address)
                .Select(m => m.State)
                .ToListAsync()
        );
}
