using System.Collections.Frozen;
using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>A statistical region.</summary>
/// <param name="Code">NUTS code: UKD4, SE11. International Territorial Levels write TL for UK (<see cref="ItlCode"/>).</param>
/// <param name="Name">Its name, in the language of the country.</param>
/// <param name="IsSuperseded">True for a code that only older notices state.</param>
public sealed record Region(string Code, string Name, bool IsSuperseded)
{
    /// <summary>0 country, 1 to 3 as NUTS and ITL count.</summary>
    public int Level => Code.Length - 2;

    /// <summary>The code as the Office for National Statistics writes it since 2021; null outside the United Kingdom.</summary>
    public string? ItlCode =>
        Code.StartsWith("UK", StringComparison.Ordinal) ? $"TL{Code[2..]}" : null;

    /// <summary>England, Wales, Scotland, Northern Ireland, United Kingdom or Sweden.</summary>
    public string Nation =>
        Code switch
        {
            "UK" => "United Kingdom",
            ['U', 'K', 'L', ..] => "Wales",
            ['U', 'K', 'M', ..] => "Scotland",
            ['U', 'K', 'N', ..] => "Northern Ireland",
            ['U', 'K', ..] => "England",
            _ => "Sweden",
        };
}

/// <summary>The places a text names.</summary>
/// <param name="Found">The regions, each once, in the order written.</param>
/// <param name="Unknown">What was named and is no region of the list.</param>
public sealed record RegionReading(IReadOnlyList<Region> Found, IReadOnlyList<string> Unknown);

/// <summary>The regions of the United Kingdom (ITL and NUTS) and of Sweden, by code and by name. Immutable.</summary>
public sealed class RegionList
{
    /// <summary>The content file, and the name of the reference list that takes its place.</summary>
    public const string File = "regions/itl-nuts.tsv";

    private readonly FrozenDictionary<string, Region> _byCode;
    private readonly FrozenDictionary<string, Region> _byName;

    /// <summary>Builds the index of a list.</summary>
    /// <param name="source">Which official list this states.</param>
    /// <param name="all">The regions, each code once.</param>
    public RegionList(string source, IEnumerable<Region> all)
    {
        Source = source;
        All = [.. all.OrderBy(r => r.Code, StringComparer.Ordinal)];
        _byCode = All.ToFrozenDictionary(r => r.Code);
        // Of two regions with one name the current, then the wider one is meant.
        _byName = All.GroupBy(r => Plain(r.Name))
            .ToFrozenDictionary(
                g => g.Key,
                g => g.OrderBy(r => r.IsSuperseded).ThenBy(r => r.Level).First()
            );
    }

    /// <summary>Which official list this states, in the words of its heading.</summary>
    public string Source { get; }

    /// <summary>All regions in order of their codes.</summary>
    public IReadOnlyList<Region> All { get; }

    /// <summary>Reads the list as content holds it: “#” lines first, then code, name and “old” between tabs.</summary>
    /// <exception cref="FormatException">A line is not of that form; the message says which.</exception>
    public static RegionList Read(TextReader text)
    {
        var source = "";
        var all = new List<Region>();
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            if (row.StartsWith('#'))
            {
                source = source.Length == 0 ? row[1..].Trim() : source;
                continue;
            }
            var cells = row.Split('\t');
            if (cells.Length != 3 || cells[0].Length is < 2 or > 5 || cells[2] is not ("" or "old"))
            {
                throw new FormatException($"List of regions, line {line}: “{row}”");
            }
            all.Add(new Region(cells[0], cells[1], cells[2] == "old"));
        }
        return new RegionList(source, all);
    }

    /// <summary>Writes the list as <see cref="Read"/> reads it.</summary>
    public void Write(TextWriter text)
    {
        text.Write(
            $"# {Source}\n# code\tname\tsuperseded (“old”: a code that only older notices state)\n"
        );
        foreach (var region in All)
        {
            text.Write($"{region.Code}\t{region.Name}\t{(region.IsSuperseded ? "old" : "")}\n");
        }
    }

    /// <summary>The list a content folder ships, without a database.</summary>
    public static RegionList In(Content content)
    {
        using var text = new StreamReader(content.Open(File));
        return Read(text);
    }

    /// <summary>The region of a code in the UK or the TL form; null where there is none.</summary>
    public Region? Find(string? code)
    {
        var key = (code ?? "").Trim().ToUpperInvariant();
        key = key.StartsWith("TL", StringComparison.Ordinal) ? $"UK{key[2..]}" : key;
        return _byCode.GetValueOrDefault(key);
    }

    /// <summary>The nearest region above: UKD of UKD4; null for a country.</summary>
    public Region? ParentOf(Region region) => AncestorsOf(region).LastOrDefault();

    /// <summary>The regions above, from the country down.</summary>
    public IReadOnlyList<Region> AncestorsOf(Region region) =>
        [
            .. Enumerable
                .Range(2, region.Level)
                .Select(length => Find(region.Code[..length]))
                .OfType<Region>(),
        ];

    /// <summary>The current regions directly below, in order.</summary>
    public IReadOnlyList<Region> ChildrenOf(Region region) =>
        [
            .. All.Where(r =>
                !r.IsSuperseded
                && r.Level == region.Level + 1
                && r.Code.StartsWith(region.Code, StringComparison.Ordinal)
            ),
        ];

    /// <summary>
    /// The regions a cell names, by code or by name, separated by commas or semicolons, as Contracts Finder writes them:
    /// “Yorkshire and the Humber, North West”. “Any region” is the United Kingdom, “England” its nine regions.
    /// </summary>
    public RegionReading Recognise(string? text)
    {
        var found = new List<Region>();
        var unknown = new List<string>();
        var cell = (text ?? "").Trim();
        // A name may hold a comma itself: “Kingston upon Hull, City of”.
        string[] names = _byName.ContainsKey(Plain(cell))
            ? [cell]
            : cell.Split(
                [',', ';', '|'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            );
        foreach (var name in names)
        {
            var meant = Meant(name);
            found.AddRange(meant.Where(r => !found.Contains(r)));
            if (meant.Count == 0)
            {
                unknown.Add(name);
            }
        }
        return new RegionReading(found, unknown);
    }

    private IReadOnlyList<Region> Meant(string name)
    {
        var plain = Plain(name);
        if (plain == "england")
        {
            return [.. All.Where(r => r.Level == 1 && r.Nation == "England" && !r.IsSuperseded)];
        }
        var region = plain switch
        {
            "any region" or "any" or "nationwide" or "great britain" or "gb" => Find("UK"),
            "sweden" => Find("SE"),
            _ => Find(name) ?? _byName.GetValueOrDefault(plain),
        };
        return region is null ? [] : [region];
    }

    internal static string Plain(string name) =>
        name.Trim()
            .ToLowerInvariant()
            .Replace("&", "and", StringComparison.Ordinal)
            .Replace(" (england)", "", StringComparison.Ordinal)
            .Replace(" the ", " ", StringComparison.Ordinal);
}
