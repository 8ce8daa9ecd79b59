using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>What becomes of items when who belongs to what changes: a leaver's items wait for a new owner, and are found by the partnerships of now.</summary>
internal sealed class KeepBelonging(Db db, Messages messages) : IBelongingChanges
{
    /// <inheritdoc/>
    public async Task LeftAsync(
        Organisation organisation,
        Id<Person> person,
        Actor by,
        CancellationToken cancellation
    )
    {
        db.RemoveRange(
            await db.Set<PipelineApprover>()
                .Where(a => a.OrganisationId == organisation.Id && a.PersonId == person)
                .ToListAsync(cancellation)
        );
        var items = await db.Set<PipelineItem>()
            .Where(i => i.OrganisationId == organisation.Id && i.OwnerId == person)
            .ToListAsync(cancellation);
        var now = db.Now();
        foreach (var item in items)
        {
            item.BelongTo(null, now);
            db.RecordOn(by, PipelineActs.OwnerLeft, item);
        }
        var open = items.Count(i => i.IsOpen);
        if (open > 0)
        {
            await messages.ToOrganisationAsync(
                organisation.Id,
                Role.Administrator,
                new(
                    $"pipeline:left:{organisation.Id}:{person}:{now.Ticks}",
                    $"{Words.Count(open, "pipeline item")} {(open == 1 ? "needs" : "need")} an owner",
                    [
                        "Whoever kept them no longer belongs to the organisation. Say who keeps them true from now on.",
                    ],
                    $"/organisations/{organisation.Slug}/pipeline/stale"
                ),
                cancellation: cancellation
            );
        }
        await db.SavePipelineAsync(items, cancellation);
    }

    /// <inheritdoc/>
    public async Task PartneredAsync(Organisation organisation, CancellationToken cancellation)
    {
        var change = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        await db.Set<PipelineItem>()
            .Where(i => i.OrganisationId == organisation.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.ChangeSeq, change), cancellation);
    }
}
