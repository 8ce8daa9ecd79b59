namespace Tandem.Formats.Tabular;

/// <summary>What became of one row: a record, or the reasons why there is none. Every row of a file has exactly one.</summary>
/// <param name="Line">Where the row begins.</param>
/// <param name="Record">The record; null where the row is refused.</param>
/// <param name="Problems">Why it is refused, or what was noticed in it (<see cref="ProblemKind"/>).</param>
/// <param name="Cells">The row as it was, so that refused rows can be given back with their reasons.</param>
/// <param name="RepeatsLine">The line of an earlier row that is the same record; the later row says the same or something newer.</param>
public sealed record RowOutcome<T>(
    long Line,
    T? Record,
    IReadOnlyList<Problem> Problems,
    IReadOnlyList<string> Cells,
    long? RepeatsLine = null
)
    where T : class
{
    /// <summary>Why the row is refused, in one text; empty where it is not.</summary>
    public string Reason =>
        string.Join(
            "; ",
            Problems
                .Where(p => p.Kind == ProblemKind.Refused)
                .Select(p => p.Place.Path is { } column ? $"{column}: {p.Message}" : p.Message)
        );
}

/// <summary>Refused rows as a file that can be put right and imported again.</summary>
public static class RefusedRows
{
    /// <summary>Writes column names and cells as they were, with the line and the reason before them.</summary>
    public static void Write(
        Stream output,
        IReadOnlyList<string> columns,
        IEnumerable<(long Line, string Reason, IReadOnlyList<string> Cells)> rows
    ) =>
        SafeCsv.Write(
            output,
            rows.Select(
                    IEnumerable<string?> (r) =>
                        [
                            r.Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
                            r.Reason,
                            .. r.Cells,
                        ]
                )
                .Prepend([LineColumn, ReasonColumn, .. columns])
        );

    /// <summary>Name of the column with the line in the original file.</summary>
    public const string LineColumn = "Line in the file";

    /// <summary>Name of the column with the reason.</summary>
    public const string ReasonColumn = "Why it was refused";
}
