using System.Net;
using System.Text.Json;
using Tandem.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

[UsesDatabase]
public sealed class NoticeListTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private static bool filled;

    public async Task InitializeAsync()
    {
        if (filled)
        {
            return;
        }
        filled = true;
        var records = new Records(app);
        records.Notice("Road resurfacing", cpv: "45233000", pounds: 500_000, sme: true);
        records.Notice(
            "School meals",
            "Leeds City Council",
            "LDS",
            "55523100",
            Stage.Award,
            pounds: 90_000
        );
        records.Notice(
            "Cleaning of schools",
            "Leeds City Council",
            "LDS",
            "90910000 90911000",
            pounds: 20_000
        );
        records.Notice("=cmd|' /C calc'!A0", "Somewhere Trust", null, "72000000", Stage.Planning);
        records.Notice(
            "<script>alert(1)</script>",
            "Somewhere Trust",
            null,
            "72000000",
            Stage.Planning
        );
        for (var i = 0; i < 30; i++)
        {
            records.Notice($"Grounds maintenance lot {i}", cpv: "77314000", ends: new(2027, 1, 1));
        }
        await records.SaveAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_visitor_finds_a_notice_by_words_and_reads_how_many_there_are()
    {
        var visitor = await app.Visit().GoAsync("/notices");
        await visitor.FillIn("Words in notices", "schools cleaned").PressAsync("Search notices");
        Assert.Contains("1 notice", visitor.Text);
        Assert.Contains("Cleaning of schools", visitor.Text);
        Assert.Contains("q=schools", visitor.At);
    }

    [Fact]
    public async Task Filters_narrow_the_list_stand_as_tags_and_can_be_taken_away()
    {
        var visitor = await app.Visit().GoAsync("/notices?q=school");
        Assert.Contains("2 notices", visitor.Text);
        await visitor.FillIn("CPV code or words", "909").PressAsync("Apply filters");
        Assert.Contains("1 notice", visitor.Text);
        await visitor.FollowAsync(
            "Remove filter: What is bought (CPV): Cleaning and sanitation services (909)"
        );
        Assert.Contains("2 notices", visitor.Text);
    }

    [Theory]
    [InlineData("buyer=LDS", 2)]
    [InlineData("buyer=Leeds%20City%20Council", 2)]
    [InlineData("buyer=somewhere", 2)]
    [InlineData("buyer=nobody%20at%20all", 0)]
    [InlineData("buyer=LDS&buyer=somewhere", 4)]
    [InlineData("cpv=9", 0)]
    [InlineData("cpv=90", 1)]
    [InlineData("cpv=90900000", 1)]
    [InlineData("cpv=school%20meal", 1)]
    [InlineData("place=north-west", 31)]
    [InlineData("place=england&stage=award", 1)]
    [InlineData("place=Lancashire", 31)]
    [InlineData("stage=planning", 2)]
    [InlineData("sme=yes", 1)]
    [InlineData("value-from=20000&value-to=90000", 2)]
    [InlineData("value-from=20,000.50", 2)]
    [InlineData("ends-within=3", 30)]
    [InlineData("ends-within=1", 0)]
    [InlineData("published-from=2026-11-20", 2)]
    [InlineData("published-to=20/11/2026", 34)]
    [InlineData("q=lot&ends-within=3", 30)]
    public async Task Each_filter_gives_the_notices_that_fit(string query, int expected)
    {
        using var answer = await app.Visit().RawAsync(new(HttpMethod.Get, $"/api/notices?{query}"));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(expected, json.RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_long_list_has_numbered_pages()
    {
        var visitor = await app.Visit().GoAsync("/notices?q=grounds&sort=oldest");
        Assert.Equal(25, visitor.Page.QuerySelectorAll(".td-card").Length);
        await visitor.FollowAsync("2");
        Assert.Equal(5, visitor.Page.QuerySelectorAll(".td-card").Length);
        Assert.Contains("sort=oldest", visitor.At);
    }

    [Fact]
    public async Task What_fits_nothing_says_what_to_do()
    {
        var visitor = await app.Visit().GoAsync("/notices?q=scool");
        Assert.Contains("Nothing fits all of that", visitor.Text);
        await visitor.FollowAsync("school");
        Assert.Contains("2 notices", visitor.Text);
    }

    [Theory]
    [InlineData("published-from=31/02/2025", "real date")]
    [InlineData("ends-within=soon", "number from 1 to 240")]
    [InlineData("value-from=lots", "amount in pounds")]
    [InlineData("sort=colour", "There is no order")]
    [InlineData("page=-1", "not the number of a page")]
    [InlineData("value-from=9&value-to=1", "must not be after")]
    public async Task What_cannot_be_understood_is_said_and_no_fault(string query, string words)
    {
        var visitor = await app.Visit().GoAsync($"/notices?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains(words, visitor.Text);
        foreach (var data in new[] { "/api/notices", "/notices.csv", "/notices.json" })
        {
            using var answer = await visitor.RawAsync(new(HttpMethod.Get, $"{data}?{query}"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_page_after_the_last_says_which_is_the_last()
    {
        var visitor = await app.Visit().GoAsync("/notices?page=900");
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("the last is page 2", visitor.Text);
    }

    [Fact]
    public async Task CSV_and_JSON_give_all_of_what_the_list_shows_in_its_order()
    {
        const string query = "?q=grounds&sort=oldest&cpv=77";
        var visitor = await app.Visit().GoAsync("/notices" + query);
        var first = visitor
            .Page.QuerySelectorAll(".td-card__title a")
            .Select(a => a.GetAttribute("href"))
            .ToList();
        using var csv = await visitor.RawAsync(new(HttpMethod.Get, "/notices.csv" + query));
        var lines = (await csv.Content.ReadAsStringAsync()).Split(
            "\r\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(31, lines.Length);
        Assert.Equal(first, lines.Skip(1).Take(25).Select(l => "/notices/" + l.Split(',')[0]));
        using var data = await visitor.RawAsync(new(HttpMethod.Get, "/notices.json" + query));
        using var json = JsonDocument.Parse(await data.Content.ReadAsStringAsync());
        Assert.Equal(30, json.RootElement.GetProperty("total").GetInt32());
        Assert.Equal(
            lines.Skip(1).Select(l => l.Split(',')[0]),
            json.RootElement.GetProperty("results")
                .EnumerateArray()
                .Select(r => r.GetProperty("reference").GetString())
        );
    }

    [Fact]
    public async Task A_cell_that_would_run_in_a_spreadsheet_is_defused_and_a_script_is_only_text()
    {
        var visitor = await app.Visit().GoAsync("/notices?buyer=somewhere");
        Assert.DoesNotContain(visitor.Page.Scripts, s => s.Text.Contains("alert"));
        Assert.Contains("<script>alert(1)</script>", visitor.Text);
        using var csv = await visitor.RawAsync(new(HttpMethod.Get, "/notices.csv?buyer=somewhere"));
        Assert.Contains("'=cmd|", await csv.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_narrowed_list_is_no_page_for_search_engines()
    {
        var visitor = await app.Visit().GoAsync("/notices");
        Assert.Null(visitor.Page.QuerySelector("meta[name=robots]"));
        Assert.Equal(
            "http://localhost/notices",
            visitor.Page.QuerySelector("link[rel=canonical]")!.GetAttribute("href")
        );
        await visitor.GoAsync("/notices?q=school");
        Assert.Equal(
            "noindex",
            visitor.Page.QuerySelector("meta[name=robots]")!.GetAttribute("content")
        );
    }

    [Fact]
    public async Task One_search_looks_among_notices_and_contracts()
    {
        var visitor = await app.Visit().GoAsync("/search?q=grounds");
        Assert.Contains("30 notices", visitor.Text);
        Assert.Contains("0 contracts", visitor.Text);
        await visitor.FollowAsync("All 30 notices with filters");
        Assert.Equal("/notices?q=grounds", visitor.At);
    }
}
