using System.Globalization;
using System.Text;

namespace Tandem.Classification;

/// <summary>
/// The compact tables of authorities: tab-separated, one line that says which official list they state, one heading line.
/// </summary>
public static class AuthorityTable
{
    private static readonly string[] Columns =
    [
        "code",
        "gss",
        "name",
        "short",
        "nation",
        "region",
        "type",
        "county",
        "combined",
        "replaced_by",
        "start",
        "end",
        "population",
        "lat",
        "long",
        "neighbours",
        "spellings",
    ];

    private static readonly Dictionary<string, AuthorityKind> Kinds = new()
    {
        ["CTY"] = AuthorityKind.County,
        ["NMD"] = AuthorityKind.District,
        ["MD"] = AuthorityKind.MetropolitanDistrict,
        ["UA"] = AuthorityKind.Unitary,
        ["LBO"] = AuthorityKind.LondonBorough,
        ["CC"] = AuthorityKind.CityCorporation,
        ["SCO"] = AuthorityKind.ScottishCouncil,
        ["WPA"] = AuthorityKind.WelshCouncil,
        ["NID"] = AuthorityKind.NorthernIrishDistrict,
        ["COMB"] = AuthorityKind.CombinedAuthority,
        ["SRA"] = AuthorityKind.StrategicAuthority,
    };

    /// <summary>The kind an official list's abbreviation stands for, or null.</summary>
    public static AuthorityKind? Kind(string abbreviation) =>
        Kinds.TryGetValue(abbreviation, out var kind) ? kind : null;

    /// <summary>Reads the table of the United Kingdom.</summary>
    public static IReadOnlyList<Authority> ReadUnitedKingdom(TextReader text)
    {
        var found = new List<Authority>();
        foreach (var cell in Rows(text))
        {
            if (Kind(cell("type")) is { } kind && cell("code").Length > 0)
            {
                found.Add(
                    new Authority
                    {
                        Code = cell("code"),
                        Gss = OrNull(cell("gss")),
                        Name = cell("name"),
                        ShortName = cell("short"),
                        Nation = cell("nation"),
                        Region = cell("region"),
                        Kind = kind,
                        County = OrNull(cell("county")),
                        Combined = OrNull(cell("combined")),
                        ReplacedBy = Split(cell("replaced_by"), ' '),
                        Start = Day(cell("start")),
                        End = Day(cell("end")),
                        Population = (int?)Number(cell("population")),
                        Latitude = Number(cell("lat")),
                        Longitude = Number(cell("long")),
                        Neighbours = Split(cell("neighbours"), ' '),
                        Spellings = Split(cell("spellings"), '|'),
                    }
                );
            }
        }
        return found;
    }

    /// <summary>Reads the table of Swedish municipalities; their county (län) is the region.</summary>
    public static IReadOnlyList<Authority> ReadSweden(TextReader text) =>
        [
            .. Rows(text)
                .Select(cell => new Authority
                {
                    Code = cell("code"),
                    Name = cell("name") + " kommun",
                    ShortName = cell("name"),
                    Nation = "Sweden",
                    Region = cell("county"),
                    Kind = AuthorityKind.SwedishMunicipality,
                    Latitude = Number(cell("lat")),
                    Longitude = Number(cell("long")),
                    Neighbours = Split(cell("neighbours"), ' '),
                }),
        ];

    /// <summary>Writes the table of the United Kingdom in the form <see cref="ReadUnitedKingdom"/> reads.</summary>
    public static string WriteUnitedKingdom(string states, IEnumerable<Authority> authorities)
    {
        var text = new StringBuilder("# ").Append(states).Append('\n');
        text.AppendJoin('\t', Columns).Append('\n');
        foreach (var a in authorities)
        {
            var type = Kinds.First(k => k.Value == a.Kind).Key;
            text.AppendJoin(
                    '\t',
                    new[]
                    {
                        a.Code,
                        a.Gss,
                        a.Name,
                        a.ShortName,
                        a.Nation,
                        a.Region,
                        type,
                        a.County,
                        a.Combined,
                        string.Join(' ', a.ReplacedBy),
                        Text(a.Start),
                        Text(a.End),
                        a.Population?.ToString(CultureInfo.InvariantCulture),
                        a.Latitude?.ToString("0.####", CultureInfo.InvariantCulture),
                        a.Longitude?.ToString("0.####", CultureInfo.InvariantCulture),
                        string.Join(' ', a.Neighbours),
                        string.Join('|', a.Spellings),
                    }.Select(value =>
                        (value ?? "").Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ')
                    )
                )
                .Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Whether two authorities would be written as the same row.</summary>
    public static bool SaysTheSame(Authority one, Authority other) =>
        WriteUnitedKingdom("", [one]) == WriteUnitedKingdom("", [other]);

    private static IEnumerable<Func<string, string>> Rows(TextReader text)
    {
        Dictionary<string, int>? at = null;
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            var cells = line.Split('\t');
            if (at is null)
            {
                at = cells.Index().ToDictionary(c => c.Item, c => c.Index);
                continue;
            }
            var columns = at;
            yield return name =>
                columns.TryGetValue(name, out var i) && i < cells.Length ? cells[i] : "";
        }
    }

    internal static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : null;

    internal static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    internal static string? OrNull(string text) => text.Length == 0 ? null : text;

    internal static string[] Split(string text, char at) =>
        text.Split(at, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Text(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
