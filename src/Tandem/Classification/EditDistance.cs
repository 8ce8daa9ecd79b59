namespace Tandem.Classification;

/// <summary>Number of letters to insert, delete, replace or swap with the next (optimal string alignment).</summary>
internal static class EditDistance
{
    /// <summary>Whether <paramref name="a"/> becomes <paramref name="b"/> in at most <paramref name="limit"/> changes.</summary>
    public static bool Within(string a, string b, int limit) =>
        Math.Abs(a.Length - b.Length) <= limit && Between(a, b) <= limit;

    public static int Between(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var now = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                now[j] = Math.Min(Math.Min(last[j] + 1, now[j - 1] + 1), last[j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }
            (before, last, now) = (last, now, before);
        }
        return last[b.Length];
    }
}
