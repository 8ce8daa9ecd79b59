using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Contracts.Registers;

/// <summary>
/// Brings in an organisation's contract register: its rows become contracts, known again by their reference. Every row ends as added, updated,
/// unchanged or refused; contracts that no longer stand in the register are kept and named.
/// </summary>
internal sealed class RegisterImport(
    IDbContextFactory<Db> databases,
    RegisterVocabulary vocabulary,
    Authorities authorities,
    SuggestedCodes suggested
) : IImporter
{
    private const int RowsAtOnce = 1_000;

    public ImportKind Kind => ImportKind.Register;

    public async Task RunAsync(ImportWork work, CancellationToken cancellation)
    {
        var choices = RegisterChoices.Parse(work.Run.Choices);
        var organisation = await work
            .Db.Set<Organisation>()
            .AsNoTracking()
            .SingleAsync(o => o.Id == work.Run.OrganisationId, cancellation);
        var owner = new RegisterOwner(organisation, authorities);
        var changes = new RegisterChanges(work.Run, owner);
        changes.GoOnAfter(await ChangesBeforeAsync(work, cancellation));
        var store = new RegisterStore(
            work.Run,
            owner,
            new BuyerBook(authorities),
            new SupplierBook(),
            suggested,
            changes
        );
        var reading = new RegisterReading(work, choices, owner, vocabulary);
        foreach (var batch in reading.Batches(RowsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            await TakeAsync(work, store, batch, cancellation);
        }
        await NameGoneAsync(work, changes, reading, cancellation);
        if (work.Writes)
        {
            await RecordAsync(work, organisation, choices, cancellation);
        }
    }

    /// <summary>
    /// A dry run begins its changes afresh. A run that writes keeps those it has written before the program was stopped, as their contracts are
    /// written too and come out as unchanged now.
    /// </summary>
    private async Task<long> ChangesBeforeAsync(ImportWork work, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var kept = db.Set<RegisterChange>().Where(c => c.RunId == work.Run.Id);
        if (!work.Run.DryRun)
        {
            return await kept.MaxAsync(c => (long?)c.Number, cancellation) ?? 0;
        }
        await kept.ExecuteDeleteAsync(cancellation);
        return 0;
    }

    private async Task TakeAsync(
        ImportWork work,
        RegisterStore store,
        List<RegisterDraft> drafts,
        CancellationToken cancellation
    )
    {
        RegisterOutcome? outcome = null;
        if (work.Writes)
        {
            await work.WriteAsync(
                async db => outcome = await store.TakeAsync(db, drafts, true, cancellation),
                cancellation
            );
        }
        else
        {
            outcome = await store.TakeAsync(work.Db, drafts, false, cancellation);
            await KeepAsync(work, outcome.Changes, cancellation);
        }
        work.Count(outcome!.Added, outcome.Updated, outcome.Unchanged);
    }

    private async Task NameGoneAsync(
        ImportWork work,
        RegisterChanges changes,
        RegisterReading reading,
        CancellationToken cancellation
    )
    {
        if (!reading.IsWhole)
        {
            return;
        }
        var count = 0;
        await foreach (var gone in changes.GoneAsync(work.Db, reading.Keys, cancellation))
        {
            count += gone.Count;
            if (work.Writes)
            {
                await work.WriteAsync(db => Bulk.UpsertAsync(db, gone, cancellation), cancellation);
            }
            else
            {
                await KeepAsync(work, gone, cancellation);
            }
        }
        if (count > 0)
        {
            // Of the file as a whole, not of one of its rows; which they are stands among the changes.
            work.Note(
                new(
                    new(work.Run.SourceName, 0),
                    $"{Web.Words.Count(count, "contract")} of earlier imports {(count == 1 ? "is" : "are")} no longer in the register; {(count == 1 ? "it was" : "they were")} kept",
                    ProblemKind.Noticed
                )
            );
        }
    }

    /// <summary>Keeps what a dry run has found, so that it can be looked at; the first pass of all-or-nothing only counts.</summary>
    private async Task KeepAsync(
        ImportWork work,
        List<RegisterChange> changes,
        CancellationToken cancellation
    )
    {
        if (!work.Run.DryRun || changes.Count == 0)
        {
            return;
        }
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await Bulk.UpsertAsync(db, changes, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static Task RecordAsync(
        ImportWork work,
        Organisation organisation,
        RegisterChoices choices,
        CancellationToken cancellation
    ) =>
        work.WriteAsync(
            async db =>
            {
                var (run, counts) = (work.Run, work.Counts);
                db.Record(
                    new Actor(
                        run.StartedById,
                        run.StartedByName,
                        new Dictionary<Guid, Role>(),
                        new HashSet<Guid>()
                    ),
                    "contract-register-imported",
                    nameof(Organisation),
                    organisation.Id,
                    new
                    {
                        run.Reference,
                        run.SourceName,
                        choices.Visibility,
                        counts.Read,
                        counts.Added,
                        counts.Updated,
                        counts.Unchanged,
                        counts.Refused,
                    }
                );
                await db.SaveChangesAsync(cancellation);
            },
            cancellation
        );
}
