using System.Buffers;
using System.Text;

namespace Tandem.Formats.Ocds;

/// <summary>
/// A window over a stream that slides forward, keeping only what is asked for: unpacks gzip (counting what it inflates to), turns UTF-16 into UTF-8,
/// and knows line and column of the bytes in it.
/// </summary>
internal sealed class ByteWindow : IDisposable
{
    private const int FirstSize = 512 * 1024;
    private readonly Stream source;
    private readonly OcdsLimits limits;
    private readonly GzipContent? packed;
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private long total;
    private bool ended;
    private int counted;
    private long line = 1;
    private long lineStart;

    public ByteWindow(Stream stream, OcdsLimits limits)
    {
        this.limits = limits;
        var start = new byte[4];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, read), stream);
        if (read >= 2 && start[0] == 0x1F && start[1] == 0x8B)
        {
            source = packed = new GzipContent(whole);
        }
        else if (Utf16(start.AsSpan(0, read)) is { } encoding)
        {
            source = Encoding.CreateTranscodingStream(whole, encoding, new UTF8Encoding(false));
        }
        else
        {
            source = whole;
        }
        Fill();
        if (Ahead.StartsWith("\uFEFF"u8))
        {
            Position += 3;
        }
    }

    /// <summary>Next byte to look at, as an index into the window.</summary>
    public int Position { get; set; }

    /// <summary>Offset in the content from which bytes must be kept, or -1 where only those ahead matter.</summary>
    public long Keep { get; set; } = -1;

    /// <summary>Why the source could not be read further, where it broke.</summary>
    public string? Fault { get; private set; }

    /// <summary>The bytes read but not yet passed.</summary>
    public ReadOnlySpan<byte> Ahead => bytes.AsSpan(Position, End - Position);

    private int End { get; set; }

    /// <summary>Offset in the content of the first byte of the window.</summary>
    public long Base { get; private set; }

    /// <summary>Offset in the content of the next byte to look at.</summary>
    public long Offset => Base + Position;

    /// <summary>The kept bytes from an offset up to <see cref="Offset"/>.</summary>
    public ReadOnlyMemory<byte> Since(long offset) =>
        bytes.AsMemory((int)(offset - Base), (int)(Offset - offset));

    /// <summary>Line and column (both from 1) of the next byte to look at. Lines are counted forwards only.</summary>
    public (long Line, long Column) Locate() => Locate(Position);

    private (long Line, long Column) Locate(int index)
    {
        if (index > counted)
        {
            var span = bytes.AsSpan(counted, index - counted);
            var last = span.LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                line += span[..last].Count((byte)'\n') + 1;
                lineStart = Base + counted + last + 1;
            }
            counted = index;
        }
        return (line, Base + index - lineStart + 1);
    }

    /// <summary>Whether JSON may go on after the last byte passed that is not white space: after it a value, a name or a bracket must follow.</summary>
    public bool ValueMayFollow()
    {
        var last = bytes.AsSpan(0, Position).TrimEnd(" \r\n\t"u8);
        return last.Length == 0 || last[^1] is (byte)',' or (byte)'[' or (byte)'{' or (byte)':';
    }

    /// <summary>Reads more; false at the end of the source or where it broke (see <see cref="Fault"/>). Indexes move: <see cref="Position"/> and <see cref="Keep"/> with them.</summary>
    public bool Fill()
    {
        if (ended)
        {
            return false;
        }
        MakeRoom();
        try
        {
            var read = source.Read(bytes, End, bytes.Length - End);
            if (read == 0)
            {
                ended = true;
                return false;
            }
            End += read;
            total += read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException)
        {
            return Break(
                packed is null
                    ? $"the file could not be read further: {e.Message}"
                    : "the gzip data is cut off or damaged here"
            );
        }
        if (
            packed is not null
            && total > limits.GzipRatioFreeBytes
            && total / Math.Max(packed.PackedCount, 1) > limits.MaxGzipRatio
        )
        {
            return Break(
                $"the gzip data inflates more than {limits.MaxGzipRatio} times, which no real file does: reading stopped"
            );
        }
        if (total > limits.MaxBytes)
        {
            return Break(
                $"the content is larger than the {limits.MaxBytes} bytes allowed: reading stopped"
            );
        }
        return true;
    }

    /// <summary>Reads until that many bytes are ahead, where there are so many.</summary>
    public void Want(int count)
    {
        while (Ahead.Length < count && Fill()) { }
    }

    public void Dispose()
    {
        source.Dispose();
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private static UnicodeEncoding? Utf16(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            [not 0, 0, not 0, 0] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            [0, not 0, 0, not 0] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
            _ => null,
        };

    private bool Break(string why)
    {
        Fault = why;
        ended = true;
        return false;
    }

    private void MakeRoom()
    {
        if (bytes.Length - End >= bytes.Length / 4)
        {
            return;
        }
        var from = Keep >= 0 ? (int)Math.Min(Keep - Base, Position) : Position;
        if (from > 0)
        {
            Locate(from);
            bytes.AsSpan(from, End - from).CopyTo(bytes);
            Base += from;
            Position -= from;
            End -= from;
            counted -= from;
        }
        if (bytes.Length - End < bytes.Length / 4)
        {
            var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
            bytes.AsSpan(0, End).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }
    }
}
