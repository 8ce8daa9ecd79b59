namespace Tandem.Collaborations;

/// <summary>How much two needs say in the same words.</summary>
internal static class SharedWords
{
    // Longer titles are rare; room for them is taken from the heap.
    private const int UsualTitle = 64;

    /// <summary>
    /// How much of the weight of the one's title is met by the other, 0 to 1, and the other way round, in the mean. A word is met by the same word in
    /// the other's title or description, or in part by a word of like meaning in the other's title.
    /// </summary>
    public static double Of(NeedWords words, NeedProfile a, NeedProfile b)
    {
        var (titleA, titleB) = (a.Title, b.Title);
        var metA =
            titleA.Length <= UsualTitle
                ? stackalloc float[titleA.Length]
                : new float[titleA.Length];
        var metB =
            titleB.Length <= UsualTitle
                ? stackalloc float[titleB.Length]
                : new float[titleB.Length];
        MeetSame(titleA, b, metA);
        MeetSame(titleB, a, metB);
        for (var i = 0; i < titleA.Length; i++)
        {
            for (var j = 0; j < titleB.Length; j++)
            {
                if (metA[i] < 1 || metB[j] < 1)
                {
                    var likeness = SameNeed.WordLikeness(words, titleA[i], titleB[j]);
                    metA[i] = Math.Max(metA[i], likeness);
                    metB[j] = Math.Max(metB[j], likeness);
                }
            }
        }
        return (Share(titleA, metA) + Share(titleB, metB)) / 2;
    }

    private static void MeetSame(ProfileWord[] title, NeedProfile other, Span<float> met)
    {
        for (var i = 0; i < title.Length; i++)
        {
            met[i] = other.TextKeys.AsSpan().Contains(title[i].Key) ? 1 : 0;
        }
    }

    private static double Share(ProfileWord[] title, ReadOnlySpan<float> met)
    {
        double share = 0;
        double whole = 0;
        for (var i = 0; i < title.Length; i++)
        {
            whole += title[i].Weight;
            share += title[i].Weight * met[i];
        }
        return whole > 0 ? share / whole : 0;
    }
}

/// <summary>The categories of one need spread out over all prefixes, so that comparing many others with it is one look each.</summary>
internal sealed class CategoryTable(int prefixes)
{
    [ThreadStatic]
    private static CategoryTable? mine;

    private readonly float[] _values = new float[prefixes];
    private NeedProfile? _of;

    /// <summary>The table of a need: this thread's, filled anew where it held another's.</summary>
    public static CategoryTable Of(NeedProfile profile, NeedWords words)
    {
        if (mine is null || mine._values.Length != words.Prefixes.Length)
        {
            mine = new CategoryTable(words.Prefixes.Length);
        }
        if (mine._of != profile)
        {
            foreach (var (prefix, _) in mine._of?.Category ?? [])
            {
                mine._values[prefix] = 0;
            }
            foreach (var (prefix, value) in profile.Category)
            {
                mine._values[prefix] = value;
            }
            mine._of = profile;
        }
        return mine;
    }

    /// <summary>The cosine between the two needs' categories.</summary>
    public double LikenessTo(NeedProfile other)
    {
        double sum = 0;
        foreach (var (prefix, value) in other.Category)
        {
            sum += _values[prefix] * value;
        }
        return sum;
    }
}
