using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Formats;
using Tandem.Formats.Ocds;

namespace Tandem.Tests.Formats.Ocds;

/// <summary>What the tests of this folder share.</summary>
internal static class OcdsText
{
    public sealed record Found(string Json, Place Place, OcdsItemKind Kind, long Offset);

    public sealed record Reading(List<Found> Items, List<Problem> Problems, OcdsPackage? Package);

    public static Reading Read(byte[] content, OcdsLimits? limits = null, int chunk = int.MaxValue)
    {
        var items = new List<Found>();
        var problems = new List<Problem>();
        using var reader = new OcdsReader(
            new Trickle(content, chunk),
            "test.json",
            problems.Add,
            limits
        );
        while (reader.Read(out var item))
        {
            items.Add(
                new Found(
                    Encoding.UTF8.GetString(item.Json.Span),
                    item.Place,
                    item.Kind,
                    item.Offset
                )
            );
        }
        return new Reading(items, problems, reader.Package);
    }

    public static Reading Read(
        string content,
        OcdsLimits? limits = null,
        int chunk = int.MaxValue
    ) => Read(Encoding.UTF8.GetBytes(content), limits, chunk);

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }

    public static ReleaseNode Parse(ReleaseTree tree, string json)
    {
        var item = new OcdsItem(
            Encoding.UTF8.GetBytes(json),
            OcdsItemKind.Release,
            "test.json",
            1,
            1,
            0,
            -1,
            -1
        );
        Assert.Null(tree.Read(item, out var release));
        return release;
    }

    /// <summary>JSON with the properties of every object in the order of their names, so that equal values have equal texts.</summary>
    public static string Canonical(string json) =>
        Canonical(JsonNode.Parse(json))?.ToJsonString() ?? "null";

    public static string[] Releases(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.EnumerateArray().Select(e => e.GetRawText())];
    }

    private static JsonNode? Canonical(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => KeyValuePair.Create(p.Key, Canonical(p.Value)))
            ),
            JsonArray a => new JsonArray([.. a.Select(Canonical)]),
            _ => node?.DeepClone(),
        };

    /// <summary>A stream that gives a few bytes at a time, as a network does.</summary>
    private sealed class Trickle(byte[] content, int chunk) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) =>
            base.Read(buffer[..Math.Min(chunk, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(chunk, count));
    }
}
