using System.Diagnostics;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tandem.Accounts;
using Tandem.Cli;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Releases;

namespace Tandem.Benchmarks;

/// <summary>What publishing costs in memory: public plans become releases, and a year of releases is read as JSON Lines; at one size and at five times that size, for what grows with the number of records must show.</summary>
internal static class PublishingBench
{
    private static readonly int[] Sizes = [20_000, 100_000];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-bench-").FullName;
        var settings = new Settings(folder, null, FollowersBench.FreePort());
        // Without what works in the background, whose memory would be measured too.
        await using var app = Server.Build(
            settings,
            builder => builder.Services.RemoveAll<IHostedService>()
        );
        await app.Services.GetRequiredService<Migrator>().RunAsync();
        await app.StartAsync();
        var council = await InScopeAsync(
            app.Services,
            async (db, _) =>
            {
                var council = Organisation.Create("Borough of Elm", null, db.Now());
                var owner = Person.Create("elm@example.org", "Elm", "a long enough one", db.Now());
                db.AddRange(council, owner);
                await db.SaveChangesAsync();
                return (council.Id, Owner: owner.Id);
            }
        );
        var there = 0;
        foreach (var size in Sizes)
        {
            await PlanAsync(app.Services, council.Id, council.Owner, there, size);
            there = size;
            using var making = new HeapWatch();
            var made = await InScopeAsync(
                app.Services,
                (_, services) => services.GetRequiredService<MakeReleases>().RunAsync(Actor.System)
            );
            var (madeIn, madeHeap) = making.Stop();
            var year = DateTimeOffset.UtcNow.Year;
            using var reading = new HeapWatch();
            var (lines, bytes) = await ReadAsync(settings.AddressOf($"/ocds/{year}.jsonl.gz"));
            var (readIn, readHeap) = reading.Stop();
            Console.WriteLine(
                $"publishing {size:N0} records: {made:N0} releases made in {madeIn:N1} s, live heap at most {madeHeap:N1} MB above what it was; {lines:N0} lines ({bytes / 1e6:N1} MB unpacked) read in {readIn:N1} s, at most {readHeap:N1} MB above"
            );
        }
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task PlanAsync(
        IServiceProvider services,
        Id<Organisation> council,
        Id<Person> owner,
        int from,
        int to
    )
    {
        const int batch = 1000;
        for (var at = from; at < to; at += batch)
        {
            var first = at;
            await InScopeAsync(
                services,
                async (db, _) =>
                {
                    var now = db.Now();
                    var items = Enumerable
                        .Range(first, batch)
                        .Select(n =>
                        {
                            var item = PipelineItem.Draft(
                                council,
                                new()
                                {
                                    Title = $"Plan {n} of the parks of Elm",
                                    Problem =
                                        $"Meadow {n} is mown too early, and nobody knows why.",
                                    CpvCodes = "77314000",
                                    Phase = "Discovery",
                                },
                                owner,
                                Settings.UsualOcidPrefix,
                                now
                            );
                            item.Publish(ItemVisibility.Public, needsApprover: false, owner, now);
                            return item;
                        })
                        .ToList();
                    db.AddRange(items);
                    await db.SavePipelineAsync(items, default);
                    return true;
                }
            );
        }
    }

    /// <summary>Reads the file as it comes, and keeps nothing of it: what is measured is the side that publishes.</summary>
    private static async Task<(int Lines, long Bytes)> ReadAsync(string address)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        await using var packed = await client.GetStreamAsync(address);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var (lines, bytes) = (0, 0L);
        for (int read; (read = await plain.ReadAsync(buffer)) > 0; bytes += read)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        return (lines, bytes);
    }

    private static async Task<T> InScopeAsync<T>(
        IServiceProvider services,
        Func<Db, IServiceProvider, Task<T>> act
    )
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider);
    }
}

/// <summary>How far the live heap of this process rises: what is left after a collection, looked at over and over while something is done.</summary>
internal sealed class HeapWatch : IDisposable
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly CancellationTokenSource stop = new();
    private readonly long before = GC.GetTotalMemory(forceFullCollection: true);
    private readonly Task looking;
    private long most;

    public HeapWatch() => looking = Task.Run(LookAsync);

    /// <summary>Seconds it took, and megabytes of live heap at most above what there was at the beginning.</summary>
    public (double Seconds, double Megabytes) Stop()
    {
        var seconds = watch.Elapsed.TotalSeconds;
        stop.Cancel();
        looking.Wait();
        return (seconds, Math.Max(0, most - before) / 1e6);
    }

    public void Dispose() => stop.Dispose();

    private async Task LookAsync()
    {
        do
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            await Task.Delay(100);
        } while (!stop.IsCancellationRequested);
    }
}
