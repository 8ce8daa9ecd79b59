namespace Tandem.Kernel.Search;

/// <summary>Bytes that grow: whole numbers of seven bits a byte.</summary>
internal struct ByteList()
{
    public byte[] Bytes { get; private set; } = [];
    public int Length { get; private set; }

    public void Add(uint value)
    {
        if (Length + 5 > Bytes.Length)
        {
            var grown = new byte[Math.Max(8, Bytes.Length * 2)];
            Bytes.AsSpan(0, Length).CopyTo(grown);
            Bytes = grown;
        }
        for (; value >= 0x80; value >>= 7)
        {
            Bytes[Length++] = (byte)(value | 0x80);
        }
        Bytes[Length++] = (byte)value;
    }

    public readonly ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);
}

/// <summary>Reads numbers written by <see cref="ByteList"/>.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    public readonly bool AtEnd => at >= bytes.Length;

    public uint Read()
    {
        uint value = bytes[at++];
        if (value < 0x80)
        {
            return value;
        }
        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            uint next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

/// <summary>The documents of one term in order: for each the step from the one before and the weight of the term in it.</summary>
internal ref struct PostingReader(ReadOnlySpan<byte> bytes)
{
    private NumberReader numbers = new(bytes);

    public int Document { get; private set; } = -1;

    /// <summary>How often the term stands there, each time with the weight of its field.</summary>
    public int Weight { get; private set; }

    public bool MoveNext()
    {
        if (numbers.AtEnd)
        {
            return false;
        }
        Document += (int)numbers.Read();
        Weight = (int)numbers.Read();
        return true;
    }
}
