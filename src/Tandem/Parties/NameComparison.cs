namespace Tandem.Parties;

/// <summary>Two names compared word by word: what they share, what each has alone, and the features the weights are for.</summary>
internal sealed class NameComparison
{
    /// <summary>The features in order; the weights file names them.</summary>
    public static readonly string[] Features =
    [
        "constant",
        "shared share",
        "shared share of shorter",
        "alone in both",
        "alone in one",
        "rarest shared",
        "two or more shared",
        "first word shared",
        "same words",
        "same letters",
        "same legal form",
        "other legal form",
        "initials",
        "letter triples",
        "beginning",
        "trading name",
        "short first words differ",
        "rarest alone in both",
        "first words differ",
        "shared share squared",
        "rarest shared of shorter",
        "single word",
        "only shared word is common",
        "legal form on one side",
    ];

    private readonly List<(string A, string B, double Like)> shared = [];

    private NameComparison(double[] values, List<(string, string, double)> shared, bool initials)
    {
        Values = values;
        this.shared = shared;
        ByInitials = initials;
    }

    public double[] Values { get; }
    public bool ByInitials { get; }
    public bool SameWords => Values[8] > 0;
    public bool SameLetters => Values[9] > 0;
    public bool ShareAnything => shared.Count > 0 || SameLetters || ByInitials || Values[14] > 0;
    public IEnumerable<string> SharedWords => shared.Select(s => s.A);

    /// <summary>Compares the names and, where they have them, trading names; the pair of names with most in common counts.</summary>
    public static NameComparison Of(SupplierName a, SupplierName b, WordWeights weights)
    {
        NameComparison? best = null;
        foreach (var (i, left) in a.Others.Prepend(a.Words).Index())
        {
            foreach (var (j, right) in b.Others.Prepend(b.Words).Index())
            {
                if (i > a.TradingNames && j > b.TradingNames)
                {
                    // Two suppliers with the same town in brackets have nothing in common.
                    continue;
                }
                var one = Of(left, right, a, b, weights, i + j > 0);
                if (best is null || one.Values[1] > best.Values[1] + 0.001)
                {
                    best = one;
                }
            }
        }
        return best!;
    }

    private static NameComparison Of(
        IReadOnlyList<string> left,
        IReadOnlyList<string> right,
        SupplierName a,
        SupplierName b,
        WordWeights weights,
        bool trading
    )
    {
        var (la, lb) = (Joined(left, right), Joined(right, left));
        var pairs = Pair(la, lb);
        var (aloneA, aloneB) = (
            la.Except(pairs.Select(p => p.A)).ToList(),
            lb.Except(pairs.Select(p => p.B)).ToList()
        );
        var common = pairs.Sum(p => p.Like * Math.Max(weights[p.A], weights[p.B]));
        var (onlyA, onlyB) = (aloneA.Sum(w => weights[w]), aloneB.Sum(w => weights[w]));
        var (less, more) = (Math.Min(onlyA, onlyB), Math.Max(onlyA, onlyB));
        var rarest =
            pairs.Count == 0 ? 0 : pairs.Max(p => p.Like * Math.Min(weights[p.A], weights[p.B]));
        var (compactA, compactB) = (string.Concat(left), string.Concat(right));
        var initials = Initials(left, right) || Initials(right, left);
        var share = common + less + more > 0 ? common / (common + less + more) : 0;
        var shorter = common + less > 0 ? common / (common + less) : 0;
        var firstShared =
            la.Count > 0 && lb.Count > 0 && pairs.Any(p => p.A == la[0] && p.B == lb[0]);
        var begins =
            Math.Min(compactA.Length, compactB.Length) >= 6
            && (
                compactA.StartsWith(compactB, StringComparison.Ordinal)
                || compactB.StartsWith(compactA, StringComparison.Ordinal)
            );
        var sameWords =
            la.Count > 0 && la.Count == lb.Count && la.Order().SequenceEqual(lb.Order());
        double[] values =
        [
            1,
            share,
            shorter,
            less,
            more,
            rarest,
            pairs.Count >= 2 ? 1 : 0,
            firstShared ? weights[la[0]] : 0,
            sameWords ? 1 : 0,
            compactA.Length > 0 && compactA == compactB ? 1 : 0,
            a.LegalForm.Length > 0 && a.LegalForm == b.LegalForm ? 1 : 0,
            a.LegalForm.Length > 0 && b.LegalForm.Length > 0 && a.LegalForm != b.LegalForm ? 1 : 0,
            initials ? 1 : 0,
            Triples(compactA, compactB),
            begins ? 1 : 0,
            trading ? 1 : 0,
            !firstShared && la.Count > 0 && lb.Count > 0 && la[0].Length <= 3 && lb[0].Length <= 3
                ? 1
                : 0,
            Math.Min(
                aloneA.Select(w => weights[w]).DefaultIfEmpty().Max(),
                aloneB.Select(w => weights[w]).DefaultIfEmpty().Max()
            ),
            firstShared ? 0 : 1,
            share * share,
            rarest * shorter,
            Math.Min(la.Count, lb.Count) == 1 ? 1 : 0,
            pairs.Count > 0 && rarest < 0.45 ? 1 : 0,
            a.LegalForm.Length > 0 != b.LegalForm.Length > 0 ? 1 : 0,
        ];
        return new(values, pairs, initials);
    }

    /// <summary>Words of one name, neighbours joined where the other name writes them as one ("info track", "infotrack").</summary>
    private static List<string> Joined(IReadOnlyList<string> words, IReadOnlyList<string> other)
    {
        var joined = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            if (i + 1 < words.Count && other.Contains(words[i] + words[i + 1]))
            {
                joined.Add(words[i] + words[++i]);
            }
            else
            {
                joined.Add(words[i]);
            }
        }
        return [.. joined.Distinct()];
    }

    private static List<(string A, string B, double Like)> Pair(List<string> a, List<string> b)
    {
        var pairs = a.Where(b.Contains).Select(w => (A: w, B: w, Like: 1.0)).ToList();
        foreach (var word in a.Except(pairs.Select(p => p.A)).ToList())
        {
            var best = b.Except(pairs.Select(p => p.B))
                .Select(o => (Other: o, Like: WordLikeness.Of(word, o)))
                .DefaultIfEmpty()
                .MaxBy(p => p.Like);
            if (best.Like > 0)
            {
                pairs.Add((word, best.Other, best.Like));
            }
        }
        return pairs;
    }

    private static bool Initials(IReadOnlyList<string> full, IReadOnlyList<string> brief)
    {
        if (full.Count < 3 || brief.Count == 0 || brief[0].Length is < 3 or > 6)
        {
            return false;
        }
        var initials = string.Concat(full.Select(w => w[0]));
        return initials.StartsWith(brief[0], StringComparison.Ordinal);
    }

    private static double Triples(string a, string b)
    {
        if (a.Length < 3 || b.Length < 3)
        {
            return a == b && a.Length > 0 ? 1 : 0;
        }
        var (left, right) = (TriplesOf(a), TriplesOf(b));
        var both = left.Count(right.Contains);
        return 2.0 * both / (left.Count + right.Count);
    }

    private static HashSet<int> TriplesOf(string text)
    {
        var triples = new HashSet<int>(text.Length);
        for (var i = 2; i < text.Length; i++)
        {
            triples.Add((text[i - 2] << 20) ^ (text[i - 1] << 10) ^ text[i]);
        }
        return triples;
    }
}
