using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tandem.Kernel;

namespace Tandem.Tests.Kernel;

/// <summary>The way out, against a listener on this machine: its names are looked up by the test, and the test's policy lets loopback through where it says so.</summary>
public sealed class OutgoingTests : IAsyncLifetime
{
    private WebApplication listener = null!;
    private int port;
    private int reached;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        listener = builder.Build();
        listener.Use(
            (context, next) =>
            {
                Interlocked.Increment(ref reached);
                return next(context);
            }
        );
        listener.MapGet("/data", () => "twelve bytes");
        listener.MapGet("/moved/{hops:int}", Moved);
        listener.MapGet("/inside", () => Results.Redirect("http://inside.example/data"));
        listener.MapGet("/file", () => Results.Redirect("file:///etc/passwd"));
        listener.MapGet("/missing", () => Results.NotFound());
        listener.MapGet("/endless", EndlessAsync);
        listener.MapGet("/silent", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        listener.MapGet(
            "/cookie",
            (HttpContext context) =>
            {
                context.Response.Cookies.Append("a", "b");
                return context.Request.Headers.Cookie.ToString()
                    + "|"
                    + context.Request.Headers.Authorization;
            }
        );
        await listener.StartAsync();
        port = new Uri(
            listener
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        ).Port;
    }

    public async Task DisposeAsync() => await listener.DisposeAsync();

    [Fact]
    public async Task Content_is_fetched_and_up_to_three_redirects_are_followed()
    {
        Assert.Equal("twelve bytes", await FetchAsync($"http://open.example:{port}/data"));
        Assert.Equal("twelve bytes", await FetchAsync($"http://open.example:{port}/moved/3"));
        var refusal = await RefusedAsync($"http://open.example:{port}/moved/4");
        Assert.Contains("more than 3 times", refusal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://open.example/data")]
    [InlineData("gopher://open.example/")]
    [InlineData("//open.example/data")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    [InlineData("http://someone:secret@open.example/data")]
    [InlineData("http://open.example:22/")]
    [InlineData("https://open.example:8443/")]
    public async Task Other_schemes_ports_and_credentials_are_refused_unasked(string address)
    {
        await RefusedAsync(address);
        Assert.Equal(0, reached);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://0x7f.1")]
    [InlineData("http://2130706433")]
    [InlineData("http://017700000001")]
    [InlineData("http://[::1]")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    [InlineData("http://[::ffff:7f00:1]")]
    [InlineData("http://0.0.0.0")]
    [InlineData("http://169.254.169.254")]
    [InlineData("http://inside.example")]
    public async Task However_it_is_written_an_address_within_is_never_reached(string address)
    {
        using var outgoing = new Outgoing(Policy(allowLoopback: false));
        var refusal = await Assert.ThrowsAsync<Refusal>(() =>
            ReadAsync(outgoing, $"{address}:{port}/data")
        );
        Assert.Contains("public internet", refusal.Message);
        Assert.Equal(0, reached);
    }

    [Fact]
    public async Task A_redirect_to_an_address_within_is_not_followed()
    {
        // open.example is let through, inside.example leads to a private address.
        var refusal = await RefusedAsync($"http://open.example:{port}/inside");
        Assert.Contains("10.0.0.8", refusal);
        Assert.Contains("https://", await RefusedAsync($"http://open.example:{port}/file"));
    }

    [Fact]
    public async Task A_name_that_changes_its_address_gains_nothing_as_the_dialled_address_is_what_is_checked()
    {
        var asked = 0;
        using var outgoing = new Outgoing(
            Policy(allowLoopback: false) with
            {
                Resolve = (_, _) =>
                    Task.FromResult<IPAddress[]>([
                        IPAddress.Parse(++asked == 1 ? "127.0.0.1" : "1.1.1.1"),
                    ]),
            }
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            ReadAsync(outgoing, $"http://rebinding.example:{port}/data")
        );
        Assert.Equal(1, asked);
        Assert.Equal(0, reached);
    }

    [Fact]
    public async Task Too_much_too_slow_and_an_error_are_each_named()
    {
        Assert.Contains("more than", await RefusedAsync($"http://open.example:{port}/endless"));
        Assert.Contains("too long", await RefusedAsync($"http://open.example:{port}/silent"));
        Assert.Contains("404", await RefusedAsync($"http://open.example:{port}/missing"));
    }

    [Fact]
    public async Task No_cookie_is_kept_from_one_request_to_the_next()
    {
        using var outgoing = new Outgoing(Policy(allowLoopback: true));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("|", await ReadAsync(outgoing, $"http://open.example:{port}/cookie"));
        }
    }

    private OutgoingPolicy Policy(bool allowLoopback) =>
        new()
        {
            Ports = new HashSet<int> { 80, 443, port },
            WhyNot = address =>
                allowLoopback && IPAddress.IsLoopback(address)
                    ? null
                    : PublicAddress.WhyNot(address),
            Resolve = (name, _) =>
                Task.FromResult<IPAddress[]>([
                    name == "inside.example" ? IPAddress.Parse("10.0.0.8") : IPAddress.Loopback,
                ]),
            Patience = TimeSpan.FromSeconds(2),
        };

    private async Task<string> FetchAsync(string address)
    {
        using var outgoing = new Outgoing(Policy(allowLoopback: true));
        return await ReadAsync(outgoing, address);
    }

    private async Task<string> RefusedAsync(string address) =>
        (await Assert.ThrowsAsync<Refusal>(() => FetchAsync(address))).Message;

    private static Task<string> ReadAsync(Outgoing outgoing, string address) =>
        outgoing.FetchAsync(
            address,
            1 << 20,
            async content => await new StreamReader(content).ReadToEndAsync()
        );

    private static IResult Moved(int hops) =>
        Results.Redirect(hops == 1 ? "/data" : $"/moved/{hops - 1}");

    private static async Task EndlessAsync(HttpContext context)
    {
        var bytes = new byte[64 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
