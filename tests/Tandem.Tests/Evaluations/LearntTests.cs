using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Evaluations;
using Tandem.Evaluations.Auditing;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Evaluations;

/// <summary>A call in which nothing is judged ends with what was learnt, told to all who replied.</summary>
[UsesDatabase]
public sealed class LearntTests(JudgingApp app) : IClassFixture<JudgingApp>
{
    [Theory]
    [InlineData("request-for-information")]
    [InlineData("market-sounding")]
    public async Task Replies_are_read_and_what_was_learnt_is_told_to_all(string kind)
    {
        var reference = await app.ClosedAsync(kind, 2, title: $"What is there, {kind}?");
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{reference}");
        Assert.Contains("Closed, being read", visitor.Text);
        Assert.DoesNotContain("being judged", visitor.Text);
        Assert.Equal(404, (int)(await visitor.GoAsync($"/calls/{reference}/results")).Status);

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}");
        await olu.FollowAsync("Say what was learnt");
        await olu.FillIn("What we learnt, and what comes next", " ").PressAsync(Button(olu));
        Assert.Contains("Say what was learnt and what comes next", olu.Text);
        await olu.FillIn(
                "What we learnt, and what comes next",
                "Three products do it.\n\n**Next**: we plan a tender in May."
            )
            .PressAsync(Button(olu));
        Assert.Contains("All who replied have been told", olu.Text);

        await visitor.GoAsync($"/calls/{reference}");
        Assert.Contains("Ended", visitor.Text);
        Assert.Contains("we plan a tender in May", visitor.Text);
        await visitor.GoAsync($"/calls/{reference}/results");
        Assert.Contains("Three products do it", visitor.Text);
        await visitor.GoAsync($"/calls/{reference}/results.json");
        Assert.Contains("Three products do it", visitor.Text);
        var told = await app.InScopeAsync(async scope =>
            await scope
                .GetRequiredService<Db>()
                .Set<Message>()
                .Where(m =>
                    m.Path == $"/calls/{reference}" && m.Title.StartsWith("What was learnt")
                )
                .Select(m => m.PersonId)
                .ToListAsync()
        );
        Assert.Contains(app.Nia.Id, told);
        Assert.Contains(app.Ben.Id, told);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<PublishLearnt>(app.Cast.Olu, p => p.RunAsync(reference, "Once more"))
        );
        Assert.All(
            (
                await app.AsAsync<AuditCall, AuditReport>(app.Cast.Olu, a => a.RunAsync(reference))
            ).Problems,
            p => Assert.Equal("timeline", p.What)
        );
    }

    [Fact]
    public async Task Nothing_is_recommended_where_nothing_is_judged_and_nobody_is_led_to_it()
    {
        var reference = await app.ClosedAsync("request-for-information", 2);
        var stage = await app.InScopeAsync(async scope =>
            (await JudgingApp.CallAsync(scope.GetRequiredService<Db>(), reference)).Stages[0].Code
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/judging/{stage}");
        Assert.DoesNotContain("Recommend a decision", olu.Text);
        Assert.Contains("they are not judged against each other", olu.Text);
        await olu.FollowAsync("Say what was learnt, and what comes next");
        await app.EnterLateAsync(reference, app.Nia, "By the later ferry", stage);
        var refused = await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<PublishLearnt>(app.Cast.Olu, p => p.RunAsync(reference, "Three do it."))
        );
        Assert.Contains("-E3 came late", refused.Message);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<PublishLearnt>(app.Cast.Ada, p => p.RunAsync(reference, "Three do it."))
        );
    }

    [Fact]
    public async Task A_call_that_is_judged_does_not_end_with_what_was_learnt()
    {
        var reference = await app.ClosedAsync("challenge-prize", 1);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync<PublishLearnt>(app.Cast.Olu, p => p.RunAsync(reference, "Much."))
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{reference}/learnt");
        Assert.Contains("It ends with its decision", olu.Text);
    }

    private static string Button(Visitor visitor) =>
        visitor
            .Page.QuerySelectorAll("button")
            .Select(b => b.TextContent.Trim())
            .Single(b => b.StartsWith("Publish this", StringComparison.Ordinal));
}
