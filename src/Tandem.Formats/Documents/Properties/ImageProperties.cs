using System.Buffers.Binary;
using System.Text;

namespace Tandem.Formats.Documents.Properties;

/// <summary>Properties of JPEG pictures (ITU-T T.81: application segments and comments) and PNG pictures (ISO/IEC 15948: text, time and Exif chunks).</summary>
internal static class ImageProperties
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly string[] Speaking = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME"];

    public static bool IsImage(ReadOnlySpan<byte> file) => file.StartsWith(Png) || IsJpeg(file);

    public static IEnumerable<(string Name, string Value)> Read(ReadOnlySpan<byte> file)
    {
        var said = new List<(string, string)>();
        Walk(
            file,
            (name, part) =>
                said.Add(
                    (
                        name,
                        name.StartsWith("tEXt", StringComparison.Ordinal) || name == "Comment"
                            ? Text(part)
                            : $"{part.Length} bytes"
                    )
                )
        );
        return said;
    }

    public static byte[] Without(ReadOnlySpan<byte> file) => Walk(file, (_, _) => { });

    private delegate void Speaks(string name, ReadOnlySpan<byte> part);

    private static bool IsJpeg(ReadOnlySpan<byte> file) =>
        file.Length > 3 && file[0] == 0xFF && file[1] == 0xD8 && file[2] == 0xFF;

    // Goes over all parts; those that say something of the file are told and left out. From where it no longer holds together it is kept as it is.
    private static byte[] Walk(ReadOnlySpan<byte> file, Speaks speaks)
    {
        using var kept = new MemoryStream(file.Length);
        var isPng = file.StartsWith(Png);
        var at = isPng ? Png.Length : 2;
        kept.Write(file[..at]);
        while (Part(file, at, isPng) is var (name, head, length) && length > 0)
        {
            if (name is null)
            {
                kept.Write(file.Slice(at, length));
            }
            else
            {
                speaks(name, file[(at + head)..(at + length - (isPng ? 4 : 0))]);
            }
            at += length;
        }
        kept.Write(file[at..]);
        return kept.ToArray();
    }

    // Name of the part that begins here where it speaks of the file, bytes before what it says, and its whole length; 0 at the end.
    private static (string? Name, int Head, int Length) Part(
        ReadOnlySpan<byte> file,
        int at,
        bool isPng
    )
    {
        if (isPng)
        {
            if (at + 12 > file.Length)
            {
                return default;
            }
            var size = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var type = Encoding.ASCII.GetString(file.Slice(at + 4, 4));
            return size > file.Length - at - 12
                ? default
                : (Speaking.Contains(type) ? type : null, 8, (int)size + 12);
        }
        // The picture itself begins with SOS (DA): what follows has no segments.
        if (at + 4 > file.Length || file[at] != 0xFF || file[at + 1] == 0xDA)
        {
            return default;
        }
        var marker = file[at + 1];
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) + 2;
        // JFIF (E0), colour profiles (E2) and Adobe's colour transform (EE) are needed to show it.
        var name =
            marker == 0xFE ? "Comment"
            : marker is >= 0xE1 and <= 0xEF and not 0xE2 and not 0xEE ? "Exif or XMP"
            : null;
        return at + length > file.Length ? default : (name, 4, length);
    }

    private static string Text(ReadOnlySpan<byte> part) =>
        Encoding.Latin1.GetString(part).Replace('\0', ':').Trim();
}
