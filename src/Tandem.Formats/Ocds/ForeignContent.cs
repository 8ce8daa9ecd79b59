using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Names content that is not what was hoped for, so that a person knows what to do about it.</summary>
internal static class ForeignContent
{
    /// <summary>What bytes that cannot start a JSON document look like.</summary>
    public static string Name(ReadOnlySpan<byte> start, bool afterDocument) =>
        start switch
        {
            _ when afterDocument =>
                $"expected the next JSON document or the end here, but found {Quote(start)}",
            [0x1F, 0x8B, ..] => "this is gzip inside gzip: unpack it once and try again",
            [(byte)'P', (byte)'K', ..] =>
                "this is a zip archive or spreadsheet, not JSON: unpack it and try again",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, ..] =>
                "this is not UTF-8 text: save it as UTF-8 and try again",
            [(byte)'<', ..] => "this is HTML or XML, not JSON",
            [(byte)'"', ..]
            or [(byte)'t', (byte)'r', ..]
            or [(byte)'n', (byte)'u', ..]
            or [>= (byte)'0' and <= (byte)'9', ..] =>
                "this is not OCDS: expected an object or an array, that is { or [",
            _ => $"this is not JSON: it starts with {Quote(start)}",
        };

    /// <summary>Where the first byte that is not UTF-8 stands, and what to do about it.</summary>
    public static JsonFault NotUtf8(ReadOnlySpan<byte> json, out string why)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(json[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }
        why =
            $"the byte {json[at]:X2} is not UTF-8; the file is probably in Latin-1 or Windows-1252: save it as UTF-8 and try again";
        var before = json[..at];
        return new JsonFault(
            before.Count((byte)'\n'),
            at - 1 - before.LastIndexOf((byte)'\n'),
            why
        );
    }

    /// <summary>The address of a release that is only a link; null where it is not. A link has an address, a date and a tag, and no id (OCDS 1.1, linked release).</summary>
    public static string? LinkedAddress(ReadOnlySpan<byte> json)
    {
        string? address = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8))
                {
                    return null;
                }
                var isUrl = reader.ValueTextEquals("url"u8);
                reader.Read();
                if (isUrl && reader.TokenType == JsonTokenType.String)
                {
                    address = reader.GetString();
                }
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Not a link then; its parser will say what is wrong with it.
            return null;
        }
        return address;
    }

    private static string Quote(ReadOnlySpan<byte> start)
    {
        var end = start[..Math.Min(start.Length, 20)].IndexOfAny((byte)'\n', (byte)'\r');
        var text = Encoding.UTF8.GetString(start[..(end >= 0 ? end : Math.Min(start.Length, 20))]);
        return "“" + new string([.. text.Where(c => !char.IsControl(c))]) + "”";
    }
}
