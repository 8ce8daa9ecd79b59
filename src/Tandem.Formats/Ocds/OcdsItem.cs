using System.Globalization;

namespace Tandem.Formats.Ocds;

/// <summary>What an item is in its file.</summary>
public enum OcdsItemKind
{
    /// <summary>A release as published.</summary>
    Release,

    /// <summary>The compiled release of a record that embeds no releases.</summary>
    CompiledRelease,
}

/// <summary>One release as it stands in the file: its bytes, not yet parsed, and where they are.</summary>
/// <param name="Json">UTF-8 bytes of the release; they are overwritten by the reader's next step, so copy what must live longer.</param>
/// <param name="Kind">Release or compiled release.</param>
/// <param name="File">Name the reader was given.</param>
/// <param name="Line">Line of its first byte, from 1.</param>
/// <param name="Column">Byte in that line, from 1.</param>
/// <param name="Offset">Bytes before it in the (unpacked) content.</param>
/// <param name="Record">Position in <c>records</c>, or -1.</param>
/// <param name="Position">Position in <c>releases</c>, or -1.</param>
public readonly record struct OcdsItem(
    ReadOnlyMemory<byte> Json,
    OcdsItemKind Kind,
    string File,
    long Line,
    long Column,
    long Offset,
    long Record,
    long Position
)
{
    /// <summary>Where it is, in words for a person.</summary>
    public Place Place => new(File, Line, Column, PathOf(Record, Position, Kind));

    internal static string? PathOf(long record, long position, OcdsItemKind kind)
    {
        var tail =
            kind == OcdsItemKind.CompiledRelease ? "compiledRelease"
            : position >= 0 ? string.Create(CultureInfo.InvariantCulture, $"releases[{position}]")
            : null;
        var head =
            record >= 0 ? string.Create(CultureInfo.InvariantCulture, $"records[{record}]") : null;
        return head is null ? tail
            : tail is null ? head
            : head + "." + tail;
    }
}

/// <summary>What a package says about itself. Every part is optional in real data.</summary>
/// <param name="Uri">Where the package was published.</param>
/// <param name="Version">OCDS version, such as “1.1”; absent in 1.0.</param>
/// <param name="PublishedDate">As written.</param>
/// <param name="Publisher">Name of the publisher.</param>
/// <param name="License">Address of the licence.</param>
/// <param name="Extensions">Addresses of the extensions used.</param>
public sealed record OcdsPackage(
    string? Uri,
    string? Version,
    string? PublishedDate,
    string? Publisher,
    string? License,
    IReadOnlyList<string> Extensions
);
