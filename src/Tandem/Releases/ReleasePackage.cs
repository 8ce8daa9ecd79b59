using System.Text.Json;
using Tandem.Formats.Ocds;

namespace Tandem.Releases;

/// <summary>Packages of our own releases, as the standard lays them out (standard.open-contracting.org/1.1/en/schema/packaging).</summary>
internal static class ReleasePackage
{
    /// <summary>The Open Government Licence, under which public bodies of the United Kingdom publish.</summary>
    public const string Licence =
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

    /// <summary>A release package.</summary>
    /// <param name="site">Address of the site, without a slash at the end.</param>
    /// <param name="path">Address of this package below it.</param>
    /// <param name="next">Address of the next package below it, where there is one.</param>
    public static byte[] Releases(
        string site,
        string path,
        string? next,
        IReadOnlyList<OwnRelease> releases
    ) =>
        Write(
            site,
            path,
            releases,
            json =>
            {
                json.WriteStartArray("releases");
                foreach (var release in releases)
                {
                    json.WriteRawValue(release.Unpack());
                }
                json.WriteEndArray();
                if (next is not null)
                {
                    json.WriteStartObject("links");
                    json.WriteString("next", site + next);
                    json.WriteEndObject();
                }
            }
        );

    /// <summary>A record package of one process: its releases, what holds now, and what each field has been.</summary>
    public static byte[] Record(string site, string path, IReadOnlyList<OwnRelease> releases)
    {
        var tree = new ReleaseTree();
        var read = releases
            .Select(r =>
            {
                tree.Read(
                    new OcdsItem(r.Unpack(), OcdsItemKind.Release, r.Ocid, 1, 1, 0, -1, -1),
                    out var node
                );
                return node;
            })
            .ToArray();
        return Write(
            site,
            path,
            releases,
            json =>
            {
                json.WriteStartArray("records");
                json.WriteStartObject();
                json.WriteString("ocid", releases[0].Ocid);
                json.WriteStartArray("releases");
                foreach (var release in releases)
                {
                    json.WriteRawValue(release.Unpack());
                }
                json.WriteEndArray();
                json.WritePropertyName("compiledRelease");
                json.WriteRawValue(ReleaseMerge.Compile(tree, read).ToJson());
                json.WritePropertyName("versionedRelease");
                json.WriteRawValue(ReleaseMerge.Version(tree, read).ToJson());
                json.WriteEndObject();
                json.WriteEndArray();
            }
        );
    }

    private static byte[] Write(
        string site,
        string path,
        IReadOnlyList<OwnRelease> releases,
        Action<Utf8JsonWriter> content
    )
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("uri", site + path);
            json.WriteString("version", "1.1");
            json.WriteString(
                "publishedDate",
                releases.Count == 0
                    ? DateTime.UnixEpoch
                    : DateTime.SpecifyKind(releases.Max(r => r.Date), DateTimeKind.Utc)
            );
            json.WriteStartObject("publisher");
            json.WriteString("name", "Tandem");
            json.WriteString("uri", site);
            json.WriteEndObject();
            json.WriteString("license", Licence);
            json.WriteString("publicationPolicy", site + "/ocds");
            content(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
