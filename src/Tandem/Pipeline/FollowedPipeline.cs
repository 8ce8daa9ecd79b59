using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Pipeline;

/// <summary>The pipeline as it is followed: its searches, and the planned days of its items. What happens to an item is told by the acts on it.</summary>
public sealed class FollowedPipeline(
    PipelineIndex index,
    FilterWords words,
    IDbContextFactory<Db> databases,
    TimeProvider clock
) : FollowedRecords(PipelineList.Shape, index, words, clock)
{
    /// <inheritdoc/>
    public override string Kind => nameof(PipelineItem);

    /// <inheritdoc/>
    public override bool IsImported => false;

    /// <inheritdoc/>
    public override SearchQuery Upcoming(SearchQuery query, DateOnly today) =>
        query with
        {
            Facets = new Dictionary<string, IReadOnlyCollection<string>>(query.Facets)
            {
                ["state"] = ["current"],
            },
            SortBy = "publish",
            Descending = false,
        };

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<Guid, RecordNews>> NewsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation)).ToDictionary(
            i => i.Id.Value,
            i => new RecordNews("On the pipeline", i.ChangedAt)
        );

    /// <inheritdoc/>
    public override async Task<ILookup<Guid, RecordDay>> DaysAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation))
            .SelectMany(i =>
                new (string Name, DateOnly? Day)[]
                {
                    ("Tender planned", i.PlannedPublish),
                    ("Offers open", i.SubmissionStart),
                    ("Offers close", i.SubmissionEnd),
                    ("Contract starts", i.ContractStart),
                    ("Contract to be replaced ends", i.ReplacesEnd),
                }
                    .Where(d => d.Day is not null)
                    .Select(d =>
                        (i.Id, Day: new RecordDay(d.Name, d.Day!.Value, null, i.ChangedAt))
                    )
            )
            .ToLookup(d => d.Id.Value, d => d.Day);

    private async Task<List<PipelineItem>> ReadAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    )
    {
        await using var db = databases.CreateDbContext();
        var wanted = ids.Select(id => new Id<PipelineItem>(id)).ToList();
        return await db.Set<PipelineItem>()
            .AsNoTracking()
            .Where(i => wanted.Contains(i.Id))
            .ToListAsync(cancellation);
    }
}
