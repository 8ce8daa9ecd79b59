using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Loading and saving items, for the operations of this room.</summary>
internal static class PipelineStore
{
    /// <summary>Name of the counter of references.</summary>
    private const string Numbers = "pipeline";

    /// <summary>The item of this reference, to be changed.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public static async Task<PipelineItem> PipelineItemAsync(
        this Db db,
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    )
    {
        var number = PipelineItem.NumberOf(reference);
        return await db.Set<PipelineItem>()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(i => i.Number == number, cancellation)
            ?? throw new Refusal("There is no such pipeline item.", kind: RefusalKind.NotFound);
    }

    /// <summary>Saves items and all else that is waiting: new ones get their reference, all their place in the order of changes.</summary>
    /// <exception cref="Refusal">Somebody else changed one of them meanwhile.</exception>
    public static async Task SavePipelineAsync(
        this Db db,
        IReadOnlyCollection<PipelineItem> items,
        CancellationToken cancellation
    )
    {
        if (items.Count == 0)
        {
            await db.SaveChangesAsync(cancellation);
            return;
        }
        var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellation)
            : null;
        await using (own)
        {
            var unnumbered = items.Where(i => i.Number == 0).ToList();
            if (unnumbered.Count > 0)
            {
                var number = await Sequence.TakeAsync(db, Numbers, unnumbered.Count, cancellation);
                foreach (var item in unnumbered)
                {
                    item.Number = number++;
                }
            }
            var change = await Sequence.TakeAsync(db, Sequence.Changes, items.Count, cancellation);
            foreach (var item in items)
            {
                item.ChangeSeq = change++;
            }
            try
            {
                await db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateConcurrencyException)
            {
                throw new Refusal(
                    "Somebody else has changed this meanwhile. Load the page again to see what, then say yours once more."
                );
            }
            if (own is not null)
            {
                await own.CommitAsync(cancellation);
            }
        }
    }

    /// <summary>The organisation that keeps an item.</summary>
    public static Task<Organisation> OrganisationOfAsync(
        this Db db,
        PipelineItem item,
        CancellationToken cancellation = default
    ) =>
        db.Set<Organisation>()
            .AsNoTracking()
            .SingleAsync(o => o.Id == item.OrganisationId, cancellation);

    /// <summary>Records an act on an item.</summary>
    public static void RecordOn(
        this Db db,
        Actor actor,
        string verb,
        PipelineItem item,
        object? data = null,
        string? reason = null
    ) => db.Record(actor, verb, nameof(PipelineItem), item.Id, data, reason);

    /// <summary>The actor as the owner of what they add; nobody for the program itself.</summary>
    public static Id<Person>? Self(Actor actor) =>
        actor.PersonId is { } person ? new Id<Person>(person) : null;
}
