using Tandem.Formats.Tabular;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Contracts.Registers;

/// <summary>What a column of one register is taken for, and why.</summary>
/// <param name="Heading">As it stands in the file.</param>
/// <param name="Values">The first values below it.</param>
/// <param name="Field">The field; null where the column is not used.</param>
/// <param name="Confidence">How sure that is, 0 to 1.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Remembered">Whether the organisation said so for an earlier file.</param>
public sealed record RegisterHeading(
    string Heading,
    IReadOnlyList<string> Values,
    string? Field,
    double Confidence,
    string Why,
    bool Remembered = false
);

/// <summary>Looks into a register for its columns, and says what each is taken for: by its heading, or as the organisation said before.</summary>
public sealed class RegisterHeadings(RegisterKind kind)
{
    private readonly RegisterVocabulary vocabulary = kind.Vocabulary;

    private const int SampleRows = 200;
    private const int SampleValues = 3;
    private const int SampleLength = 80;

    /// <summary>The fields there are.</summary>
    public IReadOnlyList<RegisterField> Fields => vocabulary.Fields;

    /// <summary>What the file was read as, and its columns with sample values.</summary>
    /// <exception cref="Refusal">It is not a table, or has no row of column names; the words say what it is.</exception>
    public (string Format, IReadOnlyList<RegisterSample> Columns) Sample(
        Stream stream,
        string file,
        string? sheet
    )
    {
        using var table = RegisterReader.Open(stream, file, vocabulary, sheet);
        if (!table.IsReadable)
        {
            throw new Refusal(WhyUnreadable(table));
        }
        var values = table.Columns.Select(_ => new List<string>()).ToList();
        foreach (var row in table.Rows().Take(SampleRows))
        {
            for (var i = 0; i < values.Count; i++)
            {
                var value = row.Cells[i].Trim();
                if (
                    value.Length > 0
                    && values[i].Count < SampleValues
                    && !values[i].Contains(Short(value))
                )
                {
                    values[i].Add(Short(value));
                }
            }
        }
        return (
            table.Format,
            [.. table.Columns.Select((heading, i) => new RegisterSample(heading, values[i]))]
        );
    }

    /// <summary>Why a table has no columns, in a sentence with its place where there is one.</summary>
    public static string WhyUnreadable(Table table)
    {
        var problem = table.Problems[^1];
        return problem.Place.Line > 0
            ? $"{problem.Place}: {problem.Message}."
            : problem.Message + ".";
    }

    /// <summary>What each column is taken for; what was chosen wins over what is remembered, and that over what the heading says.</summary>
    public IReadOnlyList<RegisterHeading> Recognise(
        IReadOnlyList<RegisterSample> columns,
        IReadOnlyDictionary<string, RegisterColumn> remembered,
        IReadOnlyDictionary<string, string>? chosen = null
    )
    {
        var said = columns
            .Select(c =>
                chosen?.GetValueOrDefault(c.Heading) is { } field
                    ? new RegisterHeading(
                        c.Heading,
                        c.Values,
                        Known(field),
                        Known(field) is null ? 0 : 1,
                        "as you chose"
                    )
                : remembered.GetValueOrDefault(RegisterColumn.KeyOf(c.Heading)) is { } column
                    ? new RegisterHeading(
                        c.Heading,
                        c.Values,
                        Known(column.Field),
                        1,
                        $"your organisation chose this on {Words.Day(LocalDay.Of(column.ChosenAt))}",
                        Remembered: true
                    )
                : null
            )
            .ToList();
        var taken = said.Where(h => h?.Field is { } field && !MayRepeat(field))
            .Select(h => h!.Field!)
            .ToHashSet(StringComparer.Ordinal);
        var free = columns.Where((_, i) => said[i] is null).ToList();
        var matches = new Queue<ColumnMatch>(
            RegisterColumns.Recognise([.. free.Select(c => c.Heading)], vocabulary)
        );
        return [.. columns.Select((c, i) => said[i] ?? Recognised(c, matches.Dequeue(), taken))];
    }

    /// <summary>Heading → field, for <see cref="RegisterReader"/>.</summary>
    public static Dictionary<string, string> Mapping(IEnumerable<RegisterHeading> headings) =>
        headings
            .Where(h => h.Field is not null)
            .ToDictionary(h => h.Heading, h => h.Field!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks a mapping: fields there are, each said by one column only unless it may be said by several, and something to call a record by.</summary>
    /// <exception cref="Refusal">It cannot be used; the words say why and what to do.</exception>
    public void Check(IReadOnlyDictionary<string, string> mapping)
    {
        foreach (var (heading, field) in mapping)
        {
            if (field.Length > 0 && Known(field) is null)
            {
                throw new Refusal(
                    $"There is no field ‘{field}’. The fields are {string.Join(", ", Fields.Select(f => f.Name))}."
                );
            }
        }
        var twice = mapping
            .Where(m => m.Value.Length > 0 && !MayRepeat(m.Value))
            .GroupBy(m => m.Value, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null)
        {
            throw new Refusal(
                $"{Words.List([.. twice.Select(m => $"‘{m.Key}’")])} are taken for “{SaysOf(twice.Key)}”. Choose one of them."
            );
        }
        if (!mapping.Values.Any(f => kind.Names.Contains(f, StringComparer.OrdinalIgnoreCase)))
        {
            throw new Refusal(
                $"Choose the column that holds the {Words.List(kind.Names, "or the")}. Without one, there is nothing to call a {kind.Noun} by."
            );
        }
    }

    /// <summary>What will be missing with these fields alone, and what that means.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyCollection<string> fields) =>
        kind.Missing(fields);

    /// <summary>A field in words.</summary>
    public string SaysOf(string field) => Fields.Single(f => f.Name == Known(field)).Says;

    private string? Known(string field) =>
        Fields.FirstOrDefault(f => f.Name.Equals(field, StringComparison.OrdinalIgnoreCase))?.Name;

    private bool MayRepeat(string field) => Fields.Any(f => f.Name == Known(field) && f.Several);

    private static RegisterHeading Recognised(
        RegisterSample column,
        ColumnMatch match,
        HashSet<string> taken
    ) =>
        match.Field is { } field && taken.Contains(field)
            ? new(
                column.Heading,
                column.Values,
                null,
                0,
                $"{match.Why}, but another column was chosen for that"
            )
            : new(column.Heading, column.Values, match.Field, match.Confidence, match.Why);

    private static string Short(string value) =>
        value.Length <= SampleLength ? value : value[..(SampleLength - 1)] + "…";
}
