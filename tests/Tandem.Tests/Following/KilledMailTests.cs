using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

/// <summary>The real program, killed while it tells a thousand followers of one change, and started again.</summary>
[UsesDatabase]
public sealed class KilledMailTests
{
    private const int Followers = 1000;

    // E-mails a killed worker can have had on its way to the mail server.
    private const int Connections = 4;

    [Fact]
    public async Task A_thousand_followers_are_told_once_each_though_the_program_is_killed_in_the_middle()
    {
        await using var sink = new MailSink();
        var settings = await TestDatabase.CloneAsync();
        var file = Path.Combine(settings.DataFolder, "one.jsonl");
        await File.WriteAllTextAsync(
            file,
            """{"ocid":"ocds-told-1","id":"1","date":"2026-01-05T09:00:00Z","tag":["tender"],"buyer":{"name":"Borough of Elm"},"tender":{"title":"Mow the parks","items":[{"id":"1","classification":{"scheme":"CPV","id":"77314000"}}]}}"""
        );
        try
        {
            await FollowAsync(settings);
            using (var program = Start(settings, sink, "serve", "--empty"))
            {
                await UntilAsync(
                    settings,
                    async db =>
                        await db.Set<Progress>().CountAsync(p => p.Name.StartsWith("stories:")) >= 3
                );
                using (var import = Start(settings, sink, "import", "ocds", file))
                {
                    await import.WaitForExitAsync();
                    Assert.Equal(0, import.ExitCode);
                }
                var begun = await sink.WaitForAsync(Followers / 4, TimeSpan.FromMinutes(2));
                program.Kill();
                await program.WaitForExitAsync();
                Assert.InRange(begun.Count, Followers / 4, Followers - 1);
            }
            var before = sink.Taken.Count;
            Assert.InRange(before, Followers / 4, Followers - 1);

            using (var program = Start(settings, sink, "serve", "--empty"))
            {
                await UntilAsync(
                    settings,
                    async db =>
                        await db.Set<Mail>().CountAsync(m => m.State == MailState.Sent) == Followers
                );
                program.Kill();
                await program.WaitForExitAsync();
            }
            var taken = sink.Taken;
            Assert.Equal(Followers, taken.Select(m => m.To).Distinct().Count());
            Assert.Equal(Followers, taken.Select(m => m.MessageId).Distinct().Count());
            Assert.InRange(taken.Count, Followers, Followers + Connections);
            Assert.All(taken, m => Assert.Contains("Mow the parks", m.Text));
        }
        finally
        {
            await TestDatabase.DropAsync(settings);
        }
    }

    private static async Task FollowAsync(Settings settings)
    {
        await using var services = TestDatabase.Services(settings);
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

    private static async Task UntilAsync(Settings settings, Func<Db, Task<bool>> isSo)
    {
        await using var services = TestDatabase.Services(settings);
        var patience = Stopwatch.StartNew();
        while (true)
        {
            await using var db = services
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContext();
            if (await isSo(db))
            {
                return;
            }
            if (patience.Elapsed > TimeSpan.FromMinutes(10))
            {
                var mail = await db.Set<Mail>()
                    .GroupBy(m => new { m.State, m.Error })
                    .Select(g => new
                    {
                        g.Key.State,
                        g.Key.Error,
                        Count = g.Count(),
                        Attempts = g.Max(m => m.Attempts),
                    })
                    .ToListAsync();
                Assert.Fail($"It did not come so far. Mail: {string.Join("; ", mail)}");
            }
            await Task.Delay(100);
        }
    }

    private static Process Start(Settings settings, MailSink sink, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet");
        start.ArgumentList.Add(typeof(Db).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["TANDEM_DATA"] = settings.DataFolder;
        start.Environment["TANDEM_DATABASE"] = settings.PostgresConnection ?? "";
        start.Environment["TANDEM_SMTP"] = sink.Setting;
        start.Environment["PORT"] = FreePort().ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
