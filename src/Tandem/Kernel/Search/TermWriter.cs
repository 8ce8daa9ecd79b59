namespace Tandem.Kernel.Search;

/// <summary>Lays the terms of a segment, given in order, behind one another.</summary>
internal sealed class TermWriter(int capacity)
{
    private readonly List<string> terms = new(capacity);
    private readonly List<string> surfaces = new(capacity);
    private readonly List<int> postingStarts = new(capacity + 1) { 0 };
    private readonly List<int> positionStarts = new(capacity + 1) { 0 };
    private readonly List<byte> postings = [];
    private readonly List<byte> positions = [];

    public void Add(
        string term,
        string surface,
        ReadOnlySpan<byte> itsPostings,
        ReadOnlySpan<byte> itsPositions
    )
    {
        terms.Add(term);
        surfaces.Add(surface);
        postings.AddRange(itsPostings);
        positions.AddRange(itsPositions);
        postingStarts.Add(postings.Count);
        positionStarts.Add(positions.Count);
    }

    public Segment Finish(
        Guid[] ids,
        long[] numbers,
        int[] lengths,
        int[] audienceOf,
        Audience[] audiences,
        FacetColumn[] facets,
        long[][] columns
    ) =>
        new()
        {
            Ids = ids,
            Numbers = numbers,
            Lengths = lengths,
            AudienceOf = audienceOf,
            Audiences = audiences,
            Facets = facets,
            Columns = columns,
            Terms = [.. terms],
            Surfaces = [.. surfaces],
            PostingStarts = [.. postingStarts],
            PostingBytes = [.. postings],
            PositionStarts = [.. positionStarts],
            PositionBytes = [.. positions],
        };
}
