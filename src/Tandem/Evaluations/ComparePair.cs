using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Says which of two entries is the better one.</summary>
public sealed class ComparePair(Db db, Actor actor, FindStage find)
{
    /// <param name="preferred">Number of the better one; null where the assessor cannot say.</param>
    /// <exception cref="Refusal">The actor may not judge one of the two. A pair that was compared already stays as it was said first.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        int first,
        int second,
        int? preferred,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayAssess(actor, stage.Call).Permit();
        if (!stage.IsPairwise)
        {
            throw new Refusal("Entries of this stage are not compared in pairs.");
        }
        var (a, b) = (stage.Entry(first), stage.Entry(second));
        var person = actor.PersonId!.Value;
        if (!stage.MayRead(a.Id, person) || !stage.MayRead(b.Id, person))
        {
            throw new Refusal(
                "You were not asked to judge both of these.",
                kind: RefusalKind.Permission
            );
        }
        await GiveScores.MustNotBeDecidedAsync(db, stage, cancellation);
        var said = PairComparison.Of(
            stage.Call.Id,
            stage.Stage.Code,
            new(person),
            a.Id,
            b.Id,
            preferred is { } number ? stage.Entry(number).Id : null,
            db.Now()
        );
        if (
            stage.Comparisons.Any(c =>
                c.PersonId.Value == person && c.LowId == said.LowId && c.HighId == said.HighId
            )
        )
        {
            return;
        }
        db.Add(said);
        db.Record(
            actor,
            JudgingVerbs.Compared,
            nameof(Call),
            stage.Call.Id,
            new { stage = stage.Stage.Code, digest = said.Digest() }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
