using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Pipeline;
using Tandem.Releases;
using Tandem.Tests.Contracts;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Releases;

/// <summary>What organisations here publish as open contracting data.</summary>
[UsesDatabase]
public sealed class OwnReleaseTests(TestApp app) : IClassFixture<TestApp>
{
    private Task<int> MakeAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<MakeReleases>().RunAsync(Actor.System));

    private async Task<List<OwnRelease>> OfAsync(string title) =>
        [
            .. (await app.AllAsync<OwnRelease>())
                .OrderBy(r => r.Number)
                .Where(r =>
                    Encoding.UTF8.GetString(r.Unpack()).Contains(title, StringComparison.Ordinal)
                ),
        ];

    private async Task<PipelineItem> ItemAsync(string title, string visibility)
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", title)
            .FillIn("What problem is to be solved?", "It is done twice.")
            .FillIn("Estimated value", "450000")
            .FillIn("CPV codes", "48000000")
            .PressAsync("Save and check");
        await olu.Choose(visibility).PressAsync("Put it on the pipeline");
        return Assert.Single(await app.AllAsync<PipelineItem>(), i => i.Title == title);
    }

    private Task<HttpResponseMessage> GetAsync(string path, string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null)
        {
            request.Headers.Add("If-None-Match", tag);
        }
        return app.Visit().RawAsync(request);
    }

    private async Task<byte[]> FileAsync() =>
        await (
            await GetAsync($"/ocds/{app.Clock.GetUtcNow().Year}.jsonl.gz")
        ).Content.ReadAsByteArrayAsync();

    [Fact]
    public async Task A_public_plan_is_released_once_and_again_when_what_it_says_changes()
    {
        var item = await ItemAsync("Parking software", "Everybody");
        await MakeAsync();
        Assert.Equal("planning", Assert.Single(await OfAsync("Parking software")).Tag);
        await MakeAsync();
        Assert.Single(await OfAsync("Parking software"));

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/pipeline/{item.Reference}/edit");
        await olu.FillIn("Estimated value", "600000").PressAsync("Save");
        await MakeAsync();
        Assert.Equal(
            ["planning", "planningUpdate"],
            (await OfAsync("Parking software")).Select(r => r.Tag)
        );

        var answer = await GetAsync($"/ocds/records/{item.Ocid}.json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var record = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["records"]![0]!;
        var compiled = record["compiledRelease"]!;
        Assert.Equal("compiled", (string)compiled["tag"]![0]!);
        Assert.Equal(600000, (int)compiled["tender"]!["value"]!["amount"]!);
        Assert.Equal("GB-LAE-PRE", (string)compiled["buyer"]!["id"]!);
        Assert.Equal(
            "48000000",
            (string)compiled["tender"]!["items"]![0]!["classification"]!["id"]!
        );
        var versions = record["versionedRelease"]!["tender"]!["value"]!["amount"]!;
        Assert.Equal(2, versions.AsArray().Count);
    }

    [Fact]
    public async Task What_only_members_see_is_in_no_release()
    {
        var item = await ItemAsync("Secret software", "Members of Preston City Council");
        await MakeAsync();
        Assert.Empty(await OfAsync("Secret software"));
        var answer = await GetAsync($"/ocds/records/{item.Ocid}.json");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_register_that_is_no_longer_public_takes_its_releases_with_it()
    {
        const string register =
            "Reference,Title,Supplier,End date\nL/1,Window cleaning,Panes,2028-01-31\n";
        await app.BringRegisterAsync(app.Cast.Leeds, register);
        await MakeAsync();
        var ocid = Assert.Single(await OfAsync("Window cleaning")).Ocid;
        var path = $"/ocds/records/{ocid}.json";
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(path)).StatusCode);
        await app.BringRegisterAsync(app.Cast.Leeds, register, Visibility.Organisation);
        await MakeAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path)).StatusCode);
        foreach (var list in new[] { "/ocds/releases.json", "/ocds/releases.json?after=1" })
        {
            Assert.DoesNotContain(
                "Window cleaning",
                await (await GetAsync(list)).Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task The_category_that_the_buyer_gave_is_released_and_one_that_was_suggested_is_not()
    {
        await app.BringRegisterAsync(
            app.Cast.Leeds,
            "Reference,Title,Description,CPV\n"
                + "G1,Legal case management software for solicitors,Software package licences and support,48000000\n"
                + "G2,School meals of Leeds,Catering services for primary schools: school meals,\n"
        );
        await MakeAsync();
        Assert.Equal(["48000000"], await CodesAsync("Legal case management software for"));
        Assert.Empty(await CodesAsync("School meals of Leeds"));

        async Task<IEnumerable<string>> CodesAsync(string title) =>
            Regex
                .Matches(
                    Encoding.UTF8.GetString((await OfAsync(title))[^1].Unpack()),
                    "\"scheme\":\"CPV\",\"id\":\"([0-9]{8})\""
                )
                .Select(code => code.Groups[1].Value)
                .Distinct();
    }

    [Fact]
    public async Task Our_export_imported_elsewhere_gives_the_same_contracts_and_here_changes_nothing()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            "Reference,Title,Department,Supplier,Company number,Start date,End date,Review date,Total value,CPV code\n"
                + "P/1,Tree surgery,Parks,Åke & Söner Ltd,04827391,2025-04-01,2028-03-31,2027-09-30,120000.50,77211400\n"
                + "P/2,Pest control,,Rats Away,,2025-05-01,2027-04-30,,9000,\n"
        );
        await app.BringRegisterAsync(
            app.Cast.Preston,
            "Reference,Title,Supplier,Start date,End date,Annual value\nP/3,Lift repairs,Uppe,2025-01-01,2029-12-31,5000\n"
        );
        await MakeAsync();
        var file = await FileAsync();

        var elsewhere = new TestApp();
        await elsewhere.InitializeAsync();
        try
        {
            var run = await elsewhere.BringAsync(ImportKind.Ocds, file, name: "releases.jsonl.gz");
            Assert.Equal(0, run.Refused);
            var ours = (await app.AllAsync<Contract>())
                .Where(c => c.OrganisationId == app.Cast.Preston.Id)
                .ToList();
            var theirs = (await elsewhere.AllAsync<Contract>()).ToLookup(c => c.BuyerReference);
            Assert.Equal(3, ours.Count);
            foreach (var contract in ours)
            {
                Assert.Equal(Says(contract), Says(Assert.Single(theirs[contract.BuyerReference])));
            }
            var supplier = Assert.Single(
                await elsewhere.AllAsync<Supplier>(),
                s => s.CompanyNumber == "04827391"
            );
            Assert.Equal("Åke & Söner Ltd", supplier.Name);
        }
        finally
        {
            await elsewhere.DisposeAsync();
        }

        var before = (await app.AllAsync<Notice>()).Count;
        var home = await app.BringAsync(ImportKind.Ocds, file, name: "releases.jsonl.gz");
        Assert.Equal(home.Read, home.Unchanged);
        Assert.Equal(before, (await app.AllAsync<Notice>()).Count);
    }

    [Fact]
    public async Task What_a_program_has_already_is_answered_with_304()
    {
        await ItemAsync("Library software", "Everybody");
        await MakeAsync();
        foreach (
            var path in new[]
            {
                "/ocds/releases.json",
                $"/ocds/{app.Clock.GetUtcNow().Year}.jsonl.gz",
            }
        )
        {
            var first = await GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            var again = await GetAsync(path, first.Headers.ETag!.ToString());
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }
    }

    private static string Says(Contract c) =>
        $"{c.Title}|{c.Department}|{c.StartDate}|{c.EndDate}|{c.LatestEndDate}|{c.ReviewDate}|{c.ValueMinor}|{c.ValueIsAnnual}|{c.Currency}|{c.AuthorityCode}|{(c.CpvOrigin == CodeOrigin.Buyer ? c.CpvCodes : "")}";
}
