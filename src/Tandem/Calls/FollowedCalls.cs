using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Calls;

/// <summary>Calls as they are followed: searches, and the days on which they open and close. What happens to one is told by the acts on it.</summary>
public sealed class FollowedCalls(
    CallIndex index,
    FilterWords words,
    IDbContextFactory<Db> databases,
    TimeProvider clock
) : FollowedRecords(CallList.Shape, index, words, clock)
{
    /// <inheritdoc/>
    public override string Kind => nameof(Call);

    /// <inheritdoc/>
    public override bool IsImported => false;

    /// <inheritdoc/>
    public override SearchQuery Upcoming(SearchQuery query, DateOnly today) =>
        From(query, "closes", today.DayNumber);

    /// <inheritdoc/>
    public override async Task<IReadOnlyDictionary<Guid, RecordNews>> NewsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation)).ToDictionary(
            c => c.Id.Value,
            c => new RecordNews($"{c.Kind.Title} published", c.ChangedAt)
        );

    /// <inheritdoc/>
    public override async Task<ILookup<Guid, RecordDay>> DaysAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    ) =>
        (await ReadAsync(ids, cancellation))
            .Where(c => c.State == CallState.Published)
            .SelectMany(c => Days(c).Select(d => (c.Id, Day: d)))
            .ToLookup(d => d.Id.Value, d => d.Day);

    private static IEnumerable<RecordDay> Days(Call call)
    {
        var many = call.Stages.Count > 1;
        foreach (var stage in call.InOrder)
        {
            if (stage.OpensAt is { } opens)
            {
                yield return Day(many ? $"{stage.Title} opens" : "Opens", opens);
            }
            if (stage.ClosesAt is { } closes)
            {
                yield return Day(many ? $"{stage.Title} closes" : "Closes", closes);
            }
        }
        if (call.QuestionsUntil is { } until)
        {
            yield return Day("Last day for questions", until);
        }
        if (call.DecisionBy is { } by)
        {
            yield return new("Decision expected", by, null, call.ChangedAt);
        }
        RecordDay Day(string name, DateTime at)
        {
            var local = LocalTime.Of(at, call.TimeZone);
            return new(name, DateOnly.FromDateTime(local), at, call.ChangedAt);
        }
    }

    private async Task<List<Call>> ReadAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellation
    )
    {
        await using var db = databases.CreateDbContext();
        var wanted = ids.Select(id => new Id<Call>(id)).ToList();
        return await db.Set<Call>()
            .AsNoTracking()
            .Include(c => c.Stages)
            .Where(c => wanted.Contains(c.Id))
            .ToListAsync(cancellation);
    }
}
