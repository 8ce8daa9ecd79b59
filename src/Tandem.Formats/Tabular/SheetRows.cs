using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Tandem.Formats.Tabular;

/// <summary>Rows of the sheets of an Excel workbook, as text: real dates as 2025-03-31, numbers without grouping.</summary>
sealed class SheetRows : IDisposable
{
    readonly IExcelDataReader reader;
    readonly TableLimits limits;
    Dictionary<(int Row, int Column), (int Row, int Column)> merged = [];
    readonly Dictionary<(int Row, int Column), string> tops = [];
    bool sheetEnded;
    long lastRow;

    /// <summary>ExcelDataReader asks the runtime for the code pages of old workbooks, which .NET only knows once they are registered.</summary>
    static SheetRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    SheetRows(IExcelDataReader reader, TableLimits limits) =>
        (this.reader, this.limits) = (reader, limits);

    /// <summary>Opens a workbook, or says in words why that cannot be.</summary>
    public static (SheetRows? Rows, string? Why) Open(
        Stream workbook,
        FileKind kind,
        TableLimits limits
    )
    {
        try
        {
            if (kind == FileKind.Zip && WhyNotWorkbook(workbook, limits) is { } why)
            {
                return (null, why);
            }
            workbook.Position = 0;
            var settings = new ExcelReaderConfiguration { LeaveOpen = true };
            return (
                new SheetRows(ExcelReaderFactory.CreateReader(workbook, settings), limits),
                null
            );
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException)
        {
            return (null, "The spreadsheet is protected with a password. Save it without one");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, "The spreadsheet is damaged and could not be opened");
        }
    }

    /// <summary>Inflates every part once, counting, as the sizes an archive states may be untrue.</summary>
    static string? WhyNotWorkbook(Stream workbook, TableLimits limits)
    {
        using var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        if (
            !archive.Entries.Any(e =>
                e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            return archive.Entries.Any(e =>
                    e.FullName.StartsWith("word/", StringComparison.OrdinalIgnoreCase)
                )
                    ? "This is a Word document, not a spreadsheet"
                : archive.Entries.Any(e => e.FullName == "content.xml")
                    ? "This is an OpenDocument file. Save it as .xlsx or .csv"
                : "This is a ZIP archive, not a spreadsheet. Unpack it and choose the spreadsheet inside";
        }
        var scratch = new byte[64 * 1024];
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            var size = 0L;
            for (int read; (read = part.Read(scratch)) > 0; )
            {
                size += read;
                total += read;
                if (
                    total > limits.SpreadsheetInflatedBytes
                    || (
                        size > limits.FreeBytes
                        && size / Math.Max(1, entry.CompressedLength) > limits.Ratio
                    )
                )
                {
                    return "The spreadsheet grows beyond measure when it is unpacked";
                }
            }
        }
        return null;
    }

    /// <summary>The name of the sheet that is being read.</summary>
    public string Sheet => reader.Name;

    /// <summary>Whether the sheet can be seen when the workbook is opened.</summary>
    public bool IsVisible => reader.VisibleState == "visible";

    /// <summary>The last row read before so many blank ones that the sheet was taken to have ended there; 0 where it was read to its end.</summary>
    public long EndedAfter { get; private set; }

    /// <summary>Goes to the next sheet; false where there is none.</summary>
    public bool NextSheet()
    {
        merged = [];
        tops.Clear();
        sheetEnded = false;
        (lastRow, EndedAfter) = (0, 0);
        return reader.NextResult();
    }

    /// <summary>The next row that is not blank, or null at the end of the sheet.</summary>
    public CsvRecord? Read()
    {
        var blank = 0;
        for (; !sheetEnded && blank < limits.BlankRows && reader.Read(); blank++)
        {
            if (reader.Depth == 0)
            {
                FindMerged();
            }
            var count = Math.Min(reader.FieldCount, limits.Columns);
            var cells = new string[count];
            var any = false;
            for (var i = 0; i < count; i++)
            {
                cells[i] = Merged(i, Text(i));
                any |= cells[i].Length > 0;
            }
            if (any)
            {
                lastRow = reader.Depth + 1;
                var tooLong = Array.FindIndex(cells, c => c.Length > limits.CellCharacters);
                return new CsvRecord(
                    reader.Depth + 1,
                    cells,
                    tooLong < 0 ? null : (reader.Depth + 1, $"cell {tooLong + 1} is too long")
                );
            }
        }
        if (!sheetEnded && blank == limits.BlankRows)
        {
            EndedAfter = lastRow;
        }
        sheetEnded = true;
        return null;
    }

    /// <summary>A cell merged downwards says the same for every row it covers; merged sideways it stands in its first column.</summary>
    void FindMerged()
    {
        foreach (var range in reader.MergeCells ?? [])
        {
            for (var row = range.FromRow + 1; row <= range.ToRow && merged.Count < 1_000_000; row++)
            {
                merged[(row, range.FromColumn)] = (range.FromRow, range.FromColumn);
            }
            if (range.ToRow > range.FromRow)
            {
                tops[(range.FromRow, range.FromColumn)] = "";
            }
        }
    }

    string Merged(int column, string text)
    {
        if (merged.Count == 0)
        {
            return text;
        }
        var place = (reader.Depth, column);
        if (tops.ContainsKey(place))
        {
            tops[place] = text;
        }
        return text.Length == 0 && merged.TryGetValue(place, out var top) ? tops[top] : text;
    }

    string Text(int i)
    {
        if (i >= reader.FieldCount)
        {
            return "";
        }
        return reader.GetValue(i) switch
        {
            null => "",
            string text => text,
            DateTime { TimeOfDay.Ticks: 0 } day => day.ToString(
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture
            ),
            DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 =>
                number.ToString("0", CultureInfo.InvariantCulture),
            double number => number.ToString("0.###############", CultureInfo.InvariantCulture),
            bool flag => flag ? "TRUE" : "FALSE",
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
        };
    }

    public void Dispose() => reader.Dispose();
}
