using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Records scores that the panel agreed, or that moderation made, with their reasons.</summary>
public sealed class AgreeScores(Db db, Actor actor, FindStage find)
{
    /// <exception cref="Refusal">The actor may not, nothing was revealed, or a reason is missing.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        IReadOnlyCollection<ScoreGiven> given,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.EntryAsync(reference, stageCode, number, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        var judging =
            stage.Of(stage.Entry(number).Id)
            ?? throw new Refusal("First all scores are given and revealed.");
        if (stage.HasInterest(judging.EntryId, actor.PersonId))
        {
            throw new Refusal("You have an interest in this entry.", kind: RefusalKind.Permission);
        }
        foreach (var one in given)
        {
            if (judging.Agree(stage.Terms, one.Code, one.Value, one.Words, actor, db.Now()))
            {
                var agreed = judging.Agreed[^1];
                db.Record(
                    actor,
                    JudgingVerbs.Agreed,
                    nameof(EntryJudging),
                    judging.Id,
                    new
                    {
                        entry = stage.Entry(number).Reference,
                        agreed.Criterion,
                        agreed.Value,
                        digest = agreed.Digest(),
                    },
                    agreed.Reason
                );
            }
        }
        await db.SaveChangesAsync(cancellation);
    }
}
