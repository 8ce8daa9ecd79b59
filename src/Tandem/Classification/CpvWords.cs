namespace Tandem.Classification;

/// <summary>Finds codes by their digits or by words of their names, for the code picker.</summary>
internal sealed class CpvWords(IReadOnlyList<CpvEntry> entries)
{
    private readonly string[][] _words =
    [
        .. entries.Select(e => Split($"{e.Name} {e.SwedishName}").Distinct().ToArray()),
    ];

    public IReadOnlyList<CpvEntry> Search(string typed, int take)
    {
        var asked = Split(typed);
        if (asked.Length == 0)
        {
            return [];
        }
        if (asked.All(word => word.All(char.IsAsciiDigit)))
        {
            return [.. entries.Where(e => e.Code.IsUnder(asked[0])).Take(take)];
        }
        return
        [
            .. Enumerable
                .Range(0, entries.Count)
                .Select(i => (Entry: entries[i], Rank: Rank(asked, _words[i])))
                .Where(hit => hit.Rank >= 0)
                .OrderBy(hit => hit.Rank)
                .ThenBy(hit => hit.Entry.Code.SignificantDigits)
                .ThenBy(hit => hit.Entry.Code)
                .Take(take)
                .Select(hit => hit.Entry),
        ];
    }

    // 0: every word is there whole; 1: the last is only the beginning of one; -1: not found.
    private static int Rank(string[] asked, string[] words)
    {
        if (asked[..^1].Any(word => !words.Contains(word)))
        {
            return -1;
        }
        var last = asked[^1];
        return words.Contains(last) ? 0
            : words.Any(word => word.StartsWith(last, StringComparison.Ordinal)) ? 1
            : -1;
    }

    private static string[] Split(string text) =>
        new string([
            .. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' '),
        ]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
