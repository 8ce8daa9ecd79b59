namespace Tandem.Kernel.Search;

/// <summary>A question to an index.</summary>
public sealed record SearchQuery
{
    /// <summary>What was typed: words (all must be there), "phrases", -without, begin*.</summary>
    public string Words { get; init; } = "";

    /// <summary>For each facet named, the keys of which a document must have at least one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> Facets { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>>();

    /// <summary>For each column named, the bounds, both included; a document without a value is outside.</summary>
    public IReadOnlyDictionary<string, (long? From, long? To)> Ranges { get; init; } =
        new Dictionary<string, (long? From, long? To)>();

    /// <summary>The column to sort by, or null for the best match first (the latest number first where no words were typed).</summary>
    public string? SortBy { get; init; }

    /// <summary>Largest first. Documents without a value come last either way.</summary>
    public bool Descending { get; init; }
    public int Skip { get; init; }
    public int Take { get; init; } = 25;

    /// <summary>Facets to count.</summary>
    public IReadOnlyList<FacetRequest> Count { get; init; } = [];
}

/// <summary>Asks for the counts of a facet, each counted as if the facet itself were not filtered by.</summary>
/// <param name="Facet">Its name.</param>
/// <param name="Top">How many values at most, the most frequent first.</param>
/// <param name="Among">Only these keys; all where null.</param>
public sealed record FacetRequest(string Facet, int Top, FacetKeys? Among = null);

/// <summary>Some keys of a facet.</summary>
/// <param name="Name">Two of one name hold the same keys.</param>
/// <param name="Holds">Whether a key is one of them.</param>
public sealed record FacetKeys(string Name, Func<string, bool> Holds);

/// <summary>How many documents have a value.</summary>
public readonly record struct FacetCount(string Key, string Label, int Count);

/// <summary>A found document.</summary>
public readonly record struct SearchHit(Guid Id, long Number);

/// <summary>What was found.</summary>
/// <param name="Total">How many in all.</param>
/// <param name="Hits">Those of the page asked for.</param>
/// <param name="Facets">In the order they were asked for.</param>
/// <param name="Suggestion">The words with the nearest known spelling, where nothing was found and there is one.</param>
public sealed record SearchResult(
    int Total,
    IReadOnlyList<SearchHit> Hits,
    IReadOnlyList<IReadOnlyList<FacetCount>> Facets,
    string? Suggestion
);
