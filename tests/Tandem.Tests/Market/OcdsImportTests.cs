using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

[UsesDatabase]
public sealed class OcdsImportTests(TestApp app) : IClassFixture<TestApp>
{
    private static string Tender(string ocid, string title = "Grounds maintenance") =>
        $$$"""{"ocid":"{{{ocid}}}","id":"1","date":"2026-01-05T09:00:00Z","tag":["tender"],"buyer":{"id":"b","name":"Preston City Council"},"tender":{"title":"{{{title}}}","status":"active","value":{"amount":90000,"currency":"GBP"},"items":[{"id":"1","classification":{"scheme":"CPV","id":"77314000"}}],"contractPeriod":{"startDate":"2026-06-01T00:00:00Z","endDate":"2029-05-31T00:00:00Z"} } }""";

    private static string Award(string ocid) =>
        $$$"""{"ocid":"{{{ocid}}}","id":"2","date":"2026-04-01T09:00:00Z","tag":["award"],"buyer":{"id":"b","name":"Preston City Council"},"parties":[{"id":"s","name":"Green Shears Ltd","identifier":{"scheme":"GB-COH","id":"1234599"},"roles":["supplier"]}],"awards":[{"id":"a1","status":"active","value":{"amount":85000.5,"currency":"GBP"},"suppliers":[{"id":"s","name":"Green Shears Ltd"}]}]}""";

    private static string Signed(string ocid) =>
        $$$"""{"ocid":"{{{ocid}}}","id":"3","date":"2026-05-01T09:00:00Z","tag":["contract"],"contracts":[{"id":"c1","awardID":"a1","status":"active","period":{"startDate":"2026-06-01T00:00:00Z","endDate":"2028-05-31T00:00:00Z","maxExtentDate":"2030-05-31T00:00:00Z"},"value":{"amount":85000.5,"currency":"GBP"}}]}""";

    [Fact]
    public async Task A_process_that_comes_in_pieces_ends_as_one_notice_with_one_contract_that_keeps_its_number()
    {
        const string ocid = "ocds-test-pieces";
        var first = await app.BringAsync(ImportKind.Ocds, Tender(ocid));
        Assert.Equal((1, 1, 0, 0, 0), first.Counts());
        var tender = await NoticeAsync(ocid);
        Assert.Equal(("Grounds maintenance", Stage.Tender), (tender.Title, tender.Stage));
        Assert.Equal(
            ("77314000", CodeOrigin.Buyer, 9000000L, "GBP"),
            (tender.CpvCodes, tender.CpvOrigin, tender.ValueMinor, tender.Currency)
        );
        Assert.Empty(await ContractsAsync(tender));

        await app.BringAsync(ImportKind.Ocds, Award(ocid));
        var awarded = Assert.Single(await ContractsAsync(tender));
        Assert.Equal(new DateOnly(2029, 5, 31), awarded.EndDate);

        var third = await app.BringAsync(
            ImportKind.Ocds,
            Tender(ocid) + "\n" + Award(ocid) + "\n" + Signed(ocid)
        );
        Assert.Equal((3, 0, 1, 2, 0), third.Counts());
        var notice = await NoticeAsync(ocid);
        Assert.Equal(
            (tender.Number, Stage.Contract, 3),
            (notice.Number, notice.Stage, notice.ReleaseCount)
        );
        Assert.True(notice.ChangeSeq > tender.ChangeSeq);
        var contract = Assert.Single(await ContractsAsync(notice));
        Assert.Equal(awarded.Number, contract.Number);
        Assert.Equal(
            (new DateOnly(2028, 5, 31), new DateOnly(2030, 5, 31), 8500050L, Visibility.Public),
            (contract.EndDate, contract.LatestEndDate, contract.ValueMinor, contract.Visibility)
        );
        var link = Assert.Single(
            await app.AllAsync<ContractSupplier>(),
            s => s.ContractId == contract.Id
        );
        var supplier = Assert.Single(await app.AllAsync<Supplier>(), s => s.Id == link.SupplierId);
        Assert.Equal("GB-COH:01234599", supplier.Key);
        var buyer = Assert.Single(await app.AllAsync<Buyer>(), b => b.Id == notice.BuyerId);
        Assert.Equal(("Preston City Council", "PRE"), (buyer.Name, buyer.AuthorityCode));
    }

    [Fact]
    public async Task Releases_in_any_order_give_the_same_contract_as_in_order()
    {
        await app.BringAsync(ImportKind.Ocds, Signed("ocds-test-back"));
        await app.BringAsync(ImportKind.Ocds, Award("ocds-test-back"));
        await app.BringAsync(ImportKind.Ocds, Tender("ocds-test-back"));
        await app.BringAsync(
            ImportKind.Ocds,
            Tender("ocds-test-forth") + Award("ocds-test-forth") + Signed("ocds-test-forth")
        );
        var back = Assert.Single(await ContractsAsync(await NoticeAsync("ocds-test-back")));
        var forth = Assert.Single(await ContractsAsync(await NoticeAsync("ocds-test-forth")));
        Assert.Equal(
            (forth.Title, forth.EndDate, forth.ValueMinor, forth.Status, forth.CpvCodes),
            (back.Title, back.EndDate, back.ValueMinor, back.Status, back.CpvCodes)
        );
    }

    [Fact]
    public async Task A_dry_run_counts_what_a_run_then_does_and_changes_nothing()
    {
        var text = Tender("ocds-test-dry") + "\n" + Award("ocds-test-dry") + "\n{\"ocid\":\"\"}\n";
        var before = (await app.AllAsync<Release>()).Count;
        var dry = await app.BringAsync(ImportKind.Ocds, text, dryRun: true);
        Assert.Equal(before, (await app.AllAsync<Release>()).Count);
        Assert.DoesNotContain(await app.AllAsync<Notice>(), n => n.Ocid == "ocds-test-dry");
        var real = await app.BringAsync(ImportKind.Ocds, text);
        Assert.Equal((3, 1, 1, 0, 1), dry.Counts());
        Assert.Equal(dry.Counts(), real.Counts());
    }

    [Fact]
    public async Task All_or_nothing_keeps_nothing_when_one_row_is_refused_and_everything_when_none_is()
    {
        var good = Tender("ocds-test-all") + "\n";
        var refused = await app.BringAsync(
            ImportKind.Ocds,
            good + "{\"ocid\":1}\n",
            allOrNothing: true
        );
        Assert.Equal((ImportState.Failed, 2L), (refused.State, refused.Read));
        Assert.Contains("all or nothing", refused.Message);
        Assert.DoesNotContain(await app.AllAsync<Notice>(), n => n.Ocid == "ocds-test-all");
        Assert.Single(await app.ProblemsAsync(refused));

        var taken = await app.BringAsync(ImportKind.Ocds, good, allOrNothing: true);
        Assert.Equal(ImportState.Completed, taken.State);
        Assert.Equal((1, 1, 0, 0, 0), taken.Counts());
        Assert.Contains(await app.AllAsync<Notice>(), n => n.Ocid == "ocds-test-all");
    }

    [Fact]
    public async Task Two_suppliers_of_one_name_at_two_buyers_stay_two_until_a_number_says_otherwise()
    {
        static string At(string ocid, string buyer) =>
            Award(ocid)
                .Replace("Preston City Council", buyer)
                .Replace(",\"identifier\":{\"scheme\":\"GB-COH\",\"id\":\"1234599\"}", "")
                .Replace("Green Shears Ltd", "Namesake Ltd");
        await app.BringAsync(
            ImportKind.Ocds,
            At("ocds-test-n1", "Leeds City Council")
                + At("ocds-test-n2", "Wyre Borough Council")
                + At("ocds-test-n3", "Wyre Borough Council")
        );
        Assert.Equal(2, (await app.AllAsync<Supplier>()).Count(s => s.Name == "Namesake Ltd"));
    }

    [Fact]
    public async Task An_award_that_is_cancelled_later_says_so_on_its_contract()
    {
        const string ocid = "ocds-test-cancelled";
        await app.BringAsync(ImportKind.Ocds, Tender(ocid) + Award(ocid));
        await app.BringAsync(
            ImportKind.Ocds,
            Award(ocid)
                .Replace("\"id\":\"2\"", "\"id\":\"4\"")
                .Replace("2026-04-01", "2026-04-20")
                .Replace("\"status\":\"active\",\"value\"", "\"status\":\"cancelled\",\"value\"")
        );
        var contract = Assert.Single(await ContractsAsync(await NoticeAsync(ocid)));
        Assert.Equal("cancelled", contract.Status);
    }

    [Theory]
    [InlineData("none", "", "77", CodeOrigin.Suggested)]
    [InlineData("division", "77000000", "77", CodeOrigin.Suggested)]
    [InlineData("other-division", "45000000", "45", CodeOrigin.Suggested)]
    [InlineData("full", "50800000", "508", CodeOrigin.Buyer)]
    public async Task A_code_is_suggested_where_the_buyer_gave_none_and_within_the_division_that_was_given(
        string name,
        string given,
        string start,
        CodeOrigin origin
    )
    {
        var items = given.Length == 0 ? "" : "77314000";
        var ocid = $"ocds-test-cpv-{name}";
        var text = Tender(ocid, "Grass cutting, hedge trimming and grounds maintenance services");
        await app.BringAsync(
            ImportKind.Ocds,
            items.Length == 0
                ? text.Replace("\"scheme\":\"CPV\"", "\"scheme\":\"own\"")
                : text.Replace(items, given)
        );
        var notice = await NoticeAsync(ocid);
        Assert.StartsWith(start, notice.CpvCodes);
        Assert.Equal(origin, notice.CpvOrigin);
        Assert.EndsWith(given, notice.CpvCodes);
        // What the buyer gave is not said to be ours.
        await app.InScopeAsync(scope => scope.GetRequiredService<IndexFollower>().CatchUpAsync());
        var visitor = await app.Visit().GoAsync($"/notices/{notice.Reference}");
        var shown = visitor
            .Page.QuerySelectorAll("li")
            .Where(l => l.QuerySelector("a[href^='/notices?cpv=']") is not null)
            .Select(l => l.TextContent)
            .ToList();
        Assert.Equal(notice.CpvCodes.Split(' ').Length, shown.Count);
        Assert.Equal(
            origin == CodeOrigin.Suggested ? 1 : 0,
            shown.Count(s => s.Contains("suggested from the words"))
        );
        Assert.All(
            shown.Where(s => given.Length > 0 && s.Contains(given)),
            s => Assert.DoesNotContain("suggested", s)
        );
        using var json = await visitor.RawAsync(
            new(HttpMethod.Get, $"/notices/{notice.Reference}.json")
        );
        using var data = JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        Assert.Equal(
            origin == CodeOrigin.Suggested ? [notice.CpvCodes[..8]] : [],
            data.RootElement.GetProperty("notice")
                .GetProperty("cpv")
                .EnumerateArray()
                .Where(c => c.GetProperty("suggested").GetBoolean())
                .Select(c => c.GetProperty("code").GetString()!)
        );
    }

    [Fact]
    public async Task Starting_and_ending_are_recorded()
    {
        var run = await app.BringAsync(ImportKind.Ocds, Tender("ocds-test-events"));
        var verbs = (await app.AllAsync<Event>())
            .Where(e => e.SubjectId == run.Id.ToString())
            .OrderBy(e => e.Seq)
            .Select(e => e.Verb);
        Assert.Equal(["import-started", "import-completed"], verbs);
    }

    [SharedDataFact("uk-ocds-2025", "ocds-real-samples")]
    public async Task Every_release_of_the_shared_files_is_accounted_for()
    {
        foreach (var folder in new[] { "uk-ocds-2025", "ocds-real-samples" })
        {
            var run = await app.BringFolderAsync(ImportKind.Ocds, folder, ".json", ".jsonl");
            var (read, _, _, _, refused) = run.Counts();
            Assert.True(read > 100, $"{folder}: only {read} read");
            var problems = await app.ProblemsAsync(run);
            Assert.Equal(refused, problems.Count(p => p.Refused));
            Assert.All(
                problems.Where(p => p.Refused),
                p => Assert.True(p.Reason.Contains("empty") || p.Reason.Contains("links"), p.Reason)
            );
            var again = await app.BringFolderAsync(ImportKind.Ocds, folder, ".json", ".jsonl");
            Assert.Equal((read, 0, 0, read - refused, refused), again.Counts());
        }
    }

    private async Task<Notice> NoticeAsync(string ocid) =>
        Assert.Single(await app.AllAsync<Notice>(), n => n.Ocid == ocid);

    private async Task<List<Contract>> ContractsAsync(Notice notice) =>
        [.. (await app.AllAsync<Contract>()).Where(c => c.NoticeId == notice.Id.Value)];
}
