using System.Text;

namespace Tandem.Formats.Tabular;

/// <summary>What a file is, told from its first bytes and not from its name.</summary>
public enum FileKind
{
    /// <summary>Nothing in it.</summary>
    Empty,

    /// <summary>Delimited text.</summary>
    Text,

    /// <summary>A ZIP archive, such as an Excel workbook of 2007 or later.</summary>
    Zip,

    /// <summary>A compound file, such as an Excel workbook up to 2003.</summary>
    CompoundFile,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A web page, often saved with the name of a spreadsheet.</summary>
    Html,

    /// <summary>XML.</summary>
    Xml,

    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>A picture.</summary>
    Picture,

    /// <summary>Rich text.</summary>
    RichText,

    /// <summary>Bytes that are no text and nothing we know.</summary>
    Binary,
}

/// <summary>Tells kinds of files apart.</summary>
public static class FileKinds
{
    /// <summary>The kind of a file that begins with these bytes (already inflated, if it was gzip).</summary>
    public static FileKind Of(ReadOnlySpan<byte> prefix)
    {
        if (prefix.IsEmpty)
        {
            return FileKind.Empty;
        }
        if (prefix.StartsWith("PK\x03\x04"u8) || prefix.StartsWith("PK\x05\x06"u8))
        {
            return FileKind.Zip;
        }
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0]))
        {
            return FileKind.CompoundFile;
        }
        if (prefix.StartsWith("%PDF"u8))
        {
            return FileKind.Pdf;
        }
        if (
            prefix.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            || prefix.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])
            || prefix.StartsWith("GIF8"u8)
        )
        {
            return FileKind.Picture;
        }
        if (prefix is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            return FileKind.Text;
        }
        return OfText(prefix);
    }

    static FileKind OfText(ReadOnlySpan<byte> prefix)
    {
        var control = 0;
        foreach (var b in prefix)
        {
            control += b < 32 && b is not (9 or 10 or 13 or 12) ? 1 : 0;
        }
        var head = Encoding
            .UTF8.GetString(prefix[..Math.Min(prefix.Length, 2048)])
            .TrimStart('\ufeff', ' ', '\r', '\n', '\t');
        if (control * 10 > prefix.Length)
        {
            return FileKind.Binary;
        }
        return head switch
        {
            "" => prefix.Length < 2048 ? FileKind.Empty : FileKind.Text,
            _ when head.StartsWith(@"{\rtf", StringComparison.Ordinal) => FileKind.RichText,
            ['{', ..] or ['[', '{', ..] => FileKind.Json,
            _ when head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) =>
                FileKind.Html,
            ['<', ..]
                when head.Contains("<html", StringComparison.OrdinalIgnoreCase)
                    || head.Contains("<table", StringComparison.OrdinalIgnoreCase) => FileKind.Html,
            ['<', '?' or '!', ..] => FileKind.Xml,
            _ => FileKind.Text,
        };
    }

    /// <summary>Why a file of this kind is not a table, in words for the person who chose it; null where it may be one.</summary>
    public static string? WhyNotTable(FileKind kind) =>
        kind switch
        {
            FileKind.Empty => "The file is empty",
            FileKind.Json => "This is JSON, not a spreadsheet",
            FileKind.Html =>
                "This is a web page saved under a spreadsheet’s name. Open it in your spreadsheet program and save it as .xlsx or .csv",
            FileKind.Xml =>
                "This is XML, not a spreadsheet. Open it in your spreadsheet program and save it as .xlsx or .csv",
            FileKind.Pdf =>
                "This is a PDF, not a spreadsheet. Ask for the spreadsheet it was made from",
            FileKind.Picture => "This is a picture, not a spreadsheet",
            FileKind.RichText => "This is a text document, not a spreadsheet",
            FileKind.Binary => "This is not a spreadsheet or a CSV file",
            _ => null,
        };
}
