using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>Asks for an import: it is recorded, waits its turn behind the pages, and its page shows how it goes.</summary>
public sealed class StartImport(Db db, Jobs jobs)
{
    /// <exception cref="Refusal">The actor may not bring this in.</exception>
    public async Task<ImportRun> RunAsync(
        Actor actor,
        ImportRequest request,
        CancellationToken cancellation = default
    )
    {
        var run = await AddAsync(db, actor, request, cancellation);
        await jobs.RunSoonAsync<RunImport>(run.Id.ToString(), cancellation);
        return run;
    }

    internal static async Task<ImportRun> AddAsync(
        Db db,
        Actor actor,
        ImportRequest request,
        CancellationToken cancellation
    )
    {
        ImportPermissions.MayBring(actor, request.Kind, request.Organisation).Permit();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var run = ImportRun.Create(
            await Sequence.TakeAsync(db, nameof(ImportRun), 1, cancellation),
            request.Kind,
            request.SourceName,
            actor,
            db.Now(),
            request.FileHash,
            request.BytesTotal,
            request.Organisation,
            request.Choices,
            request.DryRun,
            request.AllOrNothing
        );
        db.Add(run);
        db.Record(
            actor,
            "import-started",
            nameof(ImportRun),
            run.Id,
            new
            {
                run.Reference,
                run.Kind,
                run.SourceName,
                run.FileHash,
                run.DryRun,
                run.AllOrNothing,
            }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return run;
    }
}

/// <summary>Brings in what is at hand at once, in this process: the command line's way.</summary>
public sealed class BringNow(
    IDbContextFactory<Db> databases,
    Settings settings,
    ImportRunner runner
)
{
    /// <summary>Waits for its turn, runs the import to its end, and gives how it ended.</summary>
    /// <param name="started">Told the run as soon as it has a number.</param>
    /// <exception cref="Refusal">The actor may not bring this in.</exception>
    public async Task<ImportRun> RunAsync(
        Actor actor,
        ImportRequest request,
        IReadOnlyList<ImportSource> sources,
        Action<ImportRun>? started = null,
        CancellationToken cancellation = default
    )
    {
        await using var turn = await Turn.WaitAsync(
            databases,
            settings,
            ImportRunner.TurnName,
            cancellation
        );
        await using var db = databases.CreateDbContext();
        var run = await StartImport.AddAsync(db, actor, request, cancellation);
        started?.Invoke(run);
        return await runner.RunAsync(run.Id, actor, sources, cancellation);
    }
}
