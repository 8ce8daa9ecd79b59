using System.Text;

namespace Tandem.Cli;

/// <summary>The rows of a comma-separated file (RFC 4180) in UTF-8, the heading first.</summary>
internal static class CsvRows
{
    public static IEnumerable<string[]> Read(string path)
    {
        using var text = new StreamReader(path);
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var next = text.Read(); next >= 0; next = text.Read())
        {
            var c = (char)next;
            if (quoted && c == '"' && text.Peek() == '"')
            {
                cell.Append((char)text.Read());
            }
            else if (c == '"' && (quoted || cell.Length == 0))
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n' or '\r'))
            {
                cell.Append(c);
            }
            else if (c != '\r')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return [.. cells];
                    cells.Clear();
                }
            }
        }
        if (cell.Length > 0 || cells.Count > 0)
        {
            yield return [.. cells, cell.ToString()];
        }
    }
}
