using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Pipeline;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Pipeline;

/// <summary>Every way out shows an audience the same pipeline items: those the one rule over rows gives it.</summary>
[UsesDatabase]
public sealed class PipelineVisibilityTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Page_list_counts_CSV_JSON_API_and_search_agree_with_the_rule_for_every_audience()
    {
        var made = await MakeAsync();
        foreach (
            var (email, actor) in new (string?, Actor)[]
            {
                (null, Actor.Visitor),
                ("mei@example.org", await ActorAsync(app.Cast.Mei)),
                ("olu@example.org", await ActorAsync(app.Cast.Olu)),
                ("ada@example.org", await ActorAsync(app.Cast.Ada)),
                ("wyn@example.org", await ActorAsync(app.Cast.Wyn)),
                ("lee@example.org", await ActorAsync(app.Cast.Lee)),
                ("sam@example.org", await ActorAsync(app.Cast.Sam)),
            }
        )
        {
            var visible = await app.InScopeAsync(async scope =>
                await scope
                    .GetRequiredService<Db>()
                    .Set<PipelineItem>()
                    .VisibleTo(actor)
                    .ToListAsync()
            );
            var visitor = email is null ? app.Visit() : await app.SignInAsync(email);
            foreach (var state in Enum.GetValues<PipelineState>())
            {
                await SeesAsync(
                    visitor,
                    state,
                    [.. visible.Where(i => i.State == state).Select(i => i.Reference).Order()]
                );
            }
            var seen = visible.Select(i => i.Reference).ToHashSet();
            foreach (var item in made)
            {
                var expected = seen.Contains(item.Reference)
                    ? HttpStatusCode.OK
                    : HttpStatusCode.NotFound;
                foreach (
                    var address in new[]
                    {
                        $"/pipeline/{item.Reference}",
                        $"/pipeline/{item.Reference}.json",
                        $"/api/pipeline/{item.Reference}",
                    }
                )
                {
                    using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
                    Assert.Equal(expected, answer.StatusCode);
                }
            }
        }
    }

    private static async Task SeesAsync(Visitor visitor, PipelineState state, List<string> expected)
    {
        var query = $"?q=winter&state={state.ToString().ToLowerInvariant()}";
        await visitor.GoAsync("/pipeline" + query);
        Assert.Equal(
            expected,
            visitor
                .Page.QuerySelectorAll(".td-card__title a")
                .Select(a => a.GetAttribute("href")!["/pipeline/".Length..])
                .Order()
        );
        using var csv = await visitor.RawAsync(new(HttpMethod.Get, "/pipeline.csv" + query));
        var lines = (await csv.Content.ReadAsStringAsync()).Split(
            "\r\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(expected, lines.Skip(1).Select(l => l.Split(',')[0]).Order());
        foreach (var address in new[] { "/pipeline.json" + query, "/api/pipeline" + query })
        {
            using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(
                expected,
                json.RootElement.GetProperty("results")
                    .EnumerateArray()
                    .Select(r => r.GetProperty("reference").GetString())
                    .Order()
            );
            Assert.Equal(expected.Count, json.RootElement.GetProperty("total").GetInt32());
        }
        if (state == PipelineState.Current)
        {
            await visitor.GoAsync("/search?q=winter");
            Assert.Contains(
                expected.Count == 1 ? "1 pipeline item" : $"{expected.Count} pipeline items",
                visitor.Text
            );
        }
    }

    /// <summary>Every state with every visibility, at Preston and at Leeds, kept by Olu or by nobody.</summary>
    private async Task<List<PipelineItem>> MakeAsync()
    {
        var records = new Records(app, 9000);
        var contracts = new Queue<Contract>(
            Enumerable.Range(1, 16).Select(n => records.Contract($"Road salt {n}"))
        );
        await records.SaveAsync();
        return await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            var made = new List<PipelineItem>();
            foreach (var organisation in new[] { app.Cast.Preston, app.Cast.Leeds })
            {
                foreach (var owner in new Id<Person>?[] { app.Cast.Olu.Id, null })
                {
                    foreach (var visibility in Enum.GetValues<ItemVisibility>())
                    {
                        foreach (var state in Enum.GetValues<PipelineState>())
                        {
                            var item = PipelineItem.Draft(
                                organisation.Id,
                                new() { Title = $"Winter gritting {visibility} {state}" },
                                owner,
                                "ocds-test",
                                now
                            );
                            if (state != PipelineState.Draft)
                            {
                                item.Publish(visibility, needsApprover: false, owner, now);
                            }
                            switch (state)
                            {
                                case PipelineState.Withdrawn:
                                    item.Withdraw("No money", now);
                                    break;
                                case PipelineState.Superseded:
                                    item.GiveWayTo(made[0], "One is enough", now);
                                    break;
                                case PipelineState.Done:
                                    item.Become(contracts.Dequeue(), now);
                                    break;
                            }
                            made.Add(item);
                        }
                    }
                }
            }
            db.AddRange(made);
            await db.SavePipelineAsync(made, default);
            await scope.GetRequiredService<IndexFollower>().CatchUpAsync();
            return made;
        });
    }

    private Task<Actor> ActorAsync(Person person) =>
        app.InScopeAsync(async scope =>
            (await Actors.OfAsync(scope.GetRequiredService<Db>(), person)).Actor
        );
}
