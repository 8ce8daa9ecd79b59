using Tandem.Kernel.Search;

namespace Tandem.Contracts.Lists;

/// <summary>One kind of record in the search over everything. Each room with a list brings one; they stand in the order of the rooms.</summary>
/// <param name="Path">Address of the list it leads to, which takes the same words.</param>
/// <param name="Noun">One of its records: “notice”.</param>
/// <param name="Card">The partial page that draws one record.</param>
/// <param name="FindAsync">What the actor may see of what has the words, and the first so many rows.</param>
public sealed record SearchSection(
    string Path,
    string Noun,
    string Card,
    Func<string, int, CancellationToken, Task<SearchFound>> FindAsync
)
{
    /// <summary>Whether it stands before all others: what is open now, and closes.</summary>
    public bool ComesFirst { get; init; }

    /// <summary>A kind with an index of its own.</summary>
    public static SearchSection Of<TRow>(ListShape shape, string card, RecordList<TRow> list)
        where TRow : class =>
        new(
            shape.Path,
            shape.Noun,
            card,
            async (words, take, cancellation) =>
            {
                var found = await list.FindAsync(
                    new SearchQuery
                    {
                        Words = words,
                        Take = take,
                        Facets = shape
                            .Keywords.Where(k => k.Usual is not null)
                            .ToDictionary(
                                k => k.Name,
                                k => (IReadOnlyCollection<string>)[k.Usual!],
                                StringComparer.Ordinal
                            ),
                    },
                    cancellation
                );
                return new(found.Total, found.Suggestion, await list.RowsAsync(found.Hits));
            }
        );
}

/// <summary>What a search found of one kind of record.</summary>
/// <param name="Suggestion">The words with the nearest known spelling, where nothing was found and there is one.</param>
/// <param name="Rows">The first of them, as the card draws them.</param>
public sealed record SearchFound(int Total, string? Suggestion, IReadOnlyList<object> Rows);
