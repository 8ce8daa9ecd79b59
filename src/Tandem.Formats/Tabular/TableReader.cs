namespace Tandem.Formats.Tabular;

/// <summary>What the caller knows about a table before it is read.</summary>
public sealed record TableOptions
{
    /// <summary>The sheet to read; without it, the first visible one with a row of column names.</summary>
    public string? Sheet { get; init; }

    /// <summary>Tells headings that are known: a row with two or more of them is the row of column names.</summary>
    public Func<string, bool>? IsKnownHeading { get; init; }

    /// <summary>What the file may ask of the machine.</summary>
    public TableLimits Limits { get; init; } = new();
}

/// <summary>
/// Opens CSV (any common delimiter and encoding, also gzipped) and Excel workbooks as tables. What the file is, is told from its
/// bytes. Never throws on bad data: a table that cannot be read has no columns and says why in its problems.
/// </summary>
public static class TableReader
{
    /// <summary>Opens a table; the stream has to stay open until its rows were read.</summary>
    /// <param name="stream">CSV is read as a stream; a spreadsheet is held in memory, within the limits.</param>
    /// <param name="file">The file's name, for places.</param>
    /// <param name="options">Which sheet, which headings are known, and the limits.</param>
    public static Table Open(Stream stream, string file, TableOptions? options = null)
    {
        options ??= new();
        try
        {
            var inflated = Bytes.Inflated(stream, options.Limits, out var gzip);
            var (prefix, whole) = Bytes.Peek(inflated);
            var kind = FileKinds.Of(prefix);
            return FileKinds.WhyNotTable(kind) is { } why ? Refused(file, why)
                : kind == FileKind.Text ? OpenText(whole, file, gzip, options)
                : OpenWorkbook(whole, file, kind, options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Refused(file, $"The file cannot be read: {Table.Damage(e)}");
        }
    }

    static Table OpenText(Stream stream, string file, bool gzip, TableOptions options)
    {
        var text = new TextSource(stream);
        var start = new char[64 * 1024];
        var length = text.ReadBlock(start);
        var sample = new string(start, 0, length);
        var named =
            sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            && sample.Length > 4
            && sample[4] is ',' or ';' or '\t' or '|';
        var delimiter = sample.Length > 4 && named ? sample[4] : Delimiters.Find(sample);
        var records = new CsvRecords(new Joined(sample, text), delimiter, options.Limits);
        var ahead = named && records.Read() is null ? [] : Ahead(records.Read);
        var name = delimiter switch
        {
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "pipes",
            _ => "commas",
        };
        var format = $"CSV, {name}, {text.Name}{(gzip ? ", gzip" : "")}";
        return Found(file, format, ahead, records.Read, text, restore: true, options, Notices)
            ?? Table.Unreadable(file, NoHeader(file, ahead, ""));

        IEnumerable<Problem> Notices()
        {
            if (text.FirstWesternLine > 0)
            {
                yield return new(
                    new(file, text.FirstWesternLine),
                    "The file is not all UTF-8; from here on other bytes were read as Windows-1252. Check that accented letters and £ signs are right",
                    ProblemKind.Noticed
                );
            }
            if (records.FirstNulLine > 0)
            {
                yield return new(
                    new(file, records.FirstNulLine),
                    "The file has NUL characters; they were left out",
                    ProblemKind.Noticed
                );
            }
        }
    }

    static Table OpenWorkbook(Stream stream, string file, FileKind kind, TableOptions options)
    {
        var (rows, why) = Held(stream, options.Limits) is { } held
            ? SheetRows.Open(held, kind, options.Limits)
            : (
                null,
                $"The spreadsheet is larger than {options.Limits.SpreadsheetBytes >> 20} MB. Save it as CSV"
            );
        if (rows is null)
        {
            return Refused(file, why!);
        }
        var sheets = new List<string>();
        IReadOnlyList<CsvRecord> firstRows = [];
        do
        {
            var sheet = rows.Sheet;
            sheets.Add(sheet);
            var wanted = options.Sheet is null
                ? rows.IsVisible
                : string.Equals(sheet, options.Sheet, StringComparison.OrdinalIgnoreCase);
            if (!wanted)
            {
                continue;
            }
            var ahead = Ahead(rows.Read);
            if (
                Found(
                    file,
                    $"spreadsheet, sheet {sheet}",
                    ahead,
                    rows.Read,
                    rows,
                    restore: false,
                    options,
                    Notices
                ) is
                { } table
            )
            {
                return table;
            }
            firstRows = firstRows.Count > 0 ? firstRows : ahead;
        } while (rows.NextSheet());
        rows.Dispose();
        var list = string.Join(", ", sheets.Take(20).Select(s => $"“{s}”"));
        return options.Sheet is { } name && !sheets.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Refused(file, $"The spreadsheet has no sheet “{name}”. Its sheets are {list}")
            : Table.Unreadable(
                file,
                NoHeader(file, firstRows, sheets.Count > 1 ? $" on the sheets {list}" : "")
            );

        IEnumerable<Problem> Notices()
        {
            if (rows!.EndedAfter > 0)
            {
                yield return new(
                    new(file, rows.EndedAfter),
                    $"After this row stand {options.Limits.BlankRows} blank rows or more, so the sheet was taken to have ended. If anything stands below them, remove the blank rows",
                    ProblemKind.Noticed
                );
            }
        }
    }

    static List<CsvRecord> Ahead(Func<CsvRecord?> next)
    {
        var ahead = new List<CsvRecord>();
        var characters = 0;
        while (ahead.Count < HeaderRow.Within && characters < 8_000_000 && next() is { } record)
        {
            if (record.Cells.Any(c => !string.IsNullOrWhiteSpace(c)))
            {
                ahead.Add(record);
                characters += record.Cells.Sum(c => c.Length);
            }
        }
        return ahead;
    }

    static Table? Found(
        string file,
        string format,
        List<CsvRecord> ahead,
        Func<CsvRecord?> next,
        IDisposable source,
        bool restore,
        TableOptions options,
        Func<IEnumerable<Problem>> atEnd
    )
    {
        var header = HeaderRow.Find(ahead, options.IsKnownHeading);
        return header < 0
            ? null
            : new Table(
                file,
                format,
                HeaderRow.Names(ahead[header].Cells),
                ahead[header].Line,
                ahead.Skip(header + 1),
                next,
                source,
                restore,
                atEnd
            );
    }

    static Problem NoHeader(string file, IReadOnlyList<CsvRecord> ahead, string where) =>
        ahead.Count == 0
            ? new(new(file, 0), "There is nothing in the file but blank rows")
            : new(
                new(file, ahead[0].Line),
                $"We could not find a row of column names{where}. Put the names of the columns, such as Title, Supplier and End date, in one row above the data"
            );

    static MemoryStream? Held(Stream stream, TableLimits limits)
    {
        var held = new MemoryStream();
        var scratch = new byte[64 * 1024];
        for (int read; (read = stream.Read(scratch)) > 0; )
        {
            held.Write(scratch, 0, read);
            if (held.Length > limits.SpreadsheetBytes)
            {
                return null;
            }
        }
        return held;
    }

    static Table Refused(string file, string why) => Table.Unreadable(file, new(new(file, 0), why));

    /// <summary>Text that was looked at, and what follows it.</summary>
    sealed class Joined(string start, TextReader rest) : TextReader
    {
        int at;

        public override int Read(char[] buffer, int index, int count)
        {
            if (at == start.Length)
            {
                return rest.Read(buffer, index, count);
            }
            var taken = Math.Min(count, start.Length - at);
            start.CopyTo(at, buffer, index, taken);
            at += taken;
            return taken;
        }
    }
}
