using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>Stops an import that waits or runs. What was good until then is kept; the worker sees it within a second or so.</summary>
public sealed class CancelImport(Db db)
{
    /// <exception cref="Refusal">The actor may not stop it, or it has ended.</exception>
    public async Task RunAsync(
        Actor actor,
        Id<ImportRun> id,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var run = await db.Set<ImportRun>().SingleAsync(r => r.Id == id, cancellation);
        ImportPermissions.MayCancel(actor, run).Permit();
        run.Cancel(db.Now());
        db.Record(
            actor,
            "import-cancelled",
            nameof(ImportRun),
            run.Id,
            new { run.Reference, run.Read }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
