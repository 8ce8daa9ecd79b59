using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Records that an entry is funded otherwise than its place says, and why; or takes that back.</summary>
public sealed class OverrideFunding(Db db, Actor actor, FindStage find)
{
    /// <exception cref="Refusal">The actor may not, the call shares out no budget, the entry has no place, or no reason is given.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        FundingOverride said,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (stage, entry, before) = await FindAsync(reference, stageCode, number, cancellation);
        if (
            said.Funded
            && stage.Ranking.First(r => r.Fact.Id == entry.Id.Value) is { Place: null } out_
        )
        {
            throw new Refusal(
                $"{entry.Reference} has no place: {RankWords.Of(out_.Standing).ToLowerInvariant()}. What was published about that binds."
            );
        }
        var made = BudgetOverride.Of(
            stage.Call.Id,
            stage.Stage.Code,
            entry.Id,
            said with
            {
                Entry = entry.Id.Value,
            },
            reason,
            actor,
            db.Now()
        );
        before?.TakeBack(db.Now());
        db.Add(made);
        db.Record(
            actor,
            JudgingVerbs.Overridden,
            nameof(Call),
            stage.Call.Id,
            new
            {
                entry = entry.Reference,
                made.Funded,
                made.AmountMinor,
            },
            made.Reason
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Takes one back.</summary>
    /// <exception cref="Refusal">The actor may not, or there is none.</exception>
    public async Task TakeBackAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation = default
    )
    {
        var (stage, entry, before) = await FindAsync(reference, stageCode, number, cancellation);
        (before ?? throw new Refusal("There is nothing to take back.")).TakeBack(db.Now());
        db.Record(
            actor,
            JudgingVerbs.OverrideTakenBack,
            nameof(Call),
            stage.Call.Id,
            new { entry = entry.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<(JudgedStage, JudgedEntry, BudgetOverride?)> FindAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        if (stage.BudgetMinor is null)
        {
            throw new Refusal("This call shares out no budget.");
        }
        var entry = stage.Entry(number);
        var before = await db.Set<BudgetOverride>()
            .SingleOrDefaultAsync(
                o =>
                    o.CallId == stage.Call.Id
                    && o.StageCode == stage.Stage.Code
                    && o.EntryId == entry.Id
                    && o.TakenBackAt == null,
                cancellation
            );
        return (stage, entry, before);
    }
}
