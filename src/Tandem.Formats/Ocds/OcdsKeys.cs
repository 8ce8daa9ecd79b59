namespace Tandem.Formats.Ocds;

/// <summary>Names of properties that matter around releases.</summary>
internal enum OcdsKey
{
    Other,
    Releases,
    Records,
    CompiledRelease,
    VersionedRelease,
    Uri,
    Version,
    PublishedDate,
    Publisher,
    License,
    Extensions,
}

internal static class OcdsKeys
{
    /// <summary>Passes the name that starts at the next byte and says which it is.</summary>
    public static OcdsKey ReadName(ByteWindow window, JsonSkimmer skimmer, out Skim skim)
    {
        var own = window.Keep < 0;
        var start = window.Offset;
        if (own)
        {
            window.Keep = start;
        }
        skim = skimmer.SkipString();
        var key =
            skim != Skim.Done || window.Keep < 0
                ? OcdsKey.Other
                : Of(window.Since(start).Span[1..^1]);
        if (own)
        {
            window.Keep = -1;
        }
        return key;
    }

    private static OcdsKey Of(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("releases"u8) ? OcdsKey.Releases
        : name.SequenceEqual("records"u8) ? OcdsKey.Records
        : name.SequenceEqual("compiledRelease"u8) ? OcdsKey.CompiledRelease
        : name.SequenceEqual("versionedRelease"u8) ? OcdsKey.VersionedRelease
        : name.SequenceEqual("uri"u8) ? OcdsKey.Uri
        : name.SequenceEqual("version"u8) ? OcdsKey.Version
        : name.SequenceEqual("publishedDate"u8) ? OcdsKey.PublishedDate
        : name.SequenceEqual("publisher"u8) ? OcdsKey.Publisher
        : name.SequenceEqual("license"u8) ? OcdsKey.License
        : name.SequenceEqual("extensions"u8) ? OcdsKey.Extensions
        : OcdsKey.Other;
}
