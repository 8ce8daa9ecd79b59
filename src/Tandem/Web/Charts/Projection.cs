namespace Tandem.Web.Charts;

/// <summary>
/// Transverse Mercator on a sphere about a centre of our choice (Snyder, Map Projections: A Working Manual, USGS 1987, eq. 8-1 to 8-3).
/// Shapes and, near the centre, distances are true; the ellipsoid changes less than a pixel at the size of these maps.
/// </summary>
internal readonly struct Projection(Place centre)
{
    private const double Radius = 6371.0;

    /// <summary>Kilometres east and north of the centre.</summary>
    public (double East, double North) Of(Place place)
    {
        var lat = Radians(place.Latitude);
        var away = Radians(place.Longitude - centre.Longitude);
        var b = Math.Cos(lat) * Math.Sin(away);
        return (
            Radius * Math.Atanh(Math.Clamp(b, -0.999999, 0.999999)),
            Radius * (Math.Atan2(Math.Tan(lat), Math.Cos(away)) - Radians(centre.Latitude))
        );
    }

    /// <summary>Great-circle distance in kilometres (haversine).</summary>
    public static double Kilometres(Place a, Place b)
    {
        var (lat1, lat2) = (Radians(a.Latitude), Radians(b.Latitude));
        var h =
            Math.Pow(Math.Sin((lat2 - lat1) / 2), 2)
            + Math.Cos(lat1)
                * Math.Cos(lat2)
                * Math.Pow(Math.Sin(Radians(b.Longitude - a.Longitude) / 2), 2);
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
