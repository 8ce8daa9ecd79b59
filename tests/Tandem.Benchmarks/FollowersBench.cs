using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Cli;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Benchmarks;

/// <summary>How long until a thousand followers of one change have their e-mails, from the end of the import that brings it; and what a calendar costs that asks again and again.</summary>
internal static class FollowersBench
{
    private const int Followers = 1000;
    private const int Asked = 500;

    public static async Task RunAsync()
    {
        await using var sink = new MailSink();
        var folder = Directory.CreateTempSubdirectory("tandem-bench-").FullName;
        var settings = new Settings(folder, null, FreePort());
        var file = Path.Combine(folder, "one.jsonl");
        await File.WriteAllTextAsync(
            file,
            """{"ocid":"ocds-told-1","id":"1","date":"2026-01-05T09:00:00Z","tag":["tender"],"buyer":{"name":"Borough of Elm"},"tender":{"title":"Mow the parks","items":[{"id":"1","classification":{"scheme":"CPV","id":"77314000"}}]}}"""
        );
        await using var services = Server
            .AddApplication(new ServiceCollection().AddLogging(), settings)
            .BuildServiceProvider();
        using var site = Start(settings, sink, "serve", "--empty");
        await UntilAsync(
            services,
            async db => await db.Set<Progress>().CountAsync(p => p.Name.StartsWith("stories:")) >= 3
        );
        await FollowAsync(services);
        using (var import = Start(settings, sink, "import", "ocds", file))
        {
            await import.WaitForExitAsync();
        }
        var watch = Stopwatch.StartNew();
        var first = await sink.WaitForAsync(1, TimeSpan.FromMinutes(5));
        var begun = watch.Elapsed.TotalSeconds;
        var taken = await sink.WaitForAsync(Followers, TimeSpan.FromMinutes(5));
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"followers: {taken.Select(m => m.To).Distinct().Count():N0} told in {seconds:N1} s after the import, the first after {begun:N1} s ({first.Count} seen then); {taken.Count - taken.Select(m => m.MessageId).Distinct().Count()} twice"
        );
        await AskAsync(settings.AddressOf("/feeds/all.ics"));
        site.Kill();
        await site.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AskAsync(string address)
    {
        using var client = new HttpClient();
        using var whole = await client.GetAsync(address);
        var watch = Stopwatch.StartNew();
        var unchanged = 0;
        for (var i = 0; i < Asked; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation(
                "If-None-Match",
                whole.Headers.ETag!.ToString()
            );
            using var answer = await client.SendAsync(request);
            unchanged += answer.StatusCode == HttpStatusCode.NotModified ? 1 : 0;
        }
        Console.WriteLine(
            $"calendar asked again {Asked} times: {unchanged} times unchanged, {watch.Elapsed.TotalMilliseconds / Asked:N2} ms each"
        );
    }

    private static async Task FollowAsync(IServiceProvider services)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();
        var now = db.Now();
        var mowing = new Followable(FollowKind.Cpv, "77314", "Grounds (CPV 77314)", "/notices");
        for (var i = 0; i < Followers; i++)
        {
            var follow = Follow.Begin(
                new(null, $"follower{i}@example.net"),
                mowing,
                Frequency.AtOnce,
                now
            );
            follow.Confirm(now);
            db.Add(follow);
        }
        await db.SaveChangesAsync();
    }

    private static async Task UntilAsync(IServiceProvider services, Func<Db, Task<bool>> isSo)
    {
        while (true)
        {
            await Task.Delay(200);
            try
            {
                await using var db = services
                    .GetRequiredService<IDbContextFactory<Db>>()
                    .CreateDbContext();
                if (await isSo(db))
                {
                    return;
                }
            }
            catch (Microsoft.Data.Sqlite.SqliteException)
            {
                // the site is still making its tables
            }
        }
    }

    private static Process Start(Settings settings, MailSink sink, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "tandem.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["TANDEM_DATA"] = settings.DataFolder;
        start.Environment["TANDEM_SMTP"] = sink.Setting;
        start.Environment["PORT"] = settings.Port.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
