using System.Text;

namespace Tandem.Formats.Tabular;

/// <summary>A record as it stands in the file, before anyone asks what its columns mean.</summary>
/// <param name="Line">The line on which the record begins, counted from 1 (the row, in a spreadsheet).</param>
/// <param name="Cells">Its cells; at least one.</param>
/// <param name="Fault">Why its cells cannot be trusted, if they cannot, and the line where that is.</param>
public readonly record struct CsvRecord(
    long Line,
    string[] Cells,
    (long Line, string Message)? Fault
);

/// <summary>
/// Records of delimited text (RFC 4180, with any delimiter and any line end). Own parser, as the line on which a quotation mark was
/// opened, a bound on every cell and going on after the first bad line are not to be had from the libraries: a quotation mark that
/// is never closed costs its own line only. What follows a closed quotation mark is taken as written.
/// </summary>
public sealed class CsvRecords(TextReader source, char delimiter, TableLimits? limits = null)
{
    const int End = -1;
    readonly TableLimits limits = limits ?? new TableLimits();
    readonly char[] buffer = new char[16 * 1024];
    readonly StringBuilder cell = new();
    readonly StringBuilder replay = new();
    readonly List<string> cells = [];
    int at;
    int length;
    string again = "";
    int againAt;
    long line = 1;
    int rowCharacters;
    (long Line, string Message)? fault;

    /// <summary>The first line with a NUL character, all of which are left out; 0 while there is none.</summary>
    public long FirstNulLine { get; private set; }

    /// <summary>The next record, or null at the end.</summary>
    public CsvRecord? Read()
    {
        if (Peek() == End)
        {
            return null;
        }
        cells.Clear();
        fault = null;
        rowCharacters = 0;
        var start = line;
        var more = true;
        while (more)
        {
            cell.Clear();
            more = ReadCell();
            if (cells.Count < limits.Columns)
            {
                cells.Add(cell.ToString());
            }
            else
            {
                fault ??= (start, $"the row has more than {limits.Columns} cells");
            }
        }
        return new CsvRecord(start, [.. cells], fault);
    }

    /// <summary>Reads to the end of a cell; whether another follows in the same record.</summary>
    bool ReadCell()
    {
        if (Peek() == '"' && !ReadQuoted())
        {
            return false;
        }
        while (true)
        {
            var c = Next();
            if (c == delimiter)
            {
                return true;
            }
            if (c is End or '\n')
            {
                return false;
            }
            if (c == '\r')
            {
                if (Peek() == '\n')
                {
                    Next();
                }
                return false;
            }
            Append(c);
        }
    }

    /// <summary>Reads past the closing quotation mark; false if there is none and the record ends here.</summary>
    bool ReadQuoted()
    {
        var opened = line;
        var firstLineEnd = -1;
        replay.Clear();
        Next();
        while (true)
        {
            var c = Next();
            if (c != End && firstLineEnd >= 0)
            {
                replay.Append((char)c);
            }
            if (c == '"')
            {
                if (Peek() != '"')
                {
                    return true;
                }
                Next();
                if (firstLineEnd >= 0)
                {
                    replay.Append('"');
                }
            }
            if (
                c == End
                || cell.Length >= limits.CellCharacters
                || rowCharacters >= limits.RowCharacters
            )
            {
                fault ??= (opened, $"a quotation mark opened on line {opened} is never closed");
                Rewind(opened, firstLineEnd);
                return false;
            }
            if (firstLineEnd < 0 && (c == '\n' || (c == '\r' && Peek() != '\n')))
            {
                firstLineEnd = cell.Length;
            }
            Append(c);
        }
    }

    /// <summary>Goes back to the line after the one with the open quotation mark, so that only that line is lost.</summary>
    void Rewind(long opened, int firstLineEnd)
    {
        if (firstLineEnd < 0)
        {
            SkipLine();
            return;
        }
        cell.Length = firstLineEnd;
        again = string.Concat(replay.ToString(), again.AsSpan(againAt));
        againAt = 0;
        line = opened + 1;
    }

    void SkipLine()
    {
        int c;
        do
        {
            c = Next();
        } while (c is not (End or '\n') && !(c == '\r' && Peek() != '\n'));
    }

    void Append(int c)
    {
        if (cell.Length >= limits.CellCharacters || rowCharacters >= limits.RowCharacters)
        {
            fault ??= (
                line,
                $"a cell or row is longer than {Math.Min(limits.CellCharacters, limits.RowCharacters)} characters"
            );
            return;
        }
        rowCharacters++;
        cell.Append((char)c);
    }

    int Peek()
    {
        while (true)
        {
            var c =
                againAt < again.Length ? again[againAt]
                : at < length || Fill() ? buffer[at]
                : End;
            if (c != 0)
            {
                return c;
            }
            FirstNulLine = FirstNulLine == 0 ? line : FirstNulLine;
            Take();
        }
    }

    int Next()
    {
        var c = Peek();
        if (c == End)
        {
            return End;
        }
        Take();
        if (c == '\n' || (c == '\r' && Peek() != '\n'))
        {
            line++;
        }
        return c;
    }

    void Take()
    {
        if (againAt < again.Length)
        {
            againAt++;
        }
        else
        {
            at++;
        }
    }

    bool Fill()
    {
        again = "";
        againAt = at = 0;
        length = source.Read(buffer, 0, buffer.Length);
        return length > 0;
    }
}
