using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Accounts;

/// <summary>The application with limits that are soon reached, behind a proxy that it believes.</summary>
public sealed class LimitedApp : TestApp
{
    protected override Settings With(Settings settings) =>
        settings with
        {
            VisitorLimit = 4,
            KeyLimit = 7,
            Proxies = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")],
        };
}

[UsesDatabase]
public sealed class DataLimitTests(LimitedApp app) : IClassFixture<LimitedApp>
{
    private static readonly string[] Data =
    [
        "/api/contracts",
        "/contracts.csv",
        "/ocds/releases.json",
        "/feeds/all.atom",
        "/suppliers.json",
    ];

    [Fact]
    public async Task Whoever_asks_too_often_is_told_when_to_come_back()
    {
        await UntilRefusedAsync(4, "192.0.2.1", null);
        // Pages are not counted, nor is anybody else.
        using var page = await AskAsync("/contracts", "192.0.2.1", null);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var other = await AskAsync(Data[0], "192.0.2.2", null);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_key_has_a_count_of_its_own_wherever_it_is_used()
    {
        var key = await app.InScopeAsync(scope =>
            new MakeApiKey(
                scope.GetRequiredService<Db>(),
                new(app.Cast.Olu.Id.Value, "Olu", new Dictionary<Guid, Role>(), new HashSet<Guid>())
            ).RunAsync("Often", null)
        );
        await UntilRefusedAsync(4, "192.0.2.3", null);
        await UntilRefusedAsync(7, "192.0.2.3", key);
        using var elsewhere = await AskAsync(Data[0], "192.0.2.4", key);
        Assert.Equal(HttpStatusCode.TooManyRequests, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Guessing_keys_is_counted_by_address()
    {
        for (var i = 0; i < 4; i++)
        {
            using var guess = await AskAsync(Data[0], "192.0.2.5", $"tandem_{i}");
            Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        }
        using var another = await AskAsync(Data[0], "192.0.2.5", "tandem_5");
        Assert.Equal(HttpStatusCode.TooManyRequests, another.StatusCode);
    }

    [Fact]
    public async Task Addresses_of_one_network_of_IPv6_are_one_reader()
    {
        for (var i = 1; i <= 4; i++)
        {
            using var answer = await AskAsync(Data[0], $"2001:db8:1:1::{i}", null);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        using var more = await AskAsync(Data[0], "2001:db8:1:1:2:3:4:5", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, more.StatusCode);
        using var beside = await AskAsync(Data[0], "2001:db8:1:2::1", null);
        Assert.Equal(HttpStatusCode.OK, beside.StatusCode);
    }

    private async Task UntilRefusedAsync(int allowed, string from, string? key)
    {
        for (var i = 0; i < allowed; i++)
        {
            using var answer = await AskAsync(Data[i % Data.Length], from, key);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
        }
        foreach (var address in Data)
        {
            using var refused = await AskAsync(address, from, key);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.Equal(
                "application/problem+json",
                refused.Content.Headers.ContentType!.MediaType
            );
        }
    }

    private async Task<HttpResponseMessage> AskAsync(string address, string from, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Forwarded-For", from);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }
        return await app.Visit().RawAsync(request);
    }
}
