using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Web;

namespace Tandem.Market;

/// <summary>Notices as they are followed: what is new or has come further, and until when offers can be made.</summary>
public sealed class FollowedNotices(
    NoticeIndex index,
    FilterWords words,
    IDbContextFactory<Db> databases,
    TimeProvider clock
) : FollowedRecords(NoticeList.Shape, index, words, clock)
{
    /// <inheritdoc/>
    public override string Kind => nameof(Notice);

    /// <inheritdoc/>
    public override SearchQuery Upcoming(SearchQuery query, DateOnly today) =>
        From(
            query,
            "deadline",
            RecordFacets.Seconds(today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc))!.Value
        );

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<Guid, RecordNews>> NewsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation)).ToDictionary(
            n => n.Id.Value,
            n => new RecordNews(
                (n.CreatedAt == n.ChangedAt ? "New notice: " : "Notice changed: ")
                    + NoticeWords.Stage(n.Stage).ToLower(Words.Culture)
                    + (
                        n.Stage <= Stage.Tender && n.DeadlineAt is { } deadline
                            ? $", offers until {Words.Published(deadline)}"
                            : ""
                    )
                    + (
                        n.Value is { } value ? $", {Words.Money(value.Amount, value.Currency)}" : ""
                    ),
                n.ChangedAt
            )
        );

    /// <inheritdoc/>
    public override async Task<ILookup<Guid, RecordDay>> DaysAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation))
            .Where(n => n.DeadlineAt is not null)
            .ToLookup(
                n => n.Id.Value,
                n => new RecordDay(
                    n.Stage == Stage.Planning ? "Next date of the plan" : "Offers close",
                    DateOnly.FromDateTime(n.DeadlineAt!.Value),
                    n.DeadlineAt,
                    n.ChangedAt
                )
            );

    private async Task<List<Notice>> ReadAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    )
    {
        await using var db = databases.CreateDbContext();
        var wanted = ids.Select(id => new Id<Notice>(id)).ToList();
        return await db.Set<Notice>()
            .AsNoTracking()
            .Where(n => wanted.Contains(n.Id))
            .ToListAsync(cancellation);
    }
}
