using System.Buffers.Binary;
using System.Text;

namespace Tandem.Formats.Documents.Pdf;

/// <summary>
/// A TrueType font as far as a PDF needs it (ISO/IEC 14496-22): which glyph a character has, how wide it is, and the font again with no other glyphs than those used.
/// </summary>
public sealed class TrueTypeFont
{
    private readonly byte[] bytes;
    private readonly Dictionary<string, (int At, int Length)> tables = [];
    private readonly Dictionary<int, int> glyphs = [];
    private readonly int wideCount;

    /// <exception cref="InvalidDataException">It is no TrueType font, or lacks a table.</exception>
    public TrueTypeFont(byte[] bytes)
    {
        this.bytes = bytes;
        if (bytes.Length < 12 || Long(0) is not (0x00010000 or 0x74727565))
        {
            throw new InvalidDataException("This is no TrueType font.");
        }
        for (var i = 0; i < Short(4); i++)
        {
            var at = 12 + 16 * i;
            tables[Encoding.ASCII.GetString(bytes, at, 4)] = (
                (int)Long(at + 8),
                (int)Long(at + 12)
            );
        }
        UnitsPerEm = Short(At("head") + 18);
        GlyphCount = Short(At("maxp") + 4);
        wideCount = Short(At("hhea") + 34);
        Ascent = (short)Short(At("hhea") + 4);
        Descent = (short)Short(At("hhea") + 6);
        Box = [.. Enumerable.Range(0, 4).Select(i => (int)(short)Short(At("head") + 36 + 2 * i))];
        ReadCharacters();
    }

    /// <summary>Units of the font to the side of its square.</summary>
    public int UnitsPerEm { get; }
    public int GlyphCount { get; }
    public int Ascent { get; }
    public int Descent { get; }

    /// <summary>Least x, least y, greatest x, greatest y of all glyphs.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>The glyph of a character (Unicode scalar value); 0 where the font has none.</summary>
    public int GlyphOf(int character) => glyphs.GetValueOrDefault(character);

    /// <summary>Width of a glyph, in units of the font.</summary>
    public int WidthOf(int glyph) => Short(At("hmtx") + 4 * Math.Min(glyph, wideCount - 1));

    /// <summary>The font with the outlines of these glyphs, and of those they are made of, alone; numbers of glyphs stay.</summary>
    public byte[] With(IEnumerable<int> used)
    {
        var kept = new HashSet<int> { 0 };
        var open = new Stack<int>(used.Where(g => g < GlyphCount));
        while (open.TryPop(out var glyph))
        {
            if (kept.Add(glyph))
            {
                foreach (var part in PartsOf(glyph))
                {
                    open.Push(part);
                }
            }
        }
        var outlines = new MemoryStream();
        var places = new byte[4 * (GlyphCount + 1)];
        for (var glyph = 0; glyph < GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Length);
            if (kept.Contains(glyph))
            {
                var (at, length) = OutlineOf(glyph);
                outlines.Write(bytes, at, length);
                outlines.Write(new byte[(4 - length % 4) % 4]);
            }
        }
        BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * GlyphCount), (uint)outlines.Length);
        var head = Table("head");
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        var parts = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["head"] = head,
            ["loca"] = places,
            ["glyf"] = outlines.ToArray(),
        };
        foreach (var name in new[] { "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep" })
        {
            if (tables.ContainsKey(name))
            {
                parts[name] = Table(name);
            }
        }
        return Assembled(parts);
    }

    private static byte[] Assembled(SortedDictionary<string, byte[]> parts)
    {
        var font = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        void Write(uint value, Span<byte> place, int size)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
            font.Write(place[(4 - size)..]);
        }
        var power = (int)Math.Floor(Math.Log2(parts.Count));
        Write(0x00010000, number, 4);
        Write((uint)parts.Count, number, 2);
        Write((uint)(16 << power), number, 2);
        Write((uint)power, number, 2);
        Write((uint)(16 * parts.Count - (16 << power)), number, 2);
        var at = 12 + 16 * parts.Count;
        foreach (var (name, table) in parts)
        {
            font.Write(Encoding.ASCII.GetBytes(name));
            Write(Sum(table), number, 4);
            Write((uint)at, number, 4);
            Write((uint)table.Length, number, 4);
            at += table.Length + (4 - table.Length % 4) % 4;
        }
        foreach (var table in parts.Values)
        {
            font.Write(table);
            font.Write(new byte[(4 - table.Length % 4) % 4]);
        }
        return font.ToArray();
    }

    private static uint Sum(byte[] table)
    {
        var sum = 0u;
        for (var i = 0; i < table.Length; i++)
        {
            sum += (uint)table[i] << (24 - 8 * (i % 4));
        }
        return sum;
    }

    private (int At, int Length) OutlineOf(int glyph)
    {
        long Place(int i) =>
            Short(At("head") + 50) == 0 ? 2 * Short(At("loca") + 2 * i) : Long(At("loca") + 4 * i);
        var (from, to) = (Place(glyph), Place(glyph + 1));
        return (At("glyf") + (int)from, (int)(to - from));
    }

    private IEnumerable<int> PartsOf(int glyph)
    {
        var (at, length) = OutlineOf(glyph);
        if (length == 0 || (short)Short(at) >= 0)
        {
            yield break;
        }
        const int words = 1,
            scale = 8,
            more = 32,
            two = 64,
            four = 128;
        for (at += 10; ; )
        {
            var flags = Short(at);
            yield return Short(at + 2);
            at += 4 + ((flags & words) != 0 ? 4 : 2);
            at +=
                (flags & scale) != 0 ? 2
                : (flags & two) != 0 ? 4
                : (flags & four) != 0 ? 8
                : 0;
            if ((flags & more) == 0)
            {
                yield break;
            }
        }
    }

    // Format 4 of the table of characters: segments of the basic plane, which every font of text has.
    private void ReadCharacters()
    {
        var map = At("cmap");
        for (var i = 0; i < Short(map + 2); i++)
        {
            var at = map + (int)Long(map + 4 + 8 * i + 4);
            if (Short(at) != 4)
            {
                continue;
            }
            var count = Short(at + 6) / 2;
            for (var s = 0; s < count; s++)
            {
                var (last, first) = (Short(at + 14 + 2 * s), Short(at + 16 + 2 * (count + s)));
                var delta = Short(at + 16 + 2 * (2 * count + s));
                var offsetAt = at + 16 + 2 * (3 * count + s);
                var offset = Short(offsetAt);
                for (var c = first; c <= last && c < 0xFFFF; c++)
                {
                    var glyph = offset == 0 ? c : Short(offsetAt + offset + 2 * (c - first));
                    if (offset == 0 || glyph != 0)
                    {
                        glyphs.TryAdd(c, (glyph + delta) & 0xFFFF);
                    }
                }
            }
        }
    }

    private byte[] Table(string name) => bytes.AsSpan(At(name), tables[name].Length).ToArray();

    private int At(string name) =>
        tables.TryGetValue(name, out var table)
            ? table.At
            : throw new InvalidDataException($"The font has no table ‘{name}’.");

    private int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));

    private long Long(int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
