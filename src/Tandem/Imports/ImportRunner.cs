using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>
/// Carries out an import: one at a time in an installation, with progress saved about every second, so that a page can be reloaded, a
/// person can stop it, and a run that was killed begins again from its kept file.
/// </summary>
public sealed class ImportRunner(
    IDbContextFactory<Db> databases,
    Settings settings,
    FileStore files,
    Outgoing outgoing,
    IEnumerable<IImporter> importers,
    ILogger<ImportRunner> log
)
{
    /// <summary>Name of the turn that imports take; whatever else writes buyers or suppliers in bulk takes it too.</summary>
    public const string TurnName = "imports";

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);

    /// <summary>Runs it now, unless it has ended already, and gives how it ended. The caller holds the turn.</summary>
    /// <param name="sources">What to read; null for the run's kept file or its address.</param>
    public async Task<ImportRun> RunAsync(
        Id<ImportRun> id,
        Actor actor,
        IReadOnlyList<ImportSource>? sources,
        CancellationToken cancellation
    )
    {
        var run = await BeginAsync(id, cancellation);
        if (!run.IsOpen)
        {
            return run;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        string? failure = null;
        ImportCounts counts = default;
        try
        {
            sources ??= [await SourceOfAsync(run, stop.Token)];
            if (run.AllOrNothing && !run.DryRun)
            {
                await ForgetProblemsAsync(id, stop.Token);
                counts = await PassAsync(run, sources, writes: false, stop);
                failure = counts.Refused > 0 ? NothingKept(counts) : null;
            }
            if (failure is null)
            {
                await ForgetProblemsAsync(id, stop.Token);
                counts = await PassAsync(run, sources, writes: !run.DryRun, stop);
                failure =
                    counts.Read > 0 && counts.Read == counts.Refused ? NothingRead(counts) : null;
            }
        }
        catch (Refusal refusal)
        {
            failure = refusal.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            failure = null; // a person stopped it; the run says so already
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "Import {Reference} failed", run.Reference);
            failure =
                "Something went wrong in the program. What was kept until then stays; bring the file again to go on.";
        }
        return await EndAsync(run, actor, failure, cancellation);
    }

    private async Task<ImportRun> BeginAsync(Id<ImportRun> id, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var run = await db.Set<ImportRun>().SingleAsync(r => r.Id == id, cancellation);
        if (run.IsOpen)
        {
            run.Start(db.Now());
            await db.SaveChangesAsync(cancellation);
        }
        return run;
    }

    /// <summary>Those noted by a pass, or by a try that was killed, before this one.</summary>
    private async Task ForgetProblemsAsync(Id<ImportRun> id, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        await db.Set<ImportProblem>().Where(p => p.RunId == id).ExecuteDeleteAsync(cancellation);
    }

    private async Task<ImportSource> SourceOfAsync(ImportRun run, CancellationToken cancellation)
    {
        if (run.FileHash is null)
        {
            if (!run.SourceName.Contains("://", StringComparison.Ordinal))
            {
                throw new Refusal(
                    "The program was stopped in the middle of this import. What was kept until then stays; bring it again to go on."
                );
            }
            var file = await outgoing.FetchAsync(
                run.SourceName,
                settings.UploadLimit,
                content => files.SaveAsync(content, settings.UploadLimit, cancellation),
                cancellation
            );
            run.Keep(file);
            await using var db = databases.CreateDbContext();
            await db.Set<ImportRun>()
                .Where(r => r.Id == run.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(r => r.FileHash, file.Hash)
                            .SetProperty(r => r.BytesTotal, file.Bytes),
                    cancellation
                );
        }
        return new(run.SourceName, run.BytesTotal, () => files.Open(run.FileHash!));
    }

    private async Task<ImportCounts> PassAsync(
        ImportRun run,
        IReadOnlyList<ImportSource> sources,
        bool writes,
        CancellationTokenSource stop
    )
    {
        var importer = importers.Single(i => i.Kind == run.Kind);
        await using var work = new ImportWork(
            run,
            sources,
            databases,
            writes,
            oneTransaction: writes && run.AllOrNothing
        );
        await Bulk.PrepareAsync(work.Db, stop.Token);
        using var done = new CancellationTokenSource();
        var saving = SaveProgressAsync(work, stop, done.Token);
        try
        {
            await importer.RunAsync(work, stop.Token);
            await work.CommitAsync(stop.Token);
        }
        finally
        {
            await done.CancelAsync();
            await saving;
        }
        await SaveAsync(work, stop.Token);
        return work.Counts;
    }

    private async Task SaveProgressAsync(
        ImportWork work,
        CancellationTokenSource stop,
        CancellationToken done
    )
    {
        using var clock = new PeriodicTimer(SaveEvery);
        try
        {
            while (await clock.WaitForNextTickAsync(done))
            {
                await work.BetweenBatchesAsync(
                    async () =>
                    {
                        if (!await SaveAsync(work, CancellationToken.None))
                        {
                            await stop.CancelAsync();
                        }
                    },
                    done
                );
            }
        }
        catch (OperationCanceledException) { }
    }

    /// <summary>
    /// Saves counts and new problems; false where the run is no longer this one's: somebody stopped it, or, as the connection that holds the turn was
    /// lost, another node has begun it anew.
    /// </summary>
    private async Task<bool> SaveAsync(ImportWork work, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (problems, counts, bytes) = (work.TakeProblems(), work.Counts, work.BytesRead);
        if (problems.Count > 0)
        {
            var number = await Sequence.TakeAsync(
                db,
                "import-problem",
                problems.Count,
                cancellation
            );
            problems.ForEach(p => p.Id = number++);
            await Bulk.UpsertAsync(db, problems, cancellation);
        }
        var columns = work.ColumnsJson;
        var running = await db.Set<ImportRun>()
            .Where(r =>
                r.Id == work.Run.Id
                && r.State == ImportState.Running
                && r.StartedAt == work.Run.StartedAt
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(r => r.Read, counts.Read)
                        .SetProperty(r => r.Added, counts.Added)
                        .SetProperty(r => r.Updated, counts.Updated)
                        .SetProperty(r => r.Unchanged, counts.Unchanged)
                        .SetProperty(r => r.Refused, counts.Refused)
                        .SetProperty(r => r.BytesRead, bytes)
                        .SetProperty(r => r.Columns, columns),
                cancellation
            );
        await transaction.CommitAsync(cancellation);
        return running == 1;
    }

    private async Task<ImportRun> EndAsync(
        ImportRun begun,
        Actor actor,
        string? failure,
        CancellationToken cancellation
    )
    {
        await using var db = databases.CreateDbContext();
        var run = await db.Set<ImportRun>().SingleAsync(r => r.Id == begun.Id, cancellation);
        if (run.State != ImportState.Running || run.StartedAt != begun.StartedAt)
        {
            return run;
        }
        if (failure is null)
        {
            run.Complete(db.Now());
        }
        else
        {
            run.Fail(failure, db.Now());
        }
        db.Record(
            actor,
            failure is null ? "import-completed" : "import-failed",
            nameof(ImportRun),
            run.Id,
            new
            {
                run.Reference,
                run.Read,
                run.Added,
                run.Updated,
                run.Unchanged,
                run.Refused,
                run.DryRun,
            },
            failure
        );
        await db.SaveChangesAsync(cancellation);
        return run;
    }

    private static string NothingKept(ImportCounts counts) =>
        $"Nothing was kept: {Web.Words.Count(counts.Refused, "row")} could not be taken, and this import is all or nothing.";

    private static string NothingRead(ImportCounts counts) =>
        counts.Refused == 1
            ? "Nothing could be read from it. The reason stands below."
            : "Nothing could be taken from it. The reasons stand below.";
}
