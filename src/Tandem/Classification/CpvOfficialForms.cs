using System.Text;
using System.Text.Json;
using System.Xml;
using Tandem.Formats.Tabular;

namespace Tandem.Classification;

/// <summary>One code as a published list states it.</summary>
/// <param name="Place">Where it stands, in words.</param>
/// <param name="Code">As written, with or without check digit.</param>
/// <param name="English">Its English name, or empty.</param>
/// <param name="Swedish">Its Swedish name, or empty.</param>
internal sealed record CpvOfficialRow(string Place, string Code, string English, string Swedish);

/// <summary>
/// Reads published CPV lists: spreadsheets and delimited text with a column of codes and a column for each language, JSON lists
/// of objects, the Publications Office’s XML (<c>CPV CODE</c>, <c>TEXT LANG</c>) and OASIS genericode.
/// </summary>
internal static class CpvOfficialForms
{
    private static readonly string[] CodeNames = ["code", "cpv", "cpvcode", "id", "notation"];
    private static readonly string[] EnglishNames =
    [
        "en",
        "eng",
        "english",
        "englabel",
        "nameen",
        "name",
        "label",
        "preflabel",
        "description",
    ];
    private static readonly string[] SwedishNames =
    [
        "sv",
        "swe",
        "swedish",
        "svenska",
        "swelabel",
        "namesv",
    ];

    /// <summary>The rows of a file of any of these forms.</summary>
    /// <exception cref="FormatException">The file is damaged; the message says how.</exception>
    public static IReadOnlyList<CpvOfficialRow> Read(byte[] file, string name)
    {
        try
        {
            return FirstCharacter(file) switch
            {
                '{' or '[' => Json(file),
                '<' => Xml(file),
                _ => Tabular(file, name),
            };
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            throw new FormatException($"{name} is damaged: {e.Message}", e);
        }
    }

    internal static char FirstCharacter(byte[] file) =>
        Encoding
            .UTF8.GetString(file.AsSpan(0, Math.Min(file.Length, 200)))
            .TrimStart('\uFEFF', ' ', '\t', '\r', '\n')
            .FirstOrDefault();

    private static List<CpvOfficialRow> Tabular(byte[] file, string name)
    {
        var whole = WithHeading(file);
        var given = whole == file ? 0 : 1;
        using var table = TableReader.Open(new MemoryStream(whole), name);
        if (!table.IsReadable)
        {
            throw new FormatException(string.Join(" ", table.Problems));
        }
        var heads = table.Columns.Select(Plain).ToList();
        var rows = table.Rows().ToList();
        var code = Math.Max(heads.FindIndex(CodeNames.Contains), 0);
        var english = EnglishNames.Select(n => heads.IndexOf(n)).FirstOrDefault(i => i >= 0, 1);
        var swedish = heads.FindIndex(SwedishNames.Contains);
        string Cell(IReadOnlyList<string> cells, int at) =>
            at >= 0 && at < cells.Count ? cells[at] : "";
        return
        [
            .. rows.Select(r => new CpvOfficialRow(
                $"line {r.Line - given}",
                Cell(r.Cells, code),
                Cell(r.Cells, english),
                Cell(r.Cells, swedish)
            )),
        ];
    }

    // A list without a heading begins with its first code: it gets one.
    private static byte[] WithHeading(byte[] file)
    {
        var start = Encoding.Latin1.GetString(file, 0, Math.Min(file.Length, 1_000));
        var first = start.Split('\n', 2)[0].TrimEnd('\r');
        var delimiter = first.FirstOrDefault(c => c is ';' or ',' or '\t');
        if (!char.IsAsciiDigit(first.FirstOrDefault()) || delimiter == default)
        {
            return file;
        }
        string[] names = ["code", "name", "swedish"];
        var heading = string.Join(delimiter, names.Take(first.Count(c => c == delimiter) + 1));
        return [.. Encoding.ASCII.GetBytes(heading + "\n"), .. file];
    }

    private static List<CpvOfficialRow> Json(byte[] file)
    {
        using var json = JsonDocument.Parse(file);
        // The list may stand inside: {"codes": […]}, or {"results": {"bindings": […]}} of a SPARQL query.
        var list = Lists(json.RootElement)
            .OrderByDescending(l => l.GetArrayLength())
            .FirstOrDefault();
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("The JSON holds no list of codes.");
        }
        var rows = list.EnumerateArray()
            .Index()
            .Where(e => e.Item.ValueKind == JsonValueKind.Object)
            .ToList();
        // Some lists hold the codes of CPV 2003 too, marked as version 1.
        static int Version(JsonElement e) =>
            e.TryGetProperty("version", out var v) && v.TryGetInt32(out var number) ? number : 0;
        var newest = rows.Select(r => Version(r.Item)).DefaultIfEmpty().Max();
        return
        [
            .. rows.Where(r => Version(r.Item) == newest)
                .Select(r => new CpvOfficialRow(
                    $"entry {r.Index + 1}",
                    Value(r.Item, CodeNames, ""),
                    Value(r.Item, EnglishNames, "en"),
                    Value(r.Item, SwedishNames, "sv")
                )),
        ];
    }

    private static IEnumerable<JsonElement> Lists(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => [value],
            JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Lists(p.Value)),
            _ => [],
        };

    // A name may be an object with a member for each language, or, as SPARQL gives it, one with its value.
    private static string Value(JsonElement entry, string[] names, string language)
    {
        var members = entry.EnumerateObject().ToList();
        foreach (var name in names)
        {
            var value = members.FirstOrDefault(m => Plain(m.Name) == name).Value;
            if (
                value.ValueKind == JsonValueKind.Object
                && value.TryGetProperty("value", out var inner)
            )
            {
                value = inner;
            }
            if (value.ValueKind == JsonValueKind.String)
            {
                return value.GetString()!;
            }
        }
        return members
            .Where(m => m.Value.ValueKind == JsonValueKind.Object && language.Length > 0)
            .SelectMany(m => m.Value.EnumerateObject())
            .Where(m => Plain(m.Name) == language && m.Value.ValueKind == JsonValueKind.String)
            .Select(m => m.Value.GetString()!)
            .FirstOrDefault("");
    }

    private static List<CpvOfficialRow> Xml(byte[] file)
    {
        var rows = new List<CpvOfficialRow>();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
        };
        using var xml = XmlReader.Create(new MemoryStream(file), settings);
        var (code, english, swedish, field) = ("", "", "", "");
        var place = "";
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "CPV" or "Row")
            {
                (english, swedish, field) = ("", "", "");
                code = xml.GetAttribute("CODE") ?? "";
                place = $"line {((IXmlLineInfo)xml).LineNumber}";
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "TEXT" or "Value")
            {
                field = Plain(xml.GetAttribute("LANG") ?? xml.GetAttribute("ColumnRef") ?? "");
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                code = CodeNames.Contains(field) ? xml.Value : code;
                english = EnglishNames.Contains(field) ? xml.Value : english;
                swedish = SwedishNames.Contains(field) ? xml.Value : swedish;
            }
            else if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName is "CPV" or "Row")
            {
                rows.Add(new CpvOfficialRow(place, code, english, swedish));
            }
        }
        return rows;
    }

    private static string Plain(string name) =>
        new([.. name.ToLowerInvariant().Where(char.IsAsciiLetter)]);
}
