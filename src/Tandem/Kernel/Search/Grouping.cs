using System.Buffers;

namespace Tandem.Kernel.Search;

/// <summary>Counts and adds up documents by the values of one facet: one pass over the documents, then only the page asked for is made.</summary>
internal sealed class Grouping(
    SearchShape shape,
    FacetDictionary[] dictionaries,
    SegmentView[] views,
    GroupQuery query,
    Actor actor
)
{
    private readonly FacetDictionary dictionary = dictionaries[shape.FacetAt(query.Facet)];

    public GroupResult Run()
    {
        var size = dictionary.Count;
        var counts = ArrayPool<int>.Shared.Rent(size);
        var sums = ArrayPool<long>.Shared.Rent(size);
        Array.Clear(counts, 0, size);
        Array.Clear(sums, 0, size);
        foreach (var view in views)
        {
            Add(view, counts, sums);
        }
        var found = Found(counts, sums, size);
        var groups = found
            .Skip(query.Skip)
            .Take(query.Take)
            .Select(code =>
            {
                var value = dictionary[code];
                return new FacetGroup(
                    value.Key,
                    value.Label ?? value.Key,
                    counts[code],
                    sums[code]
                );
            })
            .ToList();
        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<long>.Shared.Return(sums);
        return new(found.Count, groups);
    }

    private void Add(SegmentView view, int[] counts, long[] sums)
    {
        var facet = view.Segment.Facets[shape.FacetAt(query.Facet)];
        var column = view.Segment.Columns[shape.ColumnAt(query.Sum)];
        foreach (var document in Bits.In(Finding.VisibleTo(actor, view)))
        {
            var value = column[document];
            var adds = value == Segment.Missing ? 0 : value;
            foreach (var code in facet.Of(document))
            {
                counts[code]++;
                sums[code] += adds;
            }
        }
    }

    // Codes that some document has, in the order asked for.
    private List<int> Found(int[] counts, long[] sums, int size)
    {
        var found = new List<int>();
        foreach (var code in dictionary.ByLabel())
        {
            // What has come in since the count began is for the next question.
            if (code < size && counts[code] > 0 && (query.Among?.Invoke(dictionary[code]) ?? true))
            {
                found.Add(code);
            }
        }
        if (query.Order == GroupOrder.Label)
        {
            return found;
        }
        var keys = found.ConvertAll(code =>
            query.Order == GroupOrder.Count ? counts[code] : sums[code]
        );
        var places = Enumerable.Range(0, found.Count).ToArray();
        Array.Sort(
            places,
            (a, b) => keys[a] != keys[b] ? keys[b].CompareTo(keys[a]) : a.CompareTo(b)
        );
        return [.. places.Select(p => found[p])];
    }
}
