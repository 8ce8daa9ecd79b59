using Tandem.Kernel.Search;

namespace Tandem.Contracts.Lists;

/// <summary>One kind of record in the search over everything. Each room with a list brings one; they stand in the order of the rooms.</summary>
public sealed class SearchSection
{
    private readonly Func<SearchQuery, CancellationToken, Task<SearchResult>> find;
    private readonly Func<IReadOnlyList<SearchHit>, Task<IReadOnlyList<object>>> read;

    private SearchSection(
        ListShape shape,
        string card,
        Func<SearchQuery, CancellationToken, Task<SearchResult>> find,
        Func<IReadOnlyList<SearchHit>, Task<IReadOnlyList<object>>> read
    ) => (Shape, Card, this.find, this.read) = (shape, card, find, read);

    /// <summary>The list it leads to.</summary>
    public ListShape Shape { get; }

    /// <summary>The partial page that draws one record.</summary>
    public string Card { get; }

    public static SearchSection Of<TRow>(ListShape shape, string card, RecordList<TRow> list)
        where TRow : class =>
        new(shape, card, list.FindAsync, async hits => await list.RowsAsync(hits));

    /// <summary>What the actor may see of it, and the first rows.</summary>
    public async Task<SearchFound> FindAsync(SearchQuery query, CancellationToken cancellation)
    {
        var asked = query with
        {
            Facets = Shape
                .Keywords.Where(k => k.Usual is not null)
                .ToDictionary(
                    k => k.Name,
                    k => (IReadOnlyCollection<string>)[k.Usual!],
                    StringComparer.Ordinal
                ),
        };
        var found = await find(asked, cancellation);
        return new(this, found.Total, found.Suggestion, await read(found.Hits));
    }
}

/// <summary>What a search found of one kind of record.</summary>
/// <param name="Suggestion">The words with the nearest known spelling, where nothing was found and there is one.</param>
public sealed record SearchFound(
    SearchSection Section,
    int Total,
    string? Suggestion,
    IReadOnlyList<object> Rows
);
