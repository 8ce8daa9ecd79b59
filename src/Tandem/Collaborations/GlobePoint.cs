namespace Tandem.Collaborations;

/// <summary>A place on the globe as three coordinates of length one, so that how far two are apart is arithmetic without angles.</summary>
internal readonly record struct GlobePoint(float X, float Y, float Z)
{
    private const float EarthRadiusKm = 6371.0088f;

    // While the nearest are picked out, so many kilometres count as much as a bit in which two meanings differ.
    private const float KmPerStep = 25;
    private const float FarthestKm = 400;

    // Of a buyer whose place is not known nothing is held against it, nor for it.
    private const int StepsOfUnknown = 4;

    public static readonly GlobePoint Unknown = new(float.NaN, float.NaN, float.NaN);

    public static GlobePoint Of(Purchase purchase)
    {
        if (purchase is not { Latitude: { } latitude, Longitude: { } longitude })
        {
            return Unknown;
        }
        var (sinNorth, cosNorth) = Math.SinCos(latitude * Math.PI / 180);
        var (sinEast, cosEast) = Math.SinCos(longitude * Math.PI / 180);
        return new((float)(cosNorth * cosEast), (float)(cosNorth * sinEast), (float)sinNorth);
    }

    /// <summary>
    /// Kilometres to another place, straight through the globe: within a country as good as along the ground. Not a number where either is unknown.
    /// </summary>
    public float KmTo(GlobePoint other)
    {
        var (x, y, z) = (X - other.X, Y - other.Y, Z - other.Z);
        return EarthRadiusKm * MathF.Sqrt(x * x + y * y + z * z);
    }

    /// <summary>How much the distance counts when the nearest purchases are picked out: 0 to 16.</summary>
    public int StepsTo(GlobePoint other) =>
        KmTo(other) is var km && float.IsNaN(km)
            ? StepsOfUnknown
            : (int)(Math.Min(km, FarthestKm) / KmPerStep);
}
