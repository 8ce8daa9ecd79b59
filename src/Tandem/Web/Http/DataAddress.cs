namespace Tandem.Web.Http;

/// <summary>Addresses that are read by programs: the API, open contracting data, feeds, and lists and records as files.</summary>
public static class DataAddress
{
    private static readonly string[] Roots = ["/api", "/ocds", "/feeds"];
    private static readonly string[] Endings = [".json", ".csv", ".docx", ".odt"];

    /// <summary>Whether this is one of them.</summary>
    public static bool Covers(PathString path) =>
        Roots.Any(root => path.StartsWithSegments(root))
        || Endings.Any(e => path.Value?.EndsWith(e, StringComparison.OrdinalIgnoreCase) == true);
}
