using System.Text.Json;

namespace Tandem.Classification;

/// <summary>A notice with the codes its buyer gave it: what the classifier learns from and is measured on.</summary>
/// <param name="Source">Where it was published.</param>
/// <param name="Date">The day of publication as digits (20240131), or empty.</param>
/// <param name="Buyer">Who bought.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its description, or empty.</param>
/// <param name="Codes">The buyer’s codes, the first taken for the main one; never empty.</param>
public sealed record CpvExample(
    string Source,
    string Date,
    string Buyer,
    string Title,
    string Description,
    IReadOnlyList<Cpv> Codes
)
{
    /// <summary>
    /// Reads JSON Lines with title, description, cpv (a list or a text of codes), and source, date and buyer where known.
    /// Lines without a code of the list are left out and named in the problems.
    /// </summary>
    public static (IReadOnlyList<CpvExample> Examples, IReadOnlyList<string> Problems) Read(
        TextReader lines,
        CpvList list
    )
    {
        var examples = new List<CpvExample>();
        var problems = new List<string>();
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            try
            {
                using var json = JsonDocument.Parse(line);
                if (ReadOne(json.RootElement, list) is { } example)
                {
                    examples.Add(example);
                }
                else
                {
                    problems.Add($"line {number}: no title or no code of the CPV list");
                }
            }
            catch (JsonException)
            {
                problems.Add($"line {number}: not a JSON object");
            }
        }
        return (examples, problems);
    }

    private static CpvExample? ReadOne(JsonElement json, CpvList list)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("cpv", out var cpv))
        {
            return null;
        }
        var written =
            cpv.ValueKind == JsonValueKind.Array
                ? string.Join(';', cpv.EnumerateArray().Select(c => c.ToString()))
                : cpv.ToString();
        var codes = CpvText
            .Find(written)
            .Select(w => w.Code)
            .Where(c => list.Find(c.Division) is not null)
            .Distinct()
            .ToList();
        return codes.Count == 0
            ? null
            : new CpvExample(
                Text(json, "source"),
                string.Concat(Text(json, "date").Where(char.IsAsciiDigit)),
                Text(json, "buyer"),
                Text(json, "title"),
                Text(json, "description"),
                codes
            );
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
