using Tandem.Formats.Tabular;

namespace Tandem.Cli;

/// <summary>The rows of a comma-separated file, the heading first.</summary>
internal static class CsvRows
{
    public static IEnumerable<string[]> Read(string path)
    {
        using var text = new StreamReader(path);
        var records = new CsvRecords(text, ',');
        while (records.Read() is { } record)
        {
            yield return record.Cells;
        }
    }
}
