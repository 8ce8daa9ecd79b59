using Quartz;

namespace Tandem.Kernel;

/// <summary>A job that runs again and again while the program does.</summary>
/// <param name="Job">Its class.</param>
public sealed record RepeatedJob(Type Job, Func<Jobs, CancellationToken, Task> ScheduleAsync);

/// <summary>What is done once after the start, when the first page has gone out: nobody waits for it, and it keeps no visitor waiting.</summary>
public abstract class AfterFirstPage(FirstPage first) : BackgroundService
{
    protected abstract Task RunAsync(CancellationToken stopping);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await first.PassedAsync(stoppingToken);
        await RunAsync(stoppingToken);
    }
}

/// <summary>Sets the workers going and asks for the jobs that are repeated.</summary>
internal sealed class StartJobs(Jobs jobs, IEnumerable<RepeatedJob> repeated, FirstPage first)
    : AfterFirstPage(first)
{
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await jobs.StartAsync(stopping);
        foreach (var job in repeated)
        {
            await job.ScheduleAsync(jobs, stopping);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await jobs.StopAsync(cancellationToken);
    }
}

/// <summary>Wires repeated jobs into the application.</summary>
public static class RepeatedJobs
{
    /// <summary>Runs the job again and again, from one interval after the start.</summary>
    public static IServiceCollection AddJobEvery<TJob>(
        this IServiceCollection services,
        TimeSpan interval
    )
        where TJob : IJob =>
        services.AddSingleton(
            new RepeatedJob(
                typeof(TJob),
                (jobs, stopping) => jobs.EveryAsync<TJob>(interval, stopping)
            )
        );
}
