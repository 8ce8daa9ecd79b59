using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>A nation, region, county or authority area, as it stands in addresses and as a person reads it.</summary>
public readonly record struct PlaceKey(string Key, string Name);

/// <summary>The regions of the United Kingdom by their codes, and the places an authority or a delivery region lies in.</summary>
public static class Regions
{
    // First level of the International Territorial Levels (Office for National Statistics, 2021), the same as NUTS 1 of 2016 but for the letters.
    private static readonly (string Letter, string Region, string Nation)[] FirstLevel =
    [
        ("C", "North East", "England"),
        ("D", "North West", "England"),
        ("E", "Yorkshire and The Humber", "England"),
        ("F", "East Midlands", "England"),
        ("G", "West Midlands", "England"),
        ("H", "East of England", "England"),
        ("I", "London", "England"),
        ("J", "South East", "England"),
        ("K", "South West", "England"),
        ("L", "Wales", "Wales"),
        ("M", "Scotland", "Scotland"),
        ("N", "Northern Ireland", "Northern Ireland"),
    ];

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

    /// <summary>Nation and region of delivery regions, written as codes (UKD, TLD3, SE110) or names and parted by semicolons or commas; what is not known is left out.</summary>
    public static IEnumerable<PlaceKey> Of(string? regions)
    {
        foreach (
            var one in (regions ?? "").Split(
                [';', ','],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (
                one.StartsWith("SE", StringComparison.Ordinal)
                && (one.Length == 2 || char.IsAsciiDigit(one[2]))
            )
            {
                yield return Named("Sweden");
            }
            foreach (var (letter, region, nation) in FirstLevel)
            {
                if (
                    (one.Length >= 3 && one[..2] is "UK" or "TL" && one[2] == letter[0])
                    || one.Equals(region, StringComparison.OrdinalIgnoreCase)
                )
                {
                    yield return Named(nation);
                    yield return Named(region);
                }
                else if (one.Equals(nation, StringComparison.OrdinalIgnoreCase))
                {
                    yield return Named(nation);
                }
            }
        }
    }

    private static PlaceKey Named(string name) => new(Slug.Of(name), name);
}
