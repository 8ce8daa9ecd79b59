namespace Tandem.Kernel.Search;

/// <summary>Documents indexed together. Never changes: what is replaced or removed is marked outside it, and left out when segments are merged.</summary>
internal sealed class Segment
{
    public required Guid[] Ids { get; init; }
    public required long[] Numbers { get; init; }

    /// <summary>Words in each document.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>For each document, the place of its audience in <see cref="Audiences"/>.</summary>
    public required int[] AudienceOf { get; init; }
    public required Audience[] Audiences { get; init; }
    public required FacetColumn[] Facets { get; init; }

    /// <summary>For each column, the value of each document, or <see cref="Missing"/>.</summary>
    public required long[][] Columns { get; init; }

    /// <summary>All terms in ordinal order, and how each was first written.</summary>
    public required string[] Terms { get; init; }
    public required string[] Surfaces { get; init; }

    /// <summary>Postings of term t: the bytes from <c>PostingStarts[t]</c> to <c>PostingStarts[t + 1]</c>; positions likewise.</summary>
    public required int[] PostingStarts { get; init; }
    public required byte[] PostingBytes { get; init; }
    public required int[] PositionStarts { get; init; }
    public required byte[] PositionBytes { get; init; }

    public const long Missing = long.MinValue;

    public int Count => Ids.Length;

    /// <summary>Bytes held, near enough.</summary>
    public long Size =>
        PostingBytes.Length
        + (long)PositionBytes.Length
        + Terms.Sum(t => 34L + 2 * t.Length)
        + Terms
            .Zip(Surfaces)
            .Sum(p => ReferenceEquals(p.First, p.Second) ? 0L : 34 + 2 * p.Second.Length)
        + 24L * Terms.Length
        + Count * (32L + 8 * Columns.Length)
        + Facets.Sum(f => 4L * (f.Starts.Length + f.Values.Length));

    public ReadOnlySpan<byte> PostingsOf(int term) =>
        PostingBytes.AsSpan(PostingStarts[term]..PostingStarts[term + 1]);

    public ReadOnlySpan<byte> PositionsOf(int term) =>
        PositionBytes.AsSpan(PositionStarts[term]..PositionStarts[term + 1]);

    /// <summary>The terms that are this one, or that begin so: first, and first after the last.</summary>
    public (int From, int To) Range(string term, bool begins)
    {
        var at = Array.BinarySearch(Terms, term, StringComparer.Ordinal);
        if (!begins)
        {
            return at < 0 ? (0, 0) : (at, at + 1);
        }
        var from = at < 0 ? ~at : at;
        var to = from;
        while (to < Terms.Length && Terms[to].StartsWith(term, StringComparison.Ordinal))
        {
            to++;
        }
        return (from, to);
    }
}

/// <summary>The codes of one facet for all documents of a segment: those of document d lie from <c>Starts[d]</c> to <c>Starts[d + 1]</c>.</summary>
internal sealed record FacetColumn(int[] Starts, int[] Values)
{
    public ReadOnlySpan<int> Of(int document) =>
        Values.AsSpan(Starts[document]..Starts[document + 1]);
}
