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

    // Of pairs that are alike enough, 96 of 100 are this near. Where one among many like it is to be named, that will do.
    private const int AlikeDifference = 62;

    // Beyond this, how far apart two are is not told apart while the nearest are picked out.
    private const int Farthest = 255;
    private readonly Dictionary<int, PurchaseBlock> _blocks = [];
    private readonly Dictionary<string, int> _authorities = [];
    private readonly Dictionary<string, int> _regions = [];

    // Used again for the next: in large blocks these grow to thousands, and making them anew each time takes more memory than all that is held.
    [ThreadStatic]
    private static List<Candidate>? found;

    [ThreadStatic]
    private static Dictionary<HeldPurchase, (HeldPurchase Member, int Apart)>? around;

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
                _blocks[block] = entries = new PurchaseBlock();
            }
            entries.Add(held, TraitsOf(held));
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
    public List<Candidate> Like(HeldPurchase held)
    {
        var like = new List<Candidate>();
        var asked = TraitsOf(held);
        for (var i = 0; i < held.Blocks.Length; i++)
        {
            var block = _blocks[held.Blocks[i]];
            var sketches = CollectionsMarshal.AsSpan(block.Sketches);
            for (var at = 0; at < sketches.Length; at++)
            {
                if (
                    sketches[at].Difference(asked.Sketch) is <= AlikeDifference and var difference
                    && block.Whose[at].Authority != asked.Whose.Authority
                    && !StandsIn(block.Held[at], held.Blocks.AsSpan(0, i))
                )
                {
                    like.Add(new Candidate(block.Held[at], difference));
                }
            }
        }
        return like;
    }

    /// <summary>Those around some purchases that are like one of them: each with the one it is nearest to in meaning. Holds until this thread asks again.</summary>
    public Dictionary<HeldPurchase, (HeldPurchase Member, int Apart)> Around(
        IReadOnlyList<HeldPurchase> members,
        Surroundings surroundings
    )
    {
        var nearest = around ??= [];
        nearest.Clear();
        foreach (var number in members.SelectMany(m => m.Blocks).Distinct())
        {
            var block = _blocks[number];
            var inIt = members.Where(m => m.Blocks.Contains(number)).ToArray();
            var whose = CollectionsMarshal.AsSpan(block.Whose);
            for (var at = 0; at < whose.Length; at++)
            {
                if (!surroundings.Has(whose[at]))
                {
                    continue;
                }
                foreach (var member in inIt)
                {
                    var apart = block.Sketches[at].Difference(member.Sketch);
                    if (
                        apart <= AlikeDifference
                        && (
                            !nearest.TryGetValue(block.Held[at], out var other)
                            || apart < other.Apart
                        )
                    )
                    {
                        nearest[block.Held[at]] = (member, apart);
                    }
                }
            }
        }
        return nearest;
    }

    /// <summary>All in these regions and of these authorities, but for some authorities.</summary>
    public Surroundings Surroundings(
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
            var whens = CollectionsMarshal.AsSpan(block.Whens);
            var sketches = CollectionsMarshal.AsSpan(block.Sketches);
            for (var j = 0; j < whens.Length; j++)
            {
                if (!whens[j].Meets(asked.When))
                {
                    continue;
                }
                var difference = sketches[j].Difference(asked.Sketch);
                if (difference > Math.Min(limit, MostDifference))
                {
                    continue;
                }
                var apart =
                    difference
                    + block.Whens[j].StepsTo(asked.When)
                    + block.Places[j].StepsTo(asked.Place);
                var shown = Math.Min(apart, Farthest);
                if (
                    shown > limit
                    || block.Whose[j].Authority == asked.Whose.Authority
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
            var whens = CollectionsMarshal.AsSpan(block.Whens);
            for (var at = 0; at < whens.Length; at++)
            {
                if (
                    whens[at].Meets(asked.When)
                    && block.Sketches[at].Difference(asked.Sketch)
                        is <= MostDifference
                            and var difference
                    && block.Whose[at].Authority != asked.Whose.Authority
                    && !StandsIn(block.Held[at], held.Blocks.AsSpan(0, i))
                )
                {
                    var apart =
                        difference
                        + whens[at].StepsTo(asked.When)
                        + block.Places[at].StepsTo(asked.Place);
                    candidates.Add(new Candidate(block.Held[at], apart));
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

    // A purchase that cannot be part of an opportunity gets a window that overlaps none.
    private Traits TraitsOf(HeldPurchase held) =>
        new(
            held.Sketch,
            held.InPlay is { } window
                ? new(window.Earliest.DayNumber, window.Latest.DayNumber, window.Expected.DayNumber)
                : new(int.MaxValue, int.MinValue, 0),
            new(_authorities[held.Purchase.AuthorityCode], _regions[held.Purchase.Region]),
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
}
