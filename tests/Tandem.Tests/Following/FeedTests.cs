using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

[UsesDatabase]
public sealed class FeedTests(MailApp app) : IClassFixture<MailApp>, IAsyncLifetime
{
    private static readonly XNamespace AtomName = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task Atom_RSS_and_JSON_Feed_tell_the_same_stories_and_escape_what_was_published()
    {
        var visitor = app.Visit();
        var atom = XDocument.Parse(await BodyAsync(visitor, "/feeds/cpv/72000000.atom"));
        var entries = atom.Root!.Elements(AtomName + "entry").ToList();
        Assert.Equal(
            ["Maintain <script> & “software”; a, b\\c", "Public software contract"],
            entries.Select(e => e.Element(AtomName + "title")!.Value).Order()
        );
        // RFC 4287, 4.1.1: id, title and updated are there once, and one author.
        foreach (var name in new[] { "id", "title", "updated", "author" })
        {
            Assert.Single(atom.Root.Elements(AtomName + name));
        }
        Assert.All(
            entries,
            e =>
            {
                Assert.StartsWith(
                    "tag:tandem.example.org,2026:",
                    e.Element(AtomName + "id")!.Value
                );
                Assert.True(DateTimeOffset.TryParse(e.Element(AtomName + "updated")!.Value, out _));
                Assert.StartsWith(
                    "https://tandem.example.org/",
                    e.Element(AtomName + "link")!.Attribute("href")!.Value
                );
            }
        );
        Assert.Equal(
            entries.Count,
            entries.Select(e => e.Element(AtomName + "id")!.Value).Distinct().Count()
        );

        var rss = XDocument.Parse(await BodyAsync(visitor, "/feeds/cpv/72.rss"));
        var items = rss.Root!.Element("channel")!.Elements("item").ToList();
        Assert.Equal(
            entries.Select(e => e.Element(AtomName + "title")!.Value),
            items.Select(i => i.Element("title")!.Value)
        );
        Assert.All(
            items,
            i =>
                Assert.True(
                    DateTimeOffset.TryParseExact(
                        i.Element("pubDate")!.Value,
                        "r",
                        null,
                        System.Globalization.DateTimeStyles.None,
                        out _
                    )
                )
        );

        using var json = JsonDocument.Parse(await BodyAsync(visitor, "/feeds/cpv/72.json"));
        Assert.Equal(
            "https://jsonfeed.org/version/1.1",
            json.RootElement.GetProperty("version").GetString()
        );
        Assert.Equal(
            items.Select(i => i.Element("guid")!.Value),
            json.RootElement.GetProperty("items")
                .EnumerateArray()
                .Select(i => i.GetProperty("id").GetString()!)
        );
    }

    [Fact]
    public async Task Every_thing_that_can_be_followed_has_a_feed_and_no_other_has()
    {
        var id = await ContractIdAsync("Public software contract");
        var hidden = await ContractIdAsync("Software of Preston alone");
        foreach (
            var (address, status) in new[]
            {
                ("/feeds/all.atom", HttpStatusCode.OK),
                ("/feeds/authority/PRE.rss", HttpStatusCode.OK),
                ("/feeds/place/PRE.json", HttpStatusCode.OK),
                ("/feeds/place/r-UKD4.atom", HttpStatusCode.OK),
                ("/feeds/search.atom?in=notices&q=software", HttpStatusCode.OK),
                ($"/feeds/record/Contract:{id}.ics", HttpStatusCode.OK),
                ($"/feeds/record/Contract:{hidden}.ics", HttpStatusCode.NotFound),
                ("/feeds/cpv/99999999.atom", HttpStatusCode.NotFound),
                ("/feeds/following.atom", HttpStatusCode.NotFound),
                ("/feeds/nothing/here.atom", HttpStatusCode.NotFound),
                ("/feeds/search.atom?in=suppliers&q=x", HttpStatusCode.NotFound),
                ("/feeds/private/guess/following.atom", HttpStatusCode.NotFound),
            }
        )
        {
            using var answer = await app.Visit().RawAsync(new(HttpMethod.Get, address));
            Assert.True(status == answer.StatusCode, $"{address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_private_address_tells_what_its_owner_may_see_until_it_is_ended()
    {
        var mei = await app.SignInAsync("mei@example.org");
        await mei.GoAsync("/follow?kind=Cpv&key=72");
        await mei.Choose("No e-mail: I read it here").PressAsync("Follow");
        await mei.PressAsync("Make private addresses");
        var address = new Uri(
            mei.Page.QuerySelector(".td-addresses code")!.TextContent
        ).PathAndQuery;

        var feed = await BodyAsync(app.Visit(), address);
        Assert.Contains("Software of Preston alone", feed);
        var calendar = await BodyAsync(app.Visit(), address.Replace(".atom", ".ics"));
        Assert.Contains("Software of Preston alone", calendar);
        Assert.DoesNotContain(
            "Software of Preston alone",
            await BodyAsync(app.Visit(), "/feeds/cpv/72.atom")
        );

        await mei.GoAsync("/following");
        Assert.DoesNotContain(address, mei.Text);
        await mei.PressAsync("End the private addresses");
        using var answer = await app.Visit().RawAsync(new(HttpMethod.Get, address));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_calendar_is_folded_and_escaped_and_keeps_the_identity_of_its_entries()
    {
        using var answer = await app.Visit()
            .RawAsync(new(HttpMethod.Get, "/feeds/cpv/72000000.ics"));
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var body = await answer.Content.ReadAsStringAsync();
        var lines = body.Split("\r\n");
        Assert.All(lines, l => Assert.True(Encoding.UTF8.GetByteCount(l) <= 75, l));
        Assert.DoesNotContain('\n', body.Replace("\r\n", ""));
        var whole = body.Replace("\r\n ", "");
        Assert.Contains(@"SUMMARY:Offers close: Maintain <script> & “software”\; a\, b\\c", whole);
        Assert.Contains("DTSTART:20261204T120000Z", whole);
        Assert.Contains("DTSTART;VALUE=DATE:20270331", whole);
        Assert.Equal(Count(whole, "BEGIN:VEVENT"), Count(whole, "\r\nUID:"));
        Assert.Equal(Count(whole, "BEGIN:VEVENT"), Count(whole, "\r\nDTSTAMP:"));
        Assert.Equal(body, await BodyAsync(app.Visit(), "/feeds/cpv/72000000.ics"));
    }

    [Fact]
    public async Task Who_asks_again_is_told_that_nothing_has_changed_until_something_has()
    {
        var visitor = app.Visit();
        const string address = "/feeds/cpv/72.ics";
        using var first = await visitor.RawAsync(new(HttpMethod.Get, address));
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(first.Headers.ETag!.ToString()));

        var records = new Records(app, 900);
        records.Contract("One more contract", cpv: "72000000", buyer: "One more", authority: null);
        await records.SaveAsync();
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(first.Headers.ETag!.ToString()));

        async Task<HttpStatusCode> AgainAsync(string tag)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var answer = await visitor.RawAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_calendar_that_is_asked_for_every_second_is_made_once_and_then_only_said_to_be_the_same()
    {
        var visitor = app.Visit();
        var (tag, made, bytes) = ("", 0, 0L);
        for (var second = 0; second < 90; second++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/feeds/cpv/72000000.ics");
            if (tag.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }
            using var answer = await visitor.RawAsync(request);
            tag = answer.Headers.ETag!.ToString();
            made += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            bytes +=
                answer.StatusCode == HttpStatusCode.OK
                    ? 0
                    : (await answer.Content.ReadAsByteArrayAsync()).Length;
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal((1, 0), (made, bytes));
    }

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static async Task<string> BodyAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<Id<Contract>> ContractIdAsync(string title) =>
        app.InScopeAsync(scope =>
            Task.FromResult(
                scope.GetRequiredService<Db>().Set<Contract>().Single(c => c.Title == title).Id
            )
        );

    public async Task InitializeAsync()
    {
        if (
            await app.InScopeAsync(scope =>
                Task.FromResult(scope.GetRequiredService<Db>().Set<Notice>().Any())
            )
        )
        {
            return;
        }
        var records = new Records(app);
        records.Notice(
            "Maintain <script> & “software”; a, b\\c",
            cpv: "72260000",
            deadline: new(2026, 12, 4, 12, 0, 0, DateTimeKind.Utc)
        );
        records.Notice("Grass", cpv: "77310000");
        records.Contract("Public software contract", cpv: "72000000");
        records.Contract(
            "Software of Preston alone",
            Visibility.Organisation,
            app.Cast.Preston,
            cpv: "72000000"
        );
        await records.SaveAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
