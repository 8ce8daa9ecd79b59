using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Pipeline;
using Tandem.Tests.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>What happened to an item before it was shown to somebody is not told them: not on its page, not in a feed, not by e-mail.</summary>
[UsesDatabase]
public sealed class PipelinePastTests(MailApp app) : IClassFixture<MailApp>
{
    [Fact]
    public async Task Feeds_and_mail_tell_of_an_item_from_when_it_was_shown_and_once_that_it_was()
    {
        await app.TellAsync();
        var visitor = app.Visit();
        await visitor.GoAsync("/follow?kind=Cpv&key=18142000");
        await visitor
            .Choose("At once, when something happens")
            .FillIn("E-mail address", "reader@example.net")
            .PressAsync("Follow by e-mail");
        await app.DeliverAsync();
        var confirm = app.MailTo("reader@example.net")[^1].Text;
        var at = confirm.IndexOf("/follow/confirm", StringComparison.Ordinal);
        await visitor.GoAsync(confirm[at..].Split((char[]?)null)[0]);
        await visitor.PressAsync("Yes, I want to follow this");
        app.Sink.Clear();

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "Safety visors")
            .FillIn("CPV codes", "18142000")
            .PressAsync("Save and check");
        await olu.Choose("Members of Preston City Council").PressAsync("Put it on the pipeline");
        var page = olu.At;
        await ReportAsync(page, "Said within");
        await ChangeAsync(page, "Safety visors and gloves");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await olu.GoAsync(page + "/check");
        await olu.Choose("Our partners too").PressAsync("Save");
        await ReportAsync(page, "Said to partners");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await olu.GoAsync(page + "/check");
        await olu.Choose("Everybody").PressAsync("Save");
        await ReportAsync(page, "Said to everybody");
        await app.TellAsync();
        await app.InScopeAsync(scope => scope.GetRequiredService<IndexFollower>().CatchUpAsync());

        var number = PipelineItem.NumberOf(page["/pipeline/".Length..]);
        var id = await app.InScopeAsync(scope =>
            Task.FromResult(
                scope
                    .GetRequiredService<Db>()
                    .Set<PipelineItem>()
                    .Single(i => i.Number == number)
                    .Id.ToString()
            )
        );
        foreach (
            var address in new[]
            {
                $"/feeds/record/PipelineItem:{id}.json",
                "/feeds/authority/PRE.json",
                "/feeds/cpv/18142000.json",
                "/feeds/search.json?in=pipeline&q=visors",
                "/feeds/all.json",
            }
        )
        {
            Assert.Equal(
                ["It is on the pipeline.", "Said to everybody"],
                await SentencesAsync(app.Visit(), address)
            );
        }
        var mail = string.Concat(app.MailTo("reader@example.net").Select(m => m.Text));
        Assert.Contains("Said to everybody", mail);
        Assert.Equal(2, mail.Split("It is on the pipeline").Length);
        Assert.DoesNotContain("It was changed", mail);
        Assert.DoesNotContain("There is a report", mail);

        await visitor.GoAsync(page);
        Assert.DoesNotContain("There is a report", visitor.Text);
        Assert.DoesNotContain("Said to partners", visitor.Text);
        Assert.Contains("Said to everybody", visitor.Text);
        var wyn = await app.SignInAsync("wyn@example.org");
        await wyn.GoAsync(page);
        Assert.Contains("Said to partners", wyn.Text);
        Assert.DoesNotContain("Said within", wyn.Text);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(page);
        Assert.Contains("Said within", mei.Text);
    }

    private Task ReportAsync(string page, string text)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        return ActAsync<ReportOnItem>(report =>
            report.RunAsync(page["/pipeline/".Length..], text, default)
        );
    }

    private Task ChangeAsync(string page, string title) =>
        ActAsync<ChangeItem>(change =>
            change.RunAsync(
                page["/pipeline/".Length..],
                new() { Title = title, CpvCodes = "18142000" }
            )
        );

    private Task ActAsync<T>(Func<T, Task> act)
        where T : notnull =>
        app.InScopeAsync(async scope =>
        {
            var (actor, _) = await Actors.OfAsync(scope.GetRequiredService<Db>(), app.Cast.Olu);
            var check = ActivatorUtilities.CreateInstance<CheckItem>(scope, actor);
            await act(
                typeof(T) == typeof(ChangeItem)
                    ? ActivatorUtilities.CreateInstance<T>(scope, actor, check)
                    : ActivatorUtilities.CreateInstance<T>(scope, actor)
            );
        });

    private static async Task<IEnumerable<string>> SentencesAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return
        [
            .. json
                .RootElement.GetProperty("items")
                .EnumerateArray()
                .Select(i => i.GetProperty("content_text").GetString()!)
                .Order(),
        ];
    }
}
