namespace Tandem.Market;

/// <summary>Spans of time and changes in words.</summary>
public static class Periods
{
    /// <summary>“1 April 2026 to 31 March 2029”, “from 1 April 2026”, or nothing.</summary>
    public static string? Words(DateOnly? from, DateOnly? to) =>
        (from, to) switch
        {
            ({ } start, { } end) when start <= end => Web.Words.Span(start, end),
            ({ } start, { } end) => $"{Web.Words.Day(start)} to {Web.Words.Day(end)}",
            ({ } start, null) => $"from {Web.Words.Day(start)}",
            (null, { } end) => $"until {Web.Words.Day(end)}",
            _ => null,
        };

    /// <summary>“12 new facts, 3 changed”.</summary>
    public static string Changes(ReleaseRow release) =>
        (release.Added, release.Changed) switch
        {
            (0, 0) => "Nothing new",
            (var added, 0) => Web.Words.Count(added, "new fact"),
            (0, var changed) => $"{Web.Words.Count(changed, "fact")} changed",
            var (added, changed) => $"{Web.Words.Count(added, "new fact")}, {changed} changed",
        };
}
