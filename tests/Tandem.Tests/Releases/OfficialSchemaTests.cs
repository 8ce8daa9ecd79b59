using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Releases;
using Tandem.Tests.Calls;
using Tandem.Tests.Contracts;
using Tandem.Tests.Support;

namespace Tandem.Tests.Releases;

/// <summary>What we publish, held against the official schema of OCDS 1.1.5 by a validator that is not ours (Ajv).</summary>
[UsesDatabase]
public sealed class OfficialSchemaTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Schema = "ocds-schema-1.1.5/schema/dereferenced-release-schema.json";

    [SharedDataFact(Schema)]
    public async Task Every_release_and_every_compiled_release_is_valid_by_the_official_schema()
    {
        const string headings =
            "Reference,Title,Department,Supplier,Company number,Start date,End date,Review date,Total value,Annual value,CPV code\n";
        await app.BringRegisterAsync(
            app.Cast.Preston,
            headings
                + "P/1,Tree surgery,Parks,Åke & Söner Ltd,04827391,2025-04-01,2028-03-31,2027-09-30,120000.50,,77211400\n"
                + "P/2,Pest control,,Rats Away,,2025-05-01,2027-04-30,,,900,\n"
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", "Parking software")
            .FillIn("What problem is to be solved?", "It is done twice.")
            .FillIn("Why is the work being done?", "The contract ends.")
            .FillIn("Estimated value", "450000")
            .FillIn("CPV codes", "48000000")
            .PressAsync("Save and check");
        await olu.Choose("Everybody").PressAsync("Put it on the pipeline");
        var call = await app.CallAsync("competitive-flexible-tender", "Housing software");
        await MakeAsync();
        await olu.GoAsync($"/calls/{call}/amend");
        await olu.FillIn("What changes, and why?", "The data can be seen")
            .FillIn("Summary", "Housing software, with data to try it on")
            .PressAsync("Publish the addendum");
        // And again with facts that are gone, so that what is stated as null is held to the schema too.
        await app.BringRegisterAsync(
            app.Cast.Preston,
            headings
                + "P/1,Tree surgery,,Another Firm Ltd,,,2029-03-31,,,5000,\n"
                + "P/2,Pest control,,Rats Away,,2025-05-01,2027-04-30,,9000,,\n"
        );
        await MakeAsync();

        var releases = new JsonArray();
        var compiled = new JsonArray();
        foreach (var ocid in (await PackageAsync("/ocds/releases.json", releases)).Distinct())
        {
            var record = await JsonAsync($"/ocds/records/{ocid}.json");
            compiled.Add(record["records"]![0]!["compiledRelease"]!.DeepClone());
        }
        Assert.Equal(7, releases.Count);
        Assert.Equal(4, compiled.Count);
        Assert.Equal("", await ValidateAsync(releases));
        Assert.Equal("", await ValidateAsync(compiled));

        // The validator is awake.
        releases[0]!["ocid"] = null;
        releases[1]!["date"] = "yesterday";
        var said = await ValidateAsync(releases);
        Assert.Contains("0/ocid", said, StringComparison.Ordinal);
        Assert.Contains("1/date", said, StringComparison.Ordinal);
    }

    private Task<int> MakeAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<MakeReleases>().RunAsync(Actor.System));

    private async Task<JsonNode> JsonAsync(string path) =>
        JsonNode.Parse(
            await (
                await app.Visit().RawAsync(new HttpRequestMessage(HttpMethod.Get, path))
            ).Content.ReadAsStringAsync()
        )!;

    private async Task<List<string>> PackageAsync(string path, JsonArray releases)
    {
        var package = await JsonAsync(path);
        Assert.Equal("1.1", (string)package["version"]!);
        foreach (var release in package["releases"]!.AsArray())
        {
            releases.Add(release!.DeepClone());
        }
        return [.. releases.Select(r => (string)r!["ocid"]!)];
    }

    private static async Task<string> ValidateAsync(JsonArray data)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, data.ToJsonString());
            var node = new ProcessStartInfo("node")
            {
                ArgumentList =
                {
                    Path.Combine(Checkout.Root, "tests/Tandem.Tests/Releases/validate-ocds.mjs"),
                    SharedData.Find(Schema)!,
                    file,
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var run = Process.Start(node)!;
            var said = await run.StandardOutput.ReadToEndAsync();
            var failed = await run.StandardError.ReadToEndAsync();
            await run.WaitForExitAsync();
            return run.ExitCode == 0 ? said : failed;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
