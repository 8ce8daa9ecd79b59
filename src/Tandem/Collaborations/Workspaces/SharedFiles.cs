using System.IO.Compression;
using System.Text;
using Tandem.Formats.Tabular;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A kind of file that members share.</summary>
/// <param name="Words">What it is, for people.</param>
/// <param name="Endings">Endings it may have, the usual one first.</param>
public sealed record SharedFile(string Words, IReadOnlyList<string> Endings);

/// <summary>Tells from its bytes what a file is that somebody brings, and makes its name harmless. What is not known is not kept for others to open.</summary>
public static class SharedFiles
{
    private static readonly SharedFile Pdf = new("PDF", [".pdf"]);
    private static readonly SharedFile Png = new("Picture", [".png"]);
    private static readonly SharedFile Jpeg = new("Picture", [".jpg", ".jpeg"]);
    private static readonly SharedFile Text = new("Text", [".txt", ".csv", ".md"]);
    private static readonly SharedFile Old = new("Older Office file", [".doc", ".xls", ".ppt"]);

    // What a package says of itself in the names of its parts, or in its first part.
    private static readonly (string Part, SharedFile Kind)[] Packages =
    [
        ("word/document.xml", new("Word document", [".docx"])),
        ("xl/workbook.xml", new("Excel workbook", [".xlsx"])),
        ("ppt/presentation.xml", new("PowerPoint presentation", [".pptx"])),
    ];

    private static readonly (string Type, SharedFile Kind)[] OpenDocuments =
    [
        ("application/vnd.oasis.opendocument.text", new("OpenDocument text", [".odt"])),
        (
            "application/vnd.oasis.opendocument.spreadsheet",
            new("OpenDocument spreadsheet", [".ods"])
        ),
        (
            "application/vnd.oasis.opendocument.presentation",
            new("OpenDocument presentation", [".odp"])
        ),
    ];

    /// <summary>What may be shared, in words.</summary>
    public const string Allowed =
        "PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV, or a PNG or JPEG picture";

    /// <exception cref="Refusal">It is of no kind that is shared here, or its ending says something else than its bytes.</exception>
    public static async Task<SharedFile> KindAsync(
        Stream stream,
        string fileName,
        CancellationToken cancellation
    )
    {
        var prefix = new byte[4096];
        var length = await stream.ReadAtLeastAsync(
            prefix,
            prefix.Length,
            throwOnEndOfStream: false,
            cancellation
        );
        stream.Position = 0;
        var kind =
            Of(prefix.AsSpan(0, length), stream)
            ?? throw new Refusal(
                length == 0
                    ? "The file is empty"
                    : $"This kind of file cannot be shared here. Use {Allowed}.",
                "Upload"
            );
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        return kind.Endings.Contains(ending)
            ? kind
            : throw new Refusal(
                $"The file is a {kind.Words.ToLowerInvariant()} by what is in it, but its name ends in ‘{ending}’. Save it as {kind.Endings[0]} and bring it again.",
                "Upload"
            );
    }

    /// <summary>The name without folders, control characters and what file systems trip over; at most 120 characters, with an ending of its kind.</summary>
    public static string CleanName(string fileName, SharedFile kind)
    {
        var last = fileName.Split('/', '\\')[^1];
        var ending = Path.GetExtension(last).ToLowerInvariant();
        var clean = new StringBuilder();
        foreach (var c in Path.GetFileNameWithoutExtension(last))
        {
            clean.Append(
                char.IsControl(c)
                || char.IsSurrogate(c)
                || "<>:\"|?*%;".Contains(c)
                || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format
                    ? '-'
                    : c
            );
        }
        var name = clean.ToString().Trim(' ', '.', '-');
        name = name.Length > 115 ? name[..115] : name;
        return (name.Length > 0 ? name : "document")
            + (kind.Endings.Contains(ending) ? ending : kind.Endings[0]);
    }

    private static SharedFile? Of(ReadOnlySpan<byte> prefix, Stream whole) =>
        FileKinds.Of(prefix) switch
        {
            FileKind.Pdf => Pdf,
            FileKind.Picture when prefix.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P']) => Png,
            FileKind.Picture when prefix.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8]) => Jpeg,
            FileKind.Text => Text,
            FileKind.CompoundFile => Old,
            FileKind.Zip => Package(whole),
            _ => null,
        };

    private static SharedFile? Package(Stream whole)
    {
        try
        {
            using var zip = new ZipArchive(whole, ZipArchiveMode.Read, leaveOpen: true);
            // Parts are looked at by name alone; nothing is unpacked but the line that says what an OpenDocument is.
            if (
                zip.Entries.Any(e =>
                    e.FullName.EndsWith("vbaProject.bin", StringComparison.Ordinal)
                )
            )
            {
                return null; // macros are not shared
            }
            if (zip.GetEntry("mimetype") is { Length: < 200 } type)
            {
                using var reader = new StreamReader(type.Open());
                var said = reader.ReadToEnd().Trim();
                return OpenDocuments.FirstOrDefault(d => d.Type == said).Kind;
            }
            return Packages.FirstOrDefault(p => zip.GetEntry(p.Part) is not null).Kind;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
