using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Questionnaires;

[UsesDatabase]
public sealed class ResponsePagesTests(QuestionApp app) : IClassFixture<QuestionApp>
{
    [Fact]
    public async Task A_response_is_begun_answered_checked_and_submitted()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/question-sets");
        await olu.FollowAsync("About the firm");
        await olu.PressAsync("Begin");
        Assert.Contains("0 of 1 section completed", olu.Text);
        Assert.Contains("leave out: Security", olu.Text);

        await olu.FollowAsync("The basics");
        await olu.FillIn("What is the firm called?", "Fold")
            .FillIn("How many people work there?", "about a dozen")
            .PressAsync("Save and continue");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("How many people work there? Enter a number, like 12", olu.Text);
        Assert.Contains("about a dozen", olu.Page.DocumentElement.OuterHtml);

        await olu.FillIn("How many people work there?", "1,012")
            .FillIn("Turnover last year (optional)", "£1,200.50")
            .FillIn("Day", "3")
            .FillIn("Month", "4")
            .FillIn("Year", "2001")
            .Choose("Small")
            .Choose("ISO 9001")
            .PressAsync("Save and continue");
        Assert.EndsWith("/sections/security", olu.At);

        await olu.Choose("No").PressAsync("Save and continue");
        Assert.Contains("Your answers ask for a little more on this page", olu.Text);
        await olu.FillIn("Why not?", "We are going to").PressAsync("Save and continue");
        Assert.EndsWith("/answers", olu.At);
        Assert.Contains("Would fail Every account needs a second factor.", olu.Text);
        Assert.Contains("Which devices are used? Add at least one row", olu.Text);
        Assert.Contains("£1,200.50", olu.Text);
        Assert.Contains("3 April 2001", olu.Text);

        await olu.FollowAsync("Which devices are used?");
        await olu.PressAsync("Add rows: Which devices are used?");
        await olu.FillIn("How many (optional)", "0").PressAsync("Add the row");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Make: Enter an answer", olu.Text);
        await olu.FillIn("Make", "Fold phone")
            .FillIn("How many (optional)", "3")
            .PressAsync("Add the row");
        Assert.Contains("1 row", olu.Text);
        await olu.FollowAsync("Done with these rows");
        await olu.PressAsync("Save and continue");
        await olu.PressAsync("Submit the answers");
        Assert.Contains("The answers have been submitted.", olu.Text);
        await olu.GoAsync(olu.At + "/sections/basics");
        Assert.Contains("its answers cannot be changed", olu.Text);
        await olu.GoAsync("/responses?state=submitted");
        Assert.Contains("About the firm", olu.Text);
    }

    [Fact]
    public async Task Rows_are_pasted_changed_and_removed_and_bad_ones_are_shown()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await app.SaveAsync(app.Cast.Olu, response, null, ("staff", new Value.Number(3)));
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(response.Path + "/rows/devices");
        await olu.FillIn(
                "Or paste rows",
                "Colour\tMake\tHow many\nred\tAcer\t4\nblue\tDell\tmany\n\t\tx\n"
            )
            .PressAsync("Bring the rows in");
        Assert.Contains("3 rows brought in. Not used: Colour.", olu.Text);
        Assert.Contains("2 with something to mend", olu.Text);
        await olu.FollowAsync("Change row 2");
        await olu.FillIn("How many (optional)", "7").PressAsync("Keep the row");
        Assert.Contains("Row 2 is changed.", olu.Text);
        await olu.PressAsync("Remove row 3");
        Assert.Contains("2 rows", olu.Text);
        var open = await app.ReadAsync(app.Cast.Olu, response);
        var rows = Assert.IsType<Value.Rows>(open.Sheet.Given("devices"));
        Assert.Equal(
            ["Acer 4", "Dell 7"],
            rows.Items.Select(r =>
                $"{TypedAnswer.Spelt(r["make"])} {TypedAnswer.Spelt(r["count"])}"
            )
        );
    }

    [Fact]
    public async Task Five_thousand_rows_are_taken_and_one_more_is_refused()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await app.SaveAsync(app.Cast.Olu, response, null, ("staff", new Value.Number(3)));
        var olu = await app.SignInAsync("olu@example.org");
        var table = new StringBuilder("Make,How many,Is it supported?\n");
        for (var i = 0; i < 5000; i++)
        {
            table.Append(null, $"Maker {i},{i + 1},yes\n");
        }
        await olu.GoAsync(response.Path + "/rows/devices");
        await olu.Attach("A file", "devices.csv", Encoding.UTF8.GetBytes(table.ToString()))
            .PressAsync("Bring the rows in");
        Assert.Contains("5,000 rows brought in.", olu.Text);
        await olu.FillIn("Make", "One more").PressAsync("Add the row");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Give 5,000 rows or fewer: these are 5,001", olu.Text);
    }

    [Fact]
    public async Task A_refused_file_costs_none_of_the_other_answers()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        await app.SaveAsync(app.Cast.Olu, response, null, ("staff", new Value.Number(3)));
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync(response.Path + "/sections/security");
        var large = new byte[50 << 20];
        "%PDF-"u8.CopyTo(large);
        await olu.Choose("Yes")
            .Attach("The security policy (optional)", "policy.pdf", large)
            .PressAsync("Save and continue");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("The file is larger than 20 MB", olu.Text);
        var open = await app.ReadAsync(app.Cast.Olu, response);
        Assert.Equal(new Value.Truth(true), open.Sheet.Given("mfa"));
        await olu.Attach("The security policy (optional)", "policy.pdf", "%PDF-1.7"u8.ToArray())
            .PressAsync("Save and go back to the sections");
        Assert.EndsWith(response.Path, olu.At);
        await olu.GoAsync(response.Path + "/sections/security");
        await olu.FollowAsync("policy.pdf");
        Assert.Equal(
            "application/octet-stream",
            olu.Response.Content.Headers.ContentType?.MediaType
        );
        await olu.GoAsync(response.Path + "/sections/security");
        await olu.PressAsync("Remove policy.pdf");
        Assert.Empty((await app.ReadAsync(app.Cast.Olu, response)).Evidence);
    }

    [Fact]
    public async Task Two_people_at_one_section_lose_nothing()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var (olu, ada) = (
            await app.SignInAsync("olu@example.org"),
            await app.SignInAsync("ada@example.org")
        );
        await olu.GoAsync(response.Path + "/sections/basics");
        await ada.GoAsync(response.Path + "/sections/basics");
        app.Clock.Time += TimeSpan.FromMinutes(1);
        await ada.FillIn("What is the firm called?", "Ada's").PressAsync("Save and continue");
        app.Clock.Time += TimeSpan.FromMinutes(1);
        await olu.FillIn("What is the firm called?", "Olu's")
            .FillIn("How many people work there?", "5")
            .PressAsync("Save and continue");
        Assert.Contains("Ada answered “Ada's” while you were writing", olu.Text);
        Assert.Contains(
            "value=\"Olu's\"",
            olu.Page.DocumentElement.OuterHtml.Replace("&#39;", "'")
        );
        await olu.PressAsync("Save and continue");
        var open = await app.ReadAsync(app.Cast.Olu, response);
        Assert.Equal(new Value.Text("Olu's"), open.Sheet.Given("firm-name"));
        Assert.Equal(new Value.Number(5), open.Sheet.Given("staff"));
    }

    [Fact]
    public async Task Members_read_and_others_find_nothing()
    {
        var response = await app.StartAsync(app.Cast.Olu);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync(response.Path + "/sections/basics");
        Assert.Contains("Only officers of the organisation may answer for it.", mei.Text);
        Assert.DoesNotContain("Save and continue", mei.Text);
        var wyn = await app.SignInAsync("wyn@example.org");
        foreach (
            var path in new[]
            {
                "",
                "/answers",
                "/sections/basics",
                "/rows/devices",
                "/rows/devices.csv",
                "/upgrade",
                ".json",
            }
        )
        {
            await wyn.GoAsync(response.Path + path);
            Assert.Equal(HttpStatusCode.NotFound, wyn.Status);
        }
        await wyn.GoAsync($"/question-sets/{QuestionApp.Firm}/1");
        Assert.Equal(HttpStatusCode.NotFound, wyn.Status);
        await wyn.GoAsync("/question-sets");
        Assert.DoesNotContain("About the firm", wyn.Text);
    }

    [Fact]
    public async Task A_licensed_table_is_checked_then_kept_for_its_organisation_alone()
    {
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/question-sets/bring");
        var table =
            "Number,Section,Question,Type,Options,Required,Owner\nA1.1,Firm,What is your name?,Text,,Yes,x\nA1.2,Firm,How large are you?,Dropdown,Small;Large,Yes,x\nA2.1,Scope,Is all in scope?,Yes/No,,Yes,x\nA2.2,Scope,Why?,Riddle,,,x\n";
        await ada.FillIn("Title", "Licensed questions")
            .FillIn("Short name", "licensed")
            .FillIn("Version", "1")
            .Attach(
                "A table of questions, or a question set as YAML",
                "set.csv",
                Encoding.UTF8.GetBytes(table)
            )
            .PressAsync("Check it");
        Assert.Contains("Not used: Owner.", ada.Text);
        Assert.Contains("Row 5: ‘Riddle’ is no kind of answer", ada.Text);
        await ada.PressAsync("Keep the question set");
        Assert.Contains("“Licensed questions” can be answered now.", ada.Text);
        Assert.Contains("How large are you?", ada.Text);
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/question-sets/licensed@preston-city-council/1");
        Assert.Equal(HttpStatusCode.NotFound, lee.Status);
    }
}
