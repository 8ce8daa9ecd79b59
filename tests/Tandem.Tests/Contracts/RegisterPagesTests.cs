using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Contracts;

[UsesDatabase]
public sealed class RegisterPagesTests : IAsyncLifetime
{
    private const string Csv =
        "Tag,Contract title,Supplier,Start date,End date,Total value\n"
        + "P1,Street lighting,Lampworks Ltd,01/04/2025,31/03/2028,50000\n"
        + "P2,\"=HYPERLINK(\"\"http://example.org\"\")\",Greens,01/04/2025,31/02/2028,9000\n";

    private readonly TestApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_officer_checks_the_columns_sees_what_would_change_and_brings_it_in()
    {
        var olu = await BringAsync("olu@example.org", Csv);
        Assert.StartsWith("/imports/register/", olu.At);
        Assert.Contains("Check the columns", olu.Text);
        Assert.Contains("Lampworks Ltd", olu.Text);
        Assert.Contains("No reference: a contract is known again by its title", olu.Text);
        Assert.Contains("No CPV codes", olu.Text);

        await olu.FillIn("What “Tag” holds", "reference").PressAsync("Show me what would change");
        await EndAsync(olu);
        Assert.Contains("What would change", olu.Text);
        Assert.Contains("Nothing has been brought in yet", olu.Text);
        Assert.Contains("Street lighting P1 New contract", olu.Text);
        Assert.Empty(await app.AllAsync<Contract>());

        await olu.PressAsync("Bring it in");
        Assert.StartsWith("/imports/IMP-", olu.At);
        await EndAsync(olu);
        Assert.Contains("What changed", olu.Text);
        Assert.Contains("2 rows read: 1 added, 0 updated, 0 unchanged, 1 refused.", olu.Text);
        var contract = Assert.Single(await app.AllAsync<Contract>());
        Assert.Equal(("P1", Visibility.Public), (contract.BuyerReference, contract.Visibility));
        Assert.Equal(
            ["contract-register-brought", "contract-register-imported", "register-columns-settled"],
            (await app.AllAsync<Event>())
                .Select(e => e.Verb)
                .Where(v => v.Contains("register", StringComparison.Ordinal))
                .Order()
        );

        var refused = await TextAsync(olu, olu.At + "/refused.csv");
        Assert.Contains(
            "Tag,Contract title,Supplier,Start date,End date,Total value,File,Line in the file,Why it was refused",
            refused
        );
        Assert.Contains("'=HYPERLINK", refused);
        var mended = refused.Replace("31/02/2028", "29/02/2028", StringComparison.Ordinal);
        await BringAsync(olu, mended);
        Assert.Contains("Remembered", olu.Text);
        Assert.Contains("your organisation chose this on 21 November 2026", olu.Text);
        await olu.PressAsync("Show me what would change");
        await EndAsync(olu);
        Assert.DoesNotContain("No longer in the register", olu.Text);
        await olu.PressAsync("Bring it in");
        await EndAsync(olu);
        Assert.Equal(
            "=HYPERLINK(\"http://example.org\")",
            (await app.RegisterOfAsync(app.Cast.Preston))["P2"].Title
        );
    }

    [Fact]
    public async Task What_is_corrected_is_remembered_for_the_organisation_and_for_no_other()
    {
        var olu = await BringAsync("olu@example.org", Csv);
        await olu.FillIn("What “Tag” holds", "reference")
            .FillIn("What “Total value” holds", "annual-value")
            .PressAsync("Show me what would change");
        await BringAsync(olu, Csv);
        Assert.Equal("annual-value", Chosen(olu, "What “Total value” holds"));
        Assert.Equal("reference", Chosen(olu, "What “Tag” holds"));
        Assert.DoesNotContain("No reference:", olu.Text);

        var lee = await BringAsync("lee@example.org", Csv);
        Assert.Equal("total-value", Chosen(lee, "What “Total value” holds"));
        Assert.Equal("", Chosen(lee, "What “Tag” holds"));
    }

    [Fact]
    public async Task A_known_column_that_is_left_out_stays_out_and_an_unknown_one_is_asked_about_again()
    {
        var olu = await BringAsync("olu@example.org", Csv);
        await olu.FillIn("What “Supplier” holds", "").PressAsync("Show me what would change");
        await BringAsync(olu, Csv);
        Assert.Equal("", Chosen(olu, "What “Supplier” holds"));
        Assert.Equal(
            ["supplier"],
            (await app.AllAsync<RegisterColumn>())
                .Where(c => c.Field.Length == 0)
                .Select(c => c.Heading)
        );
    }

    [Fact]
    public async Task Two_columns_for_one_field_and_none_to_call_a_contract_by_are_told_and_nothing_chosen_is_lost()
    {
        var olu = await BringAsync("olu@example.org", Csv);
        await olu.FillIn("What “Tag” holds", "title").PressAsync("Show me what would change");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("‘Tag’ and ‘Contract title’ are taken for", olu.Text);
        Assert.Equal("title", Chosen(olu, "What “Tag” holds"));

        await olu.FillIn("What “Tag” holds", "")
            .FillIn("What “Contract title” holds", "")
            .PressAsync("Show me what would change");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Choose the column that holds the title", olu.Text);
        Assert.Empty(await app.AllAsync<ImportRun>());
    }

    [Fact]
    public async Task A_register_brought_again_shows_each_fact_from_and_to_and_gives_all_as_a_file()
    {
        var csv = Registers.Of("Q1,Lighting,X,,,,50000", "Q2,Leaving,X,,,,");
        await app.BringRegisterAsync(app.Cast.Preston, csv);
        var olu = await BringAsync(
            "olu@example.org",
            Registers.Of("Q1,Lighting,X,,,,65000", "Q3,\"=cmd\",X,,,,")
        );
        await olu.PressAsync("Show me what would change");
        await EndAsync(olu);
        Assert.Contains("Value £50,000 £65,000", olu.Text);
        Assert.Contains("No longer in the register", olu.Text);
        Assert.Contains("Leaving Q2", olu.Text);
        var file = await TextAsync(olu, olu.At + ".csv");
        Assert.Contains("Updated,C-1,Q1,Lighting,Value,\"£50,000\",\"£65,000\",2", file);
        Assert.Contains("New contract,,Q3,'=cmd,,,,3", file);
        Assert.Contains("No longer in the register,C-2,Q2,Leaving", file);

        await olu.PressAsync("Bring it in");
        await EndAsync(olu);
        await BringAsync(olu, Registers.Of("Q1,Lighting,X,,,,65000", "Q3,\"=cmd\",X,,,,"));
        await olu.PressAsync("Show me what would change");
        await EndAsync(olu);
        Assert.Contains("There is nothing to bring in", olu.Text);
        Assert.Empty(olu.Page.QuerySelectorAll("main button"));
    }

    [Theory]
    [InlineData("scan.xlsx", "%PDF-1.7\n%\u00e2\u00e3", "PDF")]
    [InlineData("register.csv", "1,2,3\n4,5,6\n7,8,9\n", "could not find a row of column names")]
    [InlineData("register.csv", "", "The file is empty")]
    public async Task What_is_not_a_register_is_refused_with_the_reason_before_anything_is_kept(
        string name,
        string content,
        string why
    )
    {
        var olu = await app.SignInAsync("olu@example.org");
        await BringAsync(olu, content, name);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains(why, olu.Text);
        Assert.Empty(await app.AllAsync<RegisterFile>());
    }

    [Fact]
    public async Task A_file_has_to_be_chosen()
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/imports/register");
        await olu.PressAsync("Continue");
        Assert.Contains("Choose the file of the register", olu.Text);
    }

    [Fact]
    public async Task A_member_and_an_officer_of_another_council_may_not_and_are_told_why()
    {
        var olu = await BringAsync("olu@example.org", Csv);
        Assert.Equal(HttpStatusCode.OK, olu.Status);
        var columns = olu.At;
        await olu.PressAsync("Show me what would change");
        await EndAsync(olu);
        var changes = olu.At;

        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/imports/register");
        Assert.Contains("Only officers and administrators", mei.Text);
        Assert.Empty(mei.Page.QuerySelectorAll("main form"));
        await mei.GoAsync(changes);
        Assert.Contains("What would change", mei.Text);
        Assert.Empty(mei.Page.QuerySelectorAll("main form"));

        foreach (var other in new[] { "mei@example.org", "lee@example.org", "sam@example.org" })
        {
            var stranger = await app.SignInAsync(other);
            await stranger.GoAsync(columns);
            Assert.Equal(HttpStatusCode.Forbidden, stranger.Status);
            Assert.Contains(
                "Only officers of the organisation may bring in its register",
                stranger.Text
            );
            await Assert.ThrowsAsync<Refusal>(() => BringAsActorAsync(other));
        }
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync(changes);
        Assert.Equal(HttpStatusCode.NotFound, lee.Status);
        await lee.GoAsync(changes + ".csv");
        Assert.Equal(HttpStatusCode.NotFound, lee.Status);

        var visitor = app.Visit();
        await visitor.GoAsync("/imports/register");
        Assert.StartsWith("/sign-in", visitor.At);

        await BringAsActorAsync("ada@example.org");
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync(changes);
        await ada.PressAsync("Bring it in");
        Assert.StartsWith("/imports/IMP-", ada.At);
    }

    [Fact]
    public async Task Only_what_was_shown_first_is_brought_in()
    {
        await app.BringRegisterAsync(app.Cast.Preston, Registers.Of("R1,One,X,,,,"));
        var number = Assert.Single(await app.AllAsync<ImportRun>()).Number;
        await Assert.ThrowsAsync<Refusal>(() =>
            app.InScopeAsync(scope =>
                scope
                    .GetRequiredService<BringInRegister>()
                    .RunAsync(Actor.System, number, allOrNothing: false)
            )
        );
    }

    private async Task<Visitor> BringAsync(string email, string csv) =>
        await BringAsync(await app.SignInAsync(email), csv);

    private static async Task<Visitor> BringAsync(
        Visitor visitor,
        string csv,
        string name = "register.csv"
    )
    {
        await visitor.GoAsync("/imports/register");
        return await visitor
            .Attach("The register", name, Encoding.UTF8.GetBytes(csv))
            .PressAsync("Continue");
    }

    /// <summary>The operation behind the page, as this person, for Preston.</summary>
    private Task BringAsActorAsync(string email) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var (actor, _) = await Actors.OfAsync(
                db,
                await db.Set<Person>().SingleAsync(p => p.Email == email)
            );
            await scope
                .GetRequiredService<BringRegister>()
                .RunAsync(
                    actor,
                    app.Cast.Preston.Id,
                    new MemoryStream(Encoding.UTF8.GetBytes(Csv)),
                    "register.csv",
                    Visibility.Public
                );
        });

    private static string Chosen(Visitor visitor, string label) =>
        visitor
            .Page.QuerySelectorAll("label")
            .Single(l => l.TextContent.Trim() == label)
            .ParentElement!.QuerySelector("option[selected]")
            ?.GetAttribute("value")
        ?? "";

    private static async Task<string> TextAsync(Visitor visitor, string address) =>
        await (
            await visitor.RawAsync(new HttpRequestMessage(HttpMethod.Get, address))
        ).Content.ReadAsStringAsync();

    /// <summary>Loads the page again, as it asks the browser to, until the import has ended.</summary>
    private static async Task EndAsync(Visitor visitor)
    {
        var address = visitor.At;
        for (var i = 0; i < 300; i++)
        {
            await visitor.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, visitor.Status);
            if (visitor.Page.QuerySelector("progress") is null)
            {
                return;
            }
            await Task.Delay(200);
        }
        Assert.Fail($"The import at {address} did not end: {visitor.Text}");
    }
}
