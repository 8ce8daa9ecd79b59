using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace Tandem.Formats.Documents.Properties;

/// <summary>Properties of Office files (ISO/IEC 29500-2, core properties; -1, extended and custom properties) and of OpenDocument files (ISO/IEC 26300, meta.xml).</summary>
internal static class OfficeProperties
{
    private const int MostLetters = 1 << 20;

    private const string Core =
        """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>""";

    // What stands in their place: a part that is there and says nothing, so that nothing that points to it breaks.
    private static readonly Dictionary<string, string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        ["docProps/core.xml"] = Core,
        ["docProps/app.xml"] =
            """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>""",
        ["docProps/custom.xml"] =
            """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>""",
        ["meta.xml"] =
            """<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>""",
    };

    /// <summary>Null where the archive is none of these, or cannot be read.</summary>
    public static FileProperties? Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file.ToArray()));
            var own = archive.Entries.Where(e => EmptyOf(e) is not null).ToList();
            if (own.Count == 0 && archive.GetEntry("[Content_Types].xml") is null)
            {
                return null;
            }
            return new(
                [.. own.SelectMany(Said).Distinct()],
                archive.Entries.Any(e =>
                    e.Name.Contains("comment", StringComparison.OrdinalIgnoreCase)
                )
                    ? "Comments in it keep the names of those who wrote them. Open it and look."
                    : "Tracked changes, where there are any, keep the names of those who made them. Open it and look."
            );
        }
        catch (Exception broken)
            when (broken is InvalidDataException or XmlException or IOException)
        {
            return null;
        }
    }

    public static byte[] Without(byte[] file)
    {
        try
        {
            using var held = new MemoryStream();
            held.Write(file);
            // Parts that are not touched are kept as they are packed: nothing is unpacked that could be larger than it says.
            using (var archive = new ZipArchive(held, ZipArchiveMode.Update, leaveOpen: true))
            {
                foreach (var part in archive.Entries.Where(e => EmptyOf(e) is not null).ToList())
                {
                    var (name, empty) = (part.FullName, EmptyOf(part));
                    part.Delete();
                    using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                    writer.Write(empty);
                }
            }
            return held.ToArray();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return file;
        }
    }

    // Some programs name the part of core properties as they like, with this ending.
    private static string? EmptyOf(ZipArchiveEntry part) =>
        part.Name.EndsWith(".psmdcp", StringComparison.OrdinalIgnoreCase)
            ? Core
            : Empty.GetValueOrDefault(part.FullName);

    private static IEnumerable<(string, string)> Said(ZipArchiveEntry part)
    {
        using var reader = XmlReader.Create(
            part.Open(),
            new()
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MostLetters,
            }
        );
        return
        [
            .. XDocument
                .Load(reader)
                .Descendants()
                .Where(e => !e.HasElements && e.Value.Trim().Length > 0)
                .Select(e => (e.Name.LocalName, e.Value.Trim())),
        ];
    }
}
