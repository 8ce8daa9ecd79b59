using Microsoft.AspNetCore.WebUtilities;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Finds what can be followed, by kind and key.</summary>
public sealed class Followables(
    Subjects subjects,
    IEnumerable<FollowedList> lists,
    KnownAuthorities authorities,
    ReferenceLists reference
)
{
    private const int LongestSearch = 1000;

    /// <summary>The thing of this key that the actor may see, its key in the one form it is kept in; null where there is none.</summary>
    public async Task<Followable?> FindAsync(
        FollowKind kind,
        string key,
        Actor actor,
        CancellationToken cancellation = default
    ) =>
        kind switch
        {
            FollowKind.Record => await RecordAsync(key, actor, cancellation),
            FollowKind.Cpv => Code(key),
            FollowKind.Authority => Authority(key),
            FollowKind.Place => Place(key),
            FollowKind.Search => Search(key),
            _ => new(FollowKind.All, "", "Everything", "/notices"),
        };

    private async Task<Followable?> RecordAsync(
        string key,
        Actor actor,
        CancellationToken cancellation
    ) =>
        key.Split(':', 2) is [var kind, var id]
        && await subjects.FindAsync(kind, id, actor, cancellation) is { } subject
            ? new(FollowKind.Record, key, subject.Title, subject.Path)
            : null;

    private Followable? Code(string key)
    {
        var list = reference.Current(CpvList.File, CpvList.Read);
        return
            key.Length is >= 2 and <= 8
            && key.All(char.IsAsciiDigit)
            && Cpv.TryParse(key.PadRight(8, '0'), out var code)
            && list.Find(code) is { } entry
            ? new(
                FollowKind.Cpv,
                code.Prefix,
                $"{entry.Name} (CPV {code.Prefix})",
                $"/notices?cpv={code.Prefix}"
            )
            : null;
    }

    private Followable? Authority(string key) =>
        (authorities.Current.ByCode(key)?.Name ?? Label("buyer", key)) is { } name
            ? new(FollowKind.Authority, key, name, $"/organisations/{Uri.EscapeDataString(key)}")
            : null;

    private Followable? Place(string key)
    {
        var name = PlaceKeys.IsCode(key)
            ? reference.Current(RegionList.File, RegionList.Read).Find(key[2..]) is { } region
                ? region.Name
                : null
            : Label("place", key) ?? authorities.Current.ByCode(key)?.ShortName;
        return name is not null
                ? new(FollowKind.Place, key, name, $"/notices?place={Uri.EscapeDataString(key)}")
            // In words, as filters take it: “lancashire”.
            : authorities.Current.Resolve(key)?.Authority is { } named ? Place(named.Code)
            : null;
    }

    private Followable? Search(string key)
    {
        var parts = key.Split('?', 2);
        if (
            key.Length > LongestSearch
            || lists.FirstOrDefault(l => l.Path == parts[0]) is not { } list
        )
        {
            return null;
        }
        // Order and page are no part of what is looked for, and the same search has one key however it was typed.
        var asked = QueryHelpers
            .ParseQuery(parts.ElementAtOrDefault(1))
            .Where(p => p.Key is not ("sort" or "page"))
            .SelectMany(p => p.Value.Select(v => (p.Key, Value: v?.Trim())))
            .Where(p => p.Value is { Length: > 0 })
            .Distinct()
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(p.Key, p.Value));
        var address = QueryHelpers.AddQueryString(list.Path, asked);
        var query = address.Split('?', 2).ElementAtOrDefault(1) ?? "";
        try
        {
            list.Read(query);
        }
        catch (Refusal)
        {
            return null;
        }
        return new(FollowKind.Search, $"{list.Path}?{query}", list.TitleOf(query), address);
    }

    private string? Label(string facet, string key) =>
        lists.Select(l => l.LabelOf(facet, key)).FirstOrDefault(l => l is not null);
}
