using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Where JSON stops being JSON, and why.</summary>
/// <param name="Line">Lines before it in the bytes given, from 0.</param>
/// <param name="Column">Bytes before it in that line, from 0.</param>
/// <param name="Message">What is wrong.</param>
internal readonly record struct JsonFault(long Line, long Column, string Message)
{
    /// <summary>The first fault in the start of a JSON value; null where it is sound as far as it goes.</summary>
    public static JsonFault? Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(
            json,
            isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000 })
        );
        try
        {
            while (reader.Read()) { }
            return null;
        }
        catch (JsonException e)
        {
            return Of(e);
        }
    }

    /// <summary>The fault a JSON reader found.</summary>
    public static JsonFault Of(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
        return new JsonFault(
            e.LineNumber ?? 0,
            e.BytePositionInLine ?? 0,
            "not valid JSON: " + message
        );
    }

    /// <summary>Line and column in the file of a fault in a value that starts at the given place.</summary>
    public (long Line, long Column) From((long Line, long Column) start) =>
        Line == 0 ? (start.Line, start.Column + Column) : (start.Line + Line, Column + 1);
}
