namespace Tandem.Formats.Tabular;

/// <summary>A row below the row of column names.</summary>
/// <param name="Line">Where it begins: the line in a CSV file, the row in a spreadsheet; counted from 1.</param>
/// <param name="Cells">As many as there are columns; missing ones are empty.</param>
/// <param name="Fault">Why the cells cannot be trusted to stand in their columns, if so; such a row is to be refused.</param>
public sealed record TableRow(long Line, IReadOnlyList<string> Cells, Problem? Fault);

/// <summary>A table being read from a file. Rows are read once, in order, one at a time; problems are added as they are met.</summary>
public sealed class Table : IDisposable
{
    readonly List<Problem> problems = [];
    readonly Queue<CsvRecord> ahead;
    readonly Func<CsvRecord?> next;
    readonly IDisposable? source;
    readonly bool restore;
    long shortRows;
    long firstShort;
    readonly Func<IEnumerable<Problem>> atEnd;

    internal Table(
        string file,
        string format,
        string[] columns,
        long headerLine,
        IEnumerable<CsvRecord> ahead,
        Func<CsvRecord?> next,
        IDisposable? source,
        bool restore,
        Func<IEnumerable<Problem>> atEnd
    )
    {
        (File, Format, Columns, HeaderLine) = (file, format, columns, headerLine);
        this.ahead = new(ahead);
        (this.next, this.source, this.restore, this.atEnd) = (next, source, restore, atEnd);
    }

    internal static Table Unreadable(string file, Problem why)
    {
        var table = new Table(file, "", [], 0, [], () => null, null, false, () => []);
        table.problems.Add(why);
        return table;
    }

    /// <summary>The file's name, for places.</summary>
    public string File { get; }

    /// <summary>What it was read as, in words: "CSV, semicolons, Windows-1252, gzip" or "spreadsheet, sheet Register".</summary>
    public string Format { get; }

    /// <summary>Column names, each different; empty where the file is not a table or no row of column names was found.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Where the row of column names stands; 0 where there is none.</summary>
    public long HeaderLine { get; }

    /// <summary>Whether there are rows to read.</summary>
    public bool IsReadable => Columns.Count > 0;

    /// <summary>What is wrong, or worth knowing, so far; complete once every row was read.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>Reads the rows, in one pass. Blank rows and repetitions of the column names are passed over.</summary>
    public IEnumerable<TableRow> Rows()
    {
        var last = HeaderLine;
        while (IsReadable && TryNext(ref last, out var record))
        {
            if (record.Fault is null && record.Cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }
            if (IsHeaderAgain(record.Cells))
            {
                problems.Add(
                    new(
                        At(record.Line),
                        "The row of column names is repeated here; it was passed over",
                        ProblemKind.Noticed
                    )
                );
                continue;
            }
            yield return Row(record);
        }
        if (shortRows > 0)
        {
            var rows = shortRows == 1 ? "The row has" : $"From here on {shortRows} rows have";
            problems.Add(
                new(
                    At(firstShort),
                    $"{rows} fewer cells than there are columns; the missing ones were read as blank",
                    ProblemKind.Noticed
                )
            );
        }
        problems.AddRange(atEnd());
    }

    bool TryNext(ref long last, out CsvRecord record)
    {
        record = default;
        try
        {
            if ((ahead.Count > 0 ? ahead.Dequeue() : next()) is not { } found)
            {
                return false;
            }
            record = found;
            last = found.Line;
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            problems.Add(new(At(last), $"The file cannot be read further: {Damage(e)}"));
            return false;
        }
    }

    internal static string Damage(Exception e) =>
        e is InvalidDataException && e.Message.Contains("beyond measure", StringComparison.Ordinal)
            ? e.Message
            : "it is damaged or cut off";

    bool IsHeaderAgain(string[] cells) =>
        cells.Length >= Columns.Count
        && Columns
            .Select(
                (name, i) =>
                    name == Values.Tidy(cells[i])
                    || (name == $"Column {i + 1}" && cells[i].Length == 0)
            )
            .All(same => same);

    TableRow Row(CsvRecord record)
    {
        var cells = new string[Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = i < record.Cells.Length ? record.Cells[i] : "";
            cells[i] = restore ? SafeCsv.Restore(cell) : cell;
        }
        var fault = record.Fault is { } known
            ? new Problem(At(known.Line), Capital(known.Message))
            : null;
        var filled = Array.FindLastIndex(record.Cells, c => !string.IsNullOrWhiteSpace(c)) + 1;
        if (fault is null && filled > Columns.Count)
        {
            fault = new(
                At(record.Line),
                $"The row has {filled} cells where there are {Columns.Count} columns, so values may stand in the wrong columns"
            );
        }
        if (fault is null && restore && record.Cells.Length < Columns.Count)
        {
            shortRows++;
            firstShort = shortRows == 1 ? record.Line : firstShort;
        }
        if (fault is not null)
        {
            problems.Add(fault);
        }
        return new TableRow(record.Line, cells, fault);
    }

    static string Capital(string text) =>
        string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));

    Place At(long line) => new(File, line);

    /// <summary>Closes the file.</summary>
    public void Dispose() => source?.Dispose();
}
