using System.Text;
using Tandem.Formats.Tabular;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;

namespace Tandem.Questionnaires;

/// <summary>Rows of an answer as a table people have: CSV or a spreadsheet, with a row of column names.</summary>
/// <param name="Rows">What was read; a cell that cannot be understood is kept as it was typed.</param>
/// <param name="Ignored">Columns of the table that the question does not have.</param>
/// <param name="Problem">Why nothing could be read, or null.</param>
public sealed record RowsTable(
    IReadOnlyList<IReadOnlyDictionary<string, Value>> Rows,
    IReadOnlyList<string> Ignored,
    string? Problem
)
{
    /// <summary>Reads pasted cells: separated by tabs, commas or semicolons.</summary>
    public static RowsTable Paste(Question question, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Read(question, stream, "pasted.csv");
    }

    /// <summary>Reads a file. Never throws on bad data.</summary>
    public static RowsTable Read(Question question, Stream stream, string file)
    {
        var columns = new Dictionary<string, Question>();
        foreach (var column in question.Columns)
        {
            columns.TryAdd(Plain(column.Text), column);
            columns.TryAdd(Plain(column.Code), column);
        }
        using var table = TableReader.Open(
            stream,
            file,
            new() { IsKnownHeading = h => columns.ContainsKey(Plain(h)) }
        );
        var found = table.Columns.Select(c => columns.GetValueOrDefault(Plain(c))).ToArray();
        if (found.All(c => c is null))
        {
            return new(
                [],
                [],
                $"The first row must name the columns: {string.Join(", ", question.Columns.Select(c => c.Text))}"
            );
        }
        var rows = new List<IReadOnlyDictionary<string, Value>>();
        foreach (var row in table.Rows())
        {
            if (row.Fault is { } fault)
            {
                return new([], [], $"Line {row.Line}: {fault.Message}");
            }
            if (rows.Count >= LimitsReader.MostRows)
            {
                return new(
                    [],
                    [],
                    $"The table has more than {Words.Number(LimitsReader.MostRows)} rows, the most an answer can have"
                );
            }
            rows.Add(Cells(found, row.Cells));
        }
        var refused = table.Problems.FirstOrDefault(p => p.Kind == Formats.ProblemKind.Refused);
        return refused is null
            ? new(rows, [.. table.Columns.Where((_, i) => found[i] is null)], null)
            : new([], [], refused.Message);
    }

    private static Dictionary<string, Value> Cells(Question?[] columns, IReadOnlyList<string> cells)
    {
        var row = new Dictionary<string, Value>();
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is { } column && TypedAnswer.Read(column, cells[i]) is { } value)
            {
                row.TryAdd(column.Code, value);
            }
        }
        return row;
    }

    private static string Plain(string heading) =>
        string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
