namespace Tandem.Collaborations;

/// <summary>Purchases that belong together.</summary>
/// <param name="Seed">The one with most links, around which the others were gathered.</param>
/// <param name="Members">All, the seed first.</param>
/// <param name="Window">The days they all have, and the seed's expected day.</param>
internal sealed record PurchaseGroup(
    HeldPurchase Seed,
    IReadOnlyList<HeldPurchase> Members,
    PurchaseWindow Window
);

/// <summary>
/// Gathers linked purchases into groups. A chain of likenesses is no group: every member is linked to the seed and to at least
/// half of the others of other authorities, and all members' windows share days. The result depends on the purchases alone.
/// </summary>
internal sealed class Grouping(MatchOptions options)
{
    // A month between two expected dates weighs as much as this much less likeness in log-odds.
    private const double MonthApart = 0.08;
    private const double DaysInMonth = 30.4375;

    // Fewer days than this in common are no time to buy together.
    private const int LeastSharedDays = 14;

    /// <summary>The groups among purchases that are linked to no others than these.</summary>
    public List<PurchaseGroup> Of(IReadOnlyCollection<HeldPurchase> connected)
    {
        var groups = new List<PurchaseGroup>();
        var taken = new HashSet<HeldPurchase>();
        var seeds = connected
            .Where(h => h.Links.Count > 0)
            .Select(h => (Held: h, Draw: Draw(h)))
            .OrderByDescending(s => s.Draw)
            .ThenBy(s => s.Held, HeldPurchase.ById);
        foreach (var (seed, _) in seeds)
        {
            if (taken.Contains(seed))
            {
                continue;
            }
            var group = Gather(seed, taken);
            if (group.Members.Count > 1)
            {
                groups.Add(group);
                taken.UnionWith(group.Members);
            }
        }
        return groups;
    }

    private PurchaseGroup Gather(HeldPurchase seed, HashSet<HeldPurchase> taken)
    {
        var members = new List<HeldPurchase> { seed };
        var window = seed.InPlay!.Value;
        var near = seed
            .Links.Where(l => !taken.Contains(l.Key))
            .Select(l => (l.Key, Affinity: Affinity(seed, l.Key, l.Value)))
            .OrderByDescending(l => l.Affinity)
            .ThenBy(l => l.Key, HeldPurchase.ById);
        foreach (var (candidate, _) in near)
        {
            if (
                members.Count < options.MostMembers
                && window.Shared(candidate.InPlay!.Value) is var (from, to)
                && to.DayNumber - from.DayNumber >= LeastSharedDays
                && Fits(candidate, members)
            )
            {
                members.Add(candidate);
                window = new PurchaseWindow(from, window.Expected, to);
            }
        }
        return new PurchaseGroup(seed, members, window);
    }

    private static bool Fits(HeldPurchase candidate, List<HeldPurchase> members)
    {
        var others = members
            .Where(m => m.Purchase.AuthorityCode != candidate.Purchase.AuthorityCode)
            .ToList();
        return 2 * others.Count(candidate.Links.ContainsKey) >= others.Count;
    }

    // Summed in order of id: the last bit of a sum depends on its order.
    private static double Draw(HeldPurchase held) =>
        held
            .Links.OrderBy(l => l.Key, HeldPurchase.ById)
            .Sum(l => NeedLikeness.ProbabilityOf(Affinity(held, l.Key, l.Value)));

    private static double Affinity(HeldPurchase a, HeldPurchase b, double logOdds)
    {
        var days = a.InPlay!.Value.Expected.DayNumber - b.InPlay!.Value.Expected.DayNumber;
        return logOdds - MonthApart * Math.Abs(days) / DaysInMonth;
    }
}
