using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Something followed with the stories it brought.</summary>
/// <param name="More">How many more there were than are told one by one.</param>
internal sealed record ToldFollow(
    Follow Follow,
    IReadOnlyList<(Subject Subject, string Sentence)> Stories,
    int More
);

/// <summary>Opens bundles for a reader: without what has been ended since, and what they may no longer see.</summary>
internal static class BundledStories
{
    public static async Task<IReadOnlyList<ToldFollow>> ReadAsync(
        Db db,
        Subjects subjects,
        IEnumerable<Bundle> bundles,
        Actor reader,
        CancellationToken cancellation
    )
    {
        var (items, more) = Merge(bundles);
        if (items.Count == 0)
        {
            return [];
        }
        var ids = items
            .SelectMany(i => i.Follows)
            .Distinct()
            .Select(id => new Id<Follow>(id))
            .ToList();
        var follows = await db.Set<Follow>()
            .AsNoTracking()
            .Where(f => ids.Contains(f.Id) && f.EndedAt == null)
            .OrderBy(f => f.CreatedAt)
            .ToListAsync(cancellation);
        var visible = new Dictionary<(string, string), Subject>();
        foreach (var kind in items.GroupBy(i => i.Kind))
        {
            if (subjects.Of(kind.Key) is { } room)
            {
                var found = await room.FindAsync(
                    [.. kind.Select(i => i.Id).Distinct()],
                    reader,
                    cancellation
                );
                foreach (var (id, subject) in found)
                {
                    visible[(kind.Key, id)] = subject;
                }
            }
        }
        var told = new HashSet<BundleItem>();
        return
        [
            .. follows
                .Select(f => new ToldFollow(
                    f,
                    [
                        .. items
                            .Where(i =>
                                i.Follows.Contains(f.Id.Value)
                                && visible.ContainsKey((i.Kind, i.Id))
                                && told.Add(i)
                            )
                            .OrderByDescending(i => i.At)
                            .Select(i => (visible[(i.Kind, i.Id)], i.Sentence)),
                    ],
                    more.GetValueOrDefault(f.Id.Value)
                ))
                .Where(t => t.Stories.Count > 0),
        ];
    }

    private static (List<BundleItem> Items, Dictionary<Guid, int> More) Merge(
        IEnumerable<Bundle> bundles
    )
    {
        var all = Bundle.Empty;
        foreach (var bundle in bundles)
        {
            foreach (var item in bundle.Items)
            {
                foreach (var follow in item.Follows)
                {
                    all.Add(item.Kind, item.Id, item.Sentence, item.At, new(follow));
                }
            }
            foreach (var (follow, count) in bundle.More)
            {
                all.More[follow] = all.More.GetValueOrDefault(follow) + count;
            }
        }
        return (all.Items, all.More);
    }
}
