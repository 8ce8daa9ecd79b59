using System.Net;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>The pages of the pipeline, as people use them.</summary>
[UsesDatabase]
public sealed class PipelinePagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task An_officer_writes_an_item_down_checks_it_and_shows_it_to_everybody()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "Parking enforcement software")
            .FillIn("What problem is to be solved?", "Penalty notices are typed twice.")
            .FillIn("Estimated value", "£450,000")
            .FillIn("CPV codes", "48000000")
            .PressAsync("Save and check");
        Assert.True(
            olu.At.EndsWith("/check"),
            string.Join(
                "|",
                olu.Page.QuerySelectorAll(".govuk-error-summary").Select(e => e.TextContent)
            ) + olu.Page.QuerySelector("input[name=Organisation]")?.OuterHtml
        );
        Assert.EndsWith("/check", olu.At);
        Assert.Contains("Penalty notices are typed twice.", olu.Text);
        Assert.Contains("£450,000", olu.Text);
        var page = olu.At[..^"/check".Length];
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visit().GoAsync(page)).Status);

        await olu.Choose("Everybody").PressAsync("Put it on the pipeline");
        Assert.Equal(page, olu.At);
        var visitor = await app.Visit().GoAsync(page);
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
        Assert.Contains("Parking enforcement software", visitor.Text);
        Assert.DoesNotContain("Change it", visitor.Text);
    }

    [Fact]
    public async Task What_was_typed_is_still_there_when_something_is_wrong_with_it()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "Winter gritting")
            .FillIn("Estimated value", "about a million")
            .FillIn("Work already done", "A survey of the fleet")
            .PressAsync("Save and check");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Enter the value as an amount, such as 250000", olu.Text);
        Assert.Contains("A survey of the fleet", olu.Text);
        await olu.FillIn("Estimated value", "1000000").PressAsync("Save and check");
        Assert.Contains("£1 million", olu.Text);
        Assert.Contains("A survey of the fleet", olu.Text);
    }

    [Fact]
    public async Task Two_people_who_change_one_item_do_not_write_over_each_other()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "School meals").PressAsync("Save and check");
        await olu.Choose("Members of Preston City Council").PressAsync("Put it on the pipeline");
        var page = olu.At;
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync(page + "/edit");
        await olu.GoAsync(page + "/edit");
        await olu.FillIn("Title", "School meals, all schools").PressAsync("Save");
        await ada.FillIn("Department", "Children").PressAsync("Save");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, ada.Status);
        Assert.Contains("Somebody else has changed", ada.Text);
        Assert.Contains("Children", ada.Page.Body!.InnerHtml);
        await ada.FillIn("Title", "School meals, all schools").PressAsync("Save");
        Assert.Equal(page, ada.At);
        Assert.Contains("School meals, all schools", ada.Text);
        Assert.Contains("Children", ada.Text);
    }
}
