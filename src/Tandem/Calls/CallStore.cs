using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Loading and saving calls.</summary>
public static class CallStore
{
    /// <summary>The call of this reference with its stages, people and addenda, to be read or changed.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public static async Task<Call> CallAsync(
        this Db db,
        Actor actor,
        string? reference,
        CancellationToken cancellation = default
    )
    {
        var (year, number) = Call.Parse(reference) ?? (0, 0);
        return await db.Set<Call>()
                .VisibleTo(actor)
                .Whole()
                .SingleOrDefaultAsync(c => c.Year == year && c.Number == number, cancellation)
            ?? throw new Refusal("There is no such call.", kind: RefusalKind.NotFound);
    }

    /// <summary>The call of this id as it is, whoever asks: for scheduled work, and for rooms that have asked who may.</summary>
    public static Task<Call> CallAsync(
        this Db db,
        Id<Call> id,
        CancellationToken cancellation = default
    ) => db.Set<Call>().Whole().SingleAsync(c => c.Id == id, cancellation);

    /// <summary>With stages, their published terms, people and addenda.</summary>
    public static IQueryable<Call> Whole(this IQueryable<Call> calls) =>
        calls
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .Include(c => c.Addenda)
            .AsSplitQuery();

    /// <summary>Saves a call and all else that is waiting: a new one gets its number, each its place in the order of changes.</summary>
    /// <exception cref="Refusal">Somebody else changed it meanwhile.</exception>
    public static async Task SaveCallAsync(
        this Db db,
        Call call,
        CancellationToken cancellation = default
    )
    {
        var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellation)
            : null;
        await using (own)
        {
            if (call.Number == 0)
            {
                call.Number = await Sequence.TakeAsync(db, $"call-{call.Year}", 1, cancellation);
            }
            call.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
            await db.SaveChangesAsync(cancellation);
            if (own is not null)
            {
                await own.CommitAsync(cancellation);
            }
        }
    }

    /// <summary>Records an act on a call.</summary>
    public static void RecordOn(
        this Db db,
        Actor actor,
        string verb,
        Call call,
        object? data = null,
        string? reason = null
    ) => db.Record(actor, verb, nameof(Call), call.Id, data, reason);

    /// <summary>The organisation that makes the call.</summary>
    public static Task<Organisation> OrganisationOfAsync(
        this Db db,
        Call call,
        CancellationToken cancellation = default
    ) =>
        db.Set<Organisation>()
            .AsNoTracking()
            .SingleAsync(o => o.Id == call.OrganisationId, cancellation);
}
