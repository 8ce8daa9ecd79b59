using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>Who could buy together: pure and deterministic. The order of the purchases makes no difference.</summary>
public static class Matching
{
    /// <summary>Finds the opportunities among purchases, the strongest first.</summary>
    /// <exception cref="ArgumentException">Two purchases have the same id.</exception>
    public static IReadOnlyList<Opportunity> FindOpportunities(
        IReadOnlyList<Purchase> purchases,
        MatchOptions options,
        CancellationToken cancellation = default
    )
    {
        var index = new MatchIndex(options);
        index.AddAll(purchases, Processors.All(cancellation));
        return index.Opportunities(cancellation);
    }

    /// <summary>“Who else buys this?”: the purchases of other authorities most like one, the nearest first, with why.</summary>
    public static IReadOnlyList<NearPurchase> Nearest(
        Purchase asked,
        IReadOnlyList<Purchase> all,
        int take = 10
    )
    {
        var index = new MatchIndex(new MatchOptions { AsOf = asked.Window.Earliest });
        index.AddAll([.. all.Where(p => p.Id != asked.Id)]);
        return index.Nearest(asked, take);
    }
}
