using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>One rule of who sees a call, in every state, for everybody, by every way out (invariant 11).</summary>
[UsesDatabase]
public sealed class CallProjectionTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string[] Everybody =
    [
        "visitor",
        "mei",
        "olu",
        "ada",
        "wyn",
        "lee",
        "sam",
    ];

    /// <summary>Who sees a call of that kind in that state, said once more by hand.</summary>
    public static TheoryData<string, string, string> States() =>
        new()
        {
            { "challenge-prize", "draft", "olu ada wyn" },
            { "challenge-prize", "in review", "olu ada wyn" },
            { "challenge-prize", "approved", "olu ada wyn" },
            { "challenge-prize", "published", "visitor mei olu ada wyn lee sam" },
            { "challenge-prize", "cancelled", "visitor mei olu ada wyn lee sam" },
            { "challenge-prize", "cancelled draft", "olu ada wyn" },
            { "request-for-information", "ended", "visitor mei olu ada wyn lee sam" },
            { "internal-ideas", "published", "mei olu ada wyn lee" },
            { "internal-ideas", "published without a panel", "mei olu ada" },
            { "internal-ideas", "published to partners", "mei olu ada wyn" },
        };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_way_out_shows_a_call_to_the_same_people(
        string kind,
        string state,
        string seenBy
    )
    {
        var title = $"Zebra {kind} {state}".Replace('-', ' ');
        var reference = await InAsync(kind, state, title);
        await app.Services.GetRequiredService<CallIndex>().CatchUpAsync();
        var published =
            !state.Contains("draft", StringComparison.Ordinal)
            && state is not ("in review" or "approved");
        foreach (var who in Everybody)
        {
            var sees = seenBy.Split(' ').Contains(who);
            var visitor =
                who == "visitor" ? app.Visit() : await app.SignInAsync($"{who}@example.org");
            var place = $"{who}, {kind}, {state}";
            var page = sees ? HttpStatusCode.OK : HttpStatusCode.NotFound;
            foreach (var path in new[] { "", "/questions", ".json" })
            {
                Assert.True(
                    page == (await visitor.GoAsync($"/calls/{reference}{path}")).Status,
                    $"{place}, {path}"
                );
            }
            Assert.True(
                page == (await visitor.GoAsync($"/api/calls/{reference}")).Status,
                $"{place}, API"
            );
            // Lists, search and files have what is published.
            // The panel and the team find an internal call through their own work, not through lists made for the organisation.
            var listed =
                published
                && sees
                && (
                    kind != "internal-ideas"
                    || who is "mei" or "olu" or "ada"
                    || (who == "wyn" && state == "published to partners")
                );
            foreach (
                var path in new[]
                {
                    $"/calls?q=zebra&state={Slugged(state)}",
                    $"/calls.csv?q=zebra&state={Slugged(state)}",
                    $"/calls.json?q=zebra&state={Slugged(state)}",
                    $"/api/calls?q=zebra&state={Slugged(state)}",
                }
            )
            {
                Assert.True(
                    listed == await HasAsync(visitor, path, reference),
                    $"{place}, {path}: expected {listed}"
                );
            }
            await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var actor =
                    who == "visitor"
                        ? Actor.Visitor
                        : await scope.ActorAsync(
                            await db.Set<Person>().SingleAsync(p => p.Email == $"{who}@example.org")
                        );
                var (year, number) = Call.Parse(reference)!.Value;
                var id = await db.Set<Call>()
                    .Where(c => c.Year == year && c.Number == number)
                    .Select(c => c.Id)
                    .SingleAsync();
                var subject = await scope
                    .GetRequiredService<Subjects>()
                    .FindAsync(nameof(Call), id.ToString(), actor);
                Assert.True(sees == (subject is not null), $"{place}, following");
            });
        }
    }

    private static string Slugged(string state) =>
        state switch
        {
            "cancelled" => "cancelled",
            "ended" => "ended",
            _ => "open-or-soon",
        };

    private static async Task<bool> HasAsync(Visitor visitor, string path, string reference)
    {
        using var answer = await visitor.RawAsync(new HttpRequestMessage(HttpMethod.Get, path));
        return (await answer.Content.ReadAsStringAsync()).Contains(
            reference,
            StringComparison.Ordinal
        );
    }

    private Task<string> InAsync(string kind, string state, string title) =>
        app.InScopeAsync(async scope =>
        {
            var published =
                state.StartsWith("published", StringComparison.Ordinal)
                || state is "cancelled" or "ended";
            var reference = await app.CallAsync(
                kind,
                title,
                published,
                (call, now) =>
                {
                    if (state is "published to partners" or "published without a panel")
                    {
                        foreach (
                            var person in call.People.Where(p => p.Role != CallRole.Owner).ToList()
                        )
                        {
                            call.Release(person.PersonId, person.Role, now);
                        }
                        call.Describe(
                            new()
                            {
                                Title = title,
                                Summary = "x",
                                WithPartners = state == "published to partners",
                            },
                            now
                        );
                        call.Name(app.Cast.Ada.Id, CallRole.Approver, Actor.System, now);
                    }
                }
            );
            var db = scope.GetRequiredService<Db>();
            var call = await db.CallAsync(await scope.ActorAsync(app.Cast.Olu), reference);
            var (olu, ada) = (
                await scope.ActorAsync(app.Cast.Olu),
                await scope.ActorAsync(app.Cast.Ada)
            );
            switch (state)
            {
                case "in review":
                    call.Submit(olu, db.Now());
                    break;
                case "approved":
                    call.Submit(olu, db.Now());
                    call.Approve(ada, db.Now());
                    break;
                case "cancelled" or "cancelled draft":
                    call.Cancel("No money", db.Now());
                    break;
                case "ended":
                    call.End("Dry walls need air.", db.Now().AddYears(2));
                    break;
            }
            await db.SaveCallAsync(call);
            return reference;
        });
}
