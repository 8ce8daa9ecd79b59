namespace Tandem.Formats.Tabular;

/// <summary>Finds the character that separates cells by which one cuts the sample into the most even rows.</summary>
static class Delimiters
{
    static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The delimiter of a sample of text; a comma where nothing decides.</summary>
    public static char Find(string sample)
    {
        var best = (Delimiter: ',', Score: 0.0);
        foreach (var candidate in Candidates)
        {
            var counts = Counts(sample, candidate);
            if (counts.Count == 0)
            {
                continue;
            }
            var common = counts
                .GroupBy(n => n)
                .OrderByDescending(g => g.Count() * (g.Key - 0.9))
                .First();
            var share = (double)common.Count() / counts.Count;
            var score = share * share * (common.Key - 1);
            if (score > best.Score)
            {
                best = (candidate, score);
            }
        }
        return best.Delimiter;
    }

    static List<int> Counts(string sample, char delimiter)
    {
        using var text = new StringReader(sample);
        var records = new CsvRecords(text, delimiter);
        var counts = new List<int>();
        while (counts.Count < 200 && records.Read() is { } record)
        {
            if (record.Cells.Any(c => !string.IsNullOrWhiteSpace(c)))
            {
                counts.Add(record.Cells.Length);
            }
        }
        // The sample was cut somewhere: its last row says nothing.
        if (counts.Count > 3)
        {
            counts.RemoveAt(counts.Count - 1);
        }
        return counts;
    }
}
