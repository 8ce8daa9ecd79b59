using System.Text.RegularExpressions;

namespace Tandem.Classification;

/// <summary>
/// Leads names such as "Lunds kommun", "Kommunstyrelsen i Åre" and "Göteborgs stad, Stadsledningskontoret" to Swedish
/// municipalities. Letters with marks are kept apart where that matters: Håbo and Habo are two places.
/// </summary>
internal sealed class SwedishMunicipalityNames
{
    private static readonly Regex Breaks = new(@"[,;:()/|–—]|\s-\s", RegexOptions.Compiled);
    private static readonly string[] KindWords =
    [
        "kommun",
        "kommuns",
        "stad",
        "stads",
        "kommunstyrelsen",
        "kommunstyrelse",
        "kommunfullmäktige",
    ];

    // Old genitives that adding an s does not give.
    private static readonly Dictionary<string, string> Genitives = new() { ["falu"] = "falun" };

    private readonly Dictionary<string, Authority> byName = [];
    private readonly Dictionary<string, Authority?> byPlainName = [];

    public SwedishMunicipalityNames(IEnumerable<Authority> municipalities)
    {
        foreach (var municipality in municipalities)
        {
            var name = municipality.ShortName.ToLowerInvariant();
            byName[name] = municipality;
            byPlainName[Plain(name)] = byPlainName.ContainsKey(Plain(name)) ? null : municipality;
        }
    }

    public Authority? Find(string name)
    {
        var lower = name.Normalize(System.Text.NormalizationForm.FormC).ToLowerInvariant();
        if (
            !lower.Contains("kommun", StringComparison.Ordinal)
            && !lower.Contains("stad", StringComparison.Ordinal)
            && !lower.Contains("region gotland", StringComparison.Ordinal)
        )
        {
            return null;
        }
        var parts = Breaks.Split(lower);
        if (
            parts.Any(p =>
                p.Split(' ').Any(w => w is "ab" or "aktiebolag" or "bolag" or "stiftelsen")
            )
        )
        {
            return null;
        }
        return parts.Select(Part).OfType<Authority>().Distinct().ToList() is [var one] ? one : null;
    }

    private Authority? Part(string text)
    {
        var words = text.Split([' ', '.'], StringSplitOptions.RemoveEmptyEntries);
        if (words is ["region", "gotland"])
        {
            return byName.GetValueOrDefault("gotland");
        }
        if (!words.Any(KindWords.Contains))
        {
            return null;
        }
        var place = string.Join(' ', words.Where(w => !KindWords.Contains(w) && w != "i"));
        return Named(place)
            ?? (Genitives.TryGetValue(place, out var known) ? Named(known) : null)
            ?? (place.EndsWith('s') ? Named(place[..^1]) : null);
    }

    private Authority? Named(string place) =>
        byName.GetValueOrDefault(place) ?? byPlainName.GetValueOrDefault(place);

    private static string Plain(string name) =>
        name.Replace('å', 'a').Replace('ä', 'a').Replace('ö', 'o').Replace('é', 'e');
}
