using System.Globalization;
using Tandem.Kernel.Search;

namespace Tandem.Contracts.Lists;

/// <summary>What somebody asks of a list, read from the address: words, filters, order and page. What cannot be understood is said, not guessed.</summary>
public sealed class ListRequest
{
    private readonly Dictionary<string, IReadOnlyCollection<string>> facets = [];
    private readonly Dictionary<string, (long? From, long? To)> ranges = [];
    private readonly Dictionary<string, string> typed = [];
    private readonly List<(string Field, string Message)> problems = [];
    private readonly List<AskedFilter> asked = [];

    private ListRequest(ListShape shape) => Shape = shape;

    public ListShape Shape { get; }
    public string Words { get; private set; } = "";
    public ListOrder Order { get; private set; } = null!;
    public int Page { get; private set; } = 1;

    /// <summary>What could not be understood: the part of the address, and what to do.</summary>
    public IReadOnlyList<(string Field, string Message)> Problems => problems;

    /// <summary>The filters in force, as they stand in the address.</summary>
    public IReadOnlyList<AskedFilter> Asked => asked;

    /// <summary>Whether this is more than the plain list.</summary>
    public bool IsNarrowed => asked.Count > 0 || Words.Length > 0;

    /// <summary>The keys chosen of a filter.</summary>
    public IReadOnlyCollection<string> Keys(string name) => facets.GetValueOrDefault(name, []);

    /// <summary>What was typed for a bound, as typed.</summary>
    public string? Typed(string field) => typed.GetValueOrDefault(field);

    /// <summary>Reads an address.</summary>
    /// <param name="resolve">Leads what was typed for a filter (“Preston”, “cleaning”) to keys of its facet.</param>
    public static ListRequest Read(
        IQueryCollection query,
        ListShape shape,
        DateOnly today,
        Func<string, string, IReadOnlyCollection<string>> resolve
    )
    {
        var request = new ListRequest(shape);
        request.Words = (query["q"].FirstOrDefault() ?? "").Trim();
        if (request.Words.Length > QueryWords.LongestText)
        {
            request.Words = request.Words[..QueryWords.LongestText];
            request.problems.Add(("q", $"Search for at most {QueryWords.LongestText} characters"));
        }
        foreach (var filter in shape.Keywords)
        {
            request.ReadKeys(query, filter, resolve);
        }
        foreach (var filter in shape.Bounds)
        {
            request.ReadBounds(query, filter, today);
        }
        foreach (var filter in shape.Past)
        {
            request.ReadPast(query, filter, today);
        }
        request.ReadOrder(query);
        return request;
    }

    /// <summary>The question to the index.</summary>
    public SearchQuery ToSearch(int skip, int take, IReadOnlyList<FacetRequest>? count = null) =>
        new()
        {
            Words = Words,
            Facets = facets,
            Ranges = ranges,
            SortBy = Order.Column,
            Descending = Order.Descending,
            Skip = skip,
            Take = take,
            Count = count ?? [],
        };

    /// <summary>The question for the page asked for.</summary>
    public SearchQuery ToSearch(IReadOnlyList<FacetRequest>? count = null) =>
        ToSearch((Page - 1) * ListShape.PageSize, ListShape.PageSize, count);

    private void ReadKeys(
        IQueryCollection query,
        KeywordFilter filter,
        Func<string, string, IReadOnlyCollection<string>> resolve
    )
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in query[filter.Name].Take(50))
        {
            if (value?.Trim() is not { Length: > 0 } text)
            {
                continue;
            }
            var found = resolve(filter.Name, text);
            asked.Add(new(filter.Name, text, filter.Title, found));
            if (found.Count == 0)
            {
                // Nothing has this key, so nothing is found: a filter that does not fit is not left out.
                keys.Add("\0");
            }
            keys.UnionWith(found);
        }
        if (keys.Count == 0 && filter.Usual is { } usual)
        {
            keys.Add(usual);
        }
        if (keys.Count > 0)
        {
            facets[filter.Name] = keys;
        }
    }

    private void ReadPast(IQueryCollection query, PastFilter filter, DateOnly today)
    {
        switch (query[filter.Name].FirstOrDefault()?.Trim())
        {
            case null or "" or "no":
                return;
            case "yes":
                typed[filter.Name] = "yes";
                asked.Add(new(filter.Name, "yes", filter.Title, []));
                var (from, to) = ranges.GetValueOrDefault(filter.Column);
                var yesterday = today.DayNumber - 1L;
                ranges[filter.Column] = (from, Math.Min(to ?? yesterday, yesterday));
                return;
            case var other:
                problems.Add((filter.Name, $"Give ‘{filter.Name}’ as yes or no, not ‘{other}’"));
                return;
        }
    }

    private void ReadBounds(IQueryCollection query, BoundFilter filter, DateOnly today)
    {
        long? from = Bound(query, filter, "from", isEnd: false);
        long? to = Bound(query, filter, "to", isEnd: true);
        if (
            filter.Ahead
            && query[$"{filter.Name}-within"].FirstOrDefault()?.Trim() is { Length: > 0 } within
        )
        {
            typed[$"{filter.Name}-within"] = within;
            if (
                int.TryParse(
                    within,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var months
                ) && months is > 0 and <= 240
            )
            {
                from = Math.Max(from ?? long.MinValue, today.DayNumber);
                to = Math.Min(to ?? long.MaxValue, today.AddMonths(months).DayNumber);
                asked.Add(new($"{filter.Name}-within", within, filter.Title, []));
            }
            else
            {
                problems.Add(
                    (
                        $"{filter.Name}-within",
                        $"Give the months ahead as a number from 1 to 240, not ‘{within}’"
                    )
                );
            }
        }
        if (from > to)
        {
            problems.Add(
                (
                    $"{filter.Name}-from",
                    $"{filter.Title}: the first bound must not be after the last"
                )
            );
        }
        if (from is not null || to is not null)
        {
            ranges[filter.Column] = (from, to);
        }
    }

    private long? Bound(IQueryCollection query, BoundFilter filter, string end, bool isEnd)
    {
        var field = $"{filter.Name}-{end}";
        if (query[field].FirstOrDefault()?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }
        typed[field] = text;
        var value = BoundValues.Read(text, filter.Kind, isEnd);
        if (value is null)
        {
            problems.Add(
                (
                    field,
                    filter.Kind == BoundKind.Money
                        ? $"Enter {filter.Title.ToLowerInvariant()} {end} as an amount in pounds, such as 50000, not ‘{text}’"
                        : $"Enter {filter.Title.ToLowerInvariant()} {end} as a real date, such as 2026-03-31, not ‘{text}’"
                )
            );
            return null;
        }
        asked.Add(new(field, text, filter.Title, []));
        return value;
    }

    private void ReadOrder(IQueryCollection query)
    {
        var byWords = Shape.Orders[0];
        Order = Words.Length > 0 ? byWords : Shape.Orders[1];
        if (query["sort"].FirstOrDefault() is { Length: > 0 } sort)
        {
            if (Shape.Orders.FirstOrDefault(o => o.Key == sort) is not { } order)
            {
                problems.Add(
                    (
                        "sort",
                        $"There is no order ‘{sort}’. Choose one of: {string.Join(", ", Shape.Orders.Select(o => o.Key))}"
                    )
                );
            }
            else if (order != byWords || Words.Length > 0)
            {
                Order = order;
            }
        }
        if (query["page"].FirstOrDefault() is { Length: > 0 } page)
        {
            if (
                int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and <= 10_000_000
            )
            {
                Page = number;
            }
            else
            {
                problems.Add(("page", $"‘{page}’ is not the number of a page"));
            }
        }
    }
}
