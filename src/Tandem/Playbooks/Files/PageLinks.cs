namespace Tandem.Playbooks.Files;

/// <summary>Links between the pages of a playbook, written as its files lie: <c>guides/CODE.md</c>, from any page.</summary>
public static class PageLinks
{
    /// <summary>Folder and code of the page a link leads to; null where it leads to none of the playbook.</summary>
    public static (string Kind, string Code)? PartOf(string url)
    {
        var path = url.StartsWith("../", StringComparison.Ordinal) ? url[3..] : url;
        return PlaybookFolder.IsPart(path) && path.Split('/') is [var kind, var name]
            ? (kind, name[..^3])
            : null;
    }

    /// <summary>Whether a link leads to the web, or to somebody’s mail.</summary>
    public static bool IsOutside(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address.Scheme is "https" or "http" or "mailto";

    internal static string SingularOf(string kind) => kind[..^1];
}
