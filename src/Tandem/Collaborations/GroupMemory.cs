namespace Tandem.Collaborations;

/// <summary>A group by its key and the ids of its purchases.</summary>
public sealed record RememberedGroup(string Key, IReadOnlyList<string> Purchases);

/// <summary>
/// Keeps a group's key as it grows, shrinks and moves: a group is the one remembered with which it shares most purchases, if they are at least half
/// of the smaller of the two. So a link to it lasts, and what was set aside stays aside.
/// </summary>
public sealed class GroupMemory(IReadOnlyList<RememberedGroup> earlier)
{
    /// <summary>Keys for groups, in their order. Each key is given once; the groups that share most choose first.</summary>
    public IReadOnlyList<string> KeysFor(IReadOnlyList<RememberedGroup> groups)
    {
        var holders = earlier
            .SelectMany((g, i) => g.Purchases.Distinct().Select(p => (Purchase: p, Earlier: i)))
            .ToLookup(x => x.Purchase, x => x.Earlier, StringComparer.Ordinal);
        var claims = groups
            .SelectMany(
                (g, i) =>
                    g
                        .Purchases.SelectMany(p => holders[p])
                        .CountBy(e => e)
                        .Where(c =>
                            2 * c.Value
                            >= Math.Min(g.Purchases.Count, earlier[c.Key].Purchases.Count)
                        )
                        .Select(c => (Group: i, Earlier: c.Key, Shared: c.Value))
            )
            .OrderByDescending(c => c.Shared)
            .ThenBy(c => earlier[c.Earlier].Key, StringComparer.Ordinal)
            .ThenBy(c => groups[c.Group].Key, StringComparer.Ordinal);
        var keys = new string?[groups.Count];
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in claims)
        {
            var key = earlier[claim.Earlier].Key;
            if (keys[claim.Group] is null && given.Add(key))
            {
                keys[claim.Group] = key;
            }
        }
        var taken = earlier.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] ??= Fresh(groups[i].Key);
        }
        return keys!;

        string Fresh(string wanted)
        {
            var key = wanted;
            for (var n = 2; taken.Contains(key) || !given.Add(key); n++)
            {
                key = string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{wanted}-{n}"
                );
            }
            return key;
        }
    }
}
