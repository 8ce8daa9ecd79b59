using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Accounts;

[UsesDatabase]
public sealed class ApiKeyTests(TestApp app) : IClassFixture<TestApp>, IAsyncLifetime
{
    private const string Own = "/api/contracts/C-2";

    [Fact]
    public async Task A_key_is_shown_once_and_reads_what_its_person_may_see()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var key = await MadeAsync(olu, "Dashboard");
        Assert.Matches("^tandem_[0-9a-f]{48}$", key);
        Assert.True(olu.Response.Headers.CacheControl!.NoStore);
        await olu.GoAsync("/account/keys");
        Assert.DoesNotContain(key, olu.Text);
        Assert.Contains(key[..12], olu.Text);
        Assert.Contains("Never", olu.Text);

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(Own, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Own, key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/contracts/C-2.json", key)).StatusCode);
        Assert.Contains(
            "Kept to itself",
            await (await AskAsync("/contracts.csv", key)).Content.ReadAsStringAsync()
        );
        await olu.GoAsync("/account/keys");
        Assert.DoesNotContain("Never", olu.Text);

        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var kept = await db.Set<ApiKey>().SingleAsync(k => k.Name == "Dashboard");
            Assert.Equal(ApiKey.HashOf(key), kept.Hash);
            var told = await db.Set<Event>()
                .SingleAsync(e => e.Verb == "api-key-made" && e.SubjectId == kept.Id.ToString());
            Assert.DoesNotContain(key, told.Data);
            Assert.DoesNotContain(kept.Hash, told.Data);
        });
    }

    [Fact]
    public async Task A_key_changes_nothing_and_opens_no_page()
    {
        var key = await MadeAsync(await app.SignInAsync("olu@example.org"), "Reader");
        foreach (
            var (method, address) in new[]
            {
                (HttpMethod.Post, "/api/contracts"),
                (HttpMethod.Delete, Own),
                (HttpMethod.Post, "/account/keys"),
                (HttpMethod.Get, "/account/keys"),
                (HttpMethod.Get, "/account"),
                (HttpMethod.Get, "/contracts/C-2"),
                (HttpMethod.Get, "/work"),
            }
        )
        {
            using var answer = await AskAsync(address, key, method);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("key", await ProblemAsync(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_and_not_taken_for_a_visitor()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var revoked = await MadeAsync(olu, "Old one");
        await olu.FollowAsync("Revoke Old one");
        Assert.Contains("cannot be undone", olu.Text);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Own, revoked)).StatusCode);
        await olu.PressAsync("Revoke this key");
        Assert.Contains("has been revoked", olu.Text);
        foreach (var key in new[] { revoked, "tandem_guess", "", revoked.ToUpperInvariant() })
        {
            foreach (var address in new[] { "/api/contracts", "/contracts.csv", "/", "/nothing" })
            {
                using var answer = await AskAsync(address, key);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Contains(
                    "invalid_token",
                    answer.Headers.WwwAuthenticate.Single().ToString()
                );
                await ProblemAsync(answer);
            }
        }
        // Nor does a session beside it help a bad key.
        using var both = await olu.RawAsync(
            new(HttpMethod.Get, "/api/contracts")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", revoked) },
            }
        );
        Assert.Equal(HttpStatusCode.Unauthorized, both.StatusCode);
    }

    [Fact]
    public async Task A_key_ends_after_its_last_day()
    {
        var olu = await app.SignInAsync("olu@example.org");
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var key = await app.InScopeAsync(scope =>
            new MakeApiKey(
                scope.GetRequiredService<Db>(),
                new(app.Cast.Olu.Id.Value, "Olu", new Dictionary<Guid, Role>(), new HashSet<Guid>())
            ).RunAsync("Until today", today)
        );
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Own, key)).StatusCode);
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(Own, key)).StatusCode);
        await olu.GoAsync("/sign-in");
        await olu.FillIn("E-mail address", "olu@example.org")
            .FillIn("Password", Cast.Password)
            .PressAsync("Sign in");
        await olu.GoAsync("/account/keys");
        Assert.Contains("Ended", olu.Text);
        await olu.FillIn("What is the key for?", "Yesterday")
            .FillIn("Day", "1")
            .FillIn("Month", "1")
            .FillIn("Year", "2020")
            .PressAsync("Make a key");
        Assert.Contains("The last day must be today or later", olu.Text);
        Assert.Equal(
            "Yesterday",
            olu.Page.QuerySelector("input[name=Name]")!.GetAttribute("value")
        );
    }

    [Fact]
    public async Task The_key_of_somebody_who_left_loses_what_they_lost()
    {
        var mei = await app.SignInAsync("mei@example.org");
        var key = await MadeAsync(mei, "Mine");
        using var before = await AskAsync("/contracts.json", key);
        Assert.Contains("Kept to itself", await before.Content.ReadAsStringAsync());
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/organisations/preston-city-council/people");
        await ada.PressAsync("Remove Mei");
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(Own, key)).StatusCode);
        // What they had already is not confirmed to them as still current either.
        var again = new HttpRequestMessage(HttpMethod.Get, "/contracts.json");
        again.Headers.Authorization = new("Bearer", key);
        again.Headers.IfNoneMatch.Add(before.Headers.ETag!);
        using var after = await app.Visit().RawAsync(again);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.DoesNotContain("Kept to itself", await after.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nobody_sees_or_revokes_the_key_of_another()
    {
        var key = await MadeAsync(await app.SignInAsync("olu@example.org"), "Olu’s alone");
        var id = await app.InScopeAsync(async scope =>
            (
                await scope
                    .GetRequiredService<Db>()
                    .Set<ApiKey>()
                    .SingleAsync(k => k.Hash == ApiKey.HashOf(key))
            ).Id
        );
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/account/keys");
        Assert.DoesNotContain("Olu’s alone", ada.Text);
        await ada.GoAsync($"/account/keys/{id}/revoke");
        Assert.Equal(HttpStatusCode.NotFound, ada.Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Own, key)).StatusCode);
    }

    [Fact]
    public async Task What_goes_wrong_under_the_API_is_told_as_problem_details()
    {
        foreach (
            var (address, status) in new[]
            {
                ("/api/no-such-thing", 404),
                ("/api/contracts/C-999", 404),
                ("/api/contracts?sort=sideways", 400),
                ("/api/suppliers?page=0", 400),
                ("/api/suppliers?page=many", 400),
                ("/ocds/releases.json?after=yesterday", 400),
            }
        )
        {
            using var answer = await AskAsync(address, null);
            Assert.Equal(status, (int)answer.StatusCode);
            await ProblemAsync(answer);
            Assert.Null(answer.Headers.ETag);
        }
    }

    /// <summary>A contract of Preston's that it keeps to itself, C-2.</summary>
    public Task InitializeAsync() =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            if (await db.Set<Contract>().AnyAsync())
            {
                return;
            }
            var now = db.Now();
            var preston = app.Cast.Preston.Id;
            var buyer = new Buyer
            {
                Id = Id<Buyer>.New(now),
                Name = "Preston City Council",
                AuthorityCode = "PRE",
                CreatedAt = now,
            };
            db.AddRange(
                buyer,
                new Contract
                {
                    Id = Id<Contract>.New(now),
                    Number = 2,
                    SourceKey = $"register:{preston}:2",
                    OrganisationId = preston,
                    BuyerId = buyer.Id,
                    AuthorityCode = "PRE",
                    Title = "Kept to itself",
                    Visibility = Visibility.Organisation,
                    CreatedAt = now,
                    ChangedAt = now,
                    ChangeSeq = 1,
                }
            );
            await db.SaveChangesAsync();
            await scope.GetRequiredService<Tandem.Kernel.Search.IndexFollower>().CatchUpAsync();
        });

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<string> MadeAsync(Visitor visitor, string name)
    {
        await visitor.GoAsync("/account/keys");
        await visitor.FillIn("What is the key for?", name).PressAsync("Make a key");
        return visitor.Page.QuerySelector("main .govuk-notification-banner code")!.TextContent;
    }

    private async Task<HttpResponseMessage> AskAsync(
        string address,
        string? key,
        HttpMethod? method = null
    )
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }
        return await app.Visit().RawAsync(request);
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((int)answer.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
        return problem.RootElement.GetProperty("title").GetString()!;
    }
}
