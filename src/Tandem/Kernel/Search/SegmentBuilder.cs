using System.Runtime.InteropServices;

namespace Tandem.Kernel.Search;

/// <summary>Takes documents one by one and makes a <see cref="Segment"/> of them.</summary>
internal sealed class SegmentBuilder(SearchShape shape, FacetDictionary[] dictionaries)
{
    // Fields follow one another with a gap, so that no phrase runs from one into the next.
    private const int FieldGap = 8;

    private readonly List<Guid> ids = [];
    private readonly List<long> numbers = [];
    private readonly List<int> lengths = [];
    private readonly List<int> audienceOf = [];
    private readonly Dictionary<Audience, int> audiences = [];
    private readonly List<long>[] columns = [.. shape.Columns.Select(_ => new List<long>())];
    private readonly List<int>[] facetStarts = [.. shape.Facets.Select(_ => new List<int> { 0 })];
    private readonly List<int>[] facetValues = [.. shape.Facets.Select(_ => new List<int>())];

    // From a word as written to its term: stemming and looking up the stem is done once for each spelling.
    private readonly Dictionary<string, int> spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    private readonly List<Term> entries = [];
    private long[] tokens = new long[256];

    public int Count => ids.Count;

    public void Add(SearchDocument document)
    {
        var length = Read(document.Texts);
        Index(ids.Count, length);
        ids.Add(document.Id);
        numbers.Add(document.Number);
        lengths.Add(length);
        if (!audiences.TryGetValue(document.Audience, out var audience))
        {
            audiences[document.Audience] = audience = audiences.Count;
        }
        audienceOf.Add(audience);
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c].Add(document.Columns[c] ?? Segment.Missing);
        }
        for (var f = 0; f < facetValues.Length; f++)
        {
            var start = facetValues[f].Count;
            foreach (var value in document.Facets[f])
            {
                var code = dictionaries[f].CodeOf(value);
                if (!CollectionsMarshal.AsSpan(facetValues[f])[start..].Contains(code))
                {
                    facetValues[f].Add(code);
                }
            }
            facetStarts[f].Add(facetValues[f].Count);
        }
    }

    public Segment Build()
    {
        var order = terms.OrderBy(t => t.Key, StringComparer.Ordinal).ToArray();
        var writer = new TermWriter(order.Length);
        foreach (var (name, entry) in order)
        {
            var term = entries[entry];
            writer.Add(name, term.Surface, term.Postings.Span, term.Positions.Span);
        }
        return writer.Finish(
            [.. ids],
            [.. numbers],
            [.. lengths],
            [.. audienceOf],
            [.. audiences.OrderBy(a => a.Value).Select(a => a.Key)],
            [
                .. facetValues.Select(
                    (values, f) => new FacetColumn([.. facetStarts[f]], [.. values])
                ),
            ],
            [.. columns.Select(c => c.ToArray())]
        );
    }

    // Fills tokens with term, position and field of each word; gives how many there are.
    private int Read(IReadOnlyList<string?> texts)
    {
        var count = 0;
        var position = 0;
        Span<char> word = stackalloc char[WordForms.LongestWord];
        var known = spellings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var field = 0; field < texts.Count; field++)
        {
            var text = texts[field].AsSpan();
            for (var at = 0; WordForms.Next(text, ref at, word) is > 0 and var length; )
            {
                if (!known.TryGetValue(word[..length], out var term))
                {
                    term = TermFor(word, length);
                }
                if (count == tokens.Length)
                {
                    Array.Resize(ref tokens, count * 2);
                }
                tokens[count++] = ((long)term << 32) | ((uint)position++ << 3) | (uint)field;
            }
            position += FieldGap;
        }
        return count;
    }

    private int TermFor(Span<char> word, int length)
    {
        var spelling = word[..length].ToString();
        var name = WordForms.TermOf(word, length);
        if (!terms.TryGetValue(name, out var term))
        {
            terms[name] = term = entries.Count;
            entries.Add(new Term { Surface = name == spelling ? name : spelling });
        }
        return spellings[spelling] = term;
    }

    private void Index(int document, int count)
    {
        var sorted = tokens.AsSpan(0, count);
        sorted.Sort();
        var all = CollectionsMarshal.AsSpan(entries);
        for (var i = 0; i < count; )
        {
            var which = (int)(sorted[i] >> 32);
            ref var term = ref all[which];
            var weight = 0;
            var end = i;
            for (; end < count && (int)(sorted[end] >> 32) == which; end++)
            {
                weight += shape.TextWeights[(int)(sorted[end] & 7)];
            }
            term.Postings.Add((uint)(document - term.LastDocument));
            term.Postings.Add((uint)weight);
            term.LastDocument = document;
            term.Positions.Add((uint)(end - i));
            var last = 0u;
            for (; i < end; i++)
            {
                var position = (uint)sorted[i] >> 3;
                term.Positions.Add(position - last);
                last = position;
            }
        }
    }

    private struct Term()
    {
        public string Surface = "";
        public int LastDocument = -1;
        public ByteList Postings = new();
        public ByteList Positions = new();
    }
}
