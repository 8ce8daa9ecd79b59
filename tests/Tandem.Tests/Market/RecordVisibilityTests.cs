using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

/// <summary>Every way out shows an audience the same contracts: those the one rule over rows gives it.</summary>
[UsesDatabase]
public sealed class RecordVisibilityTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Page_list_counts_CSV_JSON_and_API_agree_with_the_rule_for_every_audience()
    {
        var records = new Records(app);
        var made = new List<Contract>();
        foreach (var owner in new Organisation?[] { app.Cast.Preston, app.Cast.Leeds, null })
        {
            foreach (var visibility in Enum.GetValues<Visibility>())
            {
                var words = $"Winter gritting {visibility} {owner?.Slug ?? "nobody"}";
                made.Add(
                    records.Contract(words, visibility, owner, supplier: $"Salt {made.Count}")
                );
            }
        }
        await records.SaveAsync();

        foreach (
            var (email, actor) in new (string?, Actor)[]
            {
                (null, Actor.Visitor),
                ("mei@example.org", await ActorAsync(app.Cast.Mei)),
                ("wyn@example.org", await ActorAsync(app.Cast.Wyn)),
                ("lee@example.org", await ActorAsync(app.Cast.Lee)),
                ("sam@example.org", await ActorAsync(app.Cast.Sam)),
            }
        )
        {
            var expected = await app.InScopeAsync(async scope =>
                (
                    await scope
                        .GetRequiredService<Db>()
                        .Set<Contract>()
                        .VisibleTo(actor)
                        .Where(c => c.Title.StartsWith("Winter"))
                        .ToListAsync()
                )
                    .Select(c => c.Reference)
                    .Order()
                    .ToList()
            );
            var visitor = email is null ? app.Visit() : await app.SignInAsync(email);
            await SeesAsync(visitor, expected, made);
        }
    }

    private static async Task SeesAsync(Visitor visitor, List<string> expected, List<Contract> made)
    {
        await visitor.GoAsync("/contracts?q=winter");
        Assert.Equal(
            expected,
            visitor
                .Page.QuerySelectorAll(".td-card__title a")
                .Select(a => a.GetAttribute("href")!["/contracts/".Length..])
                .Order()
        );
        Assert.Equal(
            expected.Count == 1 ? "1 contract" : $"{expected.Count} contracts",
            visitor.Page.QuerySelector(".td-results__count")!.TextContent
        );
        Assert.Contains($"Preston City Council ({expected.Count})", visitor.Text);

        using var csv = await visitor.RawAsync(new(HttpMethod.Get, "/contracts.csv?q=winter"));
        var lines = (await csv.Content.ReadAsStringAsync()).Split(
            "\r\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(expected, lines.Skip(1).Select(l => l.Split(',')[0]).Order());
        foreach (var address in new[] { "/contracts.json?q=winter", "/api/contracts?q=winter" })
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
        await visitor.GoAsync("/search?q=winter");
        Assert.Contains($"{expected.Count} contract", visitor.Text);
        foreach (var contract in made)
        {
            var seen = expected.Contains(contract.Reference)
                ? HttpStatusCode.OK
                : HttpStatusCode.NotFound;
            foreach (
                var address in new[]
                {
                    $"/contracts/{contract.Reference}",
                    $"/contracts/{contract.Reference}.json",
                    $"/api/contracts/{contract.Reference}",
                }
            )
            {
                using var answer = await visitor.RawAsync(new(HttpMethod.Get, address));
                Assert.Equal(seen, answer.StatusCode);
            }
        }
    }

    private Task<Actor> ActorAsync(Person person) =>
        app.InScopeAsync(async scope =>
            (await Actors.OfAsync(scope.GetRequiredService<Db>(), person)).Actor
        );
}
