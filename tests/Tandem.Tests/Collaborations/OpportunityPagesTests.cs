using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Collaborations;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;
using Visibility = Tandem.Contracts.Visibility;

namespace Tandem.Tests.Collaborations;

[UsesDatabase]
public sealed class OpportunityPagesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Two_councils_whose_like_contracts_end_near_each_other_are_shown_with_reasons_dates_and_strength()
    {
        await app.ContractAsync(
            "PRE",
            "Window cleaning of council offices",
            "90911300",
            "2027-06-30"
        );
        await app.ContractAsync(
            "LDS",
            "Window cleaning, council buildings",
            "90911300",
            "2027-08-31"
        );
        var found = (await app.RefreshAsync()).With("Window cleaning of council offices");
        var visitor = await app.Visit().GoAsync("/opportunities?q=window");
        Assert.Contains("Leeds City Council and Preston City Council", visitor.Text);
        Assert.Contains("Due within 2 months of each other", visitor.Text);
        Assert.Contains("£100,000", visitor.Text);
        await visitor.GoAsync($"/opportunities/{found.Key}");
        Assert.Contains(
            "between 30 June 2027 (Preston City Council) and 31 August 2027 (Leeds City Council)",
            visitor.Text
        );
        Assert.Contains("The parts of the strength, which add up to it", visitor.Text);
        Assert.NotNull(visitor.Page.QuerySelector("figure svg"));
        Assert.Equal(found.Strength, found.Parts.Sum(p => p.Points), 6);
    }

    [Fact]
    public async Task A_plan_that_names_only_the_day_of_its_call_is_matched_with_a_contract_that_ends_then()
    {
        await app.ContractAsync("PRE", "Winter gritting of roads", "90630000", "2027-03-31");
        await app.PlanAsync("WYE", "Gritting of roads in winter", "90630000", "2027-01-15");
        await app.PlanAsync(
            "LDS",
            "Gritting of roads and paths in winter",
            "90630000",
            "2026-01-15"
        );
        var found = (await app.RefreshAsync()).With("Winter gritting of roads");
        Assert.Equal(["PRE", "WYE"], found.Purchases.Select(p => p.AuthorityCode).Order());
        Assert.Equal(
            new DateOnly(2027, 1, 15),
            found.Purchases.Single(p => p.AuthorityCode == "WYE").Expected
        );
    }

    [Fact]
    public async Task A_contract_that_is_not_public_never_appears_and_takes_its_opportunity_from_view_when_it_becomes_so()
    {
        await app.ContractAsync("PRE", "Lift maintenance and repair", "50750000", "2027-03-31");
        var wyre = await app.ContractAsync(
            "WYR",
            "Maintenance and repair of lifts",
            "50750000",
            "2027-04-30"
        );
        await app.ContractAsync(
            "LDS",
            "Maintenance and repair of lifts",
            "50750000",
            "2027-04-30",
            visibility: Visibility.Organisation,
            keeper: app.Cast.Leeds
        );
        var found = (await app.RefreshAsync()).With("Lift maintenance and repair");
        Assert.Equal(["PRE", "WYR"], found.Purchases.Select(p => p.AuthorityCode).Order());
        Assert.Equal(
            HttpStatusCode.OK,
            (await app.Visit().GoAsync($"/opportunities/{found.Key}")).Status
        );
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var change = await Sequence.TakeAsync(db, Sequence.Changes, 1);
            await db.Set<Contract>()
                .Where(c => c.Id == wyre.Id)
                .ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.Visibility, Visibility.Partnership)
                        .SetProperty(x => x.ChangeSeq, change)
                );
            await transaction.CommitAsync();
        });
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Visit().GoAsync($"/opportunities/{found.Key}")).Status
        );
        Assert.DoesNotContain(
            "repair of lifts",
            (await app.Visit().GoAsync("/opportunities")).Text,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task What_could_be_bought_with_others_within_a_year_waits_for_an_officer_until_they_say_something()
    {
        await app.ContractAsync("PRE", "Tuning of pianos in schools", "50860000", "2027-03-31");
        await app.ContractAsync("WYR", "Tuning of pianos in schools", "50860000", "2027-04-30");
        var found = (await app.RefreshAsync()).With("Tuning of pianos in schools");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/work");
        Assert.Contains("You could buy these with others", olu.Text);
        Assert.Contains("Tuning of pianos in schools", olu.Text);
        Assert.Contains("With Wyre Borough Council, ", olu.Text);
        await olu.FollowAsync(
            "All that Preston City Council could buy with others, the soonest first"
        );
        Assert.Contains("Tuning of pianos in schools", olu.Text);
        Assert.Contains("sort=soonest", olu.At);
        foreach (var other in new[] { "mei@example.org", "lee@example.org" })
        {
            var reader = await app.SignInAsync(other);
            await reader.GoAsync("/work");
            Assert.DoesNotContain("Tuning of pianos in schools", reader.Text);
        }
        await olu.GoAsync($"/opportunities/{found.Key}");
        await olu.FillIn("Why is this not for you?", "We have a framework until 2030")
            .PressAsync("Set it aside");
        await olu.GoAsync("/work");
        Assert.DoesNotContain("Tuning of pianos in schools", olu.Text);
    }

    [Fact]
    public async Task The_page_the_csv_the_json_and_the_command_line_have_the_same_opportunities()
    {
        await app.ContractAsync(
            "PRE",
            "Payroll software licences and support",
            "48450000",
            "2027-09-30"
        );
        await app.ContractAsync(
            "LDS",
            "Payroll software, licences and support",
            "48450000",
            "2027-10-31"
        );
        await app.RefreshAsync();
        var json = await (
            await app.Visit().RawAsync(Get("/opportunities.json?q=payroll"))
        ).Content.ReadAsStringAsync();
        using var parsed = JsonDocument.Parse(json);
        var one = Assert.Single(parsed.RootElement.GetProperty("results").EnumerateArray());
        var key = one.GetProperty("key").GetString()!;
        var csv = await (
            await app.Visit().RawAsync(Get("/opportunities.csv?q=payroll"))
        ).Content.ReadAsStringAsync();
        Assert.Contains(key, csv);
        Assert.Equal(2, csv.Trim().Split("\r\n").Length);
        Assert.Contains(
            "1 opportunity",
            (await app.Visit().GoAsync("/opportunities?q=payroll")).Text
        );
        var (found, _) = await app.InScopeAsync(scope =>
        {
            var refresh = scope.GetRequiredService<RefreshOpportunities>();
            return refresh.FindAsync(refresh.Today);
        });
        Assert.Equal(key, found.With("Payroll software licences and support").Key);
    }

    [Fact]
    public async Task What_is_not_for_us_stays_away_when_a_council_joins_and_a_date_moves_until_it_is_put_back()
    {
        await app.ContractAsync("PRE", "Kennelling of stray dogs", "98380000", "2027-05-31");
        var wyre = await app.ContractAsync(
            "WYR",
            "Stray dog kennelling service",
            "98380000",
            "2027-06-30"
        );
        var key = (await app.RefreshAsync()).With("Kennelling of stray dogs").Key;
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/opportunities/{key}");
        await olu.PressAsync("Set it aside");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, olu.Status);
        Assert.Contains("Enter why this is not for you", olu.Text);
        Assert.NotNull(olu.Page.QuerySelector("details[open] textarea#Reason"));
        await olu.FillIn("Why is this not for you?", "We run our own kennels")
            .PressAsync("Set it aside");
        Assert.Contains("“We run our own kennels” (Olu)", olu.Text);

        await app.ContractAsync("LDS", "Stray dogs: kennelling", "98380000", "2027-06-30");
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await db.Set<Contract>()
                .Where(c => c.Id == wyre.Id)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.EndDate, new DateOnly(2027, 7, 31)));
        });
        var grown = (await app.RefreshAsync()).With("Kennelling of stray dogs");
        Assert.Equal((key, 3), (grown.Key, grown.Purchases.Count));
        Assert.Contains("0 opportunities", (await olu.GoAsync("/opportunities?q=stray")).Text);
        Assert.Contains("1 opportunity that you set aside is not shown", olu.Text);
        Assert.Contains("1 opportunity", (await olu.FollowAsync("Show those we set aside")).Text);
        Assert.Contains(
            "1 opportunity",
            (await app.Visit().GoAsync("/opportunities?q=stray")).Text
        );
        Assert.DoesNotContain(
            "own kennels",
            (await app.Visit().GoAsync($"/opportunities/{key}")).Text
        );
        await (await olu.GoAsync($"/opportunities/{key}")).PressAsync("Put it back");
        Assert.Contains("1 opportunity", (await olu.GoAsync("/opportunities?q=stray")).Text);
        var verbs = (await app.AllAsync<Event>())
            .Where(e => e.SubjectId == key)
            .OrderBy(e => e.Seq)
            .Select(e => e.Verb);
        Assert.Equal(["opportunity-set-aside", "opportunity-put-back"], verbs);
    }

    [Fact]
    public async Task Only_officers_of_an_organisation_that_is_in_it_may_set_an_opportunity_aside()
    {
        await app.ContractAsync("PRE", "Pest control in council housing", "90922000", "2027-05-31");
        await app.ContractAsync(
            "WYR",
            "Pest control for council housing",
            "90922000",
            "2027-06-30"
        );
        var found = (await app.RefreshAsync()).With("Pest control in council housing");
        var mei = await (await app.SignInAsync("mei@example.org")).GoAsync(
            $"/opportunities/{found.Key}"
        );
        Assert.Contains(
            "Only officers and administrators of Preston City Council may say what is not for it.",
            mei.Text
        );
        var lee = await (await app.SignInAsync("lee@example.org")).GoAsync(
            $"/opportunities/{found.Key}"
        );
        Assert.DoesNotContain("Not for us", lee.Text);

        var preston = app.Cast.Preston;
        Actor At(Role role) =>
            new(
                Guid.NewGuid(),
                "Somebody",
                new Dictionary<Guid, Role> { [preston.Id.Value] = role },
                new HashSet<Guid>()
            );
        Assert.False(OpportunityPermissions.MaySetAside(Actor.Visitor, preston, true).Allowed);
        Assert.False(OpportunityPermissions.MaySetAside(At(Role.Member), preston, true).Allowed);
        Assert.True(OpportunityPermissions.MaySetAside(At(Role.Officer), preston, true).Allowed);
        Assert.True(
            OpportunityPermissions.MaySetAside(At(Role.Administrator), preston, true).Allowed
        );
        Assert.Equal(
            "Preston City Council has no purchase in this opportunity.",
            OpportunityPermissions.MaySetAside(At(Role.Officer), preston, false).Reason
        );
    }

    [Fact]
    public async Task An_end_that_no_notice_states_is_assumed_says_so_and_earns_no_points_for_dates()
    {
        await app.ContractAsync(
            "PRE",
            "Clinical waste collection",
            "90524000",
            null,
            awarded: "2021-03-01"
        );
        await app.ContractAsync(
            "LDS",
            "Collection of clinical waste",
            "90524000",
            null,
            awarded: "2021-05-01"
        );
        var found = (await app.RefreshAsync()).With("Clinical waste collection");
        Assert.Equal(0, found.Parts.Single(p => p.Name == "Dates").Points);
        var visitor = await app.Visit().GoAsync($"/opportunities/{found.Key}");
        Assert.Contains(
            "Assumed from the award date and a usual term of seven years",
            visitor.Text
        );
        Assert.Contains("March 2028, assumed", visitor.Text);
    }

    [Fact]
    public async Task A_contract_that_runs_on_its_extensions_comes_up_when_they_end()
    {
        await app.ContractAsync(
            "PRE",
            "Occupational health service",
            "85147000",
            "2026-03-31",
            extendable: "2028-03-31"
        );
        await app.ContractAsync("LDS", "Occupational health services", "85147000", "2028-02-29");
        var found = (await app.RefreshAsync()).With("Occupational health service");
        var visitor = await app.Visit().GoAsync($"/opportunities/{found.Key}");
        Assert.Contains(
            "between 29 February 2028 (Leeds City Council) and 31 March 2028 (Preston City Council)",
            visitor.Text
        );
        Assert.Contains("Their purchases are due between", visitor.Text);
        Assert.Contains(
            "Preston City Council’s contract ended on 31 March 2026 unless it was extended; with every extension it runs until 31 March 2028.",
            visitor.Text
        );
        var row = visitor
            .Page.QuerySelectorAll("tbody tr")
            .Single(r => r.QuerySelector("td, th")!.TextContent.Trim() == "Preston City Council");
        Assert.Contains("31 Mar 2026", row.TextContent);
        Assert.Contains("31 Mar 2028", row.TextContent);
    }

    [Fact]
    public async Task A_window_that_one_of_them_reaches_by_its_extension_alone_says_so()
    {
        await app.ContractAsync(
            "PRE",
            "Grave digging in cemeteries",
            "98371110",
            "2026-12-15",
            extendable: "2028-09-30"
        );
        await app.ContractAsync("WYR", "Grave digging in cemeteries", "98371110", "2029-06-30");
        var found = (await app.RefreshAsync()).With("Grave digging in cemeteries");
        var visitor = await app.Visit().GoAsync($"/opportunities/{found.Key}");
        Assert.Contains("if Preston City Council extends its contract.", visitor.Text);
        Assert.Contains(
            "This works only if Preston City Council uses its extension: its contract ends on 15 December 2026, and may be extended to 30 September 2028.",
            visitor.Text
        );
        Assert.Contains(
            "only if Preston City Council extends its contract",
            (await visitor.GoAsync("/opportunities?q=grave")).Text
        );
    }

    [Fact]
    public async Task Working_it_out_twice_changes_nothing_and_each_time_is_in_the_log()
    {
        await app.ContractAsync("PRE", "Stationery and copier paper", "30192700", "2027-02-28");
        await app.ContractAsync("LDS", "Copier paper and stationery", "30192700", "2027-03-31");
        await app.RefreshAsync();
        var before = await app.AllAsync<KeptOpportunity>();
        await app.RefreshAsync();
        var after = await app.AllAsync<KeptOpportunity>();
        Assert.Equal(
            before.Select(o => (o.Id, o.Key, o.ComputedAt)).OrderBy(o => o.Key),
            after.Select(o => (o.Id, o.Key, o.ComputedAt)).OrderBy(o => o.Key)
        );
        Assert.False(
            await app.InScopeAsync(s =>
                s.GetRequiredService<RefreshOpportunities>().RunIfDueAsync(Actor.System)
            )
        );
        Assert.True(
            (await app.AllAsync<Event>()).Count(e => e.Verb == "opportunities-refreshed") >= 2
        );
    }

    [Fact]
    public async Task Who_else_buys_this_names_the_nearest_of_others_that_the_reader_may_see()
    {
        var asked = await app.ContractAsync(
            "PRE",
            "Parking enforcement and ticket processing",
            "98351110",
            "2027-02-28"
        );
        await app.ContractAsync("LDS", "Parking enforcement services", "98351110", "2029-03-31");
        await app.ContractAsync(
            "WYR",
            "Parking enforcement, secret plan",
            "98351110",
            "2028-03-31",
            visibility: Visibility.Partnership,
            keeper: app.Cast.Wyre
        );
        var visitor = await app.Visit().GoAsync($"/contracts/{asked.Reference}/who-else");
        Assert.Contains("Parking enforcement services", visitor.Text);
        Assert.Contains("Ends 31 March 2029", visitor.Text);
        Assert.DoesNotContain("secret plan", visitor.Text);
        var olu = await app.SignInAsync("olu@example.org");
        Assert.Contains(
            "secret plan",
            (await olu.GoAsync($"/contracts/{asked.Reference}/who-else")).Text
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Visit().GoAsync("/contracts/C-999999/who-else")).Status
        );
    }

    [Fact]
    public async Task A_filter_that_nothing_fits_says_what_to_do_and_one_not_understood_says_so()
    {
        await app.ContractAsync("PRE", "Street lighting column painting", "50232100", "2027-02-28");
        var visitor = await app.Visit().GoAsync("/opportunities?q=nothinglikethis");
        Assert.Contains("None for these filters", visitor.Text);
        await visitor.GoAsync("/opportunities?from=tomorrow");
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("Window from must be a real date", visitor.Text);
        await visitor.GoAsync("/opportunities?From.Day=31&From.Month=2&From.Year=2027");
        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("Window from must be a real date", visitor.Text);
        Assert.Equal(
            "31",
            visitor.Page.QuerySelector<IHtmlInputElement>("input[name='from.Day']")!.Value
        );
        await visitor.GoAsync("/opportunities?to.Day=31&to.Year=2027");
        Assert.Contains("Window until must include a month", visitor.Text);
        await visitor.GoAsync("/opportunities?from.Day=1&from.Month=mar&from.Year=2027");
        Assert.Contains("From 1 March 2027", visitor.Text);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await app.Visit().RawAsync(Get("/opportunities.json?from.Day=31"))).StatusCode
        );
    }

    private static HttpRequestMessage Get(string path) =>
        new(HttpMethod.Get, new Uri(path, UriKind.Relative));
}

[UsesDatabase]
public sealed class LancashireOpportunityTests(TestApp app) : IClassFixture<TestApp>
{
    [SharedDataFact("lancashire-15-councils/notices.jsonl")]
    public async Task From_an_empty_database_the_notices_of_Lancashire_lead_to_councils_that_could_buy_together()
    {
        Assert.Contains(
            "Nothing to compare yet",
            (await app.Visit().GoAsync("/opportunities")).Text
        );
        await app.BringAsync(
            ImportKind.ContractsFinder,
            await File.ReadAllBytesAsync(SharedData.Find("lancashire-15-councils/notices.jsonl")!),
            name: "notices.jsonl"
        );
        var found = await app.RefreshAsync();
        Assert.Contains(
            found,
            o => o.Authorities.Count > 1 && o.Purchases.All(p => p.Region == "North West")
        );
        var visitor = await app.Visit().GoAsync($"/opportunities/{found[0].Key}");
        Assert.Contains("assumed", visitor.Text);
        Assert.Contains("Who could buy together", (await app.Visit().GoAsync("/")).Text);
    }
}
