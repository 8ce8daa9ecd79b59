namespace Tandem.Kernel.Search;

/// <summary>The known word nearest to one that is nowhere: at most one slip in a short word, two in a longer one; the more frequent of equals.</summary>
internal static class NearestWord
{
    public static string? Of(string term, SegmentView[] views, ulong[][] visible)
    {
        var most =
            term.Length < 4 ? 0
            : term.Length < 7 ? 1
            : 2;
        var found = new Dictionary<string, (int Slips, int Count, string Surface)>();
        for (var v = 0; most > 0 && v < views.Length; v++)
        {
            var segment = views[v].Segment;
            for (var t = 0; t < segment.Terms.Length; t++)
            {
                var other = segment.Terms[t];
                if (
                    Math.Abs(other.Length - term.Length) <= most
                    && Slips(term, other, most) is var slips
                    && slips <= most
                    && Frequency(segment, t, visible[v]) is > 0 and var count
                )
                {
                    var before = found.GetValueOrDefault(other);
                    found[other] = (slips, before.Count + count, segment.Surfaces[t]);
                }
            }
        }
        return found.Count == 0
            ? null
            : found
                .Values.OrderBy(f => f.Slips)
                .ThenByDescending(f => f.Count)
                .ThenBy(f => f.Surface, StringComparer.Ordinal)
                .First()
                .Surface;
    }

    private static int Frequency(Segment segment, int term, ulong[] visible)
    {
        var count = 0;
        var postings = new PostingReader(segment.PostingsOf(term));
        while (postings.MoveNext())
        {
            count += Bits.Has(visible, postings.Document) ? 1 : 0;
        }
        return count;
    }

    /// <summary>Letters to put in, take out, change, or swap with a neighbour; anything above <paramref name="most"/> once it must be more.</summary>
    internal static int Slips(string one, string other, int most)
    {
        Span<int> before = stackalloc int[other.Length + 1];
        Span<int> last = stackalloc int[other.Length + 1];
        Span<int> now = stackalloc int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }
        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = i;
            var least = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                var best = Math.Min(change, Math.Min(last[j], now[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    best = Math.Min(best, before[j - 2] + 1);
                }
                now[j] = best;
                least = Math.Min(least, best);
            }
            if (least > most)
            {
                return least;
            }
            var spare = before;
            before = last;
            last = now;
            now = spare;
        }
        return last[other.Length];
    }
}
