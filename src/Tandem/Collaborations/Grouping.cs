using Tandem.Kernel;

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
/// half of the others of other authorities, and all members' windows share days. Those near to the seed or partners of it are
/// asked first; far ones only where there are too few of them.
/// <para>
/// The purchases are asked in turn, those with most to draw others first; each that is still free gathers what is still free
/// around it. What a purchase gathers depends only on those before it, so that after a change only those are asked again whom
/// the change reaches, and the result is that of asking all.
/// </para>
/// </summary>
internal sealed class Grouping(MatchOptions options)
{
    // A month between two expected dates weighs as much as this much less likeness in log-odds.
    private const double MonthApart = 0.08;
    private const double DaysInMonth = 30.4375;

    // A hundred kilometres weigh as much as three months.
    private const double KmApart = 3 * MonthApart / 100;
    private const double FarthestKm = 400;
    private const double KmOfUnknown = 100;

    // Beyond this, an hour and a half by road, people do not meet as a matter of course: the strength of an opportunity gives no
    // points for nearness from here on either.
    private const double FarKm = 120;

    // With so many authorities near by, a far one is not asked to join.
    private const int EnoughNear = 3;

    // Fewer days than this in common are no time to buy together.
    private const int LeastSharedDays = 14;

    // What a link adds to the draw of a purchase where the two are the same need for sure.
    private const long Certain = 1L << 40;

    private static readonly Comparer<HeldPurchase> Turn = Comparer<HeldPurchase>.Create(
        (a, b) =>
            b.Draw.CompareTo(a.Draw) is not 0 and var byDraw
                ? byDraw
                : HeldPurchase.ById.Compare(a, b)
    );

    private readonly HashSet<HeldPurchase> _touched = [];
    private readonly SortedSet<HeldPurchase> _toAsk = new(Turn);

    /// <summary>Says that a purchase has come, has gone or has other links than before.</summary>
    public void Touch(HeldPurchase held) => _touched.Add(held);

    /// <summary>Groups anew what the changes reach; gives the seeds whose group has changed or gone.</summary>
    public HashSet<HeldPurchase> Settle()
    {
        var changed = new HashSet<HeldPurchase>();
        var reached = new HashSet<HeldPurchase>(_touched);
        foreach (var held in _touched)
        {
            reached.UnionWith(held.Links.Keys);
            if (held.Owner is { } owner)
            {
                reached.Add(owner);
            }
            if (held.Group is not null)
            {
                changed.Add(held);
                Dissolve(held, reached);
            }
        }
        Parallel.ForEach(_touched, Processors.All(), held => held.Draw = DrawOf(held));
        _touched.Clear();
        _toAsk.UnionWith(reached);
        while (_toAsk.Min is { } next)
        {
            _toAsk.Remove(next);
            if (Ask(next))
            {
                changed.Add(next);
            }
        }
        return changed;
    }

    private static void Dissolve(HeldPurchase seed, HashSet<HeldPurchase> reached)
    {
        foreach (var member in seed.Group!.Members)
        {
            member.Owner = null;
            reached.Add(member);
            reached.UnionWith(member.Links.Keys);
        }
        seed.Group = null;
    }

    /// <summary>Lets a purchase gather what is free when its turn comes; true where its group is another than before.</summary>
    private bool Ask(HeldPurchase seed)
    {
        var before = seed.Group?.Members ?? [];
        var group = IsTakenBefore(seed, seed) ? null : Gather(seed);
        var members = group?.Members ?? [];
        if (members.SequenceEqual(before))
        {
            return false;
        }
        seed.Group = group;
        foreach (var gone in before.Where(m => m.Owner == seed && !members.Contains(m)))
        {
            gone.Owner = null;
            AskLater(seed, gone);
            foreach (var other in gone.Links.Keys)
            {
                AskLater(seed, other);
            }
        }
        foreach (var member in members.Where(m => m.Owner != seed))
        {
            if (member.Owner is { } loser)
            {
                AskLater(seed, loser);
            }
            AskLater(seed, member);
            member.Owner = seed;
        }
        return true;
    }

    private void AskLater(HeldPurchase asked, HeldPurchase other)
    {
        if (Turn.Compare(asked, other) < 0)
        {
            _toAsk.Add(other);
        }
    }

    private static bool IsTakenBefore(HeldPurchase held, HeldPurchase turn) =>
        held.Owner is { } owner && owner != turn && Turn.Compare(owner, turn) < 0;

    private PurchaseGroup? Gather(HeldPurchase seed)
    {
        if (seed.Links.Count == 0)
        {
            return null;
        }
        var members = new List<HeldPurchase> { seed };
        var window = seed.InPlay!.Value;
        var inTurn = seed
            .Links.Where(l => !IsTakenBefore(l.Key, seed))
            .Select(l =>
                (l.Key, IsFar: Km(seed, l.Key) > FarKm, Affinity: Affinity(seed, l.Key, l.Value))
            )
            .OrderBy(l => l.IsFar)
            .ThenByDescending(l => l.Affinity)
            .ThenBy(l => l.Key, HeldPurchase.ById);
        foreach (var (candidate, isFar, _) in inTurn)
        {
            if (
                members.Count < options.MostMembers
                && (!isFar || Authorities(members) < EnoughNear)
                && window.Shared(candidate.InPlay!.Value) is var (from, to)
                && to.DayNumber - from.DayNumber >= LeastSharedDays
                && Fits(candidate, members)
            )
            {
                members.Add(candidate);
                window = new PurchaseWindow(from, window.Expected, to);
            }
        }
        return members.Count > 1 ? new PurchaseGroup(seed, members, window) : null;
    }

    private static int Authorities(List<HeldPurchase> members) =>
        members.Select(m => m.Purchase.AuthorityCode).Distinct().Count();

    private static bool Fits(HeldPurchase candidate, List<HeldPurchase> members)
    {
        var others = members
            .Where(m => m.Purchase.AuthorityCode != candidate.Purchase.AuthorityCode)
            .ToList();
        return 2 * others.Count(candidate.Links.ContainsKey) >= others.Count;
    }

    // Summed in whole steps, as the last bit of a sum of fractions depends on its order.
    private static long DrawOf(HeldPurchase held)
    {
        long sum = 0;
        foreach (var (other, logOdds) in held.Links)
        {
            sum += (long)(Certain * NeedLikeness.ProbabilityOf(Affinity(held, other, logOdds)));
        }
        return sum;
    }

    private static double Affinity(HeldPurchase a, HeldPurchase b, double logOdds)
    {
        var days = a.InPlay!.Value.Expected.DayNumber - b.InPlay!.Value.Expected.DayNumber;
        return logOdds
            - MonthApart * Math.Abs(days) / DaysInMonth
            - KmApart * Math.Min(Km(a, b), FarthestKm);
    }

    // Partners work together already, wherever they are.
    private static double Km(HeldPurchase a, HeldPurchase b) =>
        a.Purchase.PartnershipIds.Any(p => b.Purchase.PartnershipIds.Contains(p)) ? 0
        : a.Place.KmTo(b.Place) is var km && float.IsNaN(km) ? KmOfUnknown
        : km;
}
