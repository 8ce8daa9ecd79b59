using Tandem.Following.Feeds;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>The days to come of what is followed: ends, deadlines, planned dates.</summary>
public sealed class ReadDays(Subjects subjects, IEnumerable<FollowedList> lists, TimeProvider clock)
{
    private const int Most = 500;

    /// <summary>Those of records the actor may see, the next first; at most 500 records of each list for each thing.</summary>
    internal async Task<IReadOnlyList<CalendarEntry>> RunAsync(
        IReadOnlyCollection<Followable> what,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var today = clock.Today();
        var entries = new Dictionary<(string, string), CalendarEntry>();
        foreach (var list in lists)
        {
            var ids = new HashSet<Guid>();
            foreach (var one in what)
            {
                ids.UnionWith(await IdsAsync(list, one, actor, today, cancellation));
            }
            if (ids.Count == 0 || subjects.Of(list.Kind) is not { } room)
            {
                continue;
            }
            var visible = await room.FindAsync(
                [.. ids.Select(i => i.ToString())],
                actor,
                cancellation
            );
            var days = await list.DaysAsync([.. ids], cancellation);
            foreach (var id in ids)
            {
                if (visible.TryGetValue(id.ToString(), out var subject))
                {
                    foreach (var day in days[id].Where(d => d.Day >= today))
                    {
                        entries[(subject.Id, day.Name)] = new(subject, day);
                    }
                }
            }
        }
        return
        [
            .. entries
                .Values.OrderBy(e => e.Day.Day)
                .ThenBy(e => e.Subject.Reference, StringComparer.Ordinal),
        ];
    }

    private static async Task<IEnumerable<Guid>> IdsAsync(
        FollowedList list,
        Followable what,
        Actor actor,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        if (what.Kind == FollowKind.Record)
        {
            return what.Record.Kind == list.Kind && Guid.TryParse(what.Record.Id, out var id)
                ? [id]
                : [];
        }
        if (list.QueryFor(what) is not { } query)
        {
            return [];
        }
        var found = await list.FindAsync(
            list.Upcoming(query, today) with
            {
                Take = Most,
            },
            actor,
            cancellation
        );
        return found.Hits.Select(h => h.Id);
    }
}
