using System.IO.Compression;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Unpacks gzip and notices where it was cut off, which the framework's own stream passes over in silence: once everything is unpacked, a small member
/// of our own is put behind the packed bytes, and only if exactly that comes out was everything before it whole.
/// </summary>
internal sealed class GzipContent : ForwardStream
{
    private static readonly byte[] Mark = "whole"u8.ToArray();
    private readonly PackedBytes packed;
    private readonly GZipStream inflated;
    private bool ended;

    public GzipContent(Stream stream)
    {
        packed = new PackedBytes(stream);
        inflated = new GZipStream(packed, CompressionMode.Decompress);
    }

    /// <summary>Packed bytes read so far.</summary>
    public long PackedCount => packed.Count;

    /// <exception cref="InvalidDataException">The packed bytes are damaged or end too early; everything readable was given before.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (ended)
        {
            return 0;
        }
        var read = inflated.Read(buffer);
        if (read > 0)
        {
            return read;
        }
        ended = true;
        packed.Behind = Pack(Mark);
        var tail = new byte[Mark.Length + 1];
        return
            inflated.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false) == Mark.Length
            && tail.AsSpan().StartsWith(Mark)
            ? 0
            : throw new InvalidDataException("the gzip data is cut off");
    }

    protected override void Dispose(bool disposing)
    {
        inflated.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }

    /// <summary>Counts the packed bytes, to hold what they inflate to against them, and can have more bytes put behind them.</summary>
    private sealed class PackedBytes(Stream inner) : ForwardStream
    {
        public long Count { get; private set; }

        public ReadOnlyMemory<byte> Behind { get; set; }

        public override int Read(Span<byte> buffer)
        {
            if (Behind.Length > 0)
            {
                var count = Math.Min(Behind.Length, buffer.Length);
                Behind.Span[..count].CopyTo(buffer);
                Behind = Behind[count..];
                return count;
            }
            var read = inner.Read(buffer);
            Count += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
