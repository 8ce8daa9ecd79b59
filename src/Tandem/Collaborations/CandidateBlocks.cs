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

    // An angle of 65° between meanings: hardly any pair farther apart is likely enough the same need.
    private const int MostDifference = 92;

    // Of pairs that are alike enough, 99 of 100 are this near. Where one among many like it is to be named, that will do.
    private const int AlikeDifference = 74;
    private const int DaysInMonth = 30;

    // Beyond this, how far apart two are is not told apart while the nearest are picked out.
    private const int Farthest = 255;
    private readonly Dictionary<int, Block> _blocks = [];
    private readonly Dictionary<string, int> _authorities = [];
    private readonly Dictionary<string, int> _regions = [];

    [ThreadStatic]
    private static List<Candidate>? found;

    /// <summary>The blocks of a need: the two groups it stands under most.</summary>
    public int[] BlocksOf(NeedProfile profile)
    {
        var (first, second) = ((Prefix: -1, Value: 0f), (Prefix: -1, Value: 0f));
        foreach (var one in profile.Category)
        {
            if (!model.Words.IsGroup[one.Prefix])
            {
                continue;
            }
            if (first.Prefix < 0 || one.Value > first.Value)
            {
                (first, second) = (one, first);
            }
            else if (second.Prefix < 0 || one.Value > second.Value)
            {
                second = one;
            }
        }
        return first.Prefix < 0 ? []
            : second.Prefix < 0 ? [first.Prefix]
            : [first.Prefix, second.Prefix];
    }

    public void Add(HeldPurchase held)
    {
        _authorities.TryAdd(held.Purchase.AuthorityCode, _authorities.Count);
        _regions.TryAdd(held.Purchase.Region, _regions.Count);
        foreach (var block in held.Blocks)
        {
            if (!_blocks.TryGetValue(block, out var entries))
            {
                _blocks[block] = entries = new Block();
            }
            entries.Traits.Add(TraitsOf(held));
            entries.Held.Add(held);
        }
    }

    public void Remove(HeldPurchase held)
    {
        foreach (var block in held.Blocks)
        {
            _blocks[block].Remove(held);
        }
    }

    /// <summary>
    /// The purchases of other authorities that are near in meaning and stand in a block with this one, whenever they are; each once, with the bits in
    /// which the two differ.
    /// </summary>
    /// <param name="among">Which of them; all where it is not given.</param>
    public List<Candidate> Like(HeldPurchase held, Surroundings? among = null)
    {
        var like = new List<Candidate>();
        var asked = TraitsOf(held);
        for (var i = 0; i < held.Blocks.Length; i++)
        {
            var block = _blocks[held.Blocks[i]];
            var traits = CollectionsMarshal.AsSpan(block.Traits);
            for (var at = 0; at < traits.Length; at++)
            {
                ref readonly var one = ref traits[at];
                if (
                    (among is null || among.Has(one.Region, one.Authority))
                    && one.Sketch.Difference(asked.Sketch) is <= AlikeDifference and var difference
                    && one.Authority != asked.Authority
                    && !StandsIn(block.Held[at], held.Blocks.AsSpan(0, i))
                )
                {
                    like.Add(new Candidate(block.Held[at], difference));
                }
            }
        }
        return like;
    }

    /// <summary>All in these regions and of these authorities, but for some authorities.</summary>
    public Surroundings Around(
        IEnumerable<string> regions,
        IEnumerable<string> authorities,
        IEnumerable<string> without
    ) =>
        new(
            [.. regions.Select(r => _regions[r])],
            [.. authorities.Select(a => _authorities[a])],
            [.. without.Select(a => _authorities[a])]
        );

    /// <summary>Fills the list of the nearest anew.</summary>
    public void FindNearest(HeldPurchase held)
    {
        held.Nearest.Clear();
        var candidates = found ??= [];
        candidates.Clear();
        var asked = TraitsOf(held);
        // How many of those found stand at each distance. What is farther than the 24th found so far cannot be among the nearest.
        Span<int> at = stackalloc int[Farthest + 1];
        at.Clear();
        var (limit, within) = (Farthest, 0);
        for (var i = 0; i < held.Blocks.Length && held.InPlay is not null; i++)
        {
            var block = _blocks[held.Blocks[i]];
            var traits = CollectionsMarshal.AsSpan(block.Traits);
            for (var j = 0; j < traits.Length; j++)
            {
                ref readonly var one = ref traits[j];
                if (one.Earliest > asked.Latest || asked.Earliest > one.Latest)
                {
                    continue;
                }
                var difference = one.Sketch.Difference(asked.Sketch);
                if (difference > Math.Min(limit, MostDifference))
                {
                    continue;
                }
                var apart = Apart(difference, one, asked);
                var shown = Math.Min(apart, Farthest);
                if (
                    shown > limit
                    || one.Authority == asked.Authority
                    || StandsIn(block.Held[j], held.Blocks.AsSpan(0, i))
                )
                {
                    continue;
                }
                candidates.Add(new Candidate(block.Held[j], apart));
                at[shown]++;
                within++;
                while (within - at[limit] >= Kept)
                {
                    within -= at[limit];
                    limit--;
                }
            }
        }
        foreach (var candidate in candidates)
        {
            if (Math.Min(candidate.Apart, Farthest) <= limit)
            {
                held.Nearest.Add(candidate);
            }
        }
        candidates.Clear();
        held.Nearest.Sort();
        if (held.Nearest.Count > Kept)
        {
            held.Nearest.RemoveRange(Kept, held.Nearest.Count - Kept);
        }
        held.Nearest.TrimExcess();
    }

    /// <summary>
    /// All purchases of other authorities that may be the same need at the same time. Whether a pair is one does not depend on
    /// which of the two is asked for, nor on what else is held.
    /// </summary>
    public List<Candidate> Candidates(HeldPurchase held)
    {
        var candidates = new List<Candidate>();
        var asked = TraitsOf(held);
        for (var i = 0; i < held.Blocks.Length && held.InPlay is not null; i++)
        {
            var block = _blocks[held.Blocks[i]];
            var traits = CollectionsMarshal.AsSpan(block.Traits);
            for (var at = 0; at < traits.Length; at++)
            {
                ref readonly var one = ref traits[at];
                if (
                    one.Earliest <= asked.Latest
                    && asked.Earliest <= one.Latest
                    && one.Sketch.Difference(asked.Sketch) is <= MostDifference and var difference
                    && one.Authority != asked.Authority
                    && !StandsIn(block.Held[at], held.Blocks.AsSpan(0, i))
                )
                {
                    candidates.Add(new Candidate(block.Held[at], Apart(difference, one, asked)));
                }
            }
        }
        return candidates;
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

    private static int Apart(int difference, in Traits a, in Traits b) =>
        difference + Math.Abs(a.Expected - b.Expected) / DaysInMonth + a.Place.StepsTo(b.Place);

    // A purchase that cannot be part of an opportunity gets a window that overlaps none.
    private Traits TraitsOf(HeldPurchase held) =>
        new(
            held.Sketch,
            held.InPlay?.Earliest.DayNumber ?? int.MaxValue,
            held.InPlay?.Latest.DayNumber ?? int.MinValue,
            held.InPlay?.Expected.DayNumber ?? 0,
            _authorities[held.Purchase.AuthorityCode],
            _regions[held.Purchase.Region],
            held.Place
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

    /// <summary>What is looked at of each purchase of a block, side by side in memory; the purchases themselves lie apart.</summary>
    private readonly record struct Traits(
        MeaningSketch Sketch,
        int Earliest,
        int Latest,
        int Expected,
        int Authority,
        int Region,
        GlobePoint Place
    );

    /// <summary>Regions and authorities by their numbers here, so that asking is quick.</summary>
    internal sealed class Surroundings(int[] regions, int[] authorities, int[] without)
    {
        public bool Has(int region, int authority) =>
            (Array.IndexOf(regions, region) >= 0 || Array.IndexOf(authorities, authority) >= 0)
            && Array.IndexOf(without, authority) < 0;
    }

    private sealed class Block
    {
        public List<Traits> Traits { get; } = [];
        public List<HeldPurchase> Held { get; } = [];

        // Order means nothing here: the last takes the place of the one that goes.
        public void Remove(HeldPurchase held)
        {
            var at = Held.IndexOf(held);
            Traits[at] = Traits[^1];
            Held[at] = Held[^1];
            Traits.RemoveAt(Traits.Count - 1);
            Held.RemoveAt(Held.Count - 1);
        }
    }
}
