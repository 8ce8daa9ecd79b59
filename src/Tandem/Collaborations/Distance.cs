namespace Tandem.Collaborations;

/// <summary>How far two authorities are from each other.</summary>
internal static class Distance
{
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>Great-circle distance in kilometres (haversine formula). Both places must be known.</summary>
    public static double Km(Purchase a, Purchase b)
    {
        var latitude = Radians(b.Latitude!.Value - a.Latitude!.Value) / 2;
        var longitude = Radians(b.Longitude!.Value - a.Longitude!.Value) / 2;
        var h =
            Math.Pow(Math.Sin(latitude), 2)
            + Math.Cos(Radians(a.Latitude.Value))
                * Math.Cos(Radians(b.Latitude.Value))
                * Math.Pow(Math.Sin(longitude), 2);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
