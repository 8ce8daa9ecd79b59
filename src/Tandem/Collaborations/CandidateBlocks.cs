using System.Runtime.InteropServices;

namespace Tandem.Collaborations;

/// <summary>
/// Finds what may be the same need without comparing all with all. Each purchase stands in two blocks, the CPV groups that its
/// words and codes speak for most; only those in a block together are looked at, and of these each keeps the nearest few.
/// </summary>
internal sealed class CandidateBlocks(SameNeed model)
{
    /// <summary>How many of the nearest each purchase keeps.</summary>
    public const int Kept = 24;

    private const int BlocksEach = 2;
    private const int GroupDigits = 3;

    // An angle of 65° between meanings: hardly any pair farther apart is likely enough the same need.
    private const int MostDifference = 92;
    private const int DaysInMonth = 30;

    // Beyond this, how far apart two are is not told apart while the nearest are picked out.
    private const int Farthest = 255;
    private readonly Dictionary<int, List<Entry>> _blocks = [];
    private readonly Dictionary<string, int> _authorities = [];

    /// <summary>The blocks of a need.</summary>
    public int[] BlocksOf(NeedProfile profile) =>
        [
            .. profile
                .Category.Where(c => model.Words.Prefixes[c.Prefix].Length == GroupDigits)
                .OrderByDescending(c => c.Value)
                .ThenBy(c => c.Prefix)
                .Take(BlocksEach)
                .Select(c => c.Prefix),
        ];

    public void Add(HeldPurchase held)
    {
        _authorities.TryAdd(held.Purchase.AuthorityCode, _authorities.Count);
        foreach (var block in held.Blocks)
        {
            if (!_blocks.TryGetValue(block, out var entries))
            {
                _blocks[block] = entries = [];
            }
            entries.Add(EntryOf(held));
        }
    }

    public void Remove(HeldPurchase held)
    {
        foreach (var block in held.Blocks)
        {
            _blocks[block].RemoveAll(e => e.Held == held);
        }
    }

    /// <summary>All that stand in a block with this one, whenever they are; each once.</summary>
    public IEnumerable<HeldPurchase> Beside(HeldPurchase held) =>
        held
            .Blocks.SelectMany(b => _blocks[b])
            .Select(e => e.Held)
            .Where(other => other != held)
            .Distinct();

    /// <summary>Fills the list of the nearest anew.</summary>
    public void FindNearest(HeldPurchase held)
    {
        held.Nearest.Clear();
        var candidates = Candidates(held);
        Span<int> count = stackalloc int[Farthest + 1];
        foreach (var candidate in candidates)
        {
            count[Math.Min(candidate.Apart, Farthest)]++;
        }
        var limit = 0;
        for (var sum = count[0]; sum < Kept && limit < Farthest; sum += count[limit])
        {
            limit++;
        }
        held.Nearest.AddRange(candidates.Where(c => c.Apart <= limit || limit == Farthest));
        held.Nearest.Sort();
        if (held.Nearest.Count > Kept)
        {
            held.Nearest.RemoveRange(Kept, held.Nearest.Count - Kept);
        }
    }

    /// <summary>
    /// All purchases of other authorities that may be the same need at the same time. Whether a pair is one does not depend on
    /// which of the two is asked for, nor on what else is held.
    /// </summary>
    public List<Candidate> Candidates(HeldPurchase held)
    {
        var found = new List<Candidate>();
        var asked = EntryOf(held);
        for (var i = 0; i < held.Blocks.Length; i++)
        {
            foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_blocks[held.Blocks[i]]))
            {
                if (entry.Earliest > asked.Latest || asked.Earliest > entry.Latest)
                {
                    continue;
                }
                var difference = entry.Sketch.Difference(asked.Sketch);
                if (
                    difference <= MostDifference
                    && entry.Authority != asked.Authority
                    && !StandsIn(entry.Held, held.Blocks.AsSpan(0, i))
                )
                {
                    var months = Math.Abs(entry.Expected - asked.Expected) / DaysInMonth;
                    found.Add(new Candidate(entry.Held, difference + months));
                }
            }
        }
        return found;
    }

    /// <summary>Puts a candidate in its place among the nearest; gives what fell off the end, or null.</summary>
    public static HeldPurchase? Offer(HeldPurchase held, Candidate candidate)
    {
        var nearest = held.Nearest;
        if (nearest.Count == Kept && candidate.CompareTo(nearest[^1]) > 0)
        {
            return candidate.Held;
        }
        nearest.Insert(~nearest.BinarySearch(candidate), candidate);
        if (nearest.Count <= Kept)
        {
            return null;
        }
        var last = nearest[^1].Held;
        nearest.RemoveAt(Kept);
        return last;
    }

    // A purchase that cannot be part of an opportunity gets a window that overlaps none.
    private Entry EntryOf(HeldPurchase held) =>
        new(
            held.Sketch,
            held.InPlay?.Earliest.DayNumber ?? int.MaxValue,
            held.InPlay?.Latest.DayNumber ?? int.MinValue,
            held.InPlay?.Expected.DayNumber ?? 0,
            _authorities[held.Purchase.AuthorityCode],
            held
        );

    private static bool StandsIn(HeldPurchase held, ReadOnlySpan<int> blocks)
    {
        foreach (var block in blocks)
        {
            if (Array.IndexOf(held.Blocks, block) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private readonly record struct Entry(
        MeaningSketch Sketch,
        int Earliest,
        int Latest,
        int Expected,
        int Authority,
        HeldPurchase Held
    );
}
