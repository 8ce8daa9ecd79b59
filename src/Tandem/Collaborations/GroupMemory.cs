namespace Tandem.Collaborations;

/// <summary>A group by its key and the ids of its purchases.</summary>
public sealed record RememberedGroup(string Key, IReadOnlyList<string> Purchases);

/// <summary>
/// Keeps a group's key as it grows, shrinks and moves: a group is the one remembered with which it shares most purchases, if they are at least half
/// of the smaller of the two. So a link to it lasts, and what was set aside stays aside.
/// </summary>
public sealed class GroupMemory(IReadOnlyList<RememberedGroup> earlier)
{
    /// <summary>
    /// Keys for groups, in their order. Each key is given once; the groups that share most choose first. Of groups with the very same list of purchases
    /// as an earlier one nothing is compared.
    /// </summary>
    /// <param name="all">No purchase stands in two of them.</param>
    public IReadOnlyList<string> KeysFor(IReadOnlyList<RememberedGroup> all)
    {
        var keys = new string?[all.Count];
        var settled = new bool[earlier.Count];
        var open = Settle(all, keys, settled);
        if (open.Count == 0)
        {
            return keys!;
        }
        var others = earlier.Where((_, i) => !settled[i]).ToList();
        var rest = open.ConvertAll(i => all[i]);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (group, other) in Claims(rest, others))
        {
            var key = others[other].Key;
            if (keys[open[group]] is null && given.Add(key))
            {
                keys[open[group]] = key;
            }
        }
        var taken = earlier.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var i in open)
        {
            keys[i] ??= Fresh(all[i].Key);
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

    // Gives their keys to groups that are as they were and have no purchase that another remembered group has too: nobody else can claim those keys,
    // nor they another. Returns the places of the others, and says which of the remembered have been found again.
    private List<int> Settle(IReadOnlyList<RememberedGroup> all, string?[] keys, bool[] settled)
    {
        var before = new Dictionary<object, int>(earlier.Count, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < earlier.Count; i++)
        {
            before.TryAdd(earlier[i].Purchases, i);
        }
        var same = new int[all.Count];
        var kept = new bool[earlier.Count];
        for (var i = 0; i < same.Length; i++)
        {
            same[i] = before.GetValueOrDefault(all[i].Purchases, -1);
            if (same[i] >= 0)
            {
                kept[same[i]] = true;
            }
        }
        var elsewhere = earlier
            .Where((_, i) => !kept[i])
            .SelectMany(e => e.Purchases)
            .ToHashSet(StringComparer.Ordinal);
        var open = new List<int>();
        for (var i = 0; i < same.Length; i++)
        {
            if (
                same[i] is >= 0 and var one
                && !settled[one]
                && !(elsewhere.Count > 0 && all[i].Purchases.Any(elsewhere.Contains))
            )
            {
                keys[i] = earlier[one].Key;
                settled[one] = true;
            }
            else
            {
                open.Add(i);
            }
        }
        return open;
    }

    // Which group may have the key of which remembered one, those that share most first.
    private static IEnumerable<(int Group, int Other)> Claims(
        IReadOnlyList<RememberedGroup> groups,
        IReadOnlyList<RememberedGroup> others
    )
    {
        var holders = others
            .SelectMany((g, i) => g.Purchases.Distinct().Select(p => (Purchase: p, Other: i)))
            .ToLookup(x => x.Purchase, x => x.Other, StringComparer.Ordinal);
        return groups
            .SelectMany(
                (g, i) =>
                    g
                        .Purchases.SelectMany(p => holders[p])
                        .CountBy(e => e)
                        .Where(c =>
                            2 * c.Value
                            >= Math.Min(g.Purchases.Count, others[c.Key].Purchases.Count)
                        )
                        .Select(c => (Group: i, Other: c.Key, Shared: c.Value))
            )
            .OrderByDescending(c => c.Shared)
            .ThenBy(c => others[c.Other].Key, StringComparer.Ordinal)
            .ThenBy(c => groups[c.Group].Key, StringComparer.Ordinal)
            .Select(c => (c.Group, c.Other));
    }
}
