using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Tandem.Classification;

/// <summary>What a notice’s words weigh: the scores they add up to, and how much of a score each brings.</summary>
internal sealed class CpvEvidence
{
    private const int Dimensions = CpvWordMeanings.Dimensions;

    // A term’s row and value among the terms, and among the meanings of words; -1 where it has none there.
    private readonly record struct Weighed(
        CpvTerm Term,
        int Row,
        float Value,
        int Word,
        float WordValue
    );

    private readonly CpvWeights _weights;
    private readonly string[] _texts;
    private readonly List<Weighed> _terms;

    // What the title’s words mean together, then the description’s.
    private readonly float[] _meaning = new float[2 * Dimensions];

    public CpvEvidence(CpvWeights weights, string title, string description)
    {
        (_weights, _texts) = (weights, [title, description]);
        var terms = new List<CpvTerm>(128);
        CpvTerms.Read(title, description, terms);
        _terms = new List<Weighed>(terms.Count);
        Span<float> squares = stackalloc float[4];
        foreach (ref readonly var term in CollectionsMarshal.AsSpan(terms))
        {
            var row = weights.Find(term.Hash);
            var word = term.IsWord ? weights.Words.Find(term.Hash) : -1;
            var rarity = row >= 0 ? weights.Rarity[row] : weights.RarityOfUnknown;
            var meaning = word < 0 ? 0 : CpvWeights.MeaningOf(rarity);
            if (row >= 0)
            {
                squares[(int)term.Part] += rarity * rarity;
            }
            if (meaning > 0)
            {
                var sum = MeaningOf(term.Text);
                TensorPrimitives.MultiplyAdd(weights.Words.VectorOf(word), meaning, sum, sum);
            }
            if (row >= 0 || meaning > 0)
            {
                _terms.Add(new Weighed(term, row, row < 0 ? 0 : rarity, word, meaning));
            }
        }
        ToScale(squares);
    }

    /// <summary>True where no word is known.</summary>
    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The score of every code: its start and what all terms add.</summary>
    public float[] Scores()
    {
        var scores = (float[])_weights.Start.Clone();
        var (rows, columns, values) = (_weights.Rows, _weights.Columns, _weights.Values);
        foreach (ref readonly var term in CollectionsMarshal.AsSpan(_terms))
        {
            if (term.Row >= 0)
            {
                for (var j = rows[term.Row]; j < rows[term.Row + 1]; j++)
                {
                    scores[columns[j]] += term.Value * values[j];
                }
            }
        }
        for (var i = 0; i < _meaning.Length; i++)
        {
            if (_meaning[i] != 0)
            {
                var of = _weights.Meaning.AsSpan(i * scores.Length, scores.Length);
                TensorPrimitives.MultiplyAdd(of, _meaning[i], scores, scores);
            }
        }
        return scores;
    }

    /// <summary>What each term adds to the score of a code, in the order of the terms.</summary>
    public IReadOnlyList<CpvReason> Reasons(int place) =>
        [.. Weights([(place, 1)]).Select(w => new CpvReason(Written(w.Term), w.Weight))];

    /// <summary>The terms that add most to the mean score of some codes, the strongest first; those of title and description are one.</summary>
    /// <param name="codes">Places of codes and their shares in the mean.</param>
    /// <param name="take">How many at most.</param>
    public IReadOnlyList<CpvReason> Strongest(
        ReadOnlySpan<(int Place, float Share)> codes,
        int take
    )
    {
        var sums = new Dictionary<uint, (CpvTerm Term, float Weight)>(_terms.Count);
        foreach (var (term, weight) in Weights(codes))
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
                sums,
                term.Hash,
                out var met
            );
            sum = met ? (sum.Term, sum.Weight + weight) : (term, weight);
        }
        return
        [
            .. sums
                .Values.Where(s => s.Weight > 0)
                .OrderByDescending(s => s.Weight)
                .Take(take)
                .Select(s => new CpvReason(Written(s.Term), s.Weight)),
        ];
    }

    private (CpvTerm Term, float Weight)[] Weights(ReadOnlySpan<(int Place, float Share)> codes)
    {
        var share = new float[_weights.Classes.Length];
        var meaning = new float[_meaning.Length];
        foreach (var (place, part) in codes)
        {
            share[place] = part;
            for (var i = 0; i < meaning.Length; i++)
            {
                meaning[i] += part * _weights.Meaning[(i * share.Length) + place];
            }
        }
        var weights = new (CpvTerm, float)[_terms.Count];
        for (var at = 0; at < weights.Length; at++)
        {
            ref readonly var one = ref CollectionsMarshal.AsSpan(_terms)[at];
            var weight = 0f;
            for (var j = one.Row < 0 ? 0 : _weights.Rows[one.Row]; j < EndOf(one.Row); j++)
            {
                weight += one.Value * _weights.Values[j] * share[_weights.Columns[j]];
            }
            if (one.WordValue > 0)
            {
                var of = meaning.AsSpan(one.Term.Text * Dimensions, Dimensions);
                weight +=
                    one.WordValue * TensorPrimitives.Dot(_weights.Words.VectorOf(one.Word), of);
            }
            weights[at] = (one.Term, weight);
        }
        return weights;
    }

    private string Written(CpvTerm term) => _texts[term.Text].Substring(term.Start, term.Length);

    private int EndOf(int row) => row < 0 ? 0 : _weights.Rows[row + 1];

    private Span<float> MeaningOf(int text) => _meaning.AsSpan(text * Dimensions, Dimensions);

    // Each part of the text counts the same however long it is.
    private void ToScale(ReadOnlySpan<float> squares)
    {
        Span<float> by = stackalloc float[2];
        for (var text = 0; text < by.Length; text++)
        {
            var length = TensorPrimitives.Norm<float>(MeaningOf(text));
            by[text] = length > 0 ? CpvWeights.MeaningScale[text] / length : 0;
            TensorPrimitives.Multiply(MeaningOf(text), by[text], MeaningOf(text));
        }
        foreach (ref var one in CollectionsMarshal.AsSpan(_terms))
        {
            var part = (int)one.Term.Part;
            one = one with
            {
                Value =
                    one.Row < 0
                        ? 0
                        : one.Value * CpvWeights.PartScale[part] / MathF.Sqrt(squares[part]),
                WordValue = one.WordValue * by[one.Term.Text],
            };
        }
    }
}
