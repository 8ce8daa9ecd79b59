using System.IO.Compression;

namespace Tandem.Formats.Tabular;

/// <summary>Streams that tell what they begin with and stop when they grow beyond measure.</summary>
static class Bytes
{
    /// <summary>The first bytes of a stream, and the whole stream again from its start.</summary>
    public static (byte[] Prefix, Stream Whole) Peek(Stream stream, int length = 64 * 1024)
    {
        var prefix = new byte[length];
        var read = stream.ReadAtLeast(prefix, length, throwOnEndOfStream: false);
        Array.Resize(ref prefix, read);
        return (prefix, new Prefixed(prefix, stream));
    }

    public static bool IsGzip(ReadOnlySpan<byte> prefix) => prefix is [0x1f, 0x8b, 8, ..];

    /// <summary>The stream, inflated under the limits if it is gzip (by its first bytes, whatever the name says).</summary>
    public static Stream Inflated(Stream stream, TableLimits limits, out bool gzip)
    {
        var (prefix, whole) = Peek(stream, 3);
        gzip = IsGzip(prefix);
        return gzip ? new Inflating(whole, limits) : whole;
    }

    /// <summary>Whether an exception means that the bytes themselves are at fault, not this program.</summary>
    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or IOException or NotSupportedException;

    abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            Read(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }

    sealed class Prefixed(byte[] prefix, Stream rest) : ReadOnlyStream
    {
        int at;

        public override int Read(Span<byte> buffer)
        {
            if (at == prefix.Length)
            {
                return rest.Read(buffer);
            }
            var count = Math.Min(buffer.Length, prefix.Length - at);
            prefix.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }
    }

    /// <summary>Counts what passes and keeps the last four bytes, in which gzip states the length of what it packed (RFC 1952).</summary>
    sealed class Counted(Stream inner) : ReadOnlyStream
    {
        readonly byte[] last = new byte[4];

        public long Count { get; private set; }

        public uint StatedLength =>
            System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(last);

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Count += read;
            foreach (var b in buffer[Math.Max(0, read - 4)..read])
            {
                (last[0], last[1], last[2], last[3]) = (last[1], last[2], last[3], b);
            }
            return read;
        }
    }

    sealed class Inflating : ReadOnlyStream
    {
        readonly Counted compressed;
        readonly GZipStream inflated;
        readonly TableLimits limits;
        long count;

        public Inflating(Stream stream, TableLimits limits)
        {
            compressed = new Counted(stream);
            inflated = new GZipStream(compressed, CompressionMode.Decompress);
            this.limits = limits;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inflated.Read(buffer);
            count += read;
            if (
                count > limits.InflatedBytes
                || (
                    count > limits.FreeBytes && count / Math.Max(1, compressed.Count) > limits.Ratio
                )
            )
            {
                throw new InvalidDataException(
                    "the compressed file grows beyond measure when it is unpacked"
                );
            }
            // The inflater ends quietly where the file is cut off. Packed parts one after another state only the last part's length.
            if (read == 0 && buffer.Length > 0 && compressed.StatedLength > count)
            {
                throw new InvalidDataException("the compressed file is cut off");
            }
            return read;
        }
    }
}
