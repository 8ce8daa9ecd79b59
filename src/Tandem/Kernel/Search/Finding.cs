using System.Buffers;

namespace Tandem.Kernel.Search;

/// <summary>One search over the segments of one moment.</summary>
internal sealed class Finding(
    SearchShape shape,
    FacetDictionary[] dictionaries,
    SegmentView[] views,
    SearchQuery query,
    Actor actor
)
{
    private readonly ulong[][] visible = [.. views.Select(v => VisibleTo(actor, v))];

    public SearchResult Run()
    {
        var words = new Matching(views, visible, QueryWords.Read(query.Words));
        var matched = words.Run();
        InRanges(matched);
        var narrowed = query
            .Facets.Where(f => f.Value.Count > 0)
            .Select(f => (Facet: shape.FacetAt(f.Key), Bits: WithFacet(matched, f.Key, f.Value)))
            .ToList();
        var all = Intersect(matched, narrowed, without: -1);
        var total = all.Sum(Bits.Count);
        return new(
            total,
            Top(words, all, total),
            [.. query.Count.Select(request => Count(matched, narrowed, request))],
            total == 0 ? words.Suggestion(query.Words) : null
        );
    }

    /// <summary>The documents of a segment that the actor may see.</summary>
    internal static ulong[] VisibleTo(Actor actor, SegmentView view)
    {
        var segment = view.Segment;
        var allowed = segment.Audiences.Select(a => a.Includes(actor)).ToArray();
        if (Array.TrueForAll(allowed, a => a))
        {
            return view.Live;
        }
        var bits = (ulong[])view.Live.Clone();
        for (var document = 0; document < segment.Count; document++)
        {
            if (!allowed[segment.AudienceOf[document]])
            {
                Bits.Clear(bits, document);
            }
        }
        return bits;
    }

    private void InRanges(ulong[][] matched)
    {
        foreach (var (column, (from, to)) in query.Ranges)
        {
            var at = shape.ColumnAt(column);
            for (var v = 0; v < views.Length; v++)
            {
                var values = views[v].Segment.Columns[at];
                foreach (var document in Bits.In(matched[v]))
                {
                    var value = values[document];
                    if (value == Segment.Missing || value < from || value > to)
                    {
                        Bits.Clear(matched[v], document);
                    }
                }
            }
        }
    }

    private ulong[][] WithFacet(ulong[][] matched, string facet, IEnumerable<string> keys)
    {
        var at = shape.FacetAt(facet);
        var dictionary = dictionaries[at];
        var wanted = new bool[dictionary.Count];
        foreach (var key in keys)
        {
            if (dictionary.Find(key) is { } code && code < wanted.Length)
            {
                wanted[code] = true;
            }
        }
        return
        [
            .. views.Select(
                (view, v) =>
                {
                    var bits = Bits.None(view.Segment.Count);
                    var column = view.Segment.Facets[at];
                    foreach (var document in Bits.In(matched[v]))
                    {
                        foreach (var code in column.Of(document))
                        {
                            if (wanted[code])
                            {
                                Bits.Set(bits, document);
                                break;
                            }
                        }
                    }
                    return bits;
                }
            ),
        ];
    }

    private static ulong[][] Intersect(
        ulong[][] matched,
        List<(int Facet, ulong[][] Bits)> narrowed,
        int without
    )
    {
        if (narrowed.TrueForAll(n => n.Facet == without))
        {
            return matched;
        }
        var all = matched.Select(m => (ulong[])m.Clone()).ToArray();
        foreach (var (facet, bits) in narrowed)
        {
            for (var v = 0; facet != without && v < all.Length; v++)
            {
                Bits.And(all[v], bits[v]);
            }
        }
        return all;
    }

    private List<FacetCount> Count(
        ulong[][] matched,
        List<(int Facet, ulong[][] Bits)> narrowed,
        FacetRequest request
    )
    {
        var at = shape.FacetAt(request.Facet);
        var dictionary = dictionaries[at];
        var size = dictionary.Count;
        var counts = ArrayPool<int>.Shared.Rent(size);
        Array.Clear(counts, 0, size);
        var bits = Intersect(matched, narrowed, without: at);
        for (var v = 0; v < views.Length; v++)
        {
            var column = views[v].Segment.Facets[at];
            foreach (var document in Bits.In(bits[v]))
            {
                foreach (var code in column.Of(document))
                {
                    counts[code]++;
                }
            }
        }
        var found = MostFrequent(counts, size, dictionary, request);
        ArrayPool<int>.Shared.Return(counts);
        return found;
    }

    // The least frequent of those kept is on top of the heap: most of many thousands of values are passed over by one comparison.
    private static List<FacetCount> MostFrequent(
        int[] counts,
        int size,
        FacetDictionary dictionary,
        FacetRequest request
    )
    {
        var heap = new PriorityQueue<FacetCount, FacetCount>(LeastFirst);
        var least = 1;
        for (var code = 0; code < size; code++)
        {
            if (counts[code] < least)
            {
                continue;
            }
            var value = dictionary[code];
            if (!(request.Among?.Holds(value.Key) ?? true))
            {
                continue;
            }
            var one = new FacetCount(value.Key, value.Label ?? value.Key, counts[code]);
            heap.Enqueue(one, one);
            if (heap.Count > request.Top)
            {
                heap.Dequeue();
                least = heap.Peek().Count;
            }
        }
        var found = new List<FacetCount>(heap.Count);
        while (heap.TryDequeue(out var one, out _))
        {
            found.Add(one);
        }
        found.Reverse();
        return found;
    }

    private static readonly Comparer<FacetCount> LeastFirst = Comparer<FacetCount>.Create(
        (a, b) =>
            a.Count != b.Count ? a.Count.CompareTo(b.Count) : string.CompareOrdinal(b.Key, a.Key)
    );

    private List<SearchHit> Top(Matching words, ulong[][] all, int total)
    {
        var keep = (int)Math.Min(total, (long)query.Skip + query.Take);
        if (query.Skip >= total || query.Take <= 0)
        {
            return [];
        }
        var best = new Best(keep, total);
        var sortBy = query.SortBy is { } name ? shape.ColumnAt(name) : -1;
        var scores = sortBy < 0 && words.Ranks ? words.Score(all) : null;
        for (var v = 0; v < views.Length; v++)
        {
            var segment = views[v].Segment;
            foreach (var document in Bits.In(all[v]))
            {
                var key =
                    scores is not null ? scores[v][document]
                    : sortBy < 0 ? 0
                    : Key(segment.Columns[sortBy][document]);
                best.Offer(new(key, segment.Numbers[document], v, document));
            }
        }
        foreach (var pooled in scores ?? [])
        {
            ArrayPool<double>.Shared.Return(pooled);
        }
        return
        [
            .. best.Sorted()
                .Skip(query.Skip)
                .Take(query.Take)
                .Select(b => new SearchHit(views[b.View].Segment.Ids[b.Document], b.Number)),
        ];
    }

    // Larger comes first; what has no value is last either way.
    private double Key(long value) =>
        value == Segment.Missing ? double.NegativeInfinity
        : query.Descending ? value
        : -(double)value;
}
