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
/// notices with their buyers’ codes and from the names of the codes themselves (<c>tandem learn cpv</c>), so that every
/// suggestion is a sum of what its words add. Immutable and safe to share.
/// </summary>
public sealed class CpvClassifier
{
    /// <summary>The content file that holds the weights.</summary>
    public const string WeightsFile = "cpv/classifier.bin.gz";

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
    public static CpvClassifier In(Content content)
    {
        using var stream = content.Open(WeightsFile);
        return new CpvClassifier(CpvWeights.Read(stream));
    }

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

    private readonly record struct Weighed(int Row, float Value, CpvTerm Term);

    private List<Weighed> Weigh(string title, string description)
    {
        var terms = new List<CpvTerm>(128);
        CpvTerms.Read(title, description, terms);
        Span<float> squares = stackalloc float[4];
        var weighed = new List<Weighed>(terms.Count);
        foreach (var term in terms)
        {
            var row = _weights.Find(term.Hash);
            if (row >= 0)
            {
                var rarity = _weights.Rarity[row];
                squares[(int)term.Part] += rarity * rarity;
                weighed.Add(new Weighed(row, rarity, term));
            }
        }
        foreach (ref var one in CollectionsMarshal.AsSpan(weighed))
        {
            var part = (int)one.Term.Part;
            one = one with
            {
                Value = one.Value * CpvWeights.PartScale[part] / MathF.Sqrt(squares[part]),
            };
        }
        return weighed;
    }

    private float[] Scores(List<Weighed> terms)
    {
        var scores = (float[])_weights.Start.Clone();
        foreach (var term in CollectionsMarshal.AsSpan(terms))
        {
            for (var j = _weights.Rows[term.Row]; j < _weights.Rows[term.Row + 1]; j++)
            {
                scores[_weights.Columns[j]] += term.Value * _weights.Values[j];
            }
        }
        return scores;
    }

    private float[] Probabilities(List<Weighed> terms)
    {
        var scores = Scores(terms);
        System.Numerics.Tensors.TensorPrimitives.SoftMax(scores, scores);
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
        var reasons = new List<CpvReason>(terms.Count);
        foreach (var (row, value, term) in terms)
        {
            var weight = 0.0;
            for (var j = _weights.Rows[row]; j < _weights.Rows[row + 1]; j++)
            {
                weight += value * _weights.Values[j] * share[_weights.Columns[j]];
            }
            var text = term.Part <= CpvTermPart.TitlePair ? title : description;
            reasons.Add(new CpvReason(text.Substring(term.Start, term.Length), weight));
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
