using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Somebody else approves what was recommended, or returns it with a reason.</summary>
public sealed class ApproveDecision(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, or it does not wait for approval.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayApprove(actor, stage.Call).Permit();
        var decision = await decisions.MustAsync(stage, cancellation);
        stage.MustHaveSettledLate();
        decision.Approve(stage.Call.Kind.Decision, actor, db.Now());
        db.RecordDecision(actor, JudgingVerbs.Approved, stage, decision);
        await messages.ToPeopleAsync(
            [
                .. stage
                    .Call.People.Where(p =>
                        p.Role == CallRole.Owner && p.PersonId.Value != actor.PersonId
                    )
                    .Select(p => p.PersonId),
            ],
            decision.Message(
                stage,
                "approved",
                "The decision is approved",
                "Look at the letters, then send them together.",
                "letters"
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Gives it back to the panel.</summary>
    /// <exception cref="Refusal">The actor may not, no reason is given, or everybody was told.</exception>
    public async Task ReturnAsync(
        string reference,
        string stageCode,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayApprove(actor, stage.Call).Permit();
        var decision = await decisions.MustAsync(stage, cancellation);
        decision.Return(reason, actor, db.Now());
        db.RecordDecision(actor, JudgingVerbs.Returned, stage, decision, decision.ReturnedReason);
        await messages.ToPeopleAsync(
            ShareOut.Leads(stage.Call),
            decision.Message(
                stage,
                "returned",
                "The recommendation came back",
                decision.ReturnedReason!,
                "decision"
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}
