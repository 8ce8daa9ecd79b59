using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Ends a call in which nothing is judged: what was learnt and what comes next is published, and told to all who replied.</summary>
public sealed class PublishLearnt(Db db, Actor actor, FindStage find, TellPeople tell)
{
    /// <summary>The call with what was entered, for who may end it.</summary>
    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task<(Call Call, IReadOnlyList<JudgedStage> Stages)> FindAsync(
        string reference,
        CancellationToken cancellation = default
    )
    {
        var call = await find.CallAsync(reference, cancellation);
        JudgingPermissions.MayTell(actor, call).Permit();
        return (call, await find.AllOfAsync(call, cancellation));
    }

    /// <param name="learnt">Markdown, read by everybody who may know of the call.</param>
    /// <exception cref="Refusal">The actor may not, it is judged, a stage is open, what came late is not decided, or nothing is said.</exception>
    public async Task RunAsync(
        string reference,
        string? learnt,
        CancellationToken cancellation = default
    )
    {
        var (call, stages) = await FindAsync(reference, cancellation);
        foreach (var stage in stages)
        {
            stage.MustHaveSettledLate();
        }
        call.End(learnt, db.Now());
        db.Record(actor, CallActs.Ended, nameof(Call), call.Id, new { learnt = call.Learnt });
        await tell.ToAllAsync(
            call,
            "ended",
            $"What was learnt: {call.Title}",
            [call.Learnt!],
            cancellation
        );
        await db.SaveCallAsync(call, cancellation);
    }
}
