using System.Numerics.Tensors;

namespace Tandem.Classification;

/// <summary>
/// Learns the classifier: multinomial logistic regression over groups and bare divisions (AdaGrad, four passes, seeded), from
/// notices with their buyers’ codes and from every code’s own name with the names above it, and to its weights added the
/// direction of each code’s mean text, which holds up better where the notices are few.
/// </summary>
internal sealed class CpvLearner
{
    private const float WeightOfName = 0.5f;

    /// <summary>How much of a notice’s target is shared out evenly over all its codes; the rest is the first one’s.</summary>
    private const float SharedTarget = 0.5f;
    private const float NameInMean = 0.2f;
    private const float MeanScale = 5f;
    private const int ColumnsKept = 24;
    private const int MeaningRows = 2 * CpvWordMeanings.Dimensions;

    private readonly CpvList _list;
    private readonly Cpv[] _classes;
    private readonly Dictionary<Cpv, int> _place;
    private readonly int _width;

    private readonly CpvWordMeanings _words;

    public CpvLearner(CpvList list, CpvWordMeanings words)
    {
        (_list, _words) = (list, words);
        _classes = [.. list.Entries.Select(e => e.Code.Group).Distinct().Order()];
        _place = _classes.Index().ToDictionary(c => c.Item, c => c.Index);
        _width = (_classes.Length + 15) / 16 * 16;
    }

    private sealed record Text(List<CpvTerm> Terms, float[] Target, float Weight, bool IsName);

    /// <summary>The weights learnt from these notices; the same notices in the same order give the same weights.</summary>
    public CpvWeights Learn(IReadOnlyList<CpvExample> examples)
    {
        var texts = examples
            .Select(e => new Text(Terms(e.Title, e.Description), TargetOf(e.Codes), 1, false))
            .Concat(_list.Entries.Select(NameText))
            .ToList();
        var (hashes, rarity) = Vocabulary(texts, examples.Count);
        var rowOf = hashes.Index().ToDictionary(h => h.Item, h => h.Index);
        var vectors = texts
            .Select(t =>
                ((int Row, float Value)[])
                    [.. VectorOf(t.Terms, rowOf, rarity), .. MeaningOf(t.Terms, rowOf, rarity)]
            )
            .ToList();
        var weights = new CpvDescent(_classes.Length, _width).Run(
            [.. texts.Zip(vectors, (t, v) => new CpvDescent.Example(v, t.Target, t.Weight))],
            hashes.Length + MeaningRows
        );
        AddMeans(texts, vectors, hashes.Length, weights);
        return Prune(weights, hashes, rarity);
    }

    private static List<CpvTerm> Terms(string title, string description)
    {
        var terms = new List<CpvTerm>();
        CpvTerms.Read(title, description, terms);
        return terms;
    }

    private Text NameText(CpvEntry entry)
    {
        var above = string.Join(". ", _list.AncestorsOf(entry.Code).Select(a => a.Name).Distinct());
        return new Text(Terms(entry.Name, above), TargetOf([entry.Code]), WeightOfName, true);
    }

    private float[] TargetOf(IReadOnlyList<Cpv> codes)
    {
        var target = new float[_width];
        // A group the list does not know counts for its division.
        var places = codes
            .Select(c =>
                _place.GetValueOrDefault(c.Group, _place.GetValueOrDefault(c.Division, -1))
            )
            .Where(p => p >= 0)
            .ToList();
        target[places[0]] = 1 - SharedTarget;
        var all = places.Distinct().ToList();
        foreach (var place in all)
        {
            target[place] += SharedTarget / all.Count;
        }
        return target;
    }

    // Terms that stand in two notices, in two names, or in a notice and a name.
    private static (uint[] Hashes, float[] Rarity) Vocabulary(List<Text> texts, int notices)
    {
        var inNotices = new Dictionary<uint, int>();
        var inNames = new Dictionary<uint, int>();
        foreach (var text in texts)
        {
            var counts = text.IsName ? inNames : inNotices;
            foreach (var hash in text.Terms.Select(t => t.Hash).Distinct())
            {
                counts[hash] = counts.GetValueOrDefault(hash) + 1;
            }
        }
        uint[] hashes =
        [
            .. inNotices
                .Keys.Union(inNames.Keys)
                .Where(h => inNotices.GetValueOrDefault(h) + inNames.GetValueOrDefault(h) >= 2)
                .Order(),
        ];
        return (
            hashes,
            [
                .. hashes.Select(h =>
                    (float)
                        (Half)
                            Math.Log(
                                1 + (notices / (Math.Max(inNotices.GetValueOrDefault(h), 1) + 0.5))
                            )
                ),
            ]
        );
    }

    private static (int Row, float Value)[] VectorOf(
        List<CpvTerm> terms,
        Dictionary<uint, int> rowOf,
        float[] rarity
    )
    {
        var known = terms
            .Where(t => rowOf.ContainsKey(t.Hash))
            .Select(t => (Row: rowOf[t.Hash], t.Part))
            .ToList();
        var length = new float[CpvWeights.PartScale.Length];
        foreach (var (row, part) in known)
        {
            length[(int)part] += rarity[row] * rarity[row];
        }
        return
        [
            .. known
                .Select(k =>
                    (
                        k.Row,
                        Value: rarity[k.Row]
                            * CpvWeights.PartScale[(int)k.Part]
                            / MathF.Sqrt(length[(int)k.Part])
                    )
                )
                .GroupBy(k => k.Row)
                .Select(g => (g.Key, g.Sum(k => k.Value)))
                .OrderBy(k => k.Key),
        ];
    }

    // The rows after the terms: the vector of the title’s words, then of the description’s.
    private IEnumerable<(int Row, float Value)> MeaningOf(
        List<CpvTerm> terms,
        Dictionary<uint, int> rowOf,
        float[] rarity
    )
    {
        var unknown = rarity.DefaultIfEmpty().Max();
        var sums = new float[MeaningRows];
        foreach (var term in terms.Where(t => t.IsWord))
        {
            if (_words.Find(term.Hash) is >= 0 and var word)
            {
                var by = rowOf.TryGetValue(term.Hash, out var row) ? rarity[row] : unknown;
                var sum = sums.AsSpan(
                    term.Text * CpvWordMeanings.Dimensions,
                    CpvWordMeanings.Dimensions
                );
                TensorPrimitives.MultiplyAdd(
                    _words.VectorOf(word),
                    CpvWeights.MeaningOf(by),
                    sum,
                    sum
                );
            }
        }
        for (var text = 0; text < CpvWeights.MeaningScale.Length; text++)
        {
            var sum = sums.AsSpan(text * CpvWordMeanings.Dimensions, CpvWordMeanings.Dimensions);
            var length = TensorPrimitives.Norm<float>(sum);
            var by = length > 0 ? CpvWeights.MeaningScale[text] / length : 0;
            TensorPrimitives.Multiply(sum, by, sum);
        }
        return sums.Index().Where(s => s.Item != 0).Select(s => (rarity.Length + s.Index, s.Item));
    }

    private void AddMeans(
        List<Text> texts,
        List<(int Row, float Value)[]> vectors,
        int terms,
        float[] weights
    )
    {
        var means = new float[terms * _width];
        var length = new double[_width];
        foreach (var (text, vector) in texts.Zip(vectors))
        {
            var by = text.IsName ? NameInMean : 1;
            for (var k = 0; k < _classes.Length; k++)
            {
                if (text.Target[k] > 0)
                {
                    foreach (var (row, value) in vector.Where(v => v.Row < terms))
                    {
                        means[(row * _width) + k] += by * text.Target[k] * value;
                    }
                }
            }
        }
        for (var i = 0; i < means.Length; i++)
        {
            length[i % _width] += (double)means[i] * means[i];
        }
        for (var i = 0; i < means.Length; i++)
        {
            weights[i] += MeanScale * means[i] / (float)Math.Sqrt(length[i % _width] + 1e-12);
        }
    }

    // Softmax does not see what all codes share: rows are kept from their middle, and only the codes that differ most from it.
    private CpvWeights Prune(float[] weights, uint[] hashes, float[] rarity)
    {
        var rows = new int[hashes.Length + 1];
        var columns = new List<ushort>();
        var values = new List<float>();
        var sorted = new float[_classes.Length];
        for (var i = 0; i < hashes.Length; i++)
        {
            var row = weights.AsSpan(i * _width, _classes.Length);
            row.CopyTo(sorted);
            Array.Sort(sorted);
            var middle = sorted[sorted.Length / 2];
            var strongest = Math.Max(sorted[^1] - middle, middle - sorted[0]);
            var kept = row.ToArray()
                .Select((w, k) => (Value: w - middle, Column: k))
                .Where(w => Math.Abs(w.Value) > strongest * 0.04f)
                .OrderByDescending(w => Math.Abs(w.Value))
                .ThenBy(w => w.Column)
                .Take(ColumnsKept)
                .OrderBy(w => w.Column);
            foreach (var (value, column) in kept)
            {
                columns.Add((ushort)column);
                values.Add(value);
            }
            rows[i + 1] = columns.Count;
        }
        return new CpvWeights(
            _classes,
            Row(weights, hashes.Length + MeaningRows),
            hashes,
            rarity,
            rows,
            [.. columns],
            [.. values],
            _words,
            [.. Enumerable.Range(hashes.Length, MeaningRows).SelectMany(r => Row(weights, r))]
        );
    }

    private float[] Row(float[] weights, int row) =>
        weights.AsSpan(row * _width, _classes.Length).ToArray();
}
