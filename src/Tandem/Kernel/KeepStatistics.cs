using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Tandem.Kernel;

/// <summary>
/// Lets SQLite count what stands in its tables and indexes, by which it chooses the index that has least to read: knowing nothing it takes them all for alike.
/// It looks at samples, and only at tables that have grown or shrunk tenfold since. PostgreSQL does so by itself.
/// </summary>
public sealed class KeepStatistics(IDbContextFactory<Db> databases)
{
    // What sqlite.org recommends: look at every table, whether or not this connection has read it, and analyse those that have changed.
    private const string Optimize = "PRAGMA optimize=0x10002";

    public async Task RunAsync(CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        if (db.Kind == DatabaseKind.Sqlite)
        {
            await db.Database.ExecuteSqlRawAsync(Optimize, cancellation);
        }
    }
}

/// <summary>Keeps the statistics, which stay in the file, every ten minutes: where nothing has changed that costs a few milliseconds.</summary>
[DisallowConcurrentExecution]
internal sealed class KeepStatisticsJob(KeepStatistics keep) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await keep.RunAsync(cancellation);
}
