using System.Collections.Concurrent;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>
/// Suggests suppliers that are likely one and the same. Only ever a suggestion: nothing is joined on a name
/// (see <see cref="AutomaticJoin"/> for what may be joined without asking).
/// </summary>
public sealed class SupplierDuplicates(SupplierWeights weights)
{
    /// <summary>The likeness from which a pair is suggested unless asked otherwise; see content/parties for the score it reaches.</summary>
    public const double Threshold = 0.8;

    // Beyond this many suppliers a word or beginning says too little to compare all that have it.
    private const int LargestBlock = 30;

    /// <summary>The weights that ship.</summary>
    public static SupplierDuplicates In(Content content)
    {
        using var text = new StreamReader(content.Open(SupplierWeights.File));
        return new(SupplierWeights.Read(text));
    }

    /// <summary>How much words tell apart, among these suppliers.</summary>
    internal WordWeights WordsOf(IEnumerable<SupplierFacts> suppliers) =>
        new(weights.Words, [.. suppliers.SelectMany(s => s.Names).Select(SupplierName.Parse)]);

    /// <summary>Pairs of at least this likeness, likeliest first. Time grows with the number of suppliers, not its square.</summary>
    public IReadOnlyList<LikelyPair> Suggest(
        IEnumerable<SupplierFacts> suppliers,
        double threshold = Threshold
    )
    {
        var known = suppliers.Select(s => new Known(s)).ToList();
        var words = new WordWeights(weights.Words, [.. known.SelectMany(k => k.Names)]);
        var blocks = Blocks(known);
        var found = new ConcurrentBag<LikelyPair>();
        Parallel.ForEach(
            Partitioner.Create(0, Math.Max(known.Count, 1)),
            Processors.All(),
            range =>
            {
                var seen = new HashSet<int>();
                for (var i = range.Item1; i < range.Item2 && i < known.Count; i++)
                {
                    seen.Clear();
                    foreach (var j in blocks[i].SelectMany(b => b).Where(j => j > i && seen.Add(j)))
                    {
                        if (
                            Compare(known[i], known[j], words) is { } pair
                            && pair.Likeness >= threshold
                        )
                        {
                            found.Add(pair);
                        }
                    }
                }
            }
        );
        return
        [
            .. found
                .OrderByDescending(s => s.Likeness)
                .ThenBy(s => s.First.Key, StringComparer.Ordinal)
                .ThenBy(s => s.Second.Key, StringComparer.Ordinal),
        ];
    }

    private LikelyPair? Compare(Known a, Known b, WordWeights words)
    {
        var evidence = new List<string>();
        var logit = double.NegativeInfinity;
        NameComparison? best = null;
        foreach (var left in a.Names)
        {
            foreach (var right in b.Names)
            {
                var one = NameComparison.Of(left, right, words);
                if (one.ShareAnything && weights.Logit(one.Values) is var value && value > logit)
                {
                    (best, logit) = (one, value);
                }
            }
        }
        if (a.Company is { } numberA && b.Company is { } numberB)
        {
            if (numberA != numberB && numberA.Scheme == numberB.Scheme)
            {
                // Two registered bodies, whatever they are called.
                return null;
            }
            if (numberA == numberB)
            {
                logit = Math.Max(logit, 3) + 3;
                evidence.Add($"Same registered number {numberA.Value}.");
            }
        }
        if (a.Vat is { } vatA && b.Vat is { } vatB)
        {
            logit = vatA == vatB ? Math.Max(logit, 1) + 2 : logit - 2;
            evidence.Add(vatA == vatB ? $"Same VAT number {vatA}." : "Their VAT numbers differ.");
        }
        evidence.AddRange(best is null ? [] : NameEvidence(best));
        if (a.Postcode is { Length: > 0 } && a.Postcode == b.Postcode)
        {
            logit += 1;
            evidence.Add($"Same postcode {a.Facts.Postcode}.");
        }
        else if (Same(a.Facts.Locality, b.Facts.Locality))
        {
            logit += 0.3;
            evidence.Add($"Both in {a.Facts.Locality}.");
        }
        return new(a.Facts, b.Facts, 1 / (1 + Math.Exp(-logit)), evidence);
    }

    private static IEnumerable<string> NameEvidence(NameComparison names)
    {
        if (names.SameWords)
        {
            yield return "The same words but for legal form, order and punctuation.";
        }
        else if (names.SameLetters)
        {
            yield return "The same letters, spaced differently.";
        }
        else if (names.SharedWords.ToList() is { Count: > 0 } shared)
        {
            yield return $"Both names have {string.Join(", ", shared)}.";
        }
        if (names.ByInitials)
        {
            yield return "One name is the initials of the other.";
        }
    }

    private static List<List<int>>[] Blocks(List<Known> known)
    {
        var byKey = new Dictionary<string, List<int>>();
        foreach (var (i, supplier) in known.Index())
        {
            foreach (var key in supplier.Keys().Distinct())
            {
                var block = byKey.TryGetValue(key, out var found) ? found : byKey[key] = [];
                block.Add(i);
            }
        }
        var blocks = known.Select(_ => new List<List<int>>()).ToArray();
        foreach (var block in byKey.Values.Where(b => b.Count is > 1 and <= LargestBlock))
        {
            block.ForEach(i => blocks[i].Add(block));
        }
        return blocks;
    }

    private static bool Same(string? a, string? b) =>
        !string.IsNullOrWhiteSpace(a) && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private sealed class Known(SupplierFacts facts)
    {
        public SupplierFacts Facts => facts;
        public List<SupplierName> Names { get; } = [.. facts.Names.Select(SupplierName.Parse)];
        public CompanyNumber? Company { get; } = CompanyNumber.Parse(facts.CompanyNumber);
        public VatNumber? Vat { get; } = VatNumber.Parse(facts.VatNumber);
        public string Postcode { get; } =
            (facts.Postcode ?? "").Replace(" ", "").ToUpperInvariant();

        /// <summary>What two suppliers must share to be compared at all.</summary>
        public IEnumerable<string> Keys()
        {
            if (Company is { } number)
            {
                yield return $"#{number}";
            }
            if (Vat is { } vat)
            {
                yield return $"#{vat}";
            }
            foreach (
                var words in Names
                    .SelectMany(n => n.Others.Prepend(n.Words))
                    .Where(w => w.Count > 0)
            )
            {
                var compact = string.Concat(words);
                yield return "^" + compact[..Math.Min(6, compact.Length)];
                yield return "^^" + compact[..Math.Min(12, compact.Length)];
                yield return "=" + string.Concat(words.Order(StringComparer.Ordinal));
                if (words.Count >= 3)
                {
                    yield return "." + string.Concat(words.Take(6).Select(w => w[0]));
                    yield return "." + string.Concat(words.Take(3).Select(w => w[0]));
                }
                if (words[0].Length is >= 3 and <= 6)
                {
                    yield return "." + words[0];
                }
                for (var i = 0; i < words.Count; i++)
                {
                    yield return words[i];
                    if (words[i].Length > 5)
                    {
                        yield return words[i][..5] + "~";
                    }
                    if (i + 1 < words.Count)
                    {
                        yield return words[i] + " " + words[i + 1];
                    }
                    if (i > 0)
                    {
                        yield return words[0] + " & " + words[i];
                    }
                }
            }
        }
    }
}
