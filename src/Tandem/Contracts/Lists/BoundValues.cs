using System.Globalization;

namespace Tandem.Contracts.Lists;

/// <summary>Days and amounts as people type them into a bound.</summary>
internal static class BoundValues
{
    /// <summary>The value in the measure of the column, or null where the text is none. The end of a day is its last second.</summary>
    public static long? Read(string text, BoundKind kind, bool isEnd) =>
        kind == BoundKind.Money ? Pence(text) : Day(text, kind, isEnd);

    private static long? Day(string text, BoundKind kind, bool isEnd)
    {
        string[] forms = ["yyyy-MM-dd", "d/M/yyyy", "d MMMM yyyy", "d MMM yyyy"];
        if (
            !DateOnly.TryParseExact(
                text,
                forms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            return null;
        }
        return kind == BoundKind.Day
            ? day.DayNumber
            : RecordFacets.Seconds(
                day.ToDateTime(isEnd ? new TimeOnly(23, 59, 59) : TimeOnly.MinValue)
            );
    }

    private static long? Pence(string text) =>
        decimal.TryParse(
            text.Replace("£", "", StringComparison.Ordinal),
            NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var pounds
        )
        && pounds < 1e14m
            ? (long)(pounds * 100)
            : null;
}
