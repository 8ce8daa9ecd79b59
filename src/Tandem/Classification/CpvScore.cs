namespace Tandem.Classification;

/// <summary>The share of notices whose main code is the first suggestion, or among the first three.</summary>
public sealed record CpvHits(double Top1, double Top3);

/// <summary>How well suggestions meet the buyers’ main codes.</summary>
/// <param name="Notices">How many notices were scored at division.</param>
/// <param name="Division">Of all notices.</param>
/// <param name="Group">Of the notices whose main code states a group.</param>
/// <param name="AnyDivision">As <paramref name="Division"/>, but any of the buyer’s codes counts.</param>
public sealed record CpvScore(int Notices, CpvHits Division, CpvHits Group, CpvHits AnyDivision)
{
    /// <summary>Measures a classifier on notices it has not learnt from.</summary>
    public static CpvScore Of(CpvClassifier classifier, IReadOnlyList<CpvExample> examples) =>
        Of([(classifier, examples)]);

    /// <summary>Measures several classifiers, each on notices of its own, as one: cross-validation.</summary>
    internal static CpvScore Of(
        IEnumerable<(CpvClassifier Classifier, IReadOnlyList<CpvExample> Examples)> folds
    )
    {
        var (notices, first, three, anyFirst, anyThree) = (0, 0, 0, 0, 0);
        var (withGroup, groupFirst, groupThree) = (0, 0, 0);
        foreach (var (classifier, examples) in folds)
        {
            foreach (var example in examples)
            {
                var main = example.Codes[0];
                List<Cpv> divisions = Codes(classifier, example, CpvLevel.Division);
                var place = divisions.IndexOf(main.Division);
                var anyPlace = divisions.FindIndex(d => example.Codes.Any(c => c.Division == d));
                notices++;
                first += place == 0 ? 1 : 0;
                three += place >= 0 ? 1 : 0;
                anyFirst += anyPlace == 0 ? 1 : 0;
                anyThree += anyPlace >= 0 ? 1 : 0;
                if (main.Level != CpvLevel.Division)
                {
                    var group = Codes(classifier, example, CpvLevel.Group).IndexOf(main.Group);
                    withGroup++;
                    groupFirst += group == 0 ? 1 : 0;
                    groupThree += group >= 0 ? 1 : 0;
                }
            }
        }
        return new CpvScore(
            notices,
            Share(first, three, notices),
            Share(groupFirst, groupThree, withGroup),
            Share(anyFirst, anyThree, notices)
        );
    }

    private static List<Cpv> Codes(CpvClassifier classifier, CpvExample example, CpvLevel level) =>
        [.. classifier.Suggest(example.Title, example.Description, 3, level).Select(s => s.Code)];

    private static CpvHits Share(int first, int three, int of) =>
        new(of == 0 ? 0 : (double)first / of, of == 0 ? 0 : (double)three / of);
}
