using System.IO.Compression;
using System.Text;
using Tandem.Kernel;

namespace Tandem.Playbooks.Files;

/// <summary>A playbook’s folder as one file. What comes in is distrusted: counted as it inflates, and nothing but the files of a playbook is read from it.</summary>
public static class PlaybookZip
{
    /// <summary>Most bytes of the zip itself.</summary>
    public const int MostPacked = 8 << 20;

    /// <summary>Most bytes of all its files together.</summary>
    public const int MostUnpacked = 16 << 20;

    /// <summary>Packs the files in a folder of this name.</summary>
    public static byte[] Write(string name, IReadOnlyDictionary<string, string> files, DateTime at)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                var entry = zip.CreateEntry($"{name}/{path}");
                entry.LastWriteTime = new DateTimeOffset(at, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return packed.ToArray();
    }

    /// <summary>Unpacks the files, whether they lie at the top or in one folder.</summary>
    /// <exception cref="Refusal">It is no zip, is too large, holds no playbook.yaml, or something that is no part of a playbook.</exception>
    public static IReadOnlyDictionary<string, string> Read(Stream content)
    {
        var packed = Bytes(content, MostPacked, "The zip is larger than 8 MB");
        try
        {
            using var zip = new ZipArchive(new MemoryStream(packed), ZipArchiveMode.Read);
            if (zip.Entries.Count > PlaybookFolder.MostFiles + 10)
            {
                throw Wrong($"The zip holds more than {PlaybookFolder.MostFiles} files");
            }
            var entries = zip.Entries.Where(e => !e.FullName.EndsWith('/')).ToList();
            var main =
                entries
                    .Select(e => e.FullName)
                    .Where(n => n.Split('/') is [PlaybookFolder.Main] or [_, PlaybookFolder.Main])
                    .MinBy(n => n.Length)
                ?? throw Wrong("The zip holds no playbook.yaml, at its top or in one folder");
            var below = main[..^PlaybookFolder.Main.Length];
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            var left = (long)MostUnpacked;
            foreach (var entry in entries)
            {
                var path = entry.FullName.StartsWith(below, StringComparison.Ordinal)
                    ? entry.FullName[below.Length..]
                    : entry.FullName;
                if (IsOfTheSystem(entry.FullName))
                {
                    continue;
                }
                if (!PlaybookFolder.IsPart(path) || !files.TryAdd(path, ""))
                {
                    throw Wrong(
                        $"‘{Shown(entry.FullName)}’ is no part of a playbook, or is there twice: they are playbook.yaml, guides/CODE.md, methods/CODE.md and templates/CODE.md"
                    );
                }
                using var stream = entry.Open();
                var bytes = Bytes(
                    stream,
                    (int)Math.Min(left, PlaybookFolder.LongestFile * 4L),
                    $"‘{path}’ is too large"
                );
                left -= bytes.Length;
                files[path] = Text(path, bytes);
            }
            return files;
        }
        catch (InvalidDataException)
        {
            throw Wrong("This is no zip that can be read");
        }
    }

    // What a Mac and Windows put beside the files of a folder without being asked.
    private static bool IsOfTheSystem(string name) =>
        name.StartsWith("__MACOSX/", StringComparison.Ordinal)
        || name.Split('/')[^1] is ".DS_Store" or "Thumbs.db" or "desktop.ini";

    private static string Text(string path, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(bytes)
                .TrimStart('\ufeff')
                .ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            throw Wrong($"‘{path}’ is not text in UTF-8");
        }
    }

    private static byte[] Bytes(Stream stream, int most, string tooMuch)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            if (kept.Length + read > most)
            {
                throw Wrong(tooMuch);
            }
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }

    private static string Shown(string name) => name.Length > 80 ? name[..79] + "…" : name;

    private static Refusal Wrong(string message) => new(message, "Upload");
}
