using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

[UsesDatabase]
public sealed class FollowTests(MailApp app) : IClassFixture<MailApp>
{
    [Fact]
    public async Task A_supplier_without_an_account_follows_a_category_hears_of_a_notice_once_and_stops_with_one_press()
    {
        const string supplier = "supplier@example.net";
        var page = await app.Visit().GoAsync("/follow?kind=Cpv&key=77314000");
        await page.FillIn("E-mail address", supplier)
            .Choose("At once, when something happens")
            .PressAsync("Follow by e-mail");
        Assert.Contains("Check your e-mail", page.Text);
        await app.DeliverAsync();
        var confirm = LinkIn(Assert.Single(app.MailTo(supplier)), "/follow/confirm");

        await NoticeAsync("Before it was confirmed", "77314000", 100);
        await page.GoAsync(confirm);
        await NoticeAsync("Link only looked at", "77314000", 200);
        Assert.Single(app.MailTo(supplier));

        await page.PressAsync("Yes, I want to follow this");
        Assert.Contains("You follow", page.Text);
        await app.TellAsync();
        await NoticeAsync("Park benches and mowing", "77314000", 300);
        await NoticeAsync("Office chairs", "39112000", 400);
        await app.TellAsync();
        await app.TellAsync();

        Assert.Equal(2, app.MailTo(supplier).Count);
        var mail = app.MailTo(supplier)[1];
        Assert.StartsWith("Park benches and mowing: New notice: tender", mail.Subject);
        Assert.Contains("https://tandem.example.org/notices/N-301", mail.Text);
        Assert.DoesNotContain("Office chairs", mail.Text);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);

        var stop = new Uri(mail.Headers["List-Unsubscribe"].Trim('<', '>')).PathAndQuery;
        using (
            var answer = await app.Visit()
                .RawAsync(
                    new(HttpMethod.Post, stop)
                    {
                        Content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]),
                    }
                )
        )
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        await NoticeAsync("After it was stopped", "77314000", 500);
        await app.TellAsync();
        Assert.Equal(2, app.MailTo(supplier).Count);
    }

    [Fact]
    public async Task The_page_answers_every_address_alike_and_no_address_is_flooded()
    {
        const string known = "olu@example.org";
        const string unknown = "unknown@example.net";
        var answers = new List<string>();
        foreach (var address in new[] { known, unknown, unknown, unknown })
        {
            var page = await app.Visit().GoAsync("/follow?kind=Cpv&key=45000000");
            await page.FillIn("E-mail address", address).PressAsync("Follow by e-mail");
            answers.Add(page.Page.QuerySelector(".govuk-notification-banner")!.TextContent);
        }
        Assert.Single(answers.Distinct());
        await app.DeliverAsync();
        Assert.Single(app.MailTo(unknown));

        foreach (var code in new[] { "03", "09", "14", "15", "16", "18", "19" })
        {
            await StartAsync(FollowKind.Cpv, code, "flooded@example.net");
        }
        await app.DeliverAsync();
        Assert.Equal(
            StartFollow.ConfirmationsADay,
            Occurrences(Assert.Single(app.MailTo("flooded@example.net")).Text, "/follow/confirm?t=")
                .Count()
        );
    }

    [Fact]
    public async Task A_link_to_confirm_is_good_for_three_days_and_no_other_link_confirms()
    {
        const string late = "late@example.net";
        await StartAsync(FollowKind.Cpv, "30", late);
        await app.DeliverAsync();
        var link = LinkIn(app.MailTo(late)[0], "/follow/confirm");
        var token = link.Split("t=")[1];
        foreach (var other in new[] { "/follow/stop?t=", "/follow/manage?t=" })
        {
            await app.Visit().GoAsync(other + token);
            using var answer = await app.Visit().RawAsync(new(HttpMethod.Get, other + token));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        app.Clock.Advance(TimeSpan.FromDays(4));
        var page = await app.Visit().GoAsync(link);
        Assert.Contains("not good any more", page.Text);
    }

    [Fact]
    public async Task An_officer_follows_an_authority_daily_and_gets_one_e_mail_with_what_she_may_see()
    {
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync("/follow?kind=Authority&key=MAN");
        await wyn.Choose("Once a day, in the morning").PressAsync("Follow");
        Assert.Contains("You follow Manchester", wyn.Text);
        await app.TellAsync();

        var records = new Records(app, 1000);
        records.Contract(
            "Shared with partners",
            Visibility.Partnership,
            app.Cast.Preston,
            buyer: "Manchester City Council",
            authority: "MAN"
        );
        records.Contract(
            "Own to Preston",
            Visibility.Organisation,
            app.Cast.Preston,
            buyer: "Manchester City Council",
            authority: "MAN"
        );
        records.Contract("For everybody", buyer: "Manchester City Council", authority: "MAN");
        await records.SaveAsync();
        await app.TellAsync();
        Assert.Empty(app.MailTo("wyn@example.org"));

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.DeliverAsync();
        var mail = Assert.Single(app.MailTo("wyn@example.org"));
        Assert.Contains("Shared with partners", mail.Text);
        Assert.Contains("For everybody", mail.Text);
        Assert.DoesNotContain("Own to Preston", mail.Text + mail.Html);

        wyn = await app.SignInAsync("wyn@example.org"); // a day has passed
        await wyn.GoAsync("/work");
        Assert.Contains("Shared with partners", wyn.Text);
        Assert.DoesNotContain("Own to Preston", wyn.Text);
        await wyn.GoAsync("/following");
        await wyn.PressAsync("Stop following Manchester City Council");
        Assert.Contains("You follow nothing yet", wyn.Text);
    }

    [Fact]
    public async Task What_can_no_longer_be_seen_when_the_e_mail_goes_out_is_not_in_it()
    {
        await FollowAsync("watcher@example.net", FollowKind.Cpv, "92000000", Frequency.Daily);
        await app.TellAsync();
        var records = new Records(app, 2000);
        var hidden = records.Contract(
            "Soon to be hidden",
            cpv: "92000000",
            buyer: "A leisure trust",
            authority: null
        );
        records.Contract(
            "Stays in the open",
            cpv: "92100000",
            buyer: "A leisure trust",
            authority: null
        );
        await records.SaveAsync();
        await app.TellAsync();
        await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Contract>()
                .Where(c => c.Id == hidden.Id)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Visibility, Visibility.Organisation))
        );
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.DeliverAsync();
        var mail = Assert.Single(app.MailTo("watcher@example.net"));
        Assert.Contains("Stays in the open", mail.Text);
        Assert.DoesNotContain("Soon to be hidden", mail.Subject + mail.Text + mail.Html);
    }

    [Fact]
    public async Task A_search_and_a_place_are_followed_and_a_story_that_both_bring_is_told_once()
    {
        const string reader = "reader@example.net";
        await FollowAsync(reader, FollowKind.Search, "/notices?page=2&q=lighthouse&sort=newest");
        await FollowAsync(reader, FollowKind.Place, "PRE");
        await app.TellAsync();
        var records = new Records(app, 3000);
        records.Notice("Paint a lighthouse", buyer: "Preston council", authority: "PRE");
        records.Notice("Lighthouse elsewhere", buyer: "Leeds council", authority: "LDS");
        records.Notice("Benches in Preston", buyer: "Preston council", authority: "PRE");
        records.Notice("Neither", buyer: "Leeds council", authority: "LDS");
        await records.SaveAsync();
        await app.TellAsync();

        var mail = Assert.Single(app.MailTo(reader));
        Assert.Single(Occurrences(mail.Text, "Paint a lighthouse"));
        Assert.Contains("Lighthouse elsewhere", mail.Text);
        Assert.Contains("Benches in Preston", mail.Text);
        Assert.DoesNotContain("Neither", mail.Text);
        Assert.Contains("Stop following everything", mail.Text);
    }

    [Fact]
    public async Task Ten_thousand_new_notices_make_one_e_mail_with_twenty_of_them_and_the_number_of_the_others()
    {
        const string reader = "bulk@example.net";
        await FollowAsync(reader, FollowKind.Cpv, "35000000");
        await app.TellAsync();
        var records = new Records(app, 100_000);
        for (var i = 0; i < 10_000; i++)
        {
            records.Notice(
                $"Helmet {i}",
                cpv: "35110000",
                buyer: "A fire service",
                authority: null
            );
        }
        await records.SaveAsync();
        await app.TellAsync();
        var mail = Assert.Single(app.MailTo(reader));
        Assert.Contains("9,980 more", mail.Text);
        Assert.Contains("10,000 pieces of news", mail.Subject);
        Assert.Equal(
            1,
            await app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .CountAsync(m => m.Address == reader && m.Stories != null)
            )
        );
    }

    [Fact]
    public async Task Whoever_has_no_account_changes_and_ends_what_they_follow_by_the_link_of_an_e_mail()
    {
        const string reader = "manager@example.net";
        await FollowAsync(reader, FollowKind.Cpv, "44000000");
        var links = app.Services.GetRequiredService<FollowLinks>();
        var page = await app.Visit().GoAsync(links.Manage($"mail:{reader}"));
        await page.FillIn(
                "E-mail about Construction structures and materials; auxiliary products to construction (except electric apparatus) (CPV 44)",
                "Once a week, on Monday morning"
            )
            .PressAsync(
                "Change Construction structures and materials; auxiliary products to construction (except electric apparatus) (CPV 44)"
            );
        Assert.Contains("Your choice has been saved.", page.Text);
        await page.PressAsync(
            "Stop following Construction structures and materials; auxiliary products to construction (except electric apparatus) (CPV 44)"
        );
        Assert.Contains("You follow nothing yet", page.Text);
    }

    [Fact]
    public async Task Nobody_changes_what_another_follows()
    {
        await FollowAsync("victim@example.net", FollowKind.Cpv, "48000000");
        var follow = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Follow>()
                .SingleAsync(f => f.Address == "victim@example.net")
        );
        await app.InScopeAsync(async scope =>
        {
            Assert.Empty(
                await scope
                    .GetRequiredService<EndFollow>()
                    .RunAsync(follow.Id.ToString(), "mail:thief@example.net")
            );
            var refused = await Assert.ThrowsAsync<Refusal>(() =>
                scope
                    .GetRequiredService<ChangeFollow>()
                    .RunAsync("mail:thief@example.net", follow.Id, Frequency.Weekly)
            );
            Assert.Equal(RefusalKind.NotFound, refused.Kind);
            Assert.Single(
                await scope
                    .GetRequiredService<EndFollow>()
                    .RunAsync(follow.Id.ToString(), "mail:victim@example.net")
            );
        });
    }

    private async Task NoticeAsync(string title, string cpv, int after)
    {
        var records = new Records(app, after);
        records.Notice(title, cpv: cpv, buyer: $"Buyer {after}", authority: null);
        await records.SaveAsync();
        await app.TellAsync();
    }

    private Task StartAsync(
        FollowKind kind,
        string key,
        string email,
        Frequency frequency = Frequency.AtOnce
    ) =>
        app.InScopeAsync(scope =>
            scope.GetRequiredService<StartFollow>().RunAsync(kind, key, frequency, email)
        );

    private async Task FollowAsync(
        string email,
        FollowKind kind,
        string key,
        Frequency frequency = Frequency.AtOnce
    )
    {
        await StartAsync(kind, key, email, frequency);
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var follow = await db.Set<Follow>()
                .Where(f => f.Address == email && f.ConfirmedAt == null)
                .SingleAsync();
            await scope.GetRequiredService<ConfirmFollow>().RunAsync(follow.Id);
        });
        await app.DeliverAsync();
        app.Sink.Clear();
    }

    private static string LinkIn(SunkMail mail, string path)
    {
        var at = mail.Text.IndexOf($"https://tandem.example.org{path}", StringComparison.Ordinal);
        Assert.True(at >= 0, mail.Text);
        return new Uri(mail.Text[at..].Split('\n')[0].Trim()).PathAndQuery;
    }

    private static IEnumerable<int> Occurrences(string text, string words)
    {
        for (
            var at = text.IndexOf(words, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(words, at + 1, StringComparison.Ordinal)
        )
        {
            yield return at;
        }
    }
}
