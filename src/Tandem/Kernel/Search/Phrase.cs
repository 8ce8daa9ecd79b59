namespace Tandem.Kernel.Search;

/// <summary>Documents in which terms follow one another.</summary>
internal static class Phrase
{
    public static ulong[] In(Segment segment, IReadOnlyList<string> terms)
    {
        var bits = Bits.None(segment.Count);
        var each = terms.Select(t => segment.Range(t, begins: false)).ToList();
        if (each.Exists(range => range.From == range.To))
        {
            return bits;
        }
        // Only documents with all of the terms can have the phrase.
        var open = Bits.All(segment.Count);
        foreach (var (term, _) in each)
        {
            var has = Bits.None(segment.Count);
            var postings = new PostingReader(segment.PostingsOf(term));
            while (postings.MoveNext())
            {
                Bits.Set(has, postings.Document);
            }
            Bits.And(open, has);
        }
        // Where the phrase so far ends, for each document that still has it.
        Dictionary<int, List<uint>>? ends = null;
        foreach (var (term, _) in each)
        {
            ends = Continue(segment, term, open, ends);
        }
        foreach (var document in ends!.Keys)
        {
            Bits.Set(bits, document);
        }
        return bits;
    }

    private static Dictionary<int, List<uint>> Continue(
        Segment segment,
        int term,
        ulong[] open,
        Dictionary<int, List<uint>>? ends
    )
    {
        var next = new Dictionary<int, List<uint>>();
        var postings = new PostingReader(segment.PostingsOf(term));
        var places = new NumberReader(segment.PositionsOf(term));
        while (postings.MoveNext())
        {
            List<uint>? before = null;
            var counts =
                Bits.Has(open, postings.Document)
                && (ends is null || ends.TryGetValue(postings.Document, out before));
            List<uint>? kept = null;
            uint position = 0;
            for (var count = places.Read(); count > 0; count--)
            {
                position += places.Read();
                if (counts && (before is null || before.Contains(position - 1)))
                {
                    (kept ??= []).Add(position);
                }
            }
            if (kept is not null)
            {
                next[postings.Document] = kept;
            }
        }
        return next;
    }
}
