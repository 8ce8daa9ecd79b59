using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Formats.Tabular;

/// <summary>
/// Reads the rows of a contract register through a mapping heading → field. A row is refused where it has neither title,
/// reference nor description, a start or end that is not a date or does not exist, an end before its start, or cells that may stand in the wrong
/// columns; any other bad cell costs only itself. A row without a reference gets one derived from title, supplier and start
/// ("R-" and twelve hexadecimal digits), the same at each reading while these stay the same. Where a register uses one reference
/// for several contracts (lots, suppliers) the later ones get the first part of that digest after it, so that none overwrites another.
/// </summary>
public static class RegisterReader
{
    /// <summary>Opens a register, finding its row of column names by the vocabulary.</summary>
    public static Table Open(
        Stream stream,
        string file,
        RegisterVocabulary vocabulary,
        string? sheet = null,
        TableLimits? limits = null
    ) =>
        TableReader.Open(
            stream,
            file,
            new()
            {
                Sheet = sheet,
                IsKnownHeading = vocabulary.IsKnown,
                Limits = limits ?? new(),
            }
        );

    /// <summary>Reads every row.</summary>
    /// <param name="table">The open register.</param>
    /// <param name="mapping">Heading → field, from <see cref="RegisterColumns.Mapping"/> or as corrected; unknown headings and fields have no effect.</param>
    /// <param name="currency">ISO 4217, where cells and headings name none.</param>
    public static IEnumerable<RowOutcome<RegisterRow>> Read(
        Table table,
        IReadOnlyDictionary<string, string> mapping,
        string currency = "GBP"
    )
    {
        var fields = MappedCells.Fields(table, mapping);
        var seen = new Dictionary<string, (long Line, string Identity)>(
            StringComparer.OrdinalIgnoreCase
        );
        foreach (var row in table.Rows())
        {
            if (row.Fault is not null)
            {
                yield return new(row.Line, null, [row.Fault], row.Cells);
                continue;
            }
            var cells = new RegisterCells(table.File, row, fields, currency);
            var record = cells.Record();
            if (record is null || cells.Problems.Exists(p => p.Kind == ProblemKind.Refused))
            {
                yield return new(row.Line, null, cells.Problems, row.Cells);
                continue;
            }
            yield return Identified(record, cells, row, seen);
        }
    }

    static RowOutcome<RegisterRow> Identified(
        RegisterRow record,
        RegisterCells cells,
        TableRow row,
        Dictionary<string, (long Line, string Identity)> seen
    )
    {
        var identity = Digest(record);
        if (record.ReferenceIsDerived)
        {
            record = record with { Reference = $"R-{identity[..12]}" };
        }
        if (seen.TryAdd(record.Reference, (row.Line, identity)))
        {
            return new(row.Line, record, cells.Problems, row.Cells);
        }
        var first = seen[record.Reference];
        if (first.Identity != identity)
        {
            var shared = record.Reference;
            record = record with { Reference = $"{shared}/{identity[..6]}" };
            cells.Note(
                "reference",
                $"{Values.Quote(shared)} is also the reference of line {first.Line}; this contract is kept as {Values.Quote(record.Reference)}"
            );
            if (seen.TryAdd(record.Reference, (row.Line, identity)))
            {
                return new(row.Line, record, cells.Problems, row.Cells);
            }
            first = seen[record.Reference];
        }
        cells.Refuse(
            "reference",
            $"the row has the same reference, title, supplier and start as line {first.Line}"
        );
        return new(row.Line, null, cells.Problems, row.Cells, first.Line);
    }

    static string Digest(RegisterRow row)
    {
        var start = row.Start?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = string.Join('\u001f', Plain(row.Title), Plain(row.SupplierName), start);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    static string Plain(string? text) =>
        string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
