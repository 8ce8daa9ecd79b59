using Tandem.Formats.Tabular;

namespace Tandem.Classification;

/// <summary>
/// Makes the list of regions in force of a newer published one: of the Office for National Statistics (a column ITL…CD and ITL…NM for each level),
/// of Eurostat or the Publications Office (one column of codes and one of names, or genericode). A list often states one country, or one level of
/// it: what it does not speak of stays as it is, and a code it has left out is kept as superseded, for older notices state it.
/// </summary>
public static class RegionOfficialList
{
    private static readonly string[] CodeNames = ["nutscode", "itlcode", "nutsid", "code", "id"];
    private static readonly string[] NameNames =
    [
        "name",
        "description",
        "nutslabel",
        "namelatn",
        "nutsname",
        "label",
        "itlname",
    ];

    /// <summary>The new list, or null where the file names no region of the United Kingdom or Sweden; and what was refused, with its place.</summary>
    /// <param name="file">The bytes of the published list.</param>
    /// <param name="name">The file’s name, which the new list’s heading states.</param>
    /// <param name="before">The list in force.</param>
    public static (RegionList? List, IReadOnlyList<string> Problems) Read(
        byte[] file,
        string name,
        RegionList before
    )
    {
        var problems = new List<string>();
        var found = new Dictionary<string, Region>(StringComparer.Ordinal);
        try
        {
            foreach (var (place, code, label) in Rows(file, name))
            {
                Take(found, problems, $"{name}, {place}", Written(code), Tidy(label), before);
            }
        }
        catch (FormatException e)
        {
            return (null, [e.Message]);
        }
        if (found.Count == 0)
        {
            problems.Add($"{name} names no region of the United Kingdom or of Sweden");
            return (null, problems);
        }
        var spokenOf = found.Values.Select(r => (r.Code[..2], r.Level)).ToHashSet();
        var kept = before
            .All.Where(r => !found.ContainsKey(r.Code))
            .Select(r =>
                spokenOf.Contains((r.Code[..2], r.Level)) ? r with { IsSuperseded = true } : r
            );
        return (
            new RegionList($"Regions (ITL and NUTS), from {name}", found.Values.Concat(kept)),
            problems
        );
    }

    private static void Take(
        Dictionary<string, Region> found,
        List<string> problems,
        string place,
        string code,
        string name,
        RegionList before
    )
    {
        if (
            !code.StartsWith("UK", StringComparison.Ordinal)
            && !code.StartsWith("SE", StringComparison.Ordinal)
        )
        {
            return; // a heading of a level, or a country whose authorities are not known here
        }
        var old = before.Find(code);
        if (code.Length > 5 || !code.All(char.IsAsciiLetterOrDigit))
        {
            problems.Add($"{place}: “{code}” is no code of a region");
        }
        else if (name.Length == 0 && old is null)
        {
            problems.Add($"{place}: the new region {code} has no name");
        }
        else
        {
            // Some lists write names in capitals, or “(England)” behind them: the same name is not a change.
            var same =
                name.Length == 0
                || (old is not null && RegionList.Plain(name) == RegionList.Plain(old.Name));
            var region = new Region(code, same ? old!.Name : name, IsSuperseded: false);
            if (!found.TryAdd(code, region) && found[code] != region)
            {
                problems.Add($"{place}: the region {code} stands twice, with different names");
            }
        }
    }

    private static IEnumerable<(string Place, string Code, string Name)> Rows(
        byte[] file,
        string name
    ) =>
        CpvOfficialForms.FirstCharacter(file) is '<' or '{' or '['
            ? CpvOfficialForms.Read(file, name).Select(r => (r.Place, r.Code, r.English))
            : Tabular(file, name);

    private static List<(string Place, string Code, string Name)> Tabular(byte[] file, string name)
    {
        using var table = TableReader.Open(new MemoryStream(file), name);
        if (!table.IsReadable)
        {
            throw new FormatException(string.Join(" ", table.Problems));
        }
        var pairs = Pairs([.. table.Columns.Select(Plain)]);
        if (pairs.Count == 0)
        {
            throw new FormatException(
                $"{name} has no column of codes (Code, NUTS code, ITL…CD) beside one of names (Name, Description, ITL…NM)"
            );
        }
        return
        [
            .. table
                .Rows()
                .SelectMany(row =>
                    pairs
                        .Where(p => p.Code < row.Cells.Count && p.Name < row.Cells.Count)
                        .Select(p => ($"line {row.Line}", row.Cells[p.Code], row.Cells[p.Name]))
                ),
        ];
    }

    // “ITL321CD” and “ITL321NM” belong together, as do “Code” and “Name”.
    private static List<(int Code, int Name)> Pairs(List<string> heads)
    {
        var pairs = heads
            .Index()
            .Where(h =>
                (
                    h.Item.StartsWith("itl", StringComparison.Ordinal)
                    || h.Item.StartsWith("nuts", StringComparison.Ordinal)
                ) && h.Item.EndsWith("cd", StringComparison.Ordinal)
            )
            .Select(h => (h.Index, heads.IndexOf($"{h.Item[..^2]}nm")))
            .Where(p => p.Item2 >= 0)
            .ToList();
        // The most telling name first: a plain “Code” may number the rows of a list whose NUTS codes stand elsewhere.
        var code = CodeNames.Select(n => heads.IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
        var named = NameNames.Select(n => heads.IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
        if (pairs.Count == 0 && code >= 0 && named >= 0)
        {
            pairs.Add((code, named));
        }
        return pairs;
    }

    private static string Written(string code)
    {
        var key = code.Trim().ToUpperInvariant();
        return key.StartsWith("TL", StringComparison.Ordinal) ? $"UK{key[2..]}" : key;
    }

    private static string Plain(string head) =>
        new([.. head.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);

    private static string Tidy(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
