using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Which kind of bracket the reader stands in.</summary>
internal enum OcdsFrameKind
{
    /// <summary>An object at the top, in a top array or in <c>records</c>: package, record or release.</summary>
    Document,

    /// <summary>An array of documents.</summary>
    Documents,

    /// <summary>The array <c>releases</c>.</summary>
    Releases,
}

/// <summary>What the reader knows of a bracket it stands in.</summary>
internal sealed class OcdsFrame(OcdsFrameKind kind, long start, (long Line, long Column) place)
{
    private Dictionary<OcdsKey, string[]>? described;

    public OcdsFrameKind Kind { get; } = kind;

    public long Start { get; } = start;

    public (long Line, long Column) Place { get; } = place;

    /// <summary>Position of the element or member being read, -1 before the first.</summary>
    public long Position { get; set; } = -1;

    /// <summary>The document whose array this is.</summary>
    public OcdsFrame? Owner { get; set; }

    /// <summary>Position in <c>records</c> of this document, or -1.</summary>
    public long Record { get; set; } = -1;

    /// <summary>No sign yet that it is a package or record.</summary>
    public bool IsRelease { get; set; } = true;

    public bool IsPackage { get; set; }

    public bool TooDeep { get; set; }

    public int Embedded { get; set; }

    public int Linked { get; set; }

    public byte[]? Compiled { get; set; }

    public (long Line, long Column) CompiledPlace { get; set; }

    public long CompiledOffset { get; set; }

    /// <summary>Keeps what a package says about itself, to be told when the package has ended.</summary>
    public void Remember(OcdsKey key, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var value = JsonDocument.ParseValue(ref reader);
            var texts = Texts(key, value.RootElement);
            (described ??= [])[key] = texts;
        }
        catch (JsonException)
        {
            // Package metadata is never worth losing releases for.
        }
    }

    public OcdsPackage Describe() =>
        new(
            One(OcdsKey.Uri),
            One(OcdsKey.Version),
            One(OcdsKey.PublishedDate),
            One(OcdsKey.Publisher),
            One(OcdsKey.License),
            described?.GetValueOrDefault(OcdsKey.Extensions) ?? []
        );

    private string? One(OcdsKey key) => described?.GetValueOrDefault(key)?.FirstOrDefault();

    private static string[] Texts(OcdsKey key, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array =>
            [
                .. value
                    .EnumerateArray()
                    .Where(e => e.ValueKind == JsonValueKind.String)
                    .Select(e => e.GetString()!),
            ],
            JsonValueKind.Object
                when key == OcdsKey.Publisher
                    && value.TryGetProperty("name", out var name)
                    && name.ValueKind == JsonValueKind.String => [name.GetString()!],
            _ => [],
        };
}
