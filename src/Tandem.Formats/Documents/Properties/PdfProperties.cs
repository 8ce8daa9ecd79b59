using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Formats.Documents.Properties;

/// <summary>
/// Properties of a PDF (ISO 32000-1, 14.3: document information and XMP) as far as they stand there uncompressed. They are written over with blanks of the same
/// length, so that no other part of the file moves.
/// </summary>
internal static partial class PdfProperties
{
    private const string Compressed =
        "Part of this PDF is compressed, and what it says of itself may stand there: it cannot be taken out here. Open it and look at its properties.";

    public static FileProperties Read(ReadOnlySpan<byte> file)
    {
        var text = Encoding.Latin1.GetString(file);
        return new(
            [
                .. Texts(text).Select(t => (t.Name, Words(text[t.From..t.To], t.IsHex))).Distinct(),
                .. Packets(text)
                    .SelectMany(p => Creators().Matches(text[p.From..p.To]).AsEnumerable())
                    .Select(m => ("XMP", Utf8(m.Groups[1].Value.Trim())))
                    .Where(x => x.Item2.Length > 0)
                    .Distinct(),
            ],
            text.Contains("/ObjStm", StringComparison.Ordinal) ? Compressed : null
        );
    }

    public static byte[] Without(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var blank = (byte[])file.Clone();
        foreach (var (_, from, to, isHex) in Texts(text))
        {
            for (var i = from; i < to; i++)
            {
                // A blank is 20 in hexadecimal digits; an odd last one counts as followed by 0.
                blank[i] = isHex ? (byte)((i - from) % 2 == 0 ? '2' : '0') : (byte)' ';
            }
        }
        foreach (var (from, to) in Packets(text))
        {
            Array.Fill(blank, (byte)' ', from, to - from);
        }
        return blank;
    }

    private static IEnumerable<(string Name, int From, int To, bool IsHex)> Texts(string text)
    {
        foreach (Match key in Keys().Matches(text))
        {
            var from = key.Index + key.Length;
            var isHex = text[from - 1] == '<';
            var to = isHex ? text.IndexOf('>', from) : End(text, from);
            if (to > from)
            {
                yield return (key.Groups[1].Value, from, to, isHex);
            }
        }
    }

    // A text in brackets ends with the bracket that closes it; brackets within are paired, or follow a backslash.
    private static int End(string text, int from)
    {
        for (var (i, depth) = (from, 0); i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when depth-- == 0:
                    return i;
            }
        }
        return -1;
    }

    private static IEnumerable<(int From, int To)> Packets(string text)
    {
        const string end = "</x:xmpmeta>";
        for (
            var from = text.IndexOf("<x:xmpmeta", StringComparison.Ordinal);
            from >= 0;
            from = text.IndexOf("<x:xmpmeta", from + 1, StringComparison.Ordinal)
        )
        {
            var to = text.IndexOf(end, from, StringComparison.Ordinal);
            if (to > 0)
            {
                yield return (from, to + end.Length);
            }
        }
    }

    private static string Words(string raw, bool isHex)
    {
        var bytes = isHex ? Hex(raw) : Encoding.Latin1.GetBytes(Escapes().Replace(raw, "$1"));
        return (
            bytes is [0xFE, 0xFF, ..]
                ? Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2)
                : Encoding.Latin1.GetString(bytes)
        ).Trim();
    }

    private static byte[] Hex(string raw)
    {
        var digits = new string([.. raw.Where(char.IsAsciiHexDigit)]);
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0");
    }

    private static string Utf8(string latin) =>
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin));

    // Not /Title: bookmarks have it too, and one sees them.
    [GeneratedRegex(@"/(Author|Creator|Producer|Company|Manager|Keywords|Subject)\s*[(<](?!<)")]
    private static partial Regex Keys();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escapes();

    [GeneratedRegex("<rdf:li[^>]*>([^<]*)</rdf:li>")]
    private static partial Regex Creators();
}
