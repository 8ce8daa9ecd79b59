using Tandem.Classification;
using Tandem.Kernel.Search;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Contracts.Lists;

/// <summary>A list as its page draws it: what was found, the filters in force, and what the filters offer.</summary>
public sealed class ListView(
    ListRequest request,
    SearchResult found,
    IReadOnlyList<FacetRequest> counted,
    RowIndex index,
    FilterWords words,
    HttpRequest http,
    string? within = null
)
{
    public ListRequest Request { get; } = request;
    public ListShape Shape => Request.Shape;

    /// <summary>Address of the page itself, to which its forms lead back.</summary>
    public string Path => http.Path.Value ?? Shape.Path;

    /// <summary>The filters to offer: all but the one the page is about.</summary>
    public IEnumerable<KeywordFilter> Keywords => Shape.Keywords.Where(k => k.Name != within);
    public int Total { get; } = found.Total;

    /// <summary>The words with the nearest known spelling, and the list of them.</summary>
    public PageLink? Suggestion { get; } =
        found.Suggestion is { } better
            ? new(better, ListAddress.With(http, ("q", better), ("page", null)))
            : null;

    /// <summary>Pages there are, at least one.</summary>
    public int Pages => Math.Max(1, (Total + ListShape.PageSize - 1) / ListShape.PageSize);

    /// <summary>Filters in force, each with the address without it.</summary>
    public IReadOnlyList<PageLink> Chips { get; } =
    [
        .. request.Asked.Select(a => new PageLink(
            $"{a.Title}: {Said(a, request.Shape, index, words)}",
            ListAddress.Without(http, a.Field, a.Value)
        )),
    ];

    /// <summary>“From 26 to 50 of 1,204”.</summary>
    public string Shown
    {
        get
        {
            var first = (Request.Page - 1) * ListShape.PageSize + 1;
            var last = Math.Min(Total, first + ListShape.PageSize - 1);
            return $"{Words.Number(first)} to {Words.Number(last)} of {Words.Count(Total, Shape.Noun)}";
        }
    }

    /// <summary>Parts of the address that a form beside this one must carry along.</summary>
    public IEnumerable<KeyValuePair<string, string>> Carried(params string[] without) =>
        http
            .Query.Where(p => p.Key != "page" && !without.Contains(p.Key))
            .SelectMany(p =>
                p.Value.Where(v => !string.IsNullOrWhiteSpace(v))
                    .Select(v => KeyValuePair.Create(p.Key, v!))
            );

    /// <summary>The values a filter offers, with their counts; those chosen are always among them.</summary>
    public IReadOnlyList<Choice> Offered(KeywordFilter filter)
    {
        var counts = Counts(filter.Name);
        var chosen = Request
            .Asked.Where(a => a.Field == filter.Name && !counts.Any(c => c.Key == a.Value))
            .Select(a => new Choice(a.Value, words.Label(index, filter.Name, a.Value)))
            .DistinctBy(c => c.Value);
        return
        [
            .. chosen,
            .. counts
                .Take(filter.Top)
                .Concat(
                    counts
                        .Skip(filter.Top)
                        .Where(c =>
                            Request.Asked.Any(a => a.Field == filter.Name && a.Value == c.Key)
                        )
                )
                .Select(c => new Choice(c.Key, $"{c.Label} ({Words.Number(c.Count)})")),
        ];
    }

    /// <summary>Values chosen, as given in the address.</summary>
    public IReadOnlyList<string> Chosen(string name) =>
        [.. Request.Asked.Where(a => a.Field == name).Select(a => a.Value)];

    /// <summary>Codes to go on with: the divisions, or what lies under the one code chosen; each with its count and the list of it.</summary>
    public IReadOnlyList<(PageLink Link, int Count)> CpvSteps =>
        [
            .. Counts("cpv")
                .Select(c =>
                    (
                        new PageLink(
                            words.CpvLabel(c.Key),
                            ListAddress.With(http, ("cpv", c.Key), ("page", null))
                        ),
                        c.Count
                    )
                ),
        ];

    /// <summary>What to count for this request.</summary>
    public static IReadOnlyList<FacetRequest> ToCount(ListRequest request)
    {
        var under = request.Keys("cpv") is { Count: 1 } one ? one.Single() : "";
        var digits = under.Length == 0 ? 2 : under.Length + 1;
        return
        [
            .. request.Shape.Keywords.Select(k =>
                k.Name == "cpv"
                    ? new FacetRequest(
                        "cpv",
                        10,
                        new(
                            under,
                            key =>
                                key.Length == digits
                                && key.StartsWith(under, StringComparison.Ordinal)
                        )
                    )
                    : new FacetRequest(
                        k.Name,
                        Math.Max(k.Top, 1) + 20,
                        k.Name == "place" ? new("named", key => !PlaceKeys.IsCode(key)) : null
                    )
            ),
        ];
    }

    private IReadOnlyList<FacetCount> Counts(string facet)
    {
        for (var i = 0; i < counted.Count; i++)
        {
            if (counted[i].Facet == facet)
            {
                return found.Facets[i];
            }
        }
        return [];
    }

    private static string Said(
        AskedFilter filter,
        ListShape shape,
        RowIndex index,
        FilterWords words
    )
    {
        if (filter.Field.EndsWith("-within", StringComparison.Ordinal))
        {
            return $"within {filter.Value} months";
        }
        if (filter.Field.EndsWith("-from", StringComparison.Ordinal))
        {
            return $"from {filter.Value}";
        }
        return filter.Field.EndsWith("-to", StringComparison.Ordinal) ? $"to {filter.Value}"
            : shape.Past.FirstOrDefault(p => p.Name == filter.Field) is { } past
                ? past.Words.ToLowerInvariant()
            : words.Label(index, filter.Field, filter.Value);
    }
}
