using System.Globalization;
using System.Text;

namespace Tandem.Formats.Tabular;

/// <summary>
/// Writes CSV (RFC 4180) that a spreadsheet opens without running anything: a cell that would start a formula gets an apostrophe
/// before it, plain numbers such as -12.50 stay numbers, and <see cref="Restore"/> takes off exactly that apostrophe.
/// </summary>
public static class SafeCsv
{
    /// <summary>The text with an apostrophe before it if a spreadsheet would take it for a formula (OWASP, CSV injection).</summary>
    public static string Defuse(string cell) =>
        StartsFormula(cell) && !IsPlainNumber(cell) ? "'" + cell : cell;

    /// <summary>The text as it was before <see cref="Defuse"/>.</summary>
    public static string Restore(string cell) =>
        cell is ['\'', ..] && StartsFormula(cell) ? cell[1..] : cell;

    /// <summary>Writes one row at a time; nothing is held.</summary>
    /// <param name="output">Left open.</param>
    /// <param name="rows">Cells; null is an empty cell.</param>
    /// <param name="byteOrderMark">Spreadsheets need it to see that the file is UTF-8; other programs mostly do not want it.</param>
    public static void Write(
        Stream output,
        IEnumerable<IEnumerable<string?>> rows,
        bool byteOrderMark = true
    )
    {
        using var writer = new StreamWriter(
            output,
            new UTF8Encoding(byteOrderMark),
            16 * 1024,
            leaveOpen: true
        );
        foreach (var row in rows)
        {
            WriteRow(writer, row);
        }
    }

    /// <summary>Writes one row and its line end (CRLF).</summary>
    public static void WriteRow(TextWriter writer, IEnumerable<string?> row)
    {
        var cells = 0;
        var characters = 0;
        foreach (var cell in row)
        {
            if (cells++ > 0)
            {
                writer.Write(',');
            }
            var safe = Defuse(cell ?? "");
            characters += safe.Length;
            if (safe.AsSpan().IndexOfAny(",\"\r\n;\t|") < 0)
            {
                writer.Write(safe);
                continue;
            }
            writer.Write('"');
            writer.Write(safe.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        if (cells == 1 && characters == 0)
        {
            writer.Write("\"\"");
        }
        writer.Write("\r\n");
    }

    static bool StartsFormula(string cell)
    {
        var start = cell.AsSpan().TrimStart('\'');
        return start
            is [
                '='
                or '+'
                or '-'
                or '@'
                or '\t'
                or '\r'
                or '\n'
                or '＝'
                or '＋'
                or '－'
                or '＠',
                ..,
            ];
    }

    static bool IsPlainNumber(string cell) =>
        cell is ['-', (>= '0' and <= '9') or '.', ..]
        && decimal.TryParse(
            cell,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out _
        );
}
