using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Tandem.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

[UsesDatabase]
public sealed class RecordPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_notice_says_what_it_led_to_and_where_each_fact_came_from()
    {
        var records = new Records(app);
        var notice = records.Notice(
            "Bridge repairs",
            stage: Stage.Contract,
            description: "Masonry.\nThree bridges.",
            pounds: 250_000
        );
        records.Contract(
            "Bridge repairs, lot 1",
            notice: notice,
            supplier: "Arch Builders Ltd",
            ends: new(2027, 3, 31),
            latest: new(2029, 3, 31)
        );
        records.Contract("Bridge painting", supplier: "Brush & Co", cpv: "45000000");
        await records.SaveAsync(
            Release(
                1,
                notice.Ocid,
                "2026-01-05T10:00:00Z",
                "tender",
                "\"tender\":{\"id\":\"t\",\"title\":\"Bridge repair\"}"
            ),
            Release(
                2,
                notice.Ocid,
                "2026-03-05T10:00:00Z",
                "award",
                "\"tender\":{\"id\":\"t\",\"title\":\"Bridge repairs\"},\"awards\":[{\"id\":\"a\",\"title\":\"Lot 1\"}]"
            )
        );

        var visitor = await app.Visit().GoAsync("/notices/N-1");
        Assert.Contains("There is a contract with Arch Builders Ltd.", visitor.Text);
        Assert.Contains("£250,000", visitor.Text);
        Assert.Contains("notices.jsonl, line 1", visitor.Text);
        Assert.Contains("1 new fact, 1 changed", visitor.Text);
        Assert.Contains("before: Bridge repair", visitor.Text);
        Assert.Equal(
            "Bridge painting",
            visitor.Page.QuerySelector(".td-aside a[href^='/contracts/']")!.TextContent
        );

        await visitor.FollowAsync("Bridge repairs, lot 1");
        Assert.Equal("/contracts/C-1", visitor.At);
        Assert.Contains(
            "Contract ends 31 March 2027, with an option to extend to 31 March 2029.",
            visitor.Text
        );
        Assert.Contains(
            visitor.Page.Links,
            l => l.GetAttribute("href") == "/contracts/C-1/who-else"
        );
        await visitor.FollowAsync("Preston City Council");
        Assert.Contains("Contracts that end next", visitor.Text);
        Assert.Contains("Bridge painting", visitor.Text);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var records = new Records(app, after: 100);
        records.Notice("Lighting columns", "Fylde Borough Council", "FYL");
        await records.SaveAsync();
        var visitor = app.Visit();
        foreach (
            var address in new[]
            {
                "/notices/N-101.json",
                "/api/notices/N-101",
                "/api/notices?q=lighting",
            }
        )
        {
            using var first = await visitor.RawAsync(new(HttpMethod.Get, address));
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await visitor.RawAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        }
    }

    [Theory]
    [InlineData("/notices/N-999999")]
    [InlineData("/notices/N-1x")]
    [InlineData("/notices/C-1")]
    [InlineData("/contracts/C-99999999999999999999")]
    [InlineData("/organisations/nowhere-council")]
    public async Task What_does_not_exist_is_not_found(string address)
    {
        var visitor = await app.Visit().GoAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        using var api = await visitor.RawAsync(new(HttpMethod.Get, address + ".json"));
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
    }

    [Fact]
    public async Task The_data_page_has_examples_that_work()
    {
        var visitor = await app.Visit().GoAsync("/data");
        var links = visitor.Page.QuerySelectorAll("main a[href*='.csv'], main a[href*='.json']");
        Assert.True(links.Length >= 4);
        foreach (var link in links)
        {
            using var answer = await visitor.RawAsync(
                new(HttpMethod.Get, link.GetAttribute("href"))
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_description_of_the_API_is_the_one_checked_in()
    {
        using var answer = await app.Visit().RawAsync(new(HttpMethod.Get, "/openapi.json"));
        var now = await answer.Content.ReadAsStringAsync();
        var path = Path.Combine(Checkout.Root, "docs", "openapi.json");
        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        if (Normal(now) != Normal(kept))
        {
            var made = Path.Combine(Path.GetTempPath(), "tandem-openapi.json");
            await File.WriteAllTextAsync(made, now.ReplaceLineEndings("\n").TrimEnd() + "\n");
            Assert.Fail(
                $"The API has changed: look at {made}, and copy it to docs/openapi.json if it is as meant."
            );
        }
    }

    private static string Normal(string json) =>
        json.Length == 0 ? "" : JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private static Release Release(long id, string ocid, string date, string tag, string rest)
    {
        var json =
            $"{{\"ocid\":\"{ocid}\",\"id\":\"r{id}\",\"date\":\"{date}\",\"tag\":[\"{tag}\"],{rest}}}";
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
        {
            deflate.Write(Encoding.UTF8.GetBytes(json));
        }
        return new()
        {
            Id = id,
            Ocid = ocid,
            ReleaseId = $"r{id}",
            Date = DateTime.Parse(
                date,
                null,
                System.Globalization.DateTimeStyles.AdjustToUniversal
            ),
            Tag = tag,
            Hash = $"h{id}",
            Json = packed.ToArray(),
            SourcePlace = $"line {id}",
        };
    }
}
