namespace Tandem.Parties;

/// <summary>Whether two words are one: a slip of the pen, a cut word, an abbreviation ("servcs", "cncl").</summary>
internal static class WordLikeness
{
    /// <summary>0 for different words; below 1 for the same word written differently.</summary>
    public static double Of(string a, string b)
    {
        var (brief, full) = a.Length <= b.Length ? (a, b) : (b, a);
        if (brief.Length < 3 || brief[0] != full[0] || brief.Any(char.IsDigit))
        {
            return 0;
        }
        if (full == brief + "s" || full == brief + "es")
        {
            return 0.95;
        }
        if (brief.Length >= 5 && full.Length - brief.Length <= 1 && OneSlip(brief, full))
        {
            return brief.Length >= 7 ? 0.85 : 0.6;
        }
        if (brief.Length >= 4 && full.StartsWith(brief, StringComparison.Ordinal))
        {
            return 0.7;
        }
        return
            brief.Length * 5 >= full.Length * 2
            && full.Length >= 5
            && brief[^1] == full[^1]
            && LeavesOutLetters(brief, full)
            ? 0.6
            : 0;
    }

    private static bool LeavesOutLetters(string brief, string full)
    {
        var at = 0;
        foreach (var c in full)
        {
            if (at < brief.Length && brief[at] == c)
            {
                at++;
            }
        }
        return at == brief.Length;
    }

    private static bool OneSlip(string brief, string full)
    {
        var start = 0;
        while (start < brief.Length && brief[start] == full[start])
        {
            start++;
        }
        var (b, f) = (brief.Length - 1, full.Length - 1);
        while (b >= start && f >= start && brief[b] == full[f])
        {
            b--;
            f--;
        }
        var (left, over) = (b - start + 1, f - start + 1);
        return over <= 1
            || (
                left == 2
                && over == 2
                && brief[start] == full[start + 1]
                && brief[start + 1] == full[start]
            );
    }
}
