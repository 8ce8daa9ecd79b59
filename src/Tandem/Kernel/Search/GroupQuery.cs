namespace Tandem.Kernel.Search;

/// <summary>How groups are ordered; those alike by what a person reads.</summary>
public enum GroupOrder
{
    /// <summary>By what a person reads, without regard to case.</summary>
    Label,

    /// <summary>Most documents first.</summary>
    Count,

    /// <summary>Largest sum first.</summary>
    Sum,
}

/// <summary>Asks for the values of a facet, each with what the documents that have it come to.</summary>
/// <param name="Facet">The facet grouped by.</param>
/// <param name="Sum">The column that is added up; documents without a value add nothing.</param>
public sealed record GroupQuery(string Facet, string Sum)
{
    public GroupOrder Order { get; init; }

    /// <summary>Only these values; all where null.</summary>
    public Func<FacetValue, bool>? Among { get; init; }
    public int Skip { get; init; }
    public int Take { get; init; } = 25;
}

/// <summary>A value of a facet, how many documents have it, and the sum of the column over them.</summary>
public readonly record struct FacetGroup(string Key, string Label, int Count, long Sum);

/// <summary>Groups of a page, and how many there are in all.</summary>
public sealed record GroupResult(int Total, IReadOnlyList<FacetGroup> Groups);
