namespace Tandem.Kernel.Search;

/// <summary>Builds the indexes when the server starts and keeps them fresh: looks each second whether rows have changed, or at once when told so.</summary>
public sealed class IndexFollower(
    IEnumerable<RowIndex> indexes,
    TimeProvider clock,
    ILogger<IndexFollower> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim news = new(0, 1);

    /// <summary>Says that rows have changed in this process: they are looked for at once.</summary>
    public void LookNow()
    {
        try
        {
            news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been told already.
        }
    }

    /// <summary>Brings every index up to date before going on.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation = default)
    {
        foreach (var index in indexes)
        {
            var started = clock.GetTimestamp();
            var building = !index.IsReady;
            await index.CatchUpAsync(cancellation);
            if (building)
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
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
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
                await news.WaitAsync(Interval, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        news.Dispose();
        base.Dispose();
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
