using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Shows everybody's scores of an entry although a member's are missing.</summary>
public sealed class RevealScores(Db db, Actor actor, FindStage find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, or no reason is given.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.EntryAsync(reference, stageCode, number, cancellation);
        JudgingPermissions.MayLead(actor, stage.Call).Permit();
        var judging =
            stage.Of(stage.Entry(number).Id)
            ?? throw new Refusal("Nobody has handed in scores for this entry.");
        judging.Reveal(stage.Terms, reason, actor, db.Now());
        await SayAsync(db, messages, actor, stage, judging, judging.RevealReason, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    internal static async Task SayAsync(
        Db db,
        Messages messages,
        Actor actor,
        JudgedStage stage,
        EntryJudging judging,
        string? reason,
        CancellationToken cancellation
    )
    {
        var entry = stage.Entry(judging.EntryId);
        db.Record(
            actor,
            JudgingVerbs.Revealed,
            nameof(EntryJudging),
            judging.Id,
            new { entry = entry.Reference, assessors = judging.Panel.Count(a => a.Counts) },
            reason
        );
        if (stage.Terms.Together == Calls.Kinds.Together.Consensus && stage.Terms.IsScored)
        {
            await messages.ToPeopleAsync(
                ShareOut.Leads(stage.Call),
                new(
                    $"judging:{judging.Id}:revealed",
                    $"All scores are in: {entry.Reference}",
                    [
                        "Everybody on the panel can see them now. Agree on a score for each criterion.",
                    ],
                    $"{stage.Path}/{entry.Number}/scores",
                    Owed: false,
                    nameof(Call),
                    stage.Call.Id.ToString()
                ),
                cancellation
            );
        }
    }
}
