using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Pipeline;

/// <summary>
/// Brings the end of a contract to the items that replace it, when the contract changes: followers and the owner are told. A day that somebody
/// entered stands until the contract itself changes. Run twice it does nothing twice.
/// </summary>
public sealed class FollowReplaced(Db db, Messages messages)
{
    private const int Portion = 500;

    /// <summary>How many items learnt of another end.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var learnt = 0;
        while (await PortionAsync(cancellation) is { } portion)
        {
            learnt += portion;
        }
        return learnt;
    }

    private async Task<int?> PortionAsync(CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Taken first and held until the end: two nodes take turns here, and no change becomes visible meanwhile.
        await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        var progress = await Progress.OfAsync(db, "pipeline:replaced", cancellation: cancellation);
        var changed = await db.Set<Contract>()
            .AsNoTracking()
            .Where(c => c.ChangeSeq > progress.Reached)
            .OrderBy(c => c.ChangeSeq)
            .Select(c => new
            {
                c.Id,
                c.ChangeSeq,
                c.EndDate,
                c.LatestEndDate,
            })
            .Take(Portion)
            .ToListAsync(cancellation);
        if (changed.Count == 0)
        {
            return null;
        }
        var today = db.Today();
        var ends = changed.ToDictionary(
            c => c.Id,
            c => Contract.EndSeenFrom(today, c.EndDate, c.LatestEndDate)
        );
        var replaced = ends.Keys.Select(id => (Id<Contract>?)id).ToList();
        var items = await db.Set<PipelineItem>()
            .Where(i => EF.Parameter(replaced).Contains(i.ReplacesContractId))
            .ToListAsync(cancellation);
        var now = db.Now();
        var learnt = items
            .Where(i => i.LearnReplacedEnd(ends[i.ReplacesContractId!.Value], now))
            .ToList();
        foreach (var item in learnt)
        {
            await TellAsync(item, cancellation);
        }
        progress.Reach(changed[^1].ChangeSeq);
        await db.SavePipelineAsync(learnt, cancellation);
        await transaction.CommitAsync(cancellation);
        return learnt.Count;
    }

    private async Task TellAsync(PipelineItem item, CancellationToken cancellation)
    {
        var ends = Words.Day(item.ReplacesEnd!.Value);
        db.RecordOn(Actor.System, PipelineActs.ReplacedMoved, item, new { ends });
        if (item.OwnerId is { } owner)
        {
            await messages.ToPersonAsync(
                owner,
                new(
                    $"pipeline:{item.Id}:replaced:{item.ReplacesEnd:yyyy-MM-dd}",
                    $"The contract that {item.Reference} replaces now ends on {ends}",
                    [
                        $"“{item.Title}” is on the pipeline, and you keep it.",
                        "Look whether its own dates still fit.",
                    ],
                    $"/pipeline/{item.Reference}",
                    SubjectKind: nameof(PipelineItem),
                    SubjectId: item.Id.ToString()
                ),
                cancellation
            );
        }
    }
}

/// <summary>Looks every minute whether replaced contracts have changed.</summary>
[DisallowConcurrentExecution]
public sealed class FollowReplacedJob(FollowReplaced follow) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await follow.RunAsync(cancellation);
}
