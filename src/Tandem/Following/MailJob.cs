using Quartz;
using Tandem.Kernel.Search;

namespace Tandem.Following;

/// <summary>Looks every few seconds what there is to tell to whom, and which e-mails are due.</summary>
[DisallowConcurrentExecution]
public sealed class MailJob(GatherStories gather, DeliverMail deliver, IndexFollower lists) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation)
    {
        // Readers' lists are built first; what is said to people waits for no list.
        if (lists.IsReady)
        {
            await gather.RunAsync(still: true, cancellation);
        }
        await deliver.RunAsync(cancellation);
    }
}
