namespace Tandem.Parties;

/// <summary>
/// How much a word tells suppliers apart: 0 for one that every name has, 1 for one met once among thousands. From the share
/// of names that have the word, in the collection at hand or in the collection the weights were learnt on, whichever is more.
/// </summary>
public sealed class WordWeights
{
    private const double Rarest = 1 / 4000.0;
    private const int FewNames = 400;
    private readonly Dictionary<string, double> shares;

    /// <param name="learnt">Shares of common words in the collection of learning.</param>
    /// <param name="names">The names at hand; too few of them tell nothing about words.</param>
    public WordWeights(
        IReadOnlyDictionary<string, double> learnt,
        IReadOnlyCollection<SupplierName> names
    )
    {
        shares = new(learnt);
        if (names.Count < FewNames)
        {
            return;
        }
        foreach (var (word, share) in Shares(names))
        {
            shares[word] = Math.Max(shares.GetValueOrDefault(word), share);
        }
    }

    /// <summary>Share of names that have each word.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Shares(
        IReadOnlyCollection<SupplierName> names
    ) =>
        names
            .SelectMany(n => n.Words.Concat(n.Others.SelectMany(o => o)).Distinct())
            .GroupBy(w => w)
            .Select(g => KeyValuePair.Create(g.Key, (double)g.Count() / names.Count));

    public double this[string word] =>
        Math.Log(Math.Max(shares.GetValueOrDefault(word), Rarest)) / Math.Log(Rarest);
}
