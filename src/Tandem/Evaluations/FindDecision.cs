using Microsoft.EntityFrameworkCore;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Finds what has been decided of a stage.</summary>
public sealed class FindDecision(Db db)
{
    /// <summary>All recommendations, the first first; the last counts.</summary>
    public async Task<IReadOnlyList<CallDecision>> AllAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    ) =>
        await db.Set<CallDecision>()
            .Include(d => d.Lines)
            .Where(d => d.CallId == stage.Call.Id && d.StageCode == stage.Stage.Code)
            .OrderBy(d => d.Round)
            .ToListAsync(cancellation);

    /// <summary>What counts now: the last recommendation that was not returned.</summary>
    public async Task<CallDecision?> NowAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    ) => (await AllAsync(stage, cancellation)) is [.., { ReturnedAt: null } last] ? last : null;

    /// <exception cref="Refusal">Nothing has been recommended.</exception>
    internal async Task<CallDecision> MustAsync(
        JudgedStage stage,
        CancellationToken cancellation
    ) =>
        await NowAsync(stage, cancellation)
        ?? throw new Refusal("Nothing has been recommended yet.", kind: RefusalKind.NotFound);

    /// <summary>What was published about how the stage is decided.</summary>
    public static DecisionFrame FrameOf(JudgedStage stage)
    {
        var (kind, terms) = (stage.Call.Kind, stage.Terms);
        var isLast = stage.Call.InOrder.Last().Code == stage.Stage.Code;
        var outcome =
            !isLast ? EntryOutcome.Progressed
            : terms.Method == JudgingMethod.PassFail ? EntryOutcome.Qualified
            : kind.Money is CallMoney.Prizes or CallMoney.Value ? EntryOutcome.Winner
            : EntryOutcome.Selected;
        return new(
            isLast ? kind.Decision : kind.Decision with { Standstill = null },
            [outcome],
            terms.GoesOn?.Least,
            terms.GoesOn?.Most ?? (isLast ? kind.Decision.MostWinners : null),
            stage.Stage.InForce?.Sha256 ?? ""
        )
        {
            Prizes = isLast && kind.Money == CallMoney.Prizes ? stage.Call.PrizeList : [],
        };
    }
}
