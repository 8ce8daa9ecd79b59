using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>The ranking of a stage with its budget laid over it.</summary>
public sealed class StageBudget(Db db)
{
    /// <summary>Overrides that stand.</summary>
    public async Task<IReadOnlyList<BudgetOverride>> OverridesAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    ) =>
        await db.Set<BudgetOverride>()
            .AsNoTracking()
            .Where(o =>
                o.CallId == stage.Call.Id
                && o.StageCode == stage.Stage.Code
                && o.TakenBackAt == null
            )
            .OrderBy(o => o.At)
            .ToListAsync(cancellation);

    /// <summary>The line; null where the call shares out no budget.</summary>
    /// <param name="fundTo">"Fund to here": how many from the top.</param>
    public static BudgetLine? Line(
        JudgedStage stage,
        IReadOnlyList<BudgetOverride> overrides,
        int? fundTo = null
    )
    {
        if (stage.BudgetMinor is not { } budget)
        {
            return null;
        }
        var asks = stage.Entries.ToDictionary(e => e.Id.Value, e => e.Ask ?? 0);
        return BudgetLine.Of(
            [
                .. stage.Ranking.Select(r => new Asking(
                    r.Fact.Id,
                    r.Fact.Reference,
                    r.Place,
                    asks[r.Fact.Id]
                )),
            ],
            budget,
            [.. overrides.Select(o => o.Said)],
            fundTo
        );
    }
}
