namespace Tandem.Kernel.Search;

/// <summary>Makes one segment of several, without what has been replaced or removed.</summary>
internal static class SegmentMerge
{
    public static Segment Of(IReadOnlyList<SegmentView> parts)
    {
        var maps = parts.Select(Map).ToArray();
        for (int p = 0, start = 0; p < parts.Count; start += parts[p++].LiveCount)
        {
            Shift(maps[p], start);
        }
        var audiences = parts.SelectMany(p => p.Segment.Audiences).Distinct().ToArray();
        return Terms(parts, maps)
            .Finish(
                Gather(parts, s => s.Ids),
                Gather(parts, s => s.Numbers),
                Gather(parts, s => s.Lengths),
                Gather(
                    parts,
                    s =>
                        s.AudienceOf.Select(a => Array.IndexOf(audiences, s.Audiences[a])).ToArray()
                ),
                audiences,
                [
                    .. Enumerable
                        .Range(0, parts[0].Segment.Facets.Length)
                        .Select(f => Facet(parts, f)),
                ],
                [
                    .. Enumerable
                        .Range(0, parts[0].Segment.Columns.Length)
                        .Select(c => Gather(parts, s => s.Columns[c])),
                ]
            );
    }

    // New place of each document within its part, or -1.
    private static int[] Map(SegmentView part)
    {
        var map = new int[part.Segment.Count];
        Array.Fill(map, -1);
        var next = 0;
        foreach (var document in Bits.In(part.Live))
        {
            map[document] = next++;
        }
        return map;
    }

    private static void Shift(int[] map, int start)
    {
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = map[i] < 0 ? -1 : map[i] + start;
        }
    }

    private static T[] Gather<T>(IReadOnlyList<SegmentView> parts, Func<Segment, T[]> of)
    {
        var all = new List<T>(parts.Sum(p => p.LiveCount));
        foreach (var part in parts)
        {
            var values = of(part.Segment);
            foreach (var document in Bits.In(part.Live))
            {
                all.Add(values[document]);
            }
        }
        return [.. all];
    }

    private static FacetColumn Facet(IReadOnlyList<SegmentView> parts, int facet)
    {
        var starts = new List<int> { 0 };
        var values = new List<int>();
        foreach (var part in parts)
        {
            foreach (var document in Bits.In(part.Live))
            {
                values.AddRange(part.Segment.Facets[facet].Of(document));
                starts.Add(values.Count);
            }
        }
        return new([.. starts], [.. values]);
    }

    private static TermWriter Terms(IReadOnlyList<SegmentView> parts, int[][] maps)
    {
        var writer = new TermWriter(parts.Max(p => p.Segment.Terms.Length));
        var next = new int[parts.Count];
        while (true)
        {
            string? term = null;
            var surface = "";
            for (var p = 0; p < parts.Count; p++)
            {
                var segment = parts[p].Segment;
                if (
                    next[p] < segment.Terms.Length
                    && (term is null || string.CompareOrdinal(segment.Terms[next[p]], term) < 0)
                )
                {
                    (term, surface) = (segment.Terms[next[p]], segment.Surfaces[next[p]]);
                }
            }
            if (term is null)
            {
                return writer;
            }
            var postings = new ByteList();
            var positions = new ByteList();
            var last = -1;
            for (var p = 0; p < parts.Count; p++)
            {
                var segment = parts[p].Segment;
                if (next[p] < segment.Terms.Length && segment.Terms[next[p]] == term)
                {
                    Copy(segment, next[p]++, maps[p], ref postings, ref positions, ref last);
                }
            }
            if (postings.Length > 0)
            {
                writer.Add(term, surface, postings.Span, positions.Span);
            }
        }
    }

    private static void Copy(
        Segment segment,
        int term,
        int[] map,
        ref ByteList postings,
        ref ByteList positions,
        ref int last
    )
    {
        var from = new PostingReader(segment.PostingsOf(term));
        var places = new NumberReader(segment.PositionsOf(term));
        while (from.MoveNext())
        {
            var document = map[from.Document];
            var count = places.Read();
            if (document >= 0)
            {
                postings.Add((uint)(document - last));
                postings.Add((uint)from.Weight);
                last = document;
                positions.Add(count);
            }
            for (; count > 0; count--)
            {
                var step = places.Read();
                if (document >= 0)
                {
                    positions.Add(step);
                }
            }
        }
    }
}

/// <summary>A segment at one moment: which of its documents still stand.</summary>
internal sealed record SegmentView(Segment Segment, ulong[] Live)
{
    public int LiveCount { get; } = Bits.Count(Live);
}
