using System.Security.Cryptography;

namespace Tandem.Evaluations;

/// <summary>An assessor asked to judge an entry.</summary>
public readonly record struct Share(Guid Entry, Guid Assessor);

/// <summary>An entry that fewer can judge than should.</summary>
public sealed record Shortfall(Guid Entry, int Has, int Wants);

/// <summary>
/// Gives every entry its assessors so that all have about as much to do: the least loaded are asked first, and between equals a hash of both ids decides, so
/// that the same two people do not judge everything together. Deterministic; shares that stand already stay.
/// </summary>
public static class FairShare
{
    /// <param name="each">How many assessors each entry wants.</param>
    /// <param name="standing">Shares that are there already.</param>
    /// <param name="barred">Shares that may not be: conflicts, own teams, those who gave the entry back.</param>
    /// <returns>What is to be added, and the entries for which there are too few. O(entries × assessors × log assessors).</returns>
    public static (IReadOnlyList<Share> Added, IReadOnlyList<Shortfall> Short) Of(
        IReadOnlyCollection<Guid> entries,
        IReadOnlyCollection<Guid> assessors,
        int each,
        IReadOnlyCollection<Share> standing,
        IReadOnlyCollection<Share> barred
    )
    {
        var people = assessors.Distinct().ToList();
        var load = people.ToDictionary(a => a, a => standing.Count(s => s.Assessor == a));
        var has = standing.ToLookup(s => s.Entry, s => s.Assessor);
        var not = barred.ToHashSet();
        var (added, shortfalls) = (new List<Share>(), new List<Shortfall>());
        var able = entries
            .Distinct()
            .Select(e =>
                (
                    Entry: e,
                    Who: people.FindAll(a => !has[e].Contains(a) && !not.Contains(new(e, a)))
                )
            );
        // Entries that few can judge choose first, while those few still have little to do.
        foreach (var (entry, who) in able.OrderBy(a => a.Who.Count).ThenBy(a => a.Entry))
        {
            var wants = each - has[entry].Distinct().Count();
            var chosen = who.OrderBy(a => load[a])
                .ThenBy(a => Mix(entry, a), StringComparer.Ordinal)
                .Take(Math.Max(0, wants))
                .ToList();
            chosen.ForEach(a => load[a]++);
            added.AddRange(chosen.Select(a => new Share(entry, a)));
            if (chosen.Count < wants)
            {
                shortfalls.Add(new(entry, each - wants + chosen.Count, each));
            }
        }
        return (added, shortfalls);
    }

    private static string Mix(Guid entry, Guid assessor)
    {
        Span<byte> both = stackalloc byte[32];
        entry.TryWriteBytes(both);
        assessor.TryWriteBytes(both[16..]);
        return Convert.ToHexStringLower(SHA256.HashData(both));
    }
}
