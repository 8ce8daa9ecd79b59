using System.Text.Json;

namespace Tandem.Cli;

/// <summary>Buyers' names, with the code of the authority where the file states it, from a CSV or JSON Lines file of any of the usual forms.</summary>
internal static class NamesFile
{
    private static readonly HashSet<string> NameColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "la-name",
        "name",
        "organisation",
        "organisation name",
        "organization",
        "buyer",
        "buyer name",
        "buyer_name",
        "contract_buyer",
        "authority",
        "authority name",
        "a_buyer",
        "b_buyer",
        "namn för köpare",
    };

    private static readonly HashSet<string> CodeColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "local-authority-code",
        "authority code",
        "authority_code",
        "code",
    };

    /// <summary>Each distinct name with its code; empty where no column of the file is known to hold names.</summary>
    public static IReadOnlyList<(string Name, string? Code)> Read(string path) =>
        [.. (IsJson(path) ? JsonLines(path) : Csv(path)).Where(n => n.Name.Length > 0).Distinct()];

    private static bool IsJson(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".json" or ".ndjson";

    private static IEnumerable<(string Name, string? Code)> Csv(string path)
    {
        List<int>? names = null;
        var code = -1;
        foreach (var row in CsvRows.Read(path))
        {
            if (names is null)
            {
                var heads = row.Select(h => h.Trim()).ToList();
                names =
                [
                    .. heads.Index().Where(h => NameColumns.Contains(h.Item)).Select(h => h.Index),
                ];
                code = heads.FindIndex(CodeColumns.Contains);
                continue;
            }
            foreach (var at in names.Where(i => i < row.Length))
            {
                yield return (row[at], code < 0 || code >= row.Length ? null : row[code]);
            }
        }
    }

    private static IEnumerable<(string Name, string? Code)> JsonLines(string path)
    {
        foreach (var line in File.ReadLines(path).Where(l => l.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                continue;
            }
            var fields = json.RootElement.EnumerateObject().ToList();
            var code = fields.FirstOrDefault(f =>
                CodeColumns.Contains(f.Name) && f.Value.ValueKind == JsonValueKind.String
            );
            var stated =
                code.Value.ValueKind == JsonValueKind.String ? code.Value.GetString() : null;
            foreach (var field in fields.Where(f => NameColumns.Contains(f.Name)))
            {
                // OCDS: buyer is an object that has the name.
                var value =
                    field.Value.ValueKind == JsonValueKind.Object
                    && field.Value.TryGetProperty("name", out var inner)
                        ? inner
                        : field.Value;
                if (value.ValueKind == JsonValueKind.String)
                {
                    yield return (value.GetString()!, stated);
                }
            }
        }
    }
}
