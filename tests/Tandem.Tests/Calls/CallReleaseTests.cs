using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Playbooks.Runs;
using Tandem.Releases;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>What is published of calls as open contracting data.</summary>
[UsesDatabase]
public sealed class CallReleaseTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_tender_is_released_amended_and_cancelled_with_the_tags_of_the_standard()
    {
        var reference = await app.CallAsync("competitive-flexible-tender", "Library software");
        await MakeAsync();
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            await new AmendCall(db, olu, scope.Tells(olu)).RunAsync(
                reference,
                new() { Text = "The data can be seen", Summary = "With its data" }
            );
        });
        await MakeAsync();
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            await new CancelCall(db, olu, scope.Tells(olu)).RunAsync(reference, "No money");
        });
        await MakeAsync();
        var releases = await OfAsync(reference);
        Assert.Equal(
            ["tender", "tenderUpdate,tenderAmendment", "tenderUpdate,tenderCancellation"],
            releases.Select(r => r.Tag)
        );
        var tender = JsonNode.Parse(releases[0].Unpack())!["tender"]!;
        Assert.Equal("active", (string)tender["status"]!);
        Assert.Equal("Library software", (string)tender["title"]!);
        Assert.Equal(250_000m, (decimal)tender["value"]!["amount"]!);
        Assert.Contains("%", (string)tender["awardCriteriaDetails"]!);
        Assert.Equal(
            "The data can be seen",
            (string)
                JsonNode.Parse(releases[1].Unpack())!["tender"]!["amendments"]![0]!["description"]!
        );
        Assert.Equal(
            "cancelled",
            (string)JsonNode.Parse(releases[2].Unpack())!["tender"]!["status"]!
        );
    }

    [Fact]
    public async Task Drafts_and_kinds_that_are_not_procurements_are_not_released()
    {
        var draft = await app.CallAsync("competitive-flexible-tender", publish: false);
        var prize = await app.CallAsync("challenge-prize");
        await MakeAsync();
        Assert.Empty(await OfAsync(draft));
        Assert.Empty(await OfAsync(prize));
    }

    [Fact]
    public async Task A_call_of_a_pipeline_item_goes_on_under_its_identifier_with_its_planning()
    {
        var ocid = await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var olu = await scope.ActorAsync(app.Cast.Olu);
            var item = PipelineItem.Draft(
                app.Cast.Preston.Id,
                new()
                {
                    Title = "Housing software",
                    Why = "The contract ends",
                    ValueMinor = 45_000_000,
                },
                app.Cast.Olu.Id,
                "ocds-test",
                db.Now()
            );
            item.Publish(ItemVisibility.Public, needsApprover: false, app.Cast.Olu.Id, db.Now());
            db.Add(item);
            await db.SavePipelineAsync([item], default);
            return item.Ocid;
        });
        await MakeAsync();
        var reference = await app.CallAsync(
            "competitive-flexible-tender",
            "Housing software",
            item: ocid
        );
        await MakeAsync();
        var releases = await OfAsync(reference);
        Assert.Equal(["planning", "planningUpdate,tender"], releases.Select(r => r.Tag));
        var last = JsonNode.Parse(releases[1].Unpack())!;
        Assert.Equal("The contract ends", (string)last["planning"]!["rationale"]!);
        Assert.Equal("active", (string)last["tender"]!["status"]!);
    }

    [Fact]
    public async Task A_step_of_a_run_finds_a_call_by_its_reference_or_its_address()
    {
        var reference = await app.CallAsync("challenge-prize", "For a step");
        await app.InScopeAsync(async scope =>
        {
            var things = scope.GetRequiredService<StepThings>();
            foreach (var pasted in new[] { reference, $"/calls/{reference}/make" })
            {
                var thing = await things.FindAsync(pasted, Actor.Visitor);
                Assert.Equal(
                    (nameof(Call), reference, "For a step"),
                    (thing.Kind, thing.Reference, thing.Title)
                );
            }
        });
    }

    private Task<int> MakeAsync() =>
        app.InScopeAsync(scope => scope.GetRequiredService<MakeReleases>().RunAsync(Actor.System));

    private Task<List<OwnRelease>> OfAsync(string reference) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var (year, number) = Call.Parse(reference)!.Value;
            var ocid = await db.Set<Call>()
                .Where(c => c.Year == year && c.Number == number)
                .Select(c => c.Ocid)
                .SingleAsync();
            return await db.Set<OwnRelease>()
                .AsNoTracking()
                .Where(r => r.Ocid == ocid)
                .OrderBy(r => r.Number)
                .ToListAsync();
        });
}
