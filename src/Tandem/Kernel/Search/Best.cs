namespace Tandem.Kernel.Search;

/// <summary>A document and what it is sorted by: the larger key first, then the larger number.</summary>
internal readonly record struct Ranked(double Key, long Number, int View, int Document)
    : IComparable<Ranked>
{
    public int CompareTo(Ranked other)
    {
        var byKey = Key.CompareTo(other.Key);
        return byKey != 0 ? byKey : Number.CompareTo(other.Number);
    }
}

/// <summary>The first few of many, without sorting all of them; where nearly all are wanted, all are sorted.</summary>
internal sealed class Best(int keep, int total)
{
    private readonly bool all = keep > total / 8;
    private readonly List<Ranked> kept = new(keep > total / 8 ? total : keep);

    // A heap with the least of the kept on top.
    private readonly PriorityQueue<Ranked, Ranked> heap = new();
    private Ranked least;

    public void Offer(Ranked candidate)
    {
        if (all)
        {
            kept.Add(candidate);
        }
        else if (heap.Count < keep)
        {
            heap.Enqueue(candidate, candidate);
            least = heap.Peek();
        }
        else if (candidate.CompareTo(least) > 0)
        {
            heap.EnqueueDequeue(candidate, candidate);
            least = heap.Peek();
        }
    }

    public List<Ranked> Sorted()
    {
        while (heap.TryDequeue(out var one, out _))
        {
            kept.Add(one);
        }
        kept.Sort();
        kept.Reverse();
        return kept;
    }
}
