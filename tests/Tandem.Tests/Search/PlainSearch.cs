using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Tests.Search;

/// <summary>One thing asked for, as the tests write it.</summary>
public sealed record Asked(string[] Words, bool Quoted, bool Starred, bool Without)
{
    public override string ToString() =>
        (Without ? "-" : "")
        + (Quoted ? $"\"{string.Join(' ', Words)}\"" : Words[0])
        + (Starred ? "*" : "");
}

/// <summary>What an index must answer, worked out in the plainest way: every document is looked at.</summary>
public sealed class PlainSearch(SearchShape shape)
{
    private readonly Dictionary<Guid, SearchDocument> documents = [];

    public int Count => documents.Count;

    public void Put(SearchDocument document) => documents[document.Id] = document;

    public void Remove(Guid id) => documents.Remove(id);

    public IEnumerable<Guid> Ids => documents.Keys;

    public SearchResult Find(SearchQuery query, IReadOnlyList<Asked> asked, Actor actor)
    {
        var seen = documents.Values.Where(d => d.Audience.Includes(actor)).ToList();
        var last = asked.Count == 0 ? null : asked[^1];
        if (
            last is { Quoted: false, Starred: false, Without: false }
            && last.Words[0].Length >= 3
            && !seen.Any(d => Has(d, last))
        )
        {
            asked = [.. asked.SkipLast(1), last with { Starred = true }];
        }
        bool Fits(SearchDocument d, string? without) =>
            asked.All(a => Has(d, a) != a.Without)
            && query.Ranges.All(r =>
                d.Columns[shape.Columns.ToList().IndexOf(r.Key)] is { } value
                && !(value < r.Value.From)
                && !(value > r.Value.To)
            )
            && query.Facets.All(f =>
                f.Key == without || f.Value.Count == 0 || KeysOf(d, f.Key).Any(f.Value.Contains)
            );
        var found = seen.Where(d => Fits(d, null)).ToList();
        return new(
            found.Count,
            [
                .. Sorted(query, asked, seen, found)
                    .Skip(query.Skip)
                    .Take(query.Take)
                    .Select(d => new SearchHit(d.Id, d.Number)),
            ],
            [
                .. query.Count.Select(request =>
                    (IReadOnlyList<FacetCount>)
                        seen.Where(d => Fits(d, request.Facet))
                            .SelectMany(d => KeysOf(d, request.Facet))
                            .Where(k => request.Among?.Holds(k) ?? true)
                            .GroupBy(k => k)
                            .Select(g => new FacetCount(g.Key, g.Key, g.Count()))
                            .OrderByDescending(c => c.Count)
                            .ThenBy(c => c.Key, StringComparer.Ordinal)
                            .Take(request.Top)
                            .ToList()
                ),
            ],
            null
        );
    }

    public GroupResult Group(GroupQuery query, Actor actor)
    {
        var at = shape.Columns.ToList().IndexOf(query.Sum);
        var groups = documents
            .Values.Where(d => d.Audience.Includes(actor))
            .SelectMany(d => KeysOf(d, query.Facet).Select(k => (Key: k, Document: d)))
            .Where(p => query.Among?.Invoke(new(p.Key)) ?? true)
            .GroupBy(p => p.Key)
            .Select(g => new FacetGroup(
                g.Key,
                g.Key,
                g.Count(),
                g.Sum(p => p.Document.Columns[at] ?? 0)
            ))
            .ToList();
        return new(
            groups.Count,
            [
                .. groups
                    .OrderByDescending(g =>
                        query.Order switch
                        {
                            GroupOrder.Count => g.Count,
                            GroupOrder.Sum => g.Sum,
                            _ => 0,
                        }
                    )
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Skip(query.Skip)
                    .Take(query.Take),
            ]
        );
    }

    private IEnumerable<SearchDocument> Sorted(
        SearchQuery query,
        IReadOnlyList<Asked> asked,
        List<SearchDocument> seen,
        List<SearchDocument> found
    )
    {
        if (query.SortBy is { } name)
        {
            var at = shape.Columns.ToList().IndexOf(name);
            var known = found.Where(d => d.Columns[at] is not null);
            return (
                query.Descending
                    ? known.OrderByDescending(d => d.Columns[at])
                    : known.OrderBy(d => d.Columns[at])
            )
                .ThenByDescending(d => d.Number)
                .Concat(found.Where(d => d.Columns[at] is null).OrderByDescending(d => d.Number));
        }
        var average = seen.Count == 0 ? 1 : Math.Max(1, seen.Average(Length));
        var words = asked
            .Where(a => !a.Without)
            .SelectMany(a => a.Words.Select(w => (Word: w, a.Starred)))
            .Where(w => !WordForms.IsStopWord(w.Word))
            .Distinct()
            .ToList();
        double Score(SearchDocument d) =>
            words.Sum(w =>
            {
                double n = seen.Count(o => Weight(o, w) > 0);
                double weight = Weight(d, w);
                return weight == 0
                    ? 0
                    : Math.Log(1 + (seen.Count - n + 0.5) / (n + 0.5))
                        * (weight * 2.2 / (weight + 1.2 * (1 - 0.6 + 0.6 * Length(d) / average)));
            });
        return found.OrderByDescending(Score).ThenByDescending(d => d.Number);
    }

    private IEnumerable<string> KeysOf(SearchDocument d, string facet) =>
        d.Facets[shape.Facets.ToList().IndexOf(facet)].Select(v => v.Key).Distinct();

    private static string[] WordsOf(string? text) =>
        (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Length(SearchDocument d) => d.Texts.Sum(t => WordsOf(t).Length);

    private int Weight(SearchDocument d, (string Word, bool Starred) w) =>
        d
            .Texts.Select(
                (t, f) =>
                    shape.TextWeights[f]
                    * WordsOf(t)
                        .Count(word =>
                            w.Starred
                                ? word.StartsWith(w.Word, StringComparison.Ordinal)
                                : word == w.Word
                        )
            )
            .Sum();

    private static bool Has(SearchDocument d, Asked asked) =>
        d.Texts.Any(t =>
        {
            var words = WordsOf(t);
            return Enumerable
                .Range(0, Math.Max(0, words.Length - asked.Words.Length + 1))
                .Any(at =>
                    asked
                        .Words.Select((w, i) => (w, i))
                        .All(p =>
                            asked.Starred
                                ? words[at + p.i].StartsWith(p.w, StringComparison.Ordinal)
                                : words[at + p.i] == p.w
                        )
                );
        });
}
