using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Formats.Tabular;
using Tandem.Kernel.Yaml;

namespace Tandem.Questionnaires;

/// <summary>A table of questions, as an owner of a question set hands it out, turned into a question set. It is read as YAML afterwards, so that the same rules hold for it.</summary>
/// <param name="Yaml">The set, to be looked at and mended; null where no questions were found.</param>
/// <param name="Used">Columns that were recognised, with what they were taken for.</param>
/// <param name="Ignored">Columns that were not.</param>
/// <param name="Problems">What is wrong, with the line of the table, or of the head of the form (line 0).</param>
public sealed partial record SheetToSet(
    string? Yaml,
    IReadOnlyList<(string Column, string As)> Used,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<ContentProblem> Problems
)
{
    private static readonly JsonSerializerOptions Quoting = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // What columns are called, as headings of such tables go; letters and digits only.
    private static readonly Dictionary<string, string[]> Headings = new()
    {
        ["code"] =
        [
            "code",
            "no",
            "number",
            "ref",
            "reference",
            "id",
            "questionnumber",
            "questionno",
            "questionid",
            "questionref",
        ],
        ["section"] = ["section", "theme", "category", "group", "heading", "topic", "area", "part"],
        ["text"] = ["question", "text", "questiontext", "requirement", "questions"],
        ["kind"] =
        [
            "kind",
            "type",
            "answertype",
            "responsetype",
            "format",
            "answerformat",
            "questiontype",
        ],
        ["options"] =
        [
            "options",
            "choices",
            "possibleanswers",
            "answers",
            "answeroptions",
            "values",
            "responses",
        ],
        ["guidance"] =
        [
            "guidance",
            "help",
            "notes",
            "explanation",
            "moreinformation",
            "guidancenotes",
        ],
        ["required"] = ["required", "mandatory", "compulsory"],
        ["evidence"] = ["evidence", "evidencerequired"],
        ["when"] = ["when", "condition", "askedwhen"],
        ["unit"] = ["unit", "currency"],
        ["min"] = ["min", "minimum"],
        ["max"] = ["max", "maximum"],
    };

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["yesno"] = "yes-no",
        ["yn"] = "yes-no",
        ["boolean"] = "yes-no",
        ["truefalse"] = "yes-no",
        ["text"] = "text",
        ["shorttext"] = "text",
        ["longtext"] = "long-text",
        ["notes"] = "long-text",
        ["freetext"] = "long-text",
        ["essay"] = "long-text",
        ["number"] = "number",
        ["numeric"] = "number",
        ["integer"] = "number",
        ["date"] = "date",
        ["money"] = "money",
        ["amount"] = "money",
        ["choice"] = "choice",
        ["dropdown"] = "choice",
        ["select"] = "choice",
        ["radio"] = "choice",
        ["singlechoice"] = "choice",
        ["choices"] = "choices",
        ["multiplechoice"] = "choices",
        ["multiselect"] = "choices",
        ["checkbox"] = "choices",
        ["checkboxes"] = "choices",
        ["file"] = "file",
        ["upload"] = "file",
        ["document"] = "file",
    };

    /// <summary>Reads a table (CSV or a spreadsheet). Never throws on bad data.</summary>
    public static SheetToSet Read(
        Stream stream,
        string file,
        string name,
        string version,
        string title
    )
    {
        var known = Headings
            .SelectMany(h => h.Value.Select(v => (Heading: v, As: h.Key)))
            .ToDictionary(h => h.Heading, h => h.As);
        using var table = TableReader.Open(
            stream,
            file,
            new() { IsKnownHeading = h => known.ContainsKey(Plain(h)) }
        );
        var found = new Dictionary<string, int>();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (known.TryGetValue(Plain(table.Columns[i]), out var part))
            {
                found.TryAdd(part, i);
            }
        }
        if (!found.ContainsKey("text"))
        {
            var why =
                table.Problems.FirstOrDefault()?.Message
                ?? "No column is called Question. Name the column that holds the questions so";
            return new(null, [], [.. table.Columns], [new(0, why)]);
        }
        var writer = new Writer(name, version, title);
        foreach (var row in table.Rows())
        {
            string? Cell(string part) =>
                found.TryGetValue(part, out var i) && row.Cells[i].Trim() is { Length: > 0 } text
                    ? text
                    : null;
            if (Cell("text") is not null)
            {
                writer.Add(Cell, row.Line);
            }
        }
        var yaml = writer.Written();
        var reading = QuestionSetReader.Read(yaml);
        return new(
            yaml,
            [.. found.Select(f => (table.Columns[f.Value], f.Key))],
            [.. table.Columns.Where((_, i) => !found.ContainsValue(i))],
            [
                .. reading.Problems.Select(p => new ContentProblem(
                    writer.RowOf(p.Line),
                    p.Message
                )),
                .. writer.Problems,
            ]
        );
    }

    private static string Plain(string heading) =>
        string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Quoting);

    /// <summary>A code made of a number or words: “A6.4” becomes a6-4.</summary>
    private static string CodeOf(string text)
    {
        var code = NoCode().Replace(text.ToLowerInvariant(), "-").Trim('-');
        code = code.Length > 60 ? code[..60].Trim('-') : code;
        return code.Length > 0 && char.IsAsciiLetter(code[0]) ? code : "q-" + code;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoCode();

    /// <summary>Writes the set line by line, and remembers of which row of the table each line is.</summary>
    private sealed class Writer(string name, string version, string title)
    {
        private readonly List<(string Section, List<(string Line, long Row)> Lines)> sections = [];
        private readonly HashSet<string> codes = [];
        private readonly List<long> rowOfLine = [];

        public List<ContentProblem> Problems { get; } = [];

        public void Add(Func<string, string?> cell, long row)
        {
            var section = cell("section") ?? sections.LastOrDefault().Section ?? "Questions";
            var at = sections.FindIndex(s => s.Section == section);
            if (at < 0)
            {
                sections.Add((section, []));
                at = sections.Count - 1;
            }
            var text = cell("text")!;
            var parts = new List<string>
            {
                $"code: {Once(CodeOf(cell("code") ?? text))}",
                $"text: {Quoted(text)}",
            };
            parts.AddRange(Kind(cell("kind"), cell("options"), row));
            if (cell("required") is { } required && IsYes(required))
            {
                parts.Add("required: true");
            }
            if (cell("evidence") is { } evidence && !IsNo(evidence))
            {
                parts.Add(
                    $"evidence: {(evidence.Contains("option", StringComparison.OrdinalIgnoreCase) ? "optional" : "required")}"
                );
            }
            foreach (var part in new[] { "guidance", "when", "unit", "min", "max" })
            {
                if (cell(part) is { } said)
                {
                    parts.Add($"{part}: {Quoted(said)}");
                }
            }
            sections[at].Lines.Add(("{" + string.Join(", ", parts) + "}", row));
        }

        private IEnumerable<string> Kind(string? kind, string? options, long row)
        {
            var list =
                options?.Split(
                    ['\n', ';', '|'],
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                ) ?? [];
            var isYesNo = list.Length == 2 && list.Any(IsYes) && list.Any(IsNo);
            var spelt = "text";
            if (kind is not null && !Kinds.TryGetValue(Plain(kind), out spelt!))
            {
                Problems.Add(
                    new(
                        (int)row,
                        $"‘{kind}’ is no kind of answer; there are: yes/no, text, long text, number, money, date, choice, choices, file"
                    )
                );
                spelt = "text";
            }
            if (kind is null)
            {
                spelt =
                    isYesNo ? "yes-no"
                    : list.Length > 0 ? "choice"
                    : "text";
            }
            yield return $"kind: {spelt}";
            if (spelt is "choice" or "choices")
            {
                var used = new HashSet<string>();
                yield return $"options: [{string.Join(", ", list.Select(o =>
                    {
                        var code = CodeOf(o);
                        for (var i = 2; !used.Add(code); i++)
                        {
                            code = string.Create(CultureInfo.InvariantCulture, $"{CodeOf(o)}-{i}");
                        }
                        return $"{{code: {code}, text: {Quoted(o)}}}";
                    }))}]";
            }
        }

        private string Once(string code)
        {
            var once = code;
            for (var i = 2; !codes.Add(once); i++)
            {
                once = string.Create(CultureInfo.InvariantCulture, $"{code}-{i}");
            }
            return once;
        }

        public string Written()
        {
            var text = new StringBuilder();
            void Line(string line, long row)
            {
                text.Append(line).Append('\n');
                rowOfLine.Add(row);
            }
            Line($"name: {Quoted(name)}", 0);
            Line($"version: {Quoted(version)}", 0);
            Line($"title: {Quoted(title)}", 0);
            Line("sections:", 0);
            var used = new HashSet<string>();
            foreach (var (section, lines) in sections)
            {
                var code = CodeOf(section);
                for (var i = 2; !used.Add(code); i++)
                {
                    code = string.Create(CultureInfo.InvariantCulture, $"{CodeOf(section)}-{i}");
                }
                Line($"  - code: {code}", lines[0].Row);
                Line($"    title: {Quoted(section)}", lines[0].Row);
                Line("    questions:", lines[0].Row);
                foreach (var (line, row) in lines)
                {
                    Line("      - " + line, row);
                }
            }
            return text.ToString();
        }

        public int RowOf(int line) =>
            line >= 1 && line <= rowOfLine.Count ? (int)rowOfLine[line - 1] : 0;

        private static bool IsYes(string text) =>
            Plain(text) is "yes" or "y" or "true" or "x" or "1" or "required" or "mandatory";

        private static bool IsNo(string text) =>
            Plain(text) is "no" or "n" or "false" or "0" or "none" or "";
    }
}
