using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>A nation, region, county or authority area, as it stands in addresses and as a person reads it.</summary>
public readonly record struct PlaceKey(string Key, string Name);

/// <summary>The places that an authority or a delivery region lies in.</summary>
public static class PlaceKeys
{
    /// <summary>Nation, region, county and the authority's own area, from the largest down.</summary>
    public static IEnumerable<PlaceKey> Of(Authority authority, Authorities all)
    {
        yield return Named(authority.Nation);
        if (authority.Region.Length > 0)
        {
            yield return Named(authority.Region);
        }
        foreach (var above in new[] { authority.Combined, authority.County })
        {
            if (above is not null && all.ByCode(above) is { } larger)
            {
                yield return new(larger.Code, larger.ShortName);
            }
        }
        yield return new(authority.Code, authority.ShortName);
    }

    /// <summary>Nation and region of the delivery regions a text names (<see cref="RegionList.Recognise"/>).</summary>
    public static IEnumerable<PlaceKey> Of(string? named, RegionList regions)
    {
        if (string.IsNullOrEmpty(named))
        {
            yield break;
        }
        foreach (var region in regions.Recognise(named).Found)
        {
            yield return Named(region.Nation);
            if (regions.Find(region.Code[..Math.Min(3, region.Code.Length)]) is { Level: 1 } first)
            {
                yield return Named(first.Name);
            }
        }
    }

    /// <summary>Whether the key is one of a region by code: as in <see cref="Codes"/>, not for people to choose from.</summary>
    public static bool IsCode(string key) => key.StartsWith("r-", StringComparison.Ordinal);

    /// <summary>The delivery regions a text names and every region above them, by code: <c>r-UKD</c>, <c>r-UKD4</c>, <c>r-UKD41</c>.</summary>
    public static IEnumerable<PlaceKey> Codes(string? named, RegionList regions)
    {
        if (string.IsNullOrEmpty(named))
        {
            yield break;
        }
        foreach (var region in regions.Recognise(named).Found)
        {
            for (var length = 3; length <= region.Code.Length; length++)
            {
                var code = region.Code[..length];
                yield return new($"r-{code}", regions.Find(code)?.Name ?? code);
            }
        }
    }

    private static PlaceKey Named(string name) => new(Slug.Of(name), name);
}
