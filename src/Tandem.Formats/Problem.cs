using System.Globalization;
using System.Text;

namespace Tandem.Formats;

/// <summary>Where in the given bytes something stands, in the words a person would use to find it.</summary>
/// <param name="File">Name of the file, or of the entry inside an archive.</param>
/// <param name="Line">Line, counted from 1; 0 where the whole file is meant.</param>
/// <param name="Column">Column counted from 1 (a byte or a cell, as the format says), where known.</param>
/// <param name="Path">Path inside the structure (<c>releases[3].tender.value</c>) or the name of the column, where known.</param>
public readonly record struct Place(
    string File,
    long Line,
    long? Column = null,
    string? Path = null
)
{
    /// <summary>“contracts.csv, line 12, column 3 (value)”.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", line {Line}");
        }
        if (Column is { } column)
        {
            text.Append(CultureInfo.InvariantCulture, $", column {column}");
        }
        if (Path is { } path)
        {
            text.Append(CultureInfo.InvariantCulture, $" ({path})");
        }
        return text.ToString();
    }
}

/// <summary>What a problem cost: whether what stands at the place was kept or not.</summary>
public enum ProblemKind
{
    /// <summary>The row, release or rest of the file at that place was not read.</summary>
    Refused,

    /// <summary>It was read; the person should know something about it.</summary>
    Noticed,
}

/// <summary>Something a parser could not read, or read only with a doubt. Parsers never throw on bad data: they return these.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Message">What is wrong, in a sentence without the place and without a full stop.</param>
/// <param name="Kind">Whether something was lost by it.</param>
public sealed record Problem(Place Place, string Message, ProblemKind Kind = ProblemKind.Refused)
{
    /// <summary>The place and the message in one line.</summary>
    public override string ToString() => $"{Place}: {Message}";
}
