using System.Net;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

[UsesDatabase]
public sealed class PreparationTests(PlaybookApp app) : IClassFixture<PlaybookApp>
{
    [Fact]
    public async Task A_standing_checklist_is_taken_up_gone_through_and_comes_up_in_a_year()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/organisations/preston-city-council/preparation");
        await olu.FollowAsync("Be ready");
        await olu.PressAsync("Take it up for Preston City Council");
        Assert.Contains("0 of 1 point", olu.Text);
        var address = olu.At;
        await olu.PressAsync("We have gone through all of it");
        Assert.Contains("1 point is still open", olu.Text);
        await olu.PressAsync("Not needed");
        Assert.Contains("Say why it is not needed", olu.Text);
        await olu.FillIn(
                "Where to find it, or why it is not needed: Train the buyers",
                "Everybody has the certificate."
            )
            .PressAsync("In place");
        Assert.Contains("1 of 1 point", olu.Text);
        Assert.Contains("Everybody has the certificate.", olu.Text);
        await olu.PressAsync("We have gone through all of it");
        Assert.Contains("It comes up again in a year", olu.Text);
        await olu.GoAsync("/work");
        Assert.DoesNotContain("Standing checklists to go through", olu.Text);

        // Members see it and say nothing; others learn nothing of it.
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(address);
        Assert.Equal(HttpStatusCode.OK, mei.Status);
        Assert.Empty(mei.Page.QuerySelectorAll("main textarea"));
        foreach (var who in new[] { "wyn", "lee", "sam" })
        {
            var other = await app.SignInAsync($"{who}@example.org");
            Assert.Equal(HttpStatusCode.NotFound, (await other.GoAsync(address)).Status);
        }

        // A year on it waits again; a newer version keeps what was said.
        app.Clock.Advance(TimeSpan.FromDays(340));
        olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/work");
        Assert.Contains("Standing checklists to go through", olu.Text);
        var files = SmallPlaybook.With("playbook.yaml", "\"1.0\"", "\"1.1\"");
        files["playbook.yaml"] = files["playbook.yaml"]
            .Replace(
                "- {code: train,",
                "- {code: budget, title: Know the budget, role: commercial}\n      - {code: train,",
                StringComparison.Ordinal
            );
        await app.BringAsync(files);
        await olu.GoAsync(address);
        await olu.PressAsync("Move to version 1.1");
        Assert.Contains("1 of 2 points", olu.Text);
        Assert.Contains("Everybody has the certificate.", olu.Text);
        await olu.PressAsync("Put it down");
        Assert.Contains("No checklists yet", olu.Text);
    }
}
