namespace Tandem.Kernel.Search;

/// <summary>Builds the indexes when the server has started and keeps them fresh: looks each second whether rows have changed.</summary>
public sealed class IndexFollower(
    IEnumerable<RowIndex> indexes,
    FirstPage first,
    TimeProvider clock,
    ILogger<IndexFollower> log
) : BackgroundService
{
    private const int ManyRecords = 20_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Whether every index has been built. Heavy work that nobody waits for begins after that: readers come first.</summary>
    public bool IsReady => indexes.All(i => i.IsReady);

    /// <summary>Brings every index up to date before going on.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation = default)
    {
        var building = indexes.Any(i => !i.IsReady);
        foreach (var index in indexes)
        {
            var started = clock.GetTimestamp();
            var first = !index.IsReady;
            await index.CatchUpAsync(cancellation);
            if (first)
            {
                log.LogInformation(
                    "{Index}: {Count} records indexed in {Milliseconds:F0} ms, {Megabytes:F1} MB",
                    index.GetType().Name,
                    index.Index.Count,
                    clock.GetElapsedTime(started).TotalMilliseconds,
                    index.Index.Size / 1e6
                );
            }
        }
        if (building && indexes.Sum(i => i.Index.Count) > ManyRecords)
        {
            // Building leaves many times the size of the index behind it, once; the machine gets it back.
            GC.Collect(
                GC.MaxGeneration,
                GCCollectionMode.Aggressive,
                blocking: true,
                compacting: true
            );
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await first.PassedAsync(stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                log.LogError(
                    failure,
                    "The search index could not be brought up to date; trying again."
                );
            }
            try
            {
                await Task.Delay(Interval, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

/// <summary>Wires the indexes into the application.</summary>
public static class SearchSetup
{
    /// <summary>Adds what follows the indexes while the server runs.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services) =>
        services
            .AddSingleton<IndexFollower>()
            .AddHostedService(provider => provider.GetRequiredService<IndexFollower>());

    /// <summary>Adds an index of rows.</summary>
    public static IServiceCollection AddRowIndex<T>(this IServiceCollection services)
        where T : RowIndex
    {
        services.AddSingleton<T>();
        services.AddSingleton<RowIndex>(provider => provider.GetRequiredService<T>());
        return services;
    }
}
