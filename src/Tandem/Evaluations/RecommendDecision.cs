using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>The panel recommends an outcome, with a reason, for every entry of a stage.</summary>
public sealed class RecommendDecision(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, not all is scored, or a reason is missing.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        IReadOnlyCollection<OutcomeDraft> drafts,
        DecisionWords words,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        if (!stage.IsJudged)
        {
            throw new Refusal(
                $"Nothing is judged in {stage.Stage.Title}, so there is nothing to decide on."
            );
        }
        stage.MustHaveSettledLate();
        if (stage.Entries.Count == 0)
        {
            throw new Refusal("There is nothing to decide on.");
        }
        if (!stage.IsComplete)
        {
            throw new Refusal(
                $"First everything is scored. Still open: {string.Join(", ", stage.Ranking.Where(r => r.Standing == RankStanding.Unscored).Select(r => r.Fact.Reference))}."
            );
        }
        var before = await decisions.AllAsync(stage, cancellation);
        if (before is [.., { ReturnedAt: null }])
        {
            throw new Refusal("A recommendation has been made already.", kind: RefusalKind.Changed);
        }
        var decision = CallDecision.Recommend(
            stage.Call.Id,
            stage.Stage.Code,
            before.Count + 1,
            FindDecision.FrameOf(stage),
            stage.Ranking,
            drafts,
            words,
            actor,
            db.Now()
        );
        db.Add(decision);
        db.RecordDecision(actor, JudgingVerbs.Recommended, stage, decision);
        await messages.ToPeopleAsync(
            [
                .. stage
                    .Call.People.Where(p =>
                        p.Role == CallRole.Approver && p.PersonId.Value != actor.PersonId
                    )
                    .Select(p => p.PersonId),
            ],
            decision.Message(
                stage,
                "recommended",
                "A decision waits for your approval",
                $"{actor.Name} recommends an outcome for each of {stage.Entries.Count} entries.",
                "decision"
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}
