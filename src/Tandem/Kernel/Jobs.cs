using Quartz;

namespace Tandem.Kernel;

/// <summary>
/// Work that goes on behind the pages: kept in the same database, so that it survives a stop of the program and, on PostgreSQL, is shared by
/// several nodes. A job is shallow: it finds its record and calls an operation that can be run twice.
/// </summary>
public sealed class Jobs(ISchedulerFactory schedulers, TimeProvider clock)
{
    private readonly SemaphoreSlim making = new(1);
    private IScheduler? made;

    /// <summary>
    /// Runs the job as soon as a worker is free, with one argument; asked for again before it has begun, it still runs once; asked for while it runs,
    /// it runs once more afterwards, never twice at the same time.
    /// </summary>
    /// <param name="key">What the job is about; the argument the job is given.</param>
    public async Task RunSoonAsync<TJob>(string key, CancellationToken cancellation = default)
        where TJob : IJob
    {
        var scheduler = await SchedulerAsync(cancellation);
        var job = JobBuilder
            .Create<TJob>()
            .WithIdentity(new JobKey(key, typeof(TJob).Name))
            .UsingJobData("key", key)
            .RequestRecovery()
            .Build();
        await ScheduleAsync(scheduler, job, cancellation);
    }

    /// <summary>From within a job: runs it again, with the same argument, once the others that wait have had a worker.</summary>
    public Task RunAgainAsync(
        IJobExecutionContext context,
        CancellationToken cancellation = default
    ) => ScheduleAsync(context.Scheduler, context.JobDetail, cancellation);

    // One trigger for each job, put in place of the one that waits: a single step, whichever other node asks for the same at the same moment.
    private async Task ScheduleAsync(
        IScheduler scheduler,
        IJobDetail job,
        CancellationToken cancellation
    ) =>
        await scheduler.ScheduleJob(
            job,
            [
                TriggerBuilder
                    .Create()
                    .WithIdentity(job.Key.Name, job.Key.Group)
                    .ForJob(job.Key)
                    .StartAt(clock.GetUtcNow())
                    .Build(),
            ],
            ScheduleJobOptions.Replacing,
            cancellation
        );

    /// <summary>Runs the job again and again from a moment after now; asked for at every start, it is still scheduled once.</summary>
    public async Task EveryAsync<TJob>(TimeSpan interval, CancellationToken cancellation = default)
        where TJob : IJob
    {
        var scheduler = await SchedulerAsync(cancellation);
        var name = typeof(TJob).Name;
        await scheduler.ScheduleJob(
            JobBuilder.Create<TJob>().WithIdentity(name).Build(),
            TriggerBuilder
                .Create()
                .WithIdentity(name)
                .StartAt(TimeProvider.System.GetUtcNow() + interval)
                .WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever())
                .Build(),
            ScheduleJobOptions.Replacing,
            cancellation
        );
    }

    /// <summary>Sets the workers going.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        var scheduler = await SchedulerAsync(cancellation);
        await scheduler.Start(cancellation);
    }

    /// <summary>Stops the workers; a job that is running is not waited for.</summary>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        if (made is { } scheduler)
        {
            await scheduler.Shutdown(waitForJobsToComplete: false, cancellation);
        }
    }

    // Made when it is first asked for: it looks through its tables, for which the first page does not wait.
    private async Task<IScheduler> SchedulerAsync(CancellationToken cancellation)
    {
        if (made is { } ready)
        {
            return ready;
        }
        await making.WaitAsync(cancellation);
        try
        {
            return made ??= await schedulers.GetScheduler(cancellation);
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>Asks a job that is running to stop.</summary>
    public async Task InterruptAsync<TJob>(string key, CancellationToken cancellation = default)
        where TJob : IJob
    {
        var scheduler = await SchedulerAsync(cancellation);
        await scheduler.Interrupt(new JobKey(key, typeof(TJob).Name), cancellation);
    }

    internal static void Add(IServiceCollection services, Settings settings)
    {
        services.AddSingleton<Jobs>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = "tandem";
                o.GenerateInstanceId = true;
                o.IdleWaitTime = TimeSpan.FromSeconds(5);
            });
            // Two for imports, which may take minutes; the others for what must not wait behind them: messages first.
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                if (settings.PostgresConnection is { } postgres)
                {
                    store.UsePostgres(postgres);
                    store.UseClustering();
                }
                else
                {
                    store.UseSqlite(settings.SqliteConnection);
                }
            });
        });
        services
            .AddJobEvery<KeepStatisticsJob>(KeepStatisticsJob.Every)
            .AddHostedService<StartJobs>();
    }
}
