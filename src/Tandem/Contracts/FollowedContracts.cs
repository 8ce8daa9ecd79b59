using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Web;

namespace Tandem.Contracts;

/// <summary>Contracts as they are followed: what is new or changed, and when they end.</summary>
public sealed class FollowedContracts(
    ContractIndex index,
    FilterWords words,
    IDbContextFactory<Db> databases,
    TimeProvider clock
) : FollowedRecords(ContractList.Shape, index, words, clock)
{
    /// <inheritdoc/>
    public override string Kind => nameof(Contract);

    /// <inheritdoc/>
    public override SearchQuery Upcoming(SearchQuery query, DateOnly today) =>
        From(query, "latest", today.DayNumber);

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<Guid, RecordNews>> NewsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation)).ToDictionary(
            c => c.Id.Value,
            c => new RecordNews(
                (c.CreatedAt == c.ChangedAt ? "New contract" : "Contract changed")
                    + (c.EndDate is { } end ? $", ends {Words.Day(end)}" : "")
                    + (
                        c.Value is { } value ? $", {Words.Money(value.Amount, value.Currency)}" : ""
                    ),
                c.ChangedAt
            )
        );

    /// <inheritdoc/>
    public override async Task<ILookup<Guid, RecordDay>> DaysAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation))
            .SelectMany(c =>
                new (string Name, DateOnly? Day)[]
                {
                    ("Contract ends", c.EndDate),
                    (
                        "Contract ends at the latest",
                        c.LatestEndDate == c.EndDate ? null : c.LatestEndDate
                    ),
                    ("Contract is reviewed", c.ReviewDate),
                }
                    .Where(d => d.Day is not null)
                    .Select(d =>
                        (c.Id, Day: new RecordDay(d.Name, d.Day!.Value, null, c.ChangedAt))
                    )
            )
            .ToLookup(d => d.Id.Value, d => d.Day);

    private async Task<List<Contract>> ReadAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    )
    {
        await using var db = databases.CreateDbContext();
        var wanted = ids.Select(id => new Id<Contract>(id)).ToList();
        return await db.Set<Contract>()
            .AsNoTracking()
            .Where(c => wanted.Contains(c.Id))
            .ToListAsync(cancellation);
    }
}
