using System.Globalization;
using Tandem.Web.Components;

namespace Tandem.Web.Lists;

/// <summary>Reads what an address asks of a list. What cannot be understood is left out, never refused.</summary>
public static class ListQuery
{
    private const int Longest = 200;

    /// <summary>The words of a parameter, or null where there are none or too many.</summary>
    public static string? Words(this IQueryCollection query, string name) =>
        query[name].FirstOrDefault()?.Trim() is { Length: > 0 and <= Longest } value ? value : null;

    /// <summary>The value of a parameter that is one of these choices.</summary>
    public static string? OneOf(
        this IQueryCollection query,
        string name,
        IReadOnlyList<Choice> choices
    ) => query.Words(name) is { } value && choices.Any(c => c.Value == value) ? value : null;

    /// <summary>The page that is asked for, from 1.</summary>
    public static int Page(this IQueryCollection query) =>
        int.TryParse(
            query.Words("page"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var page
        ) && page is > 0 and < 100_000
            ? page
            : 1;
}
