using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>An entry with its call.</summary>
public sealed record FoundEntry(Call Call, Entry Entry)
{
    /// <summary>The stages it can be submitted in at this moment, or, where late entries are taken, could be.</summary>
    public IEnumerable<CallStage> Stages => Call.InOrder.Where(s => Entry.IsLetInto(Call, s));
}

/// <summary>Finds calls and entries that the actor may see.</summary>
public sealed class FindEntry(Db db, Actor actor, VisibleEntries visible)
{
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<Call> CallAsync(string? reference, CancellationToken cancellation = default)
    {
        var (year, number) = Call.Parse(reference) ?? (0, 0);
        return await Whole(db.Set<Call>())
                .VisibleTo(actor)
                .SingleOrDefaultAsync(c => c.Year == year && c.Number == number, cancellation)
            ?? throw new Refusal("There is no such call.", kind: RefusalKind.NotFound);
    }

    /// <exception cref="Refusal">There is none that the actor may read.</exception>
    public async Task<FoundEntry> RunAsync(
        string? call,
        long number,
        CancellationToken cancellation = default
    )
    {
        var entry =
            await visible
                .Of(db.Set<Entry>())
                .Include(e => e.Members)
                .Include(e => e.Versions)
                .AsSplitQuery()
                .SingleOrDefaultAsync(
                    e => e.CallReference == call && e.Number == number,
                    cancellation
                )
            ?? throw None();
        return await WithCallAsync(entry, cancellation);
    }

    /// <summary>One that the actor is a member of.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public async Task<FoundEntry> OwnAsync(
        string? call,
        long number,
        CancellationToken cancellation = default
    )
    {
        var found = await RunAsync(call, number, cancellation);
        return found.Entry.RightOf(actor) is null ? throw None() : found;
    }

    /// <summary>An entry that was found by its own rules, with its call.</summary>
    internal async Task<FoundEntry> WithCallAsync(Entry entry, CancellationToken cancellation) =>
        new(
            await Whole(db.Set<Call>()).SingleAsync(c => c.Id == entry.CallId, cancellation),
            entry
        );

    internal static IQueryable<Call> Whole(IQueryable<Call> calls) =>
        calls
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .AsSplitQuery();

    private static Refusal None() => new("There is no such entry.", kind: RefusalKind.NotFound);
}
