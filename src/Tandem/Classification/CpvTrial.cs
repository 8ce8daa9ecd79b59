using System.Security.Cryptography;
using System.Text;

namespace Tandem.Classification;

/// <summary>Measures learning on notices it has not seen: of other buyers, of other sources and of later years.</summary>
internal sealed class CpvTrial(CpvList list, IReadOnlyList<CpvExample> examples)
{
    private const int Folds = 5;

    /// <summary>Every notice scored by weights learnt without any notice of its buyer.</summary>
    public CpvScore UnseenBuyers() =>
        CpvScore.Of(Enumerable.Range(0, Folds).Select(fold => Split(e => FoldOf(e.Buyer) == fold)));

    /// <summary>The notices of one source scored by weights learnt from all others.</summary>
    public CpvScore UnseenSource(string source) => CpvScore.Of([Split(e => e.Source == source)]);

    /// <summary>The notices from a day on scored by weights learnt from those before it.</summary>
    /// <param name="from">The day as digits: 20230101.</param>
    public CpvScore Later(string from) =>
        CpvScore.Of([Split(e => string.CompareOrdinal(e.Date, from) >= 0)]);

    private (CpvClassifier, IReadOnlyList<CpvExample>) Split(Func<CpvExample, bool> isTest) =>
        (
            new CpvClassifier(new CpvLearner(list).Learn([.. examples.Where(e => !isTest(e))])),
            [.. examples.Where(isTest)]
        );

    private static int FoldOf(string buyer) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(buyer.ToLowerInvariant()))[0] % Folds;
}
