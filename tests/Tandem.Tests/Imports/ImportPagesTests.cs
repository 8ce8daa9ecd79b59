using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Imports;

[UsesDatabase]
public sealed class ImportPagesTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Olu = "olu@example.org";

    private const string Header =
        "Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,Start Date,End Date\n";

    private static byte[] Rows(params string[] rows) =>
        Encoding.UTF8.GetBytes(Header + string.Join('\n', rows));

    [Fact]
    public async Task An_officer_brings_a_file_follows_it_and_gets_the_refused_rows_back_to_mend_them()
    {
        var olu = await app.SignInAsync(Olu);
        await olu.GoAsync("/imports");
        await olu.FollowAsync("Bring in data");
        await olu.Choose("Contracts Finder file")
            .Attach(
                "File",
                "notices.csv",
                Rows(
                    "P-1,Contract,Preston City Council,Open,2026-01-02,Street lighting,Lamps,2026-04-01,2029-03-31",
                    "P-2,Contract,Preston City Council,Open,2026-01-02,,\"=HYPERLINK(\"\"x\"\")\",2026-04-01,2029-03-31"
                )
            )
            .PressAsync("Bring in");
        Assert.StartsWith("/imports/IMP-", olu.At);
        var page = await EndAsync(olu);
        Assert.Contains("2 rows read: 1 added, 0 updated, 0 unchanged, 1 refused.", page.Text);
        Assert.Contains("notices.csv, line 3, Title", page.Text);
        Assert.Matches("Olu, [0-9:]{5} on 21 November 2026", page.Text);

        var csv = await (
            await olu.RawAsync(Get(olu.At + "/refused.csv"))
        ).Content.ReadAsStringAsync();
        Assert.Contains("Why it was refused", csv);
        Assert.Contains("'=HYPERLINK", csv);

        var mended = csv.Replace(",2026-01-02,,", ",2026-01-02,Mended lighting,");
        Assert.NotEqual(csv, mended);
        var run = await app.BringAsync(ImportKind.ContractsFinder, mended);
        Assert.Equal((1, 1, 0, 0, 0), run.Counts());
        var notice = Assert.Single(await app.AllAsync<Notice>(), n => n.Title == "Mended lighting");
        Assert.Equal("=HYPERLINK(\"x\")", notice.Description);

        await olu.GoAsync("/imports");
        Assert.Contains("Contracts Finder: notices.csv", olu.Text);
    }

    [Fact]
    public async Task A_trial_says_what_would_change_and_leaves_everything_as_it_was()
    {
        var olu = await app.SignInAsync(Olu);
        await olu.GoAsync("/imports/new");
        await olu.Choose("OCDS file")
            .Choose("Only say what would change")
            .Attach(
                "File",
                "one.json",
                """{"ocid":"ocds-trial","id":"1","date":"2026-01-01T00:00:00Z","tag":["tender"],"tender":{"title":"Trial"}}"""u8.ToArray()
            )
            .PressAsync("Bring in");
        var page = await EndAsync(olu);
        Assert.Contains("Of 1 row, 1 would be added", page.Text);
        Assert.DoesNotContain(await app.AllAsync<Notice>(), n => n.Ocid == "ocds-trial");
    }

    [Fact]
    public async Task What_was_typed_stays_when_something_is_missing()
    {
        var olu = await app.SignInAsync(Olu);
        await olu.GoAsync("/imports/new");
        await olu.FillIn("Address", "ftp://example.org/x").PressAsync("Bring in");
        Assert.Contains("Choose what kind of file it is", olu.Text);
        await olu.Choose("OCDS file").PressAsync("Bring in");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Enter an address that begins with https:// or http://", olu.Text);
        Assert.Equal(
            "ftp://example.org/x",
            olu.Page.QuerySelector("#Address")!.GetAttribute("value")
        );
        await olu.FillIn("Address", "").PressAsync("Bring in");
        Assert.Contains("Choose a file, or enter an address", olu.Text);
    }

    [Fact]
    public async Task An_address_within_the_network_is_not_fetched_and_the_import_says_why()
    {
        var olu = await app.SignInAsync(Olu);
        await olu.GoAsync("/imports/new");
        await olu.Choose("OCDS file")
            .FillIn("Address", "http://169.254.169.254/latest/meta-data")
            .PressAsync("Bring in");
        var page = await EndAsync(olu);
        Assert.Contains("Failed", page.Text);
        Assert.Contains("not an address of the public internet", page.Text);
    }

    [Fact]
    public async Task A_member_sees_imports_but_may_not_bring_or_stop_any_and_a_visitor_must_sign_in()
    {
        var queued = await QueueAsync();
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/imports/new");
        Assert.Equal(HttpStatusCode.Forbidden, mei.Status);
        await mei.GoAsync($"/imports/{queued.Reference}");
        Assert.Equal(HttpStatusCode.OK, mei.Status);
        Assert.DoesNotContain("Stop this import", mei.Text);
        await Assert.ThrowsAsync<Refusal>(() => CancelAsync(queued, Actor.Visitor));

        var visitor = app.Visit();
        await visitor.GoAsync($"/imports/{queued.Reference}");
        Assert.StartsWith("/sign-in", visitor.At);

        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync($"/imports/{queued.Reference}");
        await sam.PressAsync("Stop this import");
        Assert.Contains("is stopped", sam.Text);
        Assert.Contains("Stopped", sam.Text);
    }

    [Fact]
    public async Task A_register_is_seen_by_its_own_members_and_by_nobody_else()
    {
        var run = await QueueAsync(ImportKind.Register, app.Cast.Preston.Id);
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync($"/imports/{run.Reference}");
        Assert.Equal(HttpStatusCode.OK, mei.Status);
        foreach (var other in new[] { "lee@example.org", "wyn@example.org", "sam@example.org" })
        {
            var stranger = await app.SignInAsync(other);
            foreach (var part in new[] { "", "/progress", "/refused.csv" })
            {
                var answer = await stranger.RawAsync(Get($"/imports/{run.Reference}{part}"));
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
            await stranger.GoAsync("/imports");
            Assert.DoesNotContain(run.Reference + " ", stranger.Text);
        }
    }

    /// <summary>A run that nobody works on: no job was asked for.</summary>
    private Task<ImportRun> QueueAsync(
        ImportKind kind = ImportKind.Ocds,
        Id<Tandem.Accounts.Organisation>? organisation = null
    ) =>
        app.InScopeAsync(scope =>
            StartImport.AddAsync(
                scope.GetRequiredService<Db>(),
                Actor.System,
                new ImportRequest(kind, "waiting.json", Organisation: organisation),
                default
            )
        );

    private Task CancelAsync(ImportRun run, Actor actor) =>
        app.InScopeAsync(scope => scope.GetRequiredService<CancelImport>().RunAsync(actor, run.Id));

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);

    /// <summary>Loads the page again, as it asks the browser to, until the import has ended.</summary>
    private static async Task<Visitor> EndAsync(Visitor visitor)
    {
        var address = visitor.At;
        for (var i = 0; i < 150; i++)
        {
            await visitor.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, visitor.Status);
            if (visitor.Page.QuerySelector("progress") is null)
            {
                return visitor;
            }
            Assert.NotNull(visitor.Page.QuerySelector("noscript"));
            await Task.Delay(200);
        }
        Assert.Fail($"The import at {address} did not end: {visitor.Text}");
        return visitor;
    }
}
