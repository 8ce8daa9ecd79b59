using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel.Search;
using Tandem.Tests.Market;
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

    [Fact]
    public async Task All_that_is_wrong_with_an_item_is_said_at_once_and_nothing_is_saved()
    {
        var records = new Records(app, 4100);
        var foreign = records.Contract(
            "Street sweeping of Leeds",
            buyer: "Leeds City Council",
            authority: "LDS"
        );
        await records.SaveAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        olu.FillIn("Title", "Street sweeping")
            .FillIn("Estimated value", "a lot")
            .FillIn("CPV codes", "123")
            .FillIn("Contract it replaces", foreign.Reference);
        olu.Page.QuerySelector("input[name='PlannedPublish.Day']")!.SetAttribute("value", "31");
        olu.Page.QuerySelector("input[name='PlannedPublish.Month']")!.SetAttribute("value", "2");
        olu.Page.QuerySelector("input[name='PlannedPublish.Year']")!.SetAttribute("value", "2027");
        await olu.PressAsync("Save and check");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        var summary = olu.Page.QuerySelector(".govuk-error-summary")!.TextContent;
        Assert.Contains("Tender planned to be published", summary);
        Assert.Contains("Enter the value as an amount", summary);
        Assert.Contains("‘123’ is not a CPV code", summary);
        Assert.Contains("This is not a contract of Preston City Council", summary);
    }

    [Fact]
    public async Task A_code_that_is_not_in_the_list_is_refused_and_a_value_is_read_as_in_files()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "Bin lids")
            .FillIn("CPV codes", "12300000")
            .FillIn("Estimated value", "£500k")
            .PressAsync("Save and check");
        Assert.Contains("There is no CPV code 12300000", olu.Text);
        await olu.FillIn("CPV codes", "44613700").PressAsync("Save and check");
        Assert.EndsWith("/check", olu.At);
        Assert.Contains("£500,000", olu.Text);
    }

    [Fact]
    public async Task The_board_shows_what_is_in_no_phase_too()
    {
        var olu = await app.SignInAsync("olu@example.org");
        foreach (var (title, phase) in new[] { ("Ferry ramps", ""), ("Ferry bells", "Procuring") })
        {
            await olu.GoAsync("/pipeline/new");
            await olu.FillIn("Title", title).FillIn("Phase", phase).PressAsync("Save and check");
            await olu.Choose("Everybody").PressAsync("Put it on the pipeline");
        }
        await app.InScopeAsync(scope => scope.GetRequiredService<IndexFollower>().CatchUpAsync());
        var visitor = await app.Visit().GoAsync("/pipeline/board?q=ferry");
        var column = visitor.Page.QuerySelector("section[aria-labelledby='phase-other-phase']")!;
        Assert.Contains("Ferry ramps", column.TextContent);
        Assert.Contains("Ferry bells", column.TextContent);
        await visitor.GoAsync("/pipeline?q=ferry&phase=other-phase");
        Assert.Contains("2 pipeline items", visitor.Text);
    }
}
