using System.Security.Cryptography;
using System.Text;

namespace Tandem.Classification;

/// <summary>Measures learning on notices it has not seen: of other buyers, of other sources and of later years.</summary>
internal sealed class CpvTrial(
    CpvList list,
    CpvWordMeanings words,
    IReadOnlyList<CpvExample> examples
)
{
    private const int Folds = 5;

    private const int OfOneBuyer = 10;

    /// <summary>Every notice scored by weights learnt without any notice of its buyer.</summary>
    public CpvScore UnseenBuyers() =>
        CpvScore.Of(Enumerable.Range(0, Folds).Select(fold => Split(e => FoldOf(e.Buyer) == fold)));

    /// <summary>The notices of one source, each scored without any of its buyer; no buyer counts more than ten times.</summary>
    public CpvScore UnseenBuyers(string source) =>
        CpvScore.Of(
            Enumerable
                .Range(0, Folds)
                .Select(fold => Few(Split(e => FoldOf(e.Buyer) == fold), e => e.Source == source))
        );

    /// <summary>The notices of one source scored by weights learnt from all others; no buyer counts more than ten times.</summary>
    public CpvScore UnseenSource(string source) =>
        CpvScore.Of([Few(Split(e => e.Source == source), _ => true)]);

    /// <summary>The notices from a day on scored by weights learnt from those before it; no buyer counts more than ten times.</summary>
    /// <param name="from">The day as digits: 20230101.</param>
    public CpvScore Later(string from) =>
        CpvScore.Of([Few(Split(e => string.CompareOrdinal(e.Date, from) >= 0), _ => true)]);

    // Some buyers publish the same notice a hundred times over: ten bus routes are enough.
    private static (CpvClassifier, IReadOnlyList<CpvExample>) Few(
        (CpvClassifier Classifier, IReadOnlyList<CpvExample> Examples) fold,
        Func<CpvExample, bool> counts
    ) =>
        (
            fold.Classifier,
            [
                .. fold
                    .Examples.Where(counts)
                    .GroupBy(e => e.Buyer.ToLowerInvariant())
                    .SelectMany(g => g.Take(OfOneBuyer)),
            ]
        );

    private (CpvClassifier Classifier, IReadOnlyList<CpvExample> Examples) Split(
        Func<CpvExample, bool> isTest
    ) =>
        (
            new CpvClassifier(
                new CpvLearner(list, words).Learn([.. examples.Where(e => !isTest(e))])
            ),
            [.. examples.Where(isTest)]
        );

    private static int FoldOf(string buyer) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(buyer.ToLowerInvariant()))[0] % Folds;
}
