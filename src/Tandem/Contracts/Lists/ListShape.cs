using Tandem.Web.Components;

namespace Tandem.Contracts.Lists;

/// <summary>What a bound of a list is measured in.</summary>
public enum BoundKind
{
    /// <summary>Days; compared with a column of day numbers.</summary>
    Day,

    /// <summary>Days; compared with a column of instants (seconds since 1970).</summary>
    DayOfInstant,

    /// <summary>Whole pounds; compared with a column of pence.</summary>
    Money,
}

/// <summary>A filter by keywords.</summary>
/// <param name="Name">In the address, and the facet of the index.</param>
/// <param name="Title">Of the filter: “Buyer”.</param>
/// <param name="Top">How many values are offered, most frequent first; 0 where the filter is drawn in a way of its own.</param>
/// <param name="Usual">The value in force where none is asked for; null for all.</param>
public sealed record KeywordFilter(string Name, string Title, int Top, string? Usual = null);

/// <summary>A box to tick: only records whose day in a column lies before today.</summary>
/// <param name="Name">In the address, with the value <c>yes</c>.</param>
/// <param name="Title">Of the filter.</param>
/// <param name="Words">Beside the box.</param>
/// <param name="Column">Of the index, in day numbers.</param>
public sealed record PastFilter(string Name, string Title, string Words, string Column);

/// <summary>A filter by bounds: <c>{name}-from</c>, <c>{name}-to</c> and, for days to come, <c>{name}-within</c> months.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Title">“Contract ends”.</param>
/// <param name="Column">Of the index.</param>
/// <param name="Ahead">Whether “within so many months from today” is offered.</param>
public sealed record BoundFilter(
    string Name,
    string Title,
    string Column,
    BoundKind Kind,
    bool Ahead = false
);

/// <summary>An order of a list.</summary>
public sealed record ListOrder(string Key, string Words, string? Column, bool Descending);

/// <summary>What a list of records can be asked.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Noun">One of its records: “notice”.</param>
/// <param name="Orders">The first is the order where words were typed, the second where none were.</param>
public sealed record ListShape(
    string Path,
    string Noun,
    IReadOnlyList<KeywordFilter> Keywords,
    IReadOnlyList<BoundFilter> Bounds,
    IReadOnlyList<ListOrder> Orders
)
{
    /// <summary>Records on a page.</summary>
    public const int PageSize = 25;

    /// <summary>Boxes to tick for what is past its day.</summary>
    public IReadOnlyList<PastFilter> Past { get; init; } = [];

    /// <summary>How to bring in the first record, shown where there is none; bringing in data where nothing is said.</summary>
    public PageLink Begin { get; init; } = new("Bring in data", "/imports");

    internal IReadOnlyList<Choice> Choices => [.. Orders.Select(o => new Choice(o.Key, o.Words))];
}
