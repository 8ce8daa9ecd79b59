using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Classification;
using Tandem.Collaborations;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Releases;
using Tandem.Tests.Contracts;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>An item and the contracts before and after it: one history, one identifier, counted once.</summary>
[UsesDatabase]
public sealed class BecomeContractTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Headings = "Reference,Title,Supplier,Start date,End date,CPV code\n";

    [Fact]
    public async Task A_contract_goes_on_under_the_identifier_of_the_item_that_led_to_it()
    {
        var item = await ItemAsync("Parking software for the north", "Everybody");
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Headings + "BC/1,Parking system,Kerb Ltd,2026-12-01,2029-11-30,48000000\n"
        );
        await ReleaseAsync();
        var contract = (await app.RegisterOfAsync(app.Cast.Preston))["BC/1"];
        var own = (await app.AllAsync<OwnRelease>()).Single(r => r.ContractId == contract.Id).Ocid;
        Assert.NotEqual(item.Ocid, own);

        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/pipeline/{item.Reference}/become");
        await olu.Choose("Parking system").PressAsync("This is the contract");
        Assert.Contains("It has led to a contract.", olu.Text);
        Assert.Contains("Parking system", olu.Text);
        await ReleaseAsync();

        var compiled = (await RecordAsync(item.Ocid))["compiledRelease"]!;
        Assert.Equal("complete", (string)compiled["tender"]!["status"]!);
        Assert.Equal("BC/1", (string)compiled["contracts"]![0]!["id"]!);
        var releases = (await RecordAsync(item.Ocid))["releases"]!.AsArray();
        Assert.Equal(
            ["planning", "planningUpdate,contract"],
            releases.Select(r => string.Join(',', r!["tag"]!.AsArray().Select(t => (string)t!)))
        );
        // What was published under the contract's own identifier says where it has gone, and counts nowhere twice.
        var moved = (await RecordAsync(own))["compiledRelease"]!;
        Assert.Equal(item.Ocid, (string)moved["relatedProcesses"]![0]!["identifier"]!);
        Assert.Null(moved["contracts"]![0]!["period"]!["endDate"]);

        // The next change of the contract is another release of the same process.
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Headings + "BC/1,Parking system,Kerb Ltd,2026-12-01,2030-11-30,48000000\n"
        );
        await ReleaseAsync();
        Assert.Equal(
            "2030-11-30T23:59:59Z",
            (string)
                (await RecordAsync(item.Ocid))["compiledRelease"]!["contracts"]![0]!["period"]![
                    "endDate"
                ]!
        );
        var again = await olu.GoAsync($"/pipeline/{item.Reference}/become");
        Assert.Equal(HttpStatusCode.OK, again.Status);
        await olu.FillIn("Reference of the contract", contract.Reference)
            .PressAsync("This is the contract");
        Assert.Contains("already", olu.Text);
    }

    [Fact]
    public async Task A_contract_that_not_everybody_sees_is_named_to_nobody_else()
    {
        var item = await ItemAsync("Software for allotments", "Everybody");
        await app.BringRegisterAsync(
            app.Cast.Leeds,
            Headings + "LS/1,Not Preston's,Plot Ltd,2026-12-01,2029-11-30,48000000\n"
        );
        var strange = (await app.RegisterOfAsync(app.Cast.Leeds))["LS/1"];
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/pipeline/{item.Reference}/become");
        await olu.FillIn(
                olu.Text.Contains("Or its reference")
                    ? "Or its reference"
                    : "Reference of the contract",
                strange.Reference
            )
            .PressAsync("This is the contract");
        Assert.Contains("Choose a contract of Preston City Council", olu.Text);
        var kept = await KeptContractAsync("Kept to ourselves", Visibility.Organisation);
        await olu.FillIn(
                olu.Text.Contains("Or its reference")
                    ? "Or its reference"
                    : "Reference of the contract",
                kept.Reference
            )
            .PressAsync("This is the contract");
        Assert.Contains("Kept to ourselves", olu.Text);
        var visitor = await app.Visit().GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains("It has led to a contract.", visitor.Text);
        Assert.DoesNotContain(kept.Reference, visitor.Text);
        await ReleaseAsync();
        var record = await RecordAsync(item.Ocid);
        Assert.DoesNotContain("Kept to ourselves", record.ToJsonString());
        Assert.Equal("complete", (string)record["compiledRelease"]!["tender"]!["status"]!);
    }

    [Fact]
    public async Task When_the_replaced_contract_ends_on_another_day_the_item_says_so_and_its_followers_hear()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Headings + "RE/1,Gully emptying,Drain Ltd,2024-04-01,2027-03-31,90640000\n"
        );
        var contract = (await app.RegisterOfAsync(app.Cast.Preston))["RE/1"];
        var item = await PutAsync(contract);
        await FollowAsync();
        Assert.Equal(new DateOnly(2027, 3, 31), (await ReadAsync(item)).ReplacesEnd);
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Headings + "RE/1,Gully emptying,Drain Ltd,2024-04-01,2028-03-31,90640000\n"
        );
        Assert.Equal(1, await FollowAsync());
        Assert.Equal(0, await FollowAsync());
        Assert.Equal(new DateOnly(2028, 3, 31), (await ReadAsync(item)).ReplacesEnd);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/pipeline/{item.Reference}");
        Assert.Contains("The contract it replaces now ends on 31 March 2028.", olu.Text);
        await olu.GoAsync("/work");
        Assert.Contains($"The contract that {item.Reference} replaces now ends", olu.Text);
        var act = (await app.AllAsync<Event>()).Single(e => e.Verb == PipelineActs.ReplacedMoved);
        Assert.NotNull(PipelineTelling.ToFollowers(act));
    }

    [Fact]
    public async Task A_contract_and_the_item_that_lets_it_again_are_one_purchase()
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Headings + "ON/1,Hire of gritters,Grit Ltd,2024-04-01,2027-03-31,34144431\n"
        );
        var contract = (await app.RegisterOfAsync(app.Cast.Preston))["ON/1"];
        var item = await PutAsync(contract);
        // For as long as only the organisation sees the item, the public contract stands for both.
        Assert.Equal([contract.Reference], await MatchedAsync("Hire of gritters"));
        var before = await LastChangeAsync();
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/pipeline/{item.Reference}/check");
        await olu.Choose("Everybody").PressAsync("Save");
        Assert.Equal([item.Reference], await MatchedAsync("Hire of gritters"));
        // What changes of the one touches the other, so that what was known of it is forgotten.
        var touched = await BookAsync((book, db) => book.ChangedSinceAsync(db, before, 100));
        Assert.Contains($"C-{contract.Id}", touched!.Touched);
        await olu.GoAsync($"/pipeline/{item.Reference}/withdraw");
        await olu.FillIn("Why?", "No money").PressAsync("Withdraw it");
        Assert.Equal([contract.Reference], await MatchedAsync("Hire of gritters"));
    }

    [Fact]
    public async Task What_is_promised_about_a_contract_is_published_as_what_is_to_be_delivered()
    {
        var contract = await KeptContractAsync("Street trees", Visibility.Public);
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/contracts/{contract.Reference}");
        await olu.GoAsync($"/commitments/new?about=Contract:{contract.Id}");
        Assert.Contains("Street trees", olu.Text);
        foreach (var (part, value) in new[] { ("Day", "28"), ("Month", "2"), ("Year", "2027") })
        {
            (
                (AngleSharp.Html.Dom.IHtmlInputElement)olu.Page.GetElementsByName($"Due.{part}")[0]
            ).Value = value;
        }
        await olu.FillIn("What will you do?", "Plant 400 trees before spring")
            .FillIn("To whom?", "Residents")
            .FillIn("Where was it said?", "Cabinet")
            .PressAsync("Make the promise");
        var promise = (await app.AllAsync<Commitment>()).Single(c =>
            c.Text.StartsWith("Plant 400")
        );
        await ReleaseAsync();
        var ocid = (await app.AllAsync<OwnRelease>()).First(r => r.ContractId == contract.Id).Ocid;
        Assert.Equal("scheduled", await StatusAsync());
        var visitor = await app.Visit().GoAsync($"/contracts/{contract.Reference}");
        Assert.Contains("Plant 400 trees", visitor.Text);

        await olu.GoAsync($"{promise.Path}/kept");
        await olu.PressAsync("It is kept");
        await ReleaseAsync();
        Assert.Equal("met", await StatusAsync());
        Assert.Contains(
            (await app.AllAsync<OwnRelease>()).Where(r => r.Ocid == ocid),
            r => r.Tag.EndsWith("implementationUpdate", StringComparison.Ordinal)
        );

        async Task<string> StatusAsync() =>
            (string)
                (await RecordAsync(ocid))["compiledRelease"]!["contracts"]![0]!["implementation"]![
                    "milestones"
                ]!
                    .AsArray()
                    .Single(m => (string)m!["id"]! == promise.Reference)!["status"]!;
    }

    [Fact]
    public async Task A_promise_that_is_taken_down_leaves_no_word_in_any_release_and_keeps_its_place()
    {
        var contract = await KeptContractAsync("Street benches", Visibility.Public);
        var promise = await app.InScopeAsync(async scope =>
            await ActivatorUtilities
                .CreateInstance<MakeCommitment>(scope, await Actors(app.Cast.Olu))
                .RunAsync(
                    app.Cast.Preston.Id,
                    new(
                        "Mr Someone paints every bench",
                        "Residents",
                        "Cabinet",
                        null,
                        null,
                        new DateOnly(2027, 2, 28),
                        CommitmentAudience.Public,
                        new(nameof(Contract), contract.Id.ToString())
                    )
                )
        );
        await ReleaseAsync();
        var ocid = (await app.AllAsync<OwnRelease>()).First(r => r.ContractId == contract.Id).Ocid;
        Assert.Contains("Mr Someone", (await RecordAsync(ocid)).ToJsonString());

        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync($"{promise.Path}/take-down");
        await ada.FillIn("Why is it taken down?", "It names a person.").PressAsync("Take it down");
        await ReleaseAsync();
        var releases = (await app.AllAsync<OwnRelease>())
            .Where(r => r.ContractId == contract.Id)
            .Select(r => System.Text.Encoding.UTF8.GetString(r.Unpack()))
            .ToList();
        Assert.True(releases.Count >= 2);
        Assert.All(releases, r => Assert.DoesNotContain("Someone", r));
        Assert.Contains(releases, r => r.Contains($"\"{promise.Reference}\""));
        Assert.DoesNotContain("Someone", (await RecordAsync(ocid)).ToJsonString());
        // The other facts of the contract are still there.
        Assert.Contains("Street benches", releases[0]);
    }

    private async Task<PipelineItem> ItemAsync(string title, string visibility)
    {
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/pipeline/new");
        await olu.FillIn("Title", title)
            .FillIn("CPV codes", "48000000")
            .PressAsync("Save and check");
        await olu.Choose(visibility).PressAsync("Put it on the pipeline");
        return Assert.Single(await app.AllAsync<PipelineItem>(), i => i.Title == title);
    }

    private async Task<PipelineItem> PutAsync(Contract contract)
    {
        var olu = await Actors(app.Cast.Olu);
        var outcome = await app.InScopeAsync(scope =>
            ActivatorUtilities
                .CreateInstance<PutContracts>(scope, olu)
                .RunAsync(app.Cast.Preston, [contract.Number])
        );
        return Assert.Single(outcome.Added);
    }

    private Task<Actor> Actors(Tandem.Accounts.Person person) =>
        app.InScopeAsync(async scope =>
            (await Tandem.Accounts.Actors.OfAsync(scope.GetRequiredService<Db>(), person)).Actor
        );

    private async Task<Contract> KeptContractAsync(string title, Visibility visibility)
    {
        await app.BringRegisterAsync(
            app.Cast.Preston,
            Headings + $"K-{title},{title},Firm Ltd,2026-12-01,2029-11-30,77211400\n",
            visibility
        );
        return (await app.RegisterOfAsync(app.Cast.Preston))[$"K-{title}"];
    }

    private async Task<PipelineItem> ReadAsync(PipelineItem item) =>
        (await app.AllAsync<PipelineItem>()).Single(i => i.Id == item.Id);

    private Task<int> FollowAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<FollowReplaced>().RunAsync());

    private Task<int> ReleaseAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<MakeReleases>().RunAsync(Actor.System));

    private async Task<JsonNode> RecordAsync(string ocid)
    {
        using var answer = await app.Visit()
            .RawAsync(new(HttpMethod.Get, $"/ocds/records/{ocid}.json"));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["records"]![0]!;
    }

    private Task<long> LastChangeAsync() =>
        app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<PipelineItem>().MaxAsync(i => i.ChangeSeq)
        );

    private async Task<List<string>> MatchedAsync(string title) =>
        [
            .. (await BookAsync((book, db) => book.AllAsync(db).ToListAsync().AsTask()))
                .Where(k => k.Purchase.Title == title)
                .Select(k => k.Reference),
        ];

    private Task<T> BookAsync<T>(Func<PurchaseBook, Db, Task<T>> read) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var book = await PurchaseBook.OpenAsync(
                db,
                scope.GetRequiredService<Authorities>(),
                UsualTerms.In(scope.GetRequiredService<Content>()),
                DateOnly.FromDateTime(db.Now())
            );
            return await read(book, db);
        });
}
