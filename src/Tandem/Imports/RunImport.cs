using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Imports;

/// <summary>
/// Works on one queued import; killed in the middle, it is run again and the import begins anew from its kept file. While another import
/// has the turn it comes back again and again, so that no worker is held up by waiting.
/// </summary>
[DisallowConcurrentExecution]
public sealed class RunImport(
    ImportRunner runner,
    IDbContextFactory<Db> databases,
    Settings settings,
    Jobs jobs
) : IJob
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation)
    {
        await using var turn = await TurnAsync(cancellation);
        if (turn is null)
        {
            await jobs.RunAgainAsync(context, cancellation);
            return;
        }
        var id = Id<ImportRun>.Parse(context.MergedJobDataMap.GetString("key")!, null);
        await runner.RunAsync(id, Actor.System, null, cancellation);
        await jobs.RunSoonAsync<SuggestDuplicates>(SuggestDuplicates.Key, cancellation);
    }

    /// <summary>The turn; null where another import has it for longer than it takes one to put its things away.</summary>
    private async Task<IAsyncDisposable?> TurnAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await Turn.WaitAsync(databases, settings, ImportRunner.TurnName, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>As the program starts: takes up the imports that were asked for and had not ended when it stopped.</summary>
internal sealed class ResumeImports(IDbContextFactory<Db> databases, Jobs jobs, FirstPage first)
    : AfterFirstPage(first)
{
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await using var db = databases.CreateDbContext();
        var open = await db.Set<ImportRun>()
            .Where(r => r.State == ImportState.Queued || r.State == ImportState.Running)
            .OrderBy(r => r.Number)
            .Select(r => r.Id)
            .ToListAsync(stopping);
        foreach (var id in open)
        {
            await jobs.RunSoonAsync<RunImport>(id.ToString(), stopping);
        }
    }
}
