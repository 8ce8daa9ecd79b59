using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Finds a stage of a call that the actor may know of, with everything by which it is judged.</summary>
public sealed class FindStage(Db db, Actor actor, StageEntries entries)
{
    /// <exception cref="Refusal">There is no such call or stage, or none that the actor may know of.</exception>
    public async Task<JudgedStage> RunAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        var call = await CallAsync(reference, cancellation);
        var stage =
            call.Stage(stageCode)
            ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);
        return await OfAsync(call, stage, cancellation);
    }

    /// <summary>The call alone.</summary>
    /// <exception cref="Refusal">There is none that the actor may know of.</exception>
    public async Task<Call> CallAsync(string reference, CancellationToken cancellation = default) =>
        Call.Parse(reference) is var (year, number)
        && await Calls()
            .VisibleTo(actor)
            .SingleOrDefaultAsync(c => c.Year == year && c.Number == number, cancellation)
            is { } found
            ? found
            : throw new Refusal("There is no such call.", kind: RefusalKind.NotFound);

    /// <summary>The stages of a call that was found by other rules.</summary>
    public async Task<IReadOnlyList<JudgedStage>> AllOfAsync(
        Call call,
        CancellationToken cancellation = default
    )
    {
        var all = new List<JudgedStage>();
        foreach (var stage in call.InOrder)
        {
            all.Add(await OfAsync(call, stage, cancellation));
        }
        return all;
    }

    /// <summary>One stage of a call that was found by other rules.</summary>
    public async Task<JudgedStage> OfAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation = default
    ) =>
        new(
            call,
            stage,
            await entries.OfAsync(call, stage, cancellation),
            await db.Set<EntryJudging>()
                .Include(j => j.Assignments)
                    .ThenInclude(a => a.Scores)
                .Include(j => j.Agreed)
                .Include(j => j.Screenings)
                .AsSplitQuery()
                .Where(j => j.CallId == call.Id && j.StageCode == stage.Code)
                .ToListAsync(cancellation),
            await db.Set<PairComparison>()
                .Where(c => c.CallId == call.Id && c.StageCode == stage.Code)
                .OrderBy(c => c.Id)
                .ToListAsync(cancellation)
        );

    internal IQueryable<Call> Calls() =>
        db.Set<Call>()
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .AsSplitQuery();
}
