using System.Text;

namespace Tandem.Formats.Tabular;

/// <summary>What a file of notices may be.</summary>
public enum NoticeFile
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The 43-column CSV export of Contracts Finder.</summary>
    ContractsFinderCsv,

    /// <summary>Contracts Finder notices as flat JSON Lines.</summary>
    ContractsFinderJson,

    /// <summary>Open Contracting Data Standard: packages, releases, records or JSON Lines of them.</summary>
    Ocds,
}

/// <summary>Tells files of notices apart by their first bytes, also inside gzip.</summary>
public static class ContractsFinderFile
{
    /// <summary>What the file is. A seekable stream is put back to where it was.</summary>
    public static NoticeFile Detect(Stream stream)
    {
        var position = stream.CanSeek ? stream.Position : 0;
        try
        {
            var (prefix, _) = Bytes.Peek(Bytes.Inflated(stream, new(), out _));
            return Of(prefix);
        }
        catch (Exception e) when (Bytes.IsDamage(e))
        {
            return NoticeFile.Other;
        }
        finally
        {
            if (stream.CanSeek)
            {
                stream.Position = position;
            }
        }
    }

    static NoticeFile Of(byte[] prefix)
    {
        var kind = FileKinds.Of(prefix);
        if (kind == FileKind.Text)
        {
            using var table = ContractsFinderCsv.Open(new MemoryStream(prefix), "");
            return ContractsFinderCsv.Recognises(table.Columns)
                ? NoticeFile.ContractsFinderCsv
                : NoticeFile.Other;
        }
        if (kind != FileKind.Json)
        {
            return NoticeFile.Other;
        }
        var text = Encoding.UTF8.GetString(prefix);
        var firstLine = text.Split('\n', 2)[0];
        return Has(text, "ocid") || Has(text, "releases") || Has(text, "records") ? NoticeFile.Ocds
            : text.TrimStart('\ufeff', ' ').StartsWith('{')
            && Has(firstLine, "id")
            && Has(firstLine, "title")
            && Has(firstLine, "organisation")
                ? NoticeFile.ContractsFinderJson
            : NoticeFile.Other;
    }

    static bool Has(string text, string property)
    {
        for (
            var at = text.IndexOf($"\"{property}\"", StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf($"\"{property}\"", at + 1, StringComparison.Ordinal)
        )
        {
            if (text.AsSpan(at + property.Length + 2).TrimStart() is [':', ..])
            {
                return true;
            }
        }
        return false;
    }
}
