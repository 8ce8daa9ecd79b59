namespace Tandem.Formats.Tabular;

/// <summary>The cells of one row by the fields that its columns were taken for; what was wrong or noticed in them is kept with its place.</summary>
/// <param name="fields">Field → the columns that say it.</param>
/// <param name="currency">ISO 4217, where cells and headings name none.</param>
public class MappedCells(
    string file,
    TableRow row,
    ILookup<string, (string Heading, int Index)> fields,
    string currency
)
{
    /// <summary>What was wrong or noticed so far.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The row itself.</summary>
    public TableRow Row => row;

    /// <summary>Whether a column was taken for the field.</summary>
    public bool Says(string field) => fields[field].Any();

    /// <summary>The cell of the field as a day; what is none is noticed.</summary>
    public WrittenDate? Date(string field) => Take(field, Values.Date(Cell(field)));

    /// <summary>CPV codes of eight digits of all columns that say the field.</summary>
    public IReadOnlyList<string> Cpv(string field) =>
        [.. Columns(field).SelectMany(c => Cpv(c)).Distinct(StringComparer.Ordinal)];

    /// <summary>Every row of a table; one that could not be read has its fault among its problems.</summary>
    /// <param name="mapping">Heading → field; unknown headings and fields have no effect.</param>
    public static IEnumerable<MappedCells> Read(
        Table table,
        IReadOnlyDictionary<string, string> mapping,
        string currency = "GBP"
    )
    {
        var fields = Fields(table, mapping);
        foreach (var row in table.Rows())
        {
            var cells = new MappedCells(table.File, row, fields, currency);
            if (row.Fault is { } fault)
            {
                cells.Problems.Add(fault);
            }
            yield return cells;
        }
    }

    /// <summary>Field → the columns of the table that say it.</summary>
    internal static ILookup<string, (string Heading, int Index)> Fields(
        Table table,
        IReadOnlyDictionary<string, string> mapping
    )
    {
        var headings = mapping.ToLookup(m => m.Value, m => m.Key, StringComparer.OrdinalIgnoreCase);
        return table
            .Columns.Select((heading, index) => (heading, index))
            .SelectMany(c =>
                headings
                    .Where(h => h.Contains(c.heading, StringComparer.OrdinalIgnoreCase))
                    .Select(h => (Field: h.Key, c.heading, c.index))
            )
            .ToLookup(c => c.Field, c => (c.heading, c.index), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Says what is worth knowing of a field's cell.</summary>
    public void Note(string field, string message) =>
        Problems.Add(new(At(field), message, ProblemKind.Noticed));

    /// <summary>Says why the row is refused.</summary>
    public void Refuse(string field, string message) => Problems.Add(new(At(field), message));

    /// <summary>The columns that say the field.</summary>
    protected IEnumerable<(string Heading, int Index)> Columns(string field) => fields[field];

    /// <summary>The cell of the field as it is; null where no column says it.</summary>
    protected string? Cell(string field) =>
        fields[field].FirstOrDefault() is { Heading: not null } column
            ? row.Cells[column.Index]
            : null;

    /// <summary>Text without the blanks around it; null where there is none.</summary>
    public string? Text(string field) =>
        Cell(field)?.Trim() is { Length: > 0 } text && !Values.IsPlaceholder(text) ? text : null;

    /// <summary>Where the field stands in the row.</summary>
    public Place At(string field) =>
        fields[field].FirstOrDefault() is { Heading: { } heading, Index: var index }
            ? new(file, row.Line, index + 1, heading)
            : new(file, row.Line);

    /// <summary>What a reading gave; what was wrong or noticed is kept.</summary>
    public T? Take<T>(string field, Reading<T> reading)
        where T : struct
    {
        if (reading.Message is { } message)
        {
            Note(field, message);
        }
        return reading.Value;
    }

    /// <summary>An amount, in the currency of the row, the heading or the table.</summary>
    public Amount? Amount(string field)
    {
        var unit = Text("currency") is { Length: 3 } code
            ? code.ToUpperInvariant()
            : HeadingCurrency(field) ?? currency;
        var thousands =
            fields[field].FirstOrDefault().Heading is { } heading
            && (
                Has(heading, "000s")
                || Has(heading, "'000")
                || Has(heading, "£000")
                || Has(heading, "£k")
            );
        var amount = Take(field, Values.Money(Cell(field), unit));
        if (amount is { MinorUnits: < 0 })
        {
            Note(
                field,
                $"{Values.Quote(Text(field)!)} was read as less than nothing; check whether it is a credit"
            );
        }
        return
            amount is { MinorUnits: > -9_000_000_000_000_000 and < 9_000_000_000_000_000 } small
            && thousands
            ? small with
            {
                MinorUnits = small.MinorUnits * 1000,
            }
            : amount;
    }

    string? HeadingCurrency(string field) =>
        fields[field].FirstOrDefault().Heading is not { } heading ? null
        : heading.Contains('£') || Has(heading, "GBP") ? "GBP"
        : heading.Contains('€') || Has(heading, "EUR") ? "EUR"
        : Has(heading, "SEK") || Has(heading, "kronor") ? "SEK"
        : null;

    /// <summary>CPV codes of eight digits in one column.</summary>
    protected IReadOnlyList<string> Cpv((string Heading, int Index) column)
    {
        var reader = new CellReader(file, row.Line, _ => row.Cells[column.Index]);
        var codes = reader.Cpv(column.Heading);
        Problems.AddRange(reader.Problems);
        return codes;
    }

    /// <summary>Whether a heading holds a word.</summary>
    protected static bool Has(string heading, string word) =>
        heading.Contains(word, StringComparison.OrdinalIgnoreCase);
}
