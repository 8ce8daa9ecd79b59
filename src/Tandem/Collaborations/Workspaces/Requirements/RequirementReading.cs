using System.Text;
using Tandem.Formats;
using Tandem.Formats.Tabular;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A row as it stands in the source, its level as it is written there.</summary>
internal sealed record RequirementRow(long Line, RequirementWords Words, string? Level);

/// <summary>Reads requirements out of a table with a row of column names, or out of text with a requirement on each line. One pass.</summary>
internal sealed class RequirementReading
{
    private const int MostProblems = 1000;

    private static readonly (string Field, string[] Headings)[] Known =
    [
        ("section", ["section", "category", "area", "theme", "group", "topic", "module"]),
        (
            "text",
            [
                "requirement",
                "requirements",
                "text",
                "requirement text",
                "requirement description",
                "description",
                "statement",
                "what is required",
            ]
        ),
        (
            "reference",
            [
                "reference",
                "ref",
                "ref no",
                "id",
                "no",
                "number",
                "requirement id",
                "req id",
                "requirement no",
            ]
        ),
        ("why", ["why", "reason", "reasons", "rationale", "justification", "notes"]),
        ("level", ["level", "priority", "moscow", "importance", "mandatory"]),
    ];

    private readonly List<Problem> problems = [];
    private readonly Func<IEnumerable<RequirementRow>> rows;
    private readonly string file;

    private RequirementReading(
        string file,
        Func<RequirementReading, IEnumerable<RequirementRow>> rows
    )
    {
        this.file = file;
        this.rows = () => rows(this);
    }

    /// <summary>Rows that were refused, or came in with something left out, so far; the first thousand.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    public IEnumerable<RequirementRow> Rows() => rows();

    public void Refuse(long line, string why) => Add(line, why, ProblemKind.Refused);

    public void Note(long line, string what) => Add(line, what, ProblemKind.Noticed);

    private void Add(long line, string what, ProblemKind kind)
    {
        if (problems.Count < MostProblems)
        {
            problems.Add(new(new Place(file, line), what, kind));
        }
    }

    /// <exception cref="Refusal">The file cannot be read.</exception>
    public static RequirementReading Open(Stream content, string file)
    {
        var held = new MemoryStream();
        Copy(content, held);
        var table = TableReader.Open(
            held,
            file,
            new TableOptions { IsKnownHeading = heading => FieldOf(heading) is not null }
        );
        var columns = table
            .Columns.Select((name, i) => (Field: FieldOf(name), Index: i))
            .Where(c => c.Field is not null)
            .DistinctBy(c => c.Field)
            .ToDictionary(c => c.Field!, c => c.Index);
        if (columns.ContainsKey("text"))
        {
            return new(file, reading => FromTable(table, columns, reading));
        }
        var kind = FileKinds.Of(held.GetBuffer().AsSpan(0, (int)Math.Min(held.Length, 64 << 10)));
        if (
            kind == FileKind.Text
            && (!table.IsReadable || table.Columns.Count < 2 || columns.Count == 0)
        )
        {
            held.Position = 0;
            return new(file, _ => FromLines(held));
        }
        throw new Refusal(
            table.IsReadable
                    ? $"None of the columns holds the requirements: {string.Join(", ", table.Columns.Take(8))}. Call one of them “Requirement”."
                : table.Problems is [var first, ..] ? first.Message
                : "The file cannot be read.",
            "Upload"
        );
    }

    private static IEnumerable<RequirementRow> FromTable(
        Table table,
        Dictionary<string, int> columns,
        RequirementReading reading
    )
    {
        using (table)
        {
            foreach (var row in table.Rows())
            {
                if (row.Fault is { } fault)
                {
                    reading.Refuse(row.Line, fault.Message);
                    continue;
                }
                string? Cell(string field) =>
                    columns.TryGetValue(field, out var at) ? row.Cells[at] : null;
                if (row.Cells.All(string.IsNullOrWhiteSpace))
                {
                    continue;
                }
                yield return new(
                    row.Line,
                    new(Cell("section"), Cell("text"), Cell("reference"), Cell("why")),
                    Cell("level")
                );
            }
        }
    }

    private static IEnumerable<RequirementRow> FromLines(MemoryStream held)
    {
        using var reader = new StreamReader(held, Encoding.UTF8);
        for (var line = 1L; reader.ReadLine() is { } text; line++)
        {
            var words = text.Trim().TrimStart('-', '•', '*').Trim();
            if (words.Length > 0 && !(line == 1 && FieldOf(words) == "text"))
            {
                yield return new(line, new(null, words, null, null), null);
            }
        }
    }

    private static string? FieldOf(string heading)
    {
        var plain = string.Join(
            ' ',
            heading
                .ToLowerInvariant()
                .Split(
                    [' ', '.', '_', '-', ':', '#', '(', ')'],
                    StringSplitOptions.RemoveEmptyEntries
                )
        );
        return Known.FirstOrDefault(k => k.Headings.Contains(plain)).Field;
    }

    private static void Copy(Stream content, MemoryStream held)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0; )
        {
            if (held.Length + read > ImportRequirements.MostBytes)
            {
                throw new Refusal(
                    $"The file is larger than {ImportRequirements.MostBytes >> 20} MB, the most that can be brought here.",
                    "Upload"
                );
            }
            held.Write(buffer, 0, read);
        }
        held.Position = 0;
    }
}
