using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>
/// Tells, soon after it has happened, that a stage has opened or closed: followers hear it, lists and releases are brought up to date. Whether a stage
/// is open never depends on this: the clock alone decides (<see cref="StageClock"/>).
/// </summary>
public sealed class TellStages(Db db)
{
    private const int Most = 200;

    /// <returns>How many stages were told of.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var now = db.Now();
        var due = await db.Set<Call>()
            .Where(c =>
                c.State == CallState.Published
                && c.Stages.Any(s =>
                    (!s.OpeningTold && s.OpensAt != null && s.OpensAt <= now)
                    || (!s.ClosingTold && s.ClosesAt != null && s.ClosesAt < now)
                )
            )
            .OrderBy(c => c.Id)
            .Select(c => c.Id)
            .Take(Most)
            .ToListAsync(cancellation);
        var told = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            var call = await db.CallAsync(id, cancellation);
            foreach (var stage in call.InOrder)
            {
                told += Tell(call, stage, now);
            }
            await db.SaveCallAsync(call, cancellation);
        }
        return told;
    }

    private int Tell(Call call, CallStage stage, DateTime now)
    {
        var (many, told) = (call.Stages.Count > 1, 0);
        var said = new
        {
            code = stage.Code,
            stage = many ? stage.Title : "It",
            verb = many ? "are" : "is",
        };
        if (!stage.OpeningTold && stage.OpensAt <= now)
        {
            // What opened as it was published has been told with the publication.
            if (stage.OpensAt > call.PublishedAt)
            {
                db.RecordOn(Actor.System, CallActs.StageOpened, call, said);
            }
            (stage.OpeningTold, told) = (true, told + 1);
        }
        if (!stage.ClosingTold && stage.ClosesAt < now)
        {
            db.RecordOn(Actor.System, CallActs.StageClosed, call, said);
            (stage.ClosingTold, told) = (true, told + 1);
        }
        return told;
    }
}

/// <summary>Every minute.</summary>
[DisallowConcurrentExecution]
internal sealed class TellStagesJob(TellStages tell) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await tell.RunAsync(cancellation);
}
