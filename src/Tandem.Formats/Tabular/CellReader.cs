using System.Text.RegularExpressions;

namespace Tandem.Formats.Tabular;

/// <summary>Reads the cells of one row by name and keeps what was wrong or noticed in them.</summary>
sealed partial class CellReader(string file, long line, Func<string, string?> cell)
{
    [GeneratedRegex(@"(?<!\d)\d{8}(?!\d)")]
    private static partial Regex CpvCode();

    public List<Problem> Problems { get; } = [];

    public Place Place => new(file, line);

    /// <summary>Text without the blanks around it; null where there is none.</summary>
    public string? Text(string column) =>
        cell(column)?.Trim() is { Length: > 0 } text ? text : null;

    public bool? Flag(string column) => Take(column, Values.YesNo(cell(column)));

    public WrittenDate? Date(string column) => Take(column, Values.Date(cell(column)));

    /// <summary>An estimated or awarded value; portals write 0 or 1 for "not stated".</summary>
    public Amount? Value(string column) => Stated(column, Take(column, Values.Money(cell(column))));

    public Amount? Stated(string column, Amount? amount)
    {
        if (amount is { MinorUnits: >= 0 and <= 100 } small)
        {
            if (small.MinorUnits > 0)
            {
                Note(column, $"“{small.MinorUnits / 100m:0.##}” stands for a value not stated");
            }
            return null;
        }
        return amount;
    }

    public T? Take<T>(string column, Reading<T> reading)
        where T : struct
    {
        if (reading.Message is { } message)
        {
            Problems.Add(new(At(column), message, ProblemKind.Noticed));
        }
        return reading.Value;
    }

    public void Note(string column, string message) =>
        Problems.Add(new(At(column), message, ProblemKind.Noticed));

    public void Refuse(string column, string message) => Problems.Add(new(At(column), message));

    public IReadOnlyList<string> Cpv(string column)
    {
        var text = Text(column);
        if (text is null || Values.IsPlaceholder(text))
        {
            return [];
        }
        var codes = CpvCode()
            .Matches(text)
            .Select(m => m.Value)
            .Distinct(StringComparer.Ordinal)
            .Take(200)
            .ToList();
        if (codes.Count == 0)
        {
            Note(column, $"{Values.Quote(text)} holds no CPV code of eight digits");
        }
        return codes;
    }

    public IReadOnlyList<string> List(string column) =>
        Text(column)
            ?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        ?? [];

    Place At(string column) => new(file, line, Path: column);
}
