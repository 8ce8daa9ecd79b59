using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>A word or two words of the notice and how strongly they speak for a code.</summary>
/// <param name="Words">As written in the notice.</param>
/// <param name="Weight">What they add to the code’s score: natural logarithm of odds against a code they say nothing about.</param>
public sealed record CpvReason(string Words, double Weight);

/// <summary>A code that a text suggests.</summary>
/// <param name="Code">A division or a group, as asked for.</param>
/// <param name="Probability">0 to 1; over all codes of the level they come to 1.</param>
/// <param name="Words">The words that speak for it, the strongest first.</param>
public sealed record CpvSuggestion(Cpv Code, double Probability, IReadOnlyList<CpvReason> Words);

/// <summary>
/// Suggests CPV codes for a title and description in English. One linear model over words and pairs of words, learnt from
/// notices with their buyers’ codes and from the names of the codes themselves (<c>tandem learn cpv</c>), with the general
/// meanings of words beside the words, so that every suggestion is a sum of what its words add. Immutable and safe to share.
/// </summary>
public sealed class CpvClassifier
{
    private const int ReasonsGiven = 6;
    private readonly CpvWeights _weights;
    private readonly Cpv[] _divisions;
    private readonly int[] _divisionOf;

    internal CpvClassifier(CpvWeights weights)
    {
        _weights = weights;
        _divisions = [.. weights.Classes.Select(c => c.Division).Distinct().Order()];
        _divisionOf = [.. weights.Classes.Select(c => Array.IndexOf(_divisions, c.Division))];
    }

    /// <summary>Reads the weights a content folder ships.</summary>
    /// <exception cref="InvalidDataException">The file is not of the form <c>tandem learn cpv</c> writes.</exception>
    public static CpvClassifier In(Content content) => new(CpvWeights.In(content));

    /// <summary>The likeliest codes for a text, the likeliest first; none where no word of it is known.</summary>
    /// <param name="title">What the notice is called.</param>
    /// <param name="description">What it says, or null.</param>
    /// <param name="take">How many codes at most.</param>
    /// <param name="level">Divisions or groups; finer levels are not suggested and give groups.</param>
    public IReadOnlyList<CpvSuggestion> Suggest(
        string title,
        string? description,
        int take,
        CpvLevel level = CpvLevel.Group
    )
    {
        var terms = Weigh(title, description ?? "");
        if (terms.Count == 0)
        {
            return [];
        }
        var likely = Probabilities(terms);
        return level == CpvLevel.Division
            ? SuggestDivisions(title, description ?? "", terms, likely, take)
            : SuggestGroups(title, description ?? "", terms, likely, take);
    }

    /// <summary>The score of a code before softmax: its start and what every term adds. For tests of the explanation.</summary>
    internal (double Score, double Start, IReadOnlyList<CpvReason> Reasons) Explain(
        string title,
        string? description,
        Cpv code
    )
    {
        var terms = Weigh(title, description ?? "");
        var place = Array.IndexOf(_weights.Classes, code);
        var share = new float[_weights.Classes.Length];
        share[place] = 1;
        return (
            Scores(terms)[place],
            _weights.Start[place],
            Reasons(title, description ?? "", terms, share)
        );
    }

    // A term’s row and value among the terms, and among the meanings; -1 where it has none there.
    private readonly record struct Weighed(
        CpvTerm Term,
        int Row,
        float Value,
        int Word,
        float WordValue
    );

    private List<Weighed> Weigh(string title, string description)
    {
        var terms = new List<CpvTerm>(128);
        CpvTerms.Read(title, description, terms);
        Span<float> squares = stackalloc float[4];
        var vectors = new float[2 * CpvWordMeanings.Dimensions];
        var weighed = new List<Weighed>(terms.Count);
        foreach (var term in terms)
        {
            var row = _weights.Find(term.Hash);
            var word = term.IsWord ? _weights.Words.Find(term.Hash) : -1;
            var rarity = row >= 0 ? _weights.Rarity[row] : _weights.RarityOfUnknown;
            var meaning = CpvWeights.MeaningOf(rarity);
            squares[(int)term.Part] += row >= 0 ? rarity * rarity : 0;
            if (word >= 0)
            {
                var sum = vectors.AsSpan(
                    term.Text * CpvWordMeanings.Dimensions,
                    CpvWordMeanings.Dimensions
                );
                TensorPrimitives.MultiplyAdd(_weights.Words.VectorOf(word), meaning, sum, sum);
            }
            if (row >= 0 || word >= 0)
            {
                weighed.Add(new Weighed(term, row, rarity, word, meaning));
            }
        }
        Span<float> lengths =
        [
            TensorPrimitives.Norm<float>(vectors.AsSpan(0, CpvWordMeanings.Dimensions)),
            TensorPrimitives.Norm<float>(vectors.AsSpan(CpvWordMeanings.Dimensions)),
        ];
        foreach (ref var one in CollectionsMarshal.AsSpan(weighed))
        {
            var (part, text) = ((int)one.Term.Part, one.Term.Text);
            one = one with
            {
                Value =
                    one.Row < 0
                        ? 0
                        : one.Value * CpvWeights.PartScale[part] / MathF.Sqrt(squares[part]),
                WordValue =
                    one.Word < 0 || lengths[text] == 0
                        ? 0
                        : one.WordValue * CpvWeights.MeaningScale[text] / lengths[text],
            };
        }
        return weighed;
    }

    private float[] Scores(List<Weighed> terms)
    {
        var scores = (float[])_weights.Start.Clone();
        var vectors = new float[2 * CpvWordMeanings.Dimensions];
        foreach (ref readonly var term in CollectionsMarshal.AsSpan(terms))
        {
            for (var j = term.Row < 0 ? 0 : _weights.Rows[term.Row]; j < EndOf(term.Row); j++)
            {
                scores[_weights.Columns[j]] += term.Value * _weights.Values[j];
            }
            if (term.Word >= 0)
            {
                var sum = vectors.AsSpan(
                    term.Term.Text * CpvWordMeanings.Dimensions,
                    CpvWordMeanings.Dimensions
                );
                TensorPrimitives.MultiplyAdd(
                    _weights.Words.VectorOf(term.Word),
                    term.WordValue,
                    sum,
                    sum
                );
            }
        }
        for (var i = 0; i < vectors.Length; i++)
        {
            if (vectors[i] != 0)
            {
                TensorPrimitives.MultiplyAdd(MeaningOf(i), vectors[i], scores, scores);
            }
        }
        return scores;
    }

    private int EndOf(int row) => row < 0 ? 0 : _weights.Rows[row + 1];

    private ReadOnlySpan<float> MeaningOf(int number) =>
        _weights.Meaning.AsSpan(number * _weights.Classes.Length, _weights.Classes.Length);

    private float[] Probabilities(List<Weighed> terms)
    {
        var scores = Scores(terms);
        TensorPrimitives.SoftMax(scores, scores);
        return scores;
    }

    private float[] OfDivisions(float[] likely)
    {
        var sums = new float[_divisions.Length];
        for (var i = 0; i < likely.Length; i++)
        {
            sums[_divisionOf[i]] += likely[i];
        }
        return sums;
    }

    private IReadOnlyList<CpvSuggestion> SuggestDivisions(
        string title,
        string description,
        List<Weighed> terms,
        float[] likely,
        int take
    )
    {
        var sums = OfDivisions(likely);
        return
        [
            .. Best(sums, take)
                .Select(d => new CpvSuggestion(
                    _divisions[d],
                    sums[d],
                    Strongest(
                        Reasons(
                            title,
                            description,
                            terms,
                            [.. likely.Select((p, i) => _divisionOf[i] == d ? p / sums[d] : 0)]
                        )
                    )
                )),
        ];
    }

    // A code of two digits says how the buyer writes, not what is bought: its share goes to the groups of its division.
    private IReadOnlyList<CpvSuggestion> SuggestGroups(
        string title,
        string description,
        List<Weighed> terms,
        float[] likely,
        int take
    )
    {
        var sums = OfDivisions(likely);
        var groups = new float[likely.Length];
        var inGroups = new float[_divisions.Length];
        for (var i = 0; i < likely.Length; i++)
        {
            if (_weights.Classes[i].Level != CpvLevel.Division)
            {
                groups[i] = likely[i];
                inGroups[_divisionOf[i]] += likely[i];
            }
        }
        for (var i = 0; i < likely.Length; i++)
        {
            groups[i] =
                _weights.Classes[i].Level == CpvLevel.Division
                    ? -1
                    : groups[i] / Math.Max(inGroups[_divisionOf[i]], 1e-30f) * sums[_divisionOf[i]];
        }
        return
        [
            .. Best(groups, take)
                .Select(g =>
                {
                    var share = new float[likely.Length];
                    share[g] = 1;
                    return new CpvSuggestion(
                        _weights.Classes[g],
                        groups[g],
                        Strongest(Reasons(title, description, terms, share))
                    );
                }),
        ];
    }

    private static List<int> Best(float[] values, int take)
    {
        var best = new List<int>(take + 1);
        for (var i = 0; i < values.Length; i++)
        {
            var at = best.Count;
            while (at > 0 && values[i] > values[best[at - 1]])
            {
                at--;
            }
            if (at < take && values[i] >= 0)
            {
                best.Insert(at, i);
                if (best.Count > take)
                {
                    best.RemoveAt(take);
                }
            }
        }
        return best;
    }

    private List<CpvReason> Reasons(
        string title,
        string description,
        List<Weighed> terms,
        float[] share
    )
    {
        var byMeaning = new float[2 * CpvWordMeanings.Dimensions];
        for (var i = 0; i < byMeaning.Length; i++)
        {
            byMeaning[i] = TensorPrimitives.Dot(MeaningOf(i), share);
        }
        var reasons = new List<CpvReason>(terms.Count);
        foreach (var term in terms)
        {
            var weight = 0.0;
            for (var j = term.Row < 0 ? 0 : _weights.Rows[term.Row]; j < EndOf(term.Row); j++)
            {
                weight += term.Value * _weights.Values[j] * share[_weights.Columns[j]];
            }
            if (term.Word >= 0)
            {
                var text = byMeaning.AsSpan(
                    term.Term.Text * CpvWordMeanings.Dimensions,
                    CpvWordMeanings.Dimensions
                );
                weight +=
                    term.WordValue * TensorPrimitives.Dot(_weights.Words.VectorOf(term.Word), text);
            }
            var within = term.Term.Text == 0 ? title : description;
            reasons.Add(new CpvReason(within.Substring(term.Term.Start, term.Term.Length), weight));
        }
        return reasons;
    }

    private static IReadOnlyList<CpvReason> Strongest(List<CpvReason> reasons) =>
        [
            .. reasons
                .GroupBy(r => r.Words, StringComparer.OrdinalIgnoreCase)
                .Select(g => new CpvReason(g.First().Words, g.Sum(r => r.Weight)))
                .Where(r => r.Weight > 0)
                .OrderByDescending(r => r.Weight)
                .Take(ReasonsGiven),
        ];
}
