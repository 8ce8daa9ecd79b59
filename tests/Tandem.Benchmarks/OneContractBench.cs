using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tandem.Accounts;
using Tandem.Cli;
using Tandem.Collaborations;
using Tandem.Contracts;
using Tandem.Kernel;

namespace Tandem.Benchmarks;

/// <summary>What one more contract costs where all others are matched already: until its opportunities are kept, and whether they are those of a full run.</summary>
internal static class OneContractBench
{
    private const int Times = 25;

    public static async Task RunAsync(string data, string? postgres)
    {
        var settings = new Settings(data, postgres, FollowersBench.FreePort());
        await using var app = Server.Build(
            settings,
            builder => builder.Services.RemoveAll<IHostedService>()
        );
        await app.Services.GetRequiredService<Migrator>().RunAsync();
        await RefreshAsync(app.Services);
        var times = new List<double>();
        var busy = TimeSpan.Zero;
        var contracts = await InScopeAsync(app.Services, db => db.Set<Contract>().CountAsync());
        IReadOnlyList<FoundOpportunity> last = [];
        for (var i = 0; i < Times; i++)
        {
            await AddAsync(app.Services, i * (contracts / Times));
            var started = Stopwatch.GetTimestamp();
            var before = Environment.CpuUsage.TotalTime;
            last = await RefreshAsync(app.Services);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            busy += Environment.CpuUsage.TotalTime - before;
        }
        await using var scope = app.Services.CreateAsyncScope();
        var refresh = scope.ServiceProvider.GetRequiredService<RefreshOpportunities>();
        var (full, _) = await refresh.FindAsync(refresh.Today);
        Console.WriteLine(
            $"one more among {contracts:N0} contracts: median {Bench.Percentile(times, 50):N0} ms, 95th percentile {Bench.Percentile(times, 95):N0} ms, processor {busy.TotalMilliseconds / Times:N0} ms; "
                + (Said(last).SequenceEqual(Said(full)) ? "" : "NOT ")
                + "the same as a full run"
        );
    }

    private static IEnumerable<(string, double, int)> Said(
        IEnumerable<FoundOpportunity> opportunities
    ) =>
        opportunities
            .Select(o =>
                (
                    string.Join(' ', o.Purchases.Select(p => p.Id).Order()),
                    o.Strength,
                    o.Missing.Count
                )
            )
            .Order();

    private static async Task<IReadOnlyList<FoundOpportunity>> RefreshAsync(
        IServiceProvider services
    )
    {
        await using var scope = services.CreateAsyncScope();
        return (
            await scope
                .ServiceProvider.GetRequiredService<RefreshOpportunities>()
                .RunAsync(Actor.System)
        ).Found;
    }

    // One that is there already, bought once more.
    private static Task<bool> AddAsync(IServiceProvider services, int like) =>
        InScopeAsync(
            services,
            async db =>
            {
                var contract = await db.Set<Contract>()
                    .AsNoTracking()
                    .OrderBy(c => c.Number)
                    .Skip(like)
                    .FirstAsync();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var entry = db.Entry(contract);
                entry.Property(c => c.Id).CurrentValue = Id<Contract>.New(db.Now());
                entry.Property(c => c.SourceKey).CurrentValue = $"bench:{Guid.NewGuid()}";
                entry.Property(c => c.Number).CurrentValue =
                    await db.Set<Contract>().MaxAsync(c => c.Number) + 1;
                entry.Property(c => c.ChangeSeq).CurrentValue = await Sequence.TakeAsync(
                    db,
                    Sequence.Changes,
                    1
                );
                entry.State = EntityState.Added;
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return true;
            }
        );

    private static async Task<T> InScopeAsync<T>(IServiceProvider services, Func<Db, Task<T>> act)
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<Db>());
    }
}
