namespace Tandem.Parties;

/// <summary>Two spellings judged to be of one supplier or of two, and the file that says so.</summary>
public sealed record SupplierPair(string First, string Second, bool Same, string File);

/// <summary>What suggestions at one threshold find, and how often they are wrong, on judged pairs.</summary>
public sealed record SupplierScore(
    double Threshold,
    double Recall,
    int Wrong,
    IReadOnlyList<(string File, bool Same, int Pairs, int Suggested)> Files
);

/// <summary>Measures and learns the likeness of suppliers' names on judged pairs.</summary>
public static class SupplierPairs
{
    /// <summary>The judged files of a folder and whether their pairs are the same supplier.</summary>
    public static readonly IReadOnlyList<(string File, bool Same)> Files =
    [
        ("same_company_number.csv", true),
        ("same_supplier_id.csv", true),
        ("same_vat_small_cluster.csv", true),
        ("different_vat_hard_negatives.csv", false),
    ];

    /// <summary>Suggests duplicates among all the names, as for real suppliers, and looks which judged pairs were suggested.</summary>
    public static IReadOnlyList<SupplierScore> Score(
        IReadOnlyList<SupplierPair> pairs,
        SupplierDuplicates duplicates,
        IEnumerable<double> thresholds
    )
    {
        var likeness = Likenesses(pairs, duplicates);
        return [.. thresholds.Select(t => At(t, pairs, likeness))];
    }

    /// <summary>
    /// How many judged pairs <see cref="AutomaticJoin"/> joins, rightly and wrongly, where each supplier has the number that the judgement rests on:
    /// the same or, where they are judged different, each its own. All pairs are also tried by their names alone, which must join none.
    /// </summary>
    public static (int Joined, int Wrong) AutomaticJoins(
        IReadOnlyList<SupplierPair> pairs,
        SupplierDuplicates duplicates
    )
    {
        var words = duplicates.WordsOf(Names(pairs).Select(n => new SupplierFacts(n, [n])));
        bool Joins(SupplierFacts a, SupplierFacts b) =>
            AutomaticJoin.Reason(a, b, words) is not null;
        var (joined, wrong) = (0, 0);
        foreach (var (i, pair) in pairs.Index())
        {
            var (first, second) = Numbered(pair, i);
            var joins = Joins(first, second);
            joined += joins && pair.Same ? 1 : 0;
            wrong +=
                (joins && !pair.Same)
                || Joins(new(pair.First, [pair.First]), new(pair.Second, [pair.Second]))
                    ? 1
                    : 0;
        }
        return (joined, wrong);
    }

    // The files say which number two suppliers share, not always which it is: any valid one serves.
    private static (SupplierFacts, SupplierFacts) Numbered(SupplierPair pair, int number)
    {
        string Company(int n) => $"{1_000_000 + 2 * number + n:00000000}";
        string Vat(int n) => $"DE{312_000_000 + 2 * number + n}";
        SupplierFacts Of(string name, string? company, string? vat) =>
            new(name, [name], company, vat);
        return pair.File switch
        {
            "same_company_number.csv" => (
                Of(pair.First, Company(0), null),
                Of(pair.Second, Company(0), null)
            ),
            "same_vat_small_cluster.csv" => (
                Of(pair.First, null, Vat(0)),
                Of(pair.Second, null, Vat(0))
            ),
            "different_vat_hard_negatives.csv" => (
                Of(pair.First, null, Vat(0)),
                Of(pair.Second, null, Vat(1))
            ),
            _ => (Of(pair.First, null, null), Of(pair.Second, null, null)),
        };
    }

    private static SupplierScore At(
        double threshold,
        IReadOnlyList<SupplierPair> pairs,
        IReadOnlyDictionary<(string, string), double> likeness
    )
    {
        bool Suggested(SupplierPair p) => likeness.GetValueOrDefault(Key(p)) >= threshold;
        var same = pairs.Where(p => p.Same).ToList();
        return new(
            threshold,
            same.Count == 0 ? 0 : (double)same.Count(Suggested) / same.Count,
            pairs.Count(p => !p.Same && Suggested(p)),
            [
                .. pairs
                    .GroupBy(p => (p.File, p.Same))
                    .Select(g => (g.Key.File, g.Key.Same, g.Count(), g.Count(Suggested))),
            ]
        );
    }

    /// <summary>
    /// Learns weights. Beside the judged pairs, a sample of pairs that would be compared but that nothing says are the same count
    /// as different, so that the likeness holds among many suppliers too.
    /// </summary>
    public static SupplierWeights Learn(IReadOnlyList<SupplierPair> pairs)
    {
        var names = Names(pairs).ToDictionary(n => n, SupplierName.Parse);
        var common = WordWeights
            .Shares(names.Values)
            .Where(w => w.Value >= 0.0012)
            .ToDictionary(w => w.Key, w => Math.Round(w.Value, 5));
        var words = new WordWeights(common, names.Values);
        // Pairs whose names share nothing are never suggested; a change of name cannot be learnt from the names.
        var examples = pairs
            .Concat(Unjudged(pairs, common))
            .Select(p =>
                (Pair: p, Names: NameComparison.Of(names[p.First], names[p.Second], words))
            )
            .Where(e => e.Names.ShareAnything)
            .Select(e =>
                (
                    e.Names.Values,
                    e.Pair.Same,
                    e.Pair.Same ? 1.0
                    : e.Pair.File.Length > 0 ? 2.0
                    : 0.5
                )
            )
            .ToList();
        return new(SupplierWeights.Learn(examples), common);
    }

    /// <summary>Scores each fifth of the suppliers with weights learnt on the other four; a supplier's names stay together.</summary>
    public static IReadOnlyList<SupplierScore> CrossValidate(
        IReadOnlyList<SupplierPair> pairs,
        IReadOnlyList<double> thresholds
    )
    {
        const int folds = 5;
        var group = Groups(pairs, judgedSame: false);
        var fold = group
            .Values.Distinct()
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(g => g.Item, g => g.Index % folds);
        var likeness = new Dictionary<(string, string), double>();
        for (var f = 0; f < folds; f++)
        {
            var weights = Learn([.. pairs.Where(p => fold[group[p.First]] != f)]);
            // Words are weighed among all the names, as they are in use; only the judgements are held back.
            foreach (var (key, value) in Likenesses(pairs, new(weights)))
            {
                if (fold[group[key.Item1]] == f && fold[group[key.Item2]] == f)
                {
                    likeness[key] = value;
                }
            }
        }
        return [.. thresholds.Select(t => At(t, pairs, likeness))];
    }

    private static IEnumerable<SupplierPair> Unjudged(
        IReadOnlyList<SupplierPair> pairs,
        IReadOnlyDictionary<string, double> common
    )
    {
        var group = Groups(pairs, judgedSame: true);
        var judged = pairs.Select(Key).ToHashSet();
        var compared = new SupplierDuplicates(
            new(new double[NameComparison.Features.Length], common)
        )
            .Suggest(Names(pairs).Select(n => new SupplierFacts(n, [n])), 0)
            .Where(s =>
                group[s.First.Key] != group[s.Second.Key]
                && !judged.Contains(Key(s.First.Key, s.Second.Key))
            )
            .ToList();
        var every = Math.Max(1, compared.Count / 6000);
        return compared
            .Where((_, i) => i % every == 0)
            .Select(s => new SupplierPair(s.First.Key, s.Second.Key, false, ""));
    }

    private static Dictionary<(string, string), double> Likenesses(
        IReadOnlyList<SupplierPair> pairs,
        SupplierDuplicates duplicates
    ) =>
        duplicates
            .Suggest(Names(pairs).Select(n => new SupplierFacts(n, [n])), 0.05)
            .ToDictionary(s => Key(s.First.Key, s.Second.Key), s => s.Likeness);

    private static IEnumerable<string> Names(IEnumerable<SupplierPair> pairs) =>
        pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order(StringComparer.Ordinal);

    private static (string, string) Key(SupplierPair pair) => Key(pair.First, pair.Second);

    private static (string, string) Key(string a, string b) =>
        string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);

    /// <summary>For each name, one name that stands for all that pairs connect it with.</summary>
    private static Dictionary<string, string> Groups(
        IReadOnlyList<SupplierPair> pairs,
        bool judgedSame
    )
    {
        var parent = Names(pairs).ToDictionary(n => n);
        string Root(string name)
        {
            while (parent[name] != name)
            {
                name = parent[name] = parent[parent[name]];
            }
            return name;
        }
        foreach (var pair in pairs.Where(p => p.Same || !judgedSame))
        {
            parent[Root(pair.First)] = Root(pair.Second);
        }
        return parent.Keys.ToList().ToDictionary(n => n, Root);
    }
}
