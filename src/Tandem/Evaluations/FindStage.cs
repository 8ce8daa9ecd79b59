using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Finds a stage of a call that the actor may know of, with everything by which it is judged: to be read, or to be changed.</summary>
public sealed class FindStage(Db db, Actor actor, StageEntries entries, KnownJudgings known)
{
    /// <summary>The whole stage, to be read. Nothing of it may be changed.</summary>
    /// <exception cref="Refusal">There is no such call or stage, or none that the actor may know of.</exception>
    public async Task<JudgedStage> RunAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        var (call, stage) = await StageAsync(reference, stageCode, cancellation);
        return await OfAsync(call, stage, cancellation);
    }

    /// <summary>One entry of the stage, to be changed: the stage holds this entry and no other, so it says nothing of an order.</summary>
    /// <exception cref="Refusal">There is no such call, stage or entry, or none that the actor may know of.</exception>
    public async Task<JudgedStage> EntryAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation = default
    )
    {
        var (call, stage) = await StageAsync(reference, stageCode, cancellation);
        var entry = await entries.OneAsync(call, stage, number, cancellation);
        var judgings = await Judgings(call, stage)
            .Include(j => j.Assignments)
                .ThenInclude(a => a.Scores)
            .Include(j => j.Agreed)
            .Include(j => j.Screenings)
            .AsSplitQuery()
            .Where(j => j.EntryId == entry.Id)
            .ToListAsync(cancellation);
        return new(call, stage, [entry], new(judgings, []));
    }

    /// <summary>The whole stage with who judges what, to be changed. Scores are not there: sharing out asks for none.</summary>
    /// <param name="only">Entries that matter; null: all.</param>
    /// <exception cref="Refusal">There is no such call or stage, or none that the actor may know of.</exception>
    public async Task<JudgedStage> PanelAsync(
        string reference,
        string stageCode,
        IReadOnlyCollection<Id<Entry>>? only = null,
        CancellationToken cancellation = default
    )
    {
        var (call, stage) = await StageAsync(reference, stageCode, cancellation);
        var all = await entries.OfAsync(call, stage, cancellation);
        var judgings = Judgings(call, stage)
            .Include(j => j.Assignments)
            .Include(j => j.Screenings)
            .AsSplitQuery();
        return new(
            call,
            stage,
            only is null ? all : [.. all.Where(e => only.Contains(e.Id))],
            new(
                await (
                    only is null
                        ? judgings
                        : judgings.Where(j => EF.Parameter(only).Contains(j.EntryId))
                ).ToListAsync(cancellation),
                []
            )
        );
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

    /// <summary>One stage of a call that was found by other rules, to be read.</summary>
    public async Task<JudgedStage> OfAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation = default
    )
    {
        var counting = await entries.OfAsync(call, stage, cancellation);
        return new(call, stage, counting, await known.OfAsync(db, call, stage, cancellation))
        {
            Late = await entries.LateAsync(stage, counting, cancellation),
        };
    }

    /// <summary>One stage as it stands in the database at this moment, whatever was read of it before: for the audit, which trusts nothing.</summary>
    internal async Task<JudgedStage> StoredAsync(
        Call call,
        CallStage stage,
        CancellationToken cancellation
    ) =>
        new(
            call,
            stage,
            await entries.OfAsync(call, stage, cancellation),
            await new KnownJudgings().OfAsync(db, call, stage, cancellation)
        );

    internal IQueryable<Call> Calls() =>
        db.Set<Call>()
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.People)
            .AsSplitQuery();

    private IQueryable<EntryJudging> Judgings(Call call, CallStage stage) =>
        db.Set<EntryJudging>().Where(j => j.CallId == call.Id && j.StageCode == stage.Code);

    private async Task<(Call, CallStage)> StageAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation
    )
    {
        var call = await CallAsync(reference, cancellation);
        return (
            call,
            call.Stage(stageCode)
                ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound)
        );
    }
}
