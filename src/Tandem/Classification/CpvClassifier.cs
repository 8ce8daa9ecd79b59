using System.Numerics.Tensors;
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

/// <summary>A code that a text suggests, without the words that speak for it: telling those takes longer than finding the code.</summary>
/// <param name="Probability">0 to 1; over all codes of the level they come to 1.</param>
public readonly record struct LikelyCpv(Cpv Code, double Probability);

/// <summary>
/// Suggests CPV codes for a title and description in English. One linear model over words and pairs of words, learnt from
/// notices with their buyers’ codes and from the names of the codes themselves (<c>tandem learn cpv</c>), with the general
/// meanings of words beside the words, so that every suggestion is a sum of what its words add. Immutable and safe to share.
/// </summary>
public sealed class CpvClassifier
{
    private const int ReasonsGiven = 6;
    private const float Least = 1e-30f;
    private readonly CpvWeights _weights;
    private readonly Cpv[] _divisions;
    private readonly int[] _divisionOf;
    private readonly int[][] _placesOf;

    internal CpvClassifier(CpvWeights weights)
    {
        _weights = weights;
        _divisions = [.. weights.Classes.Select(c => c.Division).Distinct().Order()];
        _divisionOf = [.. weights.Classes.Select(c => Array.IndexOf(_divisions, c.Division))];
        _placesOf =
        [
            .. _divisions.Select(
                (_, d) =>
                    Enumerable
                        .Range(0, _divisionOf.Length)
                        .Where(p => _divisionOf[p] == d)
                        .ToArray()
            ),
        ];
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
        var evidence = new CpvEvidence(_weights, title, description ?? "");
        if (evidence.IsEmpty)
        {
            return [];
        }
        var likely = Likelihoods(evidence);
        if (level == CpvLevel.Division)
        {
            var sums = OfDivisions(likely);
            return
            [
                .. Best(sums, take)
                    .Select(d => new CpvSuggestion(
                        _divisions[d],
                        sums[d],
                        evidence.Strongest(
                            [
                                .. _placesOf[d]
                                    .Select(p => (p, likely[p] / Math.Max(sums[d], Least))),
                            ],
                            ReasonsGiven
                        )
                    )),
            ];
        }
        var groups = OfGroups(likely);
        return
        [
            .. Best(groups, take)
                .Select(g => new CpvSuggestion(
                    _weights.Classes[g],
                    groups[g],
                    evidence.Strongest([(g, 1)], ReasonsGiven)
                )),
        ];
    }

    /// <summary>The likeliest groups and the likeliest division for a text, the likeliest first; none where no word of it is known.</summary>
    /// <param name="groups">How many groups at most.</param>
    public (IReadOnlyList<LikelyCpv> Groups, LikelyCpv? Division) Likeliest(
        string title,
        string? description,
        int groups
    )
    {
        var evidence = new CpvEvidence(_weights, title, description ?? "");
        if (evidence.IsEmpty)
        {
            return ([], null);
        }
        var likely = Likelihoods(evidence);
        var ofGroups = OfGroups(likely);
        var ofDivisions = OfDivisions(likely);
        var division = Best(ofDivisions, 1)[0];
        return (
            Best(ofGroups, groups).ConvertAll(g => new LikelyCpv(_weights.Classes[g], ofGroups[g])),
            new LikelyCpv(_divisions[division], ofDivisions[division])
        );
    }

    private static float[] Likelihoods(CpvEvidence evidence)
    {
        var likely = evidence.Scores();
        TensorPrimitives.SoftMax(likely, likely);
        return likely;
    }

    /// <summary>The score of a code before softmax, its start and what every term adds.</summary>
    internal (double Score, double Start, IReadOnlyList<CpvReason> Reasons) Explain(
        string title,
        string? description,
        Cpv code
    )
    {
        var evidence = new CpvEvidence(_weights, title, description ?? "");
        var place = Array.IndexOf(_weights.Classes, code);
        return (evidence.Scores()[place], _weights.Start[place], evidence.Reasons(place));
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

    // A code of two digits says how the buyer writes, not what is bought: its share goes to the groups of its division.
    private float[] OfGroups(float[] likely)
    {
        var groups = new float[likely.Length];
        foreach (var places in _placesOf)
        {
            var (all, inGroups) = (0f, 0f);
            foreach (var place in places)
            {
                all += likely[place];
                inGroups += IsGroup(place) ? likely[place] : 0;
            }
            foreach (var place in places)
            {
                groups[place] = IsGroup(place)
                    ? likely[place] / Math.Max(inGroups, Least) * all
                    : -1;
            }
        }
        return groups;
    }

    private bool IsGroup(int place) => _weights.Classes[place].Level != CpvLevel.Division;

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
}
