using Quartz;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Looks every few seconds whether e-mails are due.</summary>
[DisallowConcurrentExecution]
public sealed class MailJob(DeliverMail deliver) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await deliver.RunAsync(cancellation);
}

/// <summary>As the program starts: asks for the look every few seconds.</summary>
internal sealed class ScheduleMail(Jobs jobs) : IHostedService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public Task StartAsync(CancellationToken cancellationToken) =>
        jobs.EveryAsync<MailJob>(Interval, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
