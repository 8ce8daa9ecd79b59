namespace Tandem.Formats.Ocds;

/// <summary>How much of what a reader takes before it refuses. The defaults keep memory flat whatever the size of the file.</summary>
public sealed record OcdsLimits
{
    /// <summary>The limits used where nothing else is said.</summary>
    public static OcdsLimits Default { get; } = new();

    /// <summary>Largest single release, in bytes; a larger one is refused with its place and skipped without being held.</summary>
    public int MaxReleaseBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Deepest nesting inside one release. Real releases stay below 20.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How many times larger than its gzip file the content may be; real OCDS packs 5 to 40 times.</summary>
    public int MaxGzipRatio { get; init; } = 200;

    /// <summary>Bytes unpacked before the ratio counts.</summary>
    public long GzipRatioFreeBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Most bytes read from one source after unpacking; null for no limit.</summary>
    public long? MaxBytes { get; init; }
}
