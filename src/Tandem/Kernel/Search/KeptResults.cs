using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Tandem.Kernel.Search;

/// <summary>
/// What was found in an index as it stood at one moment. Lists are asked the same again and again, and counting every value of every facet among
/// all that fits takes longest: it is done once for all who may see the same. Thrown away when the index changes.
/// </summary>
internal sealed class KeptResults(SegmentView[] views)
{
    private const int Most = 128;

    // Pages, not exports.
    private const int LongestPage = 100;
    private readonly ConcurrentDictionary<string, SearchResult> kept = new(StringComparer.Ordinal);

    public SegmentView[] Views => views;

    public SearchResult Of(SearchQuery query, Actor actor, Func<SearchResult> find)
    {
        if (query.Take > LongestPage)
        {
            return find();
        }
        var key = KeyOf(query, actor);
        if (kept.TryGetValue(key, out var known))
        {
            return known;
        }
        if (kept.Count >= Most)
        {
            kept.Clear();
        }
        return kept[key] = find();
    }

    // Whatever decides the answer, and of the actor only what they may see. Texts are told with their length, so that no two questions have one key.
    private string KeyOf(SearchQuery query, Actor actor)
    {
        var key = new StringBuilder();
        Add(query.Words);
        foreach (var (facet, keys) in query.Facets.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(facet);
            key.Append(CultureInfo.InvariantCulture, $"{keys.Count}=");
            foreach (var one in keys.Order(StringComparer.Ordinal))
            {
                Add(one);
            }
        }
        key.Append('/');
        foreach (
            var (column, (from, to)) in query.Ranges.OrderBy(r => r.Key, StringComparer.Ordinal)
        )
        {
            Add(column);
            key.Append(CultureInfo.InvariantCulture, $"{from}..{to},");
        }
        key.Append('/');
        foreach (var request in query.Count)
        {
            Add(request.Facet);
            key.Append(
                CultureInfo.InvariantCulture,
                $"{request.Top}{(request.Among is null ? '*' : '?')}"
            );
            Add(request.Among?.Name ?? "");
        }
        Add(query.SortBy ?? "");
        key.Append(
            CultureInfo.InvariantCulture,
            $"{(query.SortBy is null ? '-' : '+')}{(query.Descending ? '>' : '<')}{query.Skip},{query.Take}/"
        );
        foreach (var view in views)
        {
            foreach (var audience in view.Segment.Audiences)
            {
                key.Append(audience.Includes(actor) ? '1' : '0');
            }
        }
        return key.ToString();

        void Add(string text) =>
            key.Append(CultureInfo.InvariantCulture, $"{text.Length}:").Append(text);
    }
}
