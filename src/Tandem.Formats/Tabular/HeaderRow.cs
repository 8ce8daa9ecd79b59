namespace Tandem.Formats.Tabular;

/// <summary>Finds the row of column names, which often stands below a title, a date of publication and a blank row.</summary>
static class HeaderRow
{
    /// <summary>How many rows are looked at.</summary>
    public const int Within = 40;

    /// <summary>The index of the row of column names among the first rows, or -1.</summary>
    /// <param name="rows">The first rows that are not blank.</param>
    /// <param name="isKnown">Tells a heading that is known; two or more of them decide.</param>
    public static int Find(IReadOnlyList<CsvRecord> rows, Func<string, bool>? isKnown)
    {
        if (isKnown is not null)
        {
            var known = rows.Select(r =>
                    r.Cells.Count(c => c.Length is > 1 and < 200 && isKnown(c))
                )
                .ToList();
            if (known.Count > 0 && known.Max() >= 2)
            {
                return known.IndexOf(known.Max());
            }
        }
        var width = rows.Count == 0 ? 0 : rows.Max(r => Filled(r.Cells).Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (IsPlausible(rows[i].Cells, width))
            {
                return i;
            }
        }
        return -1;
    }

    static bool IsPlausible(string[] cells, int width)
    {
        var filled = Filled(cells);
        if (filled.Count < 2 || filled.Count * 2 < width)
        {
            return false;
        }
        var names = filled.Count(LooksLikeName);
        var distinct = filled.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return names >= filled.Count * 0.85 && distinct >= filled.Count * 0.6;
    }

    static bool LooksLikeName(string cell) =>
        cell.Length <= 150
        && cell.Any(char.IsLetter)
        && !cell.Contains('@')
        && Values.Date(cell).Outcome == Outcome.Wrong
        && Values.Money(cell).Outcome == Outcome.Wrong
        && !(
            cell.Length <= 5
            && Values.YesNo(cell).Outcome == Outcome.Read
            && !cell.Contains("SME", StringComparison.OrdinalIgnoreCase)
            && !cell.StartsWith("VC", StringComparison.OrdinalIgnoreCase)
        );

    static List<string> Filled(string[] cells) =>
        [.. cells.Where(c => !string.IsNullOrWhiteSpace(c)).Select(c => c.Trim())];

    /// <summary>Column names as written, tidied, each made different from the ones before it; nameless columns are "Column 7".</summary>
    public static string[] Names(string[] cells)
    {
        var last = Array.FindLastIndex(cells, c => !string.IsNullOrWhiteSpace(c));
        var names = new string[last + 1];
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i <= last; i++)
        {
            var tidy = Values.Tidy(cells[i].Length > 300 ? cells[i][..300] : cells[i]);
            var name = tidy.Length == 0 ? $"Column {i + 1}" : tidy;
            names[i] = name;
            for (var n = 2; !seen.Add(names[i]); n++)
            {
                names[i] = $"{name} ({n})";
            }
        }
        return names;
    }
}
