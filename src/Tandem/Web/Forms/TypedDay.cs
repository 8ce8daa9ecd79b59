using System.Globalization;

namespace Tandem.Web.Forms;

/// <summary>Reads a day as people type it, in three parts, or as one ISO date.</summary>
public static class TypedDay
{
    internal static readonly string[] Parts = ["Day", "Month", "Year"];

    /// <param name="Words">What follows the name of the question.</param>
    /// <param name="Part">The part it lies in; null where it is the whole.</param>
    public sealed record Problem(string Words, string? Part = null);

    private static readonly Problem NotReal = new("must be a real date");

    /// <summary>The day of an ISO date, or what is wrong with it.</summary>
    public static (DateOnly? Day, Problem? Problem) Read(string iso) =>
        DateOnly.TryParseExact(
            iso,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? (day, null)
            : (null, NotReal);

    /// <summary>The day of three parts, or what is wrong with them; neither where all are empty.</summary>
    public static (DateOnly? Day, Problem? Problem) Read(string? day, string? month, string? year)
    {
        string[] typed = [day?.Trim() ?? "", month?.Trim() ?? "", year?.Trim() ?? ""];
        if (typed.All(t => t.Length == 0))
        {
            return (null, null);
        }
        var missing = Parts
            .Where((_, i) => typed[i].Length == 0)
            .Select(n => n.ToLowerInvariant())
            .ToList();
        if (missing.Count > 0)
        {
            var part = Array.FindIndex(typed, t => t.Length == 0);
            return (null, new("must include a " + Words.List(missing), Parts[part]));
        }
        var inYear = MonthOf(typed[1]);
        if (
            int.TryParse(typed[0], NumberStyles.None, CultureInfo.InvariantCulture, out var inMonth)
            && int.TryParse(typed[2], NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            && inYear is >= 1 and <= 12
            && inMonth >= 1
            && of <= 9999
        )
        {
            if (of < 1000)
            {
                return (null, new("must have a year of 4 numbers", "Year"));
            }
            if (inMonth <= DateTime.DaysInMonth(of, inYear))
            {
                return (new DateOnly(of, inYear, inMonth), null);
            }
        }
        return (null, NotReal);
    }

    /// <summary>A month as a number, or as its English name or the first three letters of it.</summary>
    private static int MonthOf(string typed)
    {
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        var names = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;
        return typed.Length < 3
            ? 0
            : 1
                + Array.FindIndex(
                    names,
                    n =>
                        n.Equals(typed, StringComparison.OrdinalIgnoreCase)
                        || (
                            typed.Length == 3
                            && n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                        )
                );
    }
}
