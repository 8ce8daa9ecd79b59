using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Contracts.Lists;

/// <summary>A list of records: what it can be asked, and the answer for an actor.</summary>
/// <typeparam name="T">A record as every way out shows it.</typeparam>
public abstract class RecordList<T>(
    ListShape shape,
    RowIndex index,
    FilterWords words,
    Actor actor,
    TimeProvider clock
)
{
    /// <summary>The headings and cells of its CSV.</summary>
    public abstract IReadOnlyList<(string Heading, Func<T, string?> Cell)> Columns { get; }

    /// <summary>Reads what an address asks.</summary>
    public ListRequest Read(IQueryCollection query) =>
        ListRequest.Read(
            query,
            shape,
            clock.Today(),
            (facet, text) => words.Keys(index, facet, text)
        );

    /// <summary>One page of the list with its filters.</summary>
    /// <param name="within">A facet and its key: only records that have it, on a page that is about it.</param>
    public async Task<(ListView View, IReadOnlyList<T> Rows)> ShowAsync(
        HttpRequest http,
        (string Facet, string Key)? within = null
    )
    {
        var request = Read(http.Query);
        var counted = ListView.ToCount(request);
        var query = request.ToSearch(counted);
        if (within is var (facet, key))
        {
            query = query with
            {
                Facets = new Dictionary<string, IReadOnlyCollection<string>>(query.Facets)
                {
                    [facet] = [key],
                },
            };
        }
        var found = await FindAsync(query, http.HttpContext.RequestAborted);
        return (
            new ListView(request, found, counted, index, words, http, within?.Facet),
            await RowsAsync(found.Hits)
        );
    }

    /// <summary>Finds what the actor may see.</summary>
    public Task<SearchResult> FindAsync(SearchQuery query, CancellationToken cancellation) =>
        index.FindAsync(query, actor, cancellation);

    /// <summary>The rows of hits, in their order.</summary>
    public Task<IReadOnlyList<T>> RowsAsync(IReadOnlyList<SearchHit> hits) =>
        ByIdAsync([.. hits.Select(h => h.Id)]);

    /// <summary>All rows of hits, read as they are asked for.</summary>
    public IAsyncEnumerable<T> AllRowsAsync(IReadOnlyList<SearchHit> hits) =>
        RecordExport.RowsAsync(hits, ByIdAsync);

    /// <summary>The rows with these ids, in this order; what is gone or hidden is left out.</summary>
    protected abstract Task<IReadOnlyList<T>> ByIdAsync(IReadOnlyList<Guid> ids);
}
