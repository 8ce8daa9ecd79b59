using System.IO.Compression;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Which files are taken as evidence. The ending is only believed where the bytes agree with it.</summary>
public static class EvidenceFile
{
    private const int Head = 4096;
    private const int LongestName = 200;

    // A document that says it unpacks to more than this, or to a hundred times what it seems, is made to stop whoever opens it. Honest ones unpack to five
    // to thirty times their size.
    private const long MostUnpacked = 200_000_000;
    private const long UnpackedUnasked = 10_000_000;
    private const int MostTimes = 100;
    private const int MostParts = 10_000;

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];

    /// <summary>Endings of the files that are taken: documents, tables and pictures; nothing that can hold a program.</summary>
    public static IReadOnlyList<string> Endings { get; } =
    [".pdf", ".docx", ".odt", ".xlsx", ".ods", ".csv", ".txt", ".png", ".jpg", ".jpeg"];

    /// <summary>A name as a file may have: no folders, nothing hidden, an ending that is taken.</summary>
    /// <exception cref="Refusal">The ending is another, or the name too long.</exception>
    public static string NameOf(string name, string field)
    {
        var plain = PlainText.Clean(Path.GetFileName(name.Replace('\\', '/')));
        if (plain.Length > LongestName)
        {
            throw new Refusal(
                $"The file’s name is longer than {LongestName} characters. Shorten it, and choose the file once more.",
                field
            );
        }
        return Endings.Contains(Path.GetExtension(plain), StringComparer.OrdinalIgnoreCase)
            ? plain
            : throw new Refusal(
                $"Choose a file that ends in {string.Join(", ", Endings.SkipLast(1))} or {Endings[^1]}",
                field
            );
    }

    /// <summary>Looks at what a kept file is.</summary>
    /// <exception cref="Refusal">Its bytes are not what its name says, it holds macros, or it unpacks to far more than it seems.</exception>
    public static void Check(string path, string name, string field)
    {
        using var file = File.OpenRead(path);
        Check(file, name, field);
    }

    /// <inheritdoc cref="Check(string, string, string)"/>
    public static void Check(Stream file, string name, string field)
    {
        var ending = Path.GetExtension(name).ToLowerInvariant();
        var unpacked = Unpacked(file);
        if (unpacked > Math.Clamp(MostTimes * file.Length, UnpackedUnasked, MostUnpacked))
        {
            throw new Refusal(
                $"‘{name}’ unpacks to {Web.Words.Size(unpacked)}, far more than it seems, and could stop whoever opens it. Save it anew or as PDF, with smaller pictures, and choose it once more.",
                field
            );
        }
        if (!Suits(file, ending))
        {
            throw new Refusal(
                $"‘{name}’ is not what its ending {ending} says. Save it again in the program it was made with, and choose it once more.",
                field
            );
        }
    }

    // What the directory of an archive says; nothing is unpacked. 0 for what is none: that is told by what it should be.
    private static long Unpacked(Stream file)
    {
        try
        {
            Span<byte> head = stackalloc byte[4];
            file.Position = 0;
            if (
                file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length
                || !head.SequenceEqual(Zip)
            )
            {
                return 0;
            }
            file.Position = 0;
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Sum(e => e.Length);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
        finally
        {
            file.Position = 0;
        }
    }

    private static bool Suits(Stream file, string ending)
    {
        var head = new byte[Head];
        var read = file.ReadAtLeast(head, Head, throwOnEndOfStream: false);
        ReadOnlySpan<byte> bytes = head.AsSpan(0, read);
        return ending switch
        {
            ".pdf" => bytes[..Math.Min(read, 1024)].IndexOf("%PDF-"u8) >= 0,
            ".png" => bytes.StartsWith(Png),
            ".jpg" or ".jpeg" => bytes.StartsWith(Jpeg),
            ".docx" => bytes.StartsWith(Zip) && Holds(file, "word/document.xml"),
            ".xlsx" => bytes.StartsWith(Zip) && Holds(file, "xl/workbook.xml"),
            ".odt" or ".ods" => bytes.StartsWith(Zip) && Holds(file, "content.xml"),
            _ => read > 0 && bytes.IndexOf((byte)0) < 0,
        };
    }

    private static bool Holds(Stream file, string entry)
    {
        try
        {
            file.Position = 0;
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return archive.GetEntry(entry) is not null
                && archive.Entries.Count <= MostParts
                && !archive.Entries.Any(e =>
                    e.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
                );
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
