using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>How acts on a decision are recorded, and how people are told of them.</summary>
internal static class DecisionTelling
{
    /// <summary>Records an act on the decision with its digest, by which a changed row is found later.</summary>
    internal static void RecordDecision(
        this Db db,
        Actor actor,
        string verb,
        JudgedStage stage,
        CallDecision decision,
        string? reason = null
    ) =>
        db.Record(
            actor,
            verb,
            nameof(Call),
            stage.Call.Id,
            new
            {
                stage = stage.Stage.Code,
                decision.Round,
                digest = decision.Digest(),
            },
            reason
        );

    /// <summary>What somebody who has to do something about the decision is told.</summary>
    /// <param name="what">What happened, for the key: it is said once.</param>
    /// <param name="page">Where it is done, below the stage.</param>
    internal static MessageWords Message(
        this CallDecision decision,
        JudgedStage stage,
        string what,
        string title,
        string words,
        string page
    ) =>
        new(
            $"decision:{decision.Id}:{what}",
            $"{title}: {stage.Call.Title}",
            [words],
            $"{stage.Path}/{page}",
            Owed: true,
            nameof(Call),
            stage.Call.Id.ToString()
        );
}
