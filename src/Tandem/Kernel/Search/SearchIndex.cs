namespace Tandem.Kernel.Search;

/// <summary>
/// Documents held in memory to be found by words, filtered, counted and sorted. Derived from rows and thrown away with the process.
/// One writer at a time; readers never wait, each sees the index as it stood at one moment. What an actor gets, down to the order and the
/// counts, depends only on the documents they may see.
/// </summary>
public sealed class SearchIndex
{
    private readonly Lock writing = new();
    private readonly FacetDictionary[] dictionaries;
    private readonly Dictionary<Guid, (Segment Segment, int Document)> places = [];
    private volatile SegmentView[] views = [];
    private volatile KeptResults results = new([]);

    public SearchIndex(SearchShape shape)
    {
        Shape = shape;
        dictionaries = [.. shape.Facets.Select(_ => new FacetDictionary())];
    }

    public SearchShape Shape { get; }

    /// <summary>How many documents there are.</summary>
    public int Count => views.Sum(v => v.LiveCount);

    /// <summary>Bytes held, near enough.</summary>
    public long Size => views.Sum(v => v.Segment.Size) + 64L * Count;

    /// <summary>Puts the documents in, each in the place of one with the same id, and takes out those removed. Readers see all of it or nothing.</summary>
    public void Apply(IEnumerable<SearchDocument> changed, IEnumerable<Guid>? removed = null)
    {
        lock (writing)
        {
            var builder = new SegmentBuilder(Shape, dictionaries);
            var gone = new Dictionary<Segment, ulong[]>();
            var added = new Dictionary<Guid, int>();
            var replaced = new List<int>();
            foreach (var document in changed)
            {
                MarkGone(document.Id, gone);
                if (added.TryGetValue(document.Id, out var before))
                {
                    replaced.Add(before);
                }
                added[document.Id] = builder.Count;
                builder.Add(document);
            }
            var without = (removed ?? []).ToList();
            foreach (var id in without)
            {
                MarkGone(id, gone);
                if (added.Remove(id, out var before))
                {
                    replaced.Add(before);
                }
            }
            // Nothing above has changed the index: a source that fails midway leaves it as it was.
            without.ForEach(id => places.Remove(id));
            var next = views
                .Select(v =>
                    gone.TryGetValue(v.Segment, out var live) ? new SegmentView(v.Segment, live) : v
                )
                .ToList();
            if (builder.Count > 0)
            {
                next.Add(Place(builder.Build(), replaced));
            }
            next.RemoveAll(v => v.LiveCount == 0);
            views = Merged(next);
        }
    }

    /// <summary>Finds what the actor may see of what is asked for.</summary>
    public SearchResult Find(SearchQuery query, Actor actor)
    {
        var (now, kept) = (views, results);
        if (kept.Views != now)
        {
            results = kept = new(now);
        }
        return kept.Of(
            query,
            actor,
            () => new Finding(Shape, dictionaries, now, query, actor).Run()
        );
    }

    /// <summary>Counts and adds up what the actor may see by the values of a facet.</summary>
    public GroupResult Group(GroupQuery query, Actor actor) =>
        new Grouping(Shape, dictionaries, views, query, actor).Run();

    /// <summary>What a person reads for a key of a facet; null where no document has had it.</summary>
    public string? LabelOf(string facet, string key)
    {
        var dictionary = dictionaries[Shape.FacetAt(facet)];
        return dictionary.Find(key) is { } code ? dictionary[code].Label : null;
    }

    /// <summary>Keys of a facet whose label holds all the words, at most so many, in the order they came.</summary>
    public IReadOnlyList<string> KeysLabelled(string facet, string words, int most)
    {
        var asked = WordForms.Terms(words);
        var dictionary = dictionaries[Shape.FacetAt(facet)];
        var keys = new List<string>();
        for (var code = 0; asked.Count > 0 && keys.Count < most && code < dictionary.Count; code++)
        {
            var terms = WordForms.Terms(dictionary[code].Label);
            if (asked.TrueForAll(terms.Contains))
            {
                keys.Add(dictionary[code].Key);
            }
        }
        return keys;
    }

    /// <summary>Whether the document is in the index, whoever may see it.</summary>
    public bool Contains(Guid id)
    {
        lock (writing)
        {
            return places.ContainsKey(id);
        }
    }

    /// <summary>Whether any document has had this key.</summary>
    public bool HasKey(string facet, string key) =>
        dictionaries[Shape.FacetAt(facet)].Find(key) is not null;

    private void MarkGone(Guid id, Dictionary<Segment, ulong[]> gone)
    {
        if (!places.TryGetValue(id, out var place))
        {
            return;
        }
        if (!gone.TryGetValue(place.Segment, out var live))
        {
            live = (ulong[])views.First(v => v.Segment == place.Segment).Live.Clone();
            gone[place.Segment] = live;
        }
        Bits.Clear(live, place.Document);
    }

    private SegmentView Place(Segment segment, IEnumerable<int> without)
    {
        var live = Bits.All(segment.Count);
        foreach (var document in without)
        {
            Bits.Clear(live, document);
        }
        foreach (var document in Bits.In(live))
        {
            places[segment.Ids[document]] = (segment, document);
        }
        return new(segment, live);
    }

    // Neighbours of like size become one, so that there are few segments and each document is copied few times; so does one that is half dead.
    private SegmentView[] Merged(List<SegmentView> next)
    {
        while (next.Count > 1 && next[^2].LiveCount < 2 * next[^1].LiveCount)
        {
            var one = Place(SegmentMerge.Of(next[^2..]), []);
            next.RemoveRange(next.Count - 2, 2);
            next.Add(one);
        }
        for (var i = 0; i < next.Count; i++)
        {
            if (next[i].LiveCount * 2 < next[i].Segment.Count)
            {
                next[i] = Place(SegmentMerge.Of([next[i]]), []);
            }
        }
        return [.. next];
    }
}
