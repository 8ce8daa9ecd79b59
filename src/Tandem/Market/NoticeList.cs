using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Market;

/// <summary>The list of notices: what it can be asked, and the answer.</summary>
public sealed class NoticeList(
    NoticeIndex index,
    NoticeRows rows,
    FilterWords words,
    Actor actor,
    TimeProvider clock
)
{
    public static readonly ListShape Shape = new(
        "/notices",
        "notice",
        [
            new("cpv", "What is bought (CPV)", 0),
            new("buyer", "Buyer", 5),
            new("place", "Place", 8),
            new("supplier", "Supplier", 5),
            new("stage", "Stage", 4),
            new("status", "Status", 6),
            new("category", "Category", 3),
            new("sme", "Small firms", 1),
        ],
        [
            new("published", "Published", "published", BoundKind.DayOfInstant),
            new("deadline", "Deadline", "deadline", BoundKind.DayOfInstant),
            new("starts", "Contract starts", "start", BoundKind.Day, Ahead: true),
            new("ends", "Contract ends", "end", BoundKind.Day, Ahead: true),
            new("value", "Value", "value", BoundKind.Money),
        ],
        [
            new("best", "Best match", null, false),
            new("newest", "Newest", "published", true),
            new("oldest", "Oldest", "published", false),
            new("deadline", "Latest deadline", "deadline", true),
            new("ending", "Ends first", "end", false),
            new("value", "Highest value", "value", true),
            new("value-low", "Lowest value", "value", false),
        ]
    );

    /// <summary>Reads what an address asks.</summary>
    public ListRequest Read(IQueryCollection query) =>
        ListRequest.Read(
            query,
            Shape,
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            (facet, text) => words.Keys(index, facet, text)
        );

    /// <summary>One page of the list with its filters.</summary>
    public async Task<(ListView View, IReadOnlyList<NoticeRow> Rows)> ShowAsync(HttpRequest http)
    {
        var request = Read(http.Query);
        var counted = ListView.ToCount(request);
        var found = await FindAsync(request.ToSearch(counted), http.HttpContext.RequestAborted);
        return (
            new ListView(request, found, counted, index, words, http),
            await RowsAsync(found.Hits)
        );
    }

    /// <summary>Finds notices.</summary>
    public Task<SearchResult> FindAsync(SearchQuery query, CancellationToken cancellation) =>
        index.FindAsync(query, actor, cancellation);

    /// <summary>The rows of hits, in their order.</summary>
    public Task<IReadOnlyList<NoticeRow>> RowsAsync(IReadOnlyList<SearchHit> hits) =>
        rows.ByIdAsync([.. hits.Select(h => h.Id)]);

    /// <summary>All rows of hits, read as they are asked for.</summary>
    public IAsyncEnumerable<NoticeRow> AllRowsAsync(IReadOnlyList<SearchHit> hits) =>
        RecordExport.RowsAsync(hits, rows.ByIdAsync);
}
