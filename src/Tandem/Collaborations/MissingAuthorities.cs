using System.Globalization;

namespace Tandem.Collaborations;

/// <summary>
/// Finds who is missing from an opportunity: authorities of a partnership or region of its members that buy the like at another
/// time, and partners from whom no purchase of the kind is known.
/// </summary>
internal static class MissingAuthorities
{
    public static IReadOnlyList<MissingAuthority> Of(
        Opportunity opportunity,
        IReadOnlyList<HeldPurchase> members,
        CandidateBlocks blocks,
        IReadOnlyCollection<HeldPurchase> all,
        SameNeed model,
        MatchOptions options
    )
    {
        var inIt = opportunity.AuthorityCodes.ToHashSet();
        var partnerships = Common(opportunity.Members, m => m.PartnershipIds);
        var regions = Common(
            opportunity.Members,
            m => m.Region.Length > 0 ? new[] { m.Region } : []
        );
        var elsewhere = members
            .SelectMany(blocks.Beside)
            .Distinct()
            .Where(h => !inIt.Contains(h.Purchase.AuthorityCode))
            .Where(h =>
                regions.Contains(h.Purchase.Region)
                || h.Purchase.PartnershipIds.Any(partnerships.Contains)
            )
            .Select(h => (Held: h, Like: members.Max(m => model.LogOdds(m.Profile, h.Profile))))
            .Where(h => h.Like >= options.MinimumLikeness)
            .GroupBy(h => h.Held.Purchase.AuthorityCode)
            .Select(g =>
                g.OrderByDescending(h => h.Like)
                    .ThenBy(h => h.Held, HeldPurchase.ById)
                    .First()
                    .Held.Purchase
            )
            .Select(p => new MissingAuthority(p.AuthorityCode, p.AuthorityName, p, Elsewhen(p)))
            .ToList();
        var known = inIt.Concat(elsewhere.Select(m => m.AuthorityCode)).ToHashSet();
        var partners = all.Select(h => h.Purchase)
            .Where(p =>
                !known.Contains(p.AuthorityCode) && p.PartnershipIds.Any(partnerships.Contains)
            )
            .OrderBy(p => p.Id, StringComparer.Ordinal)
            .DistinctBy(p => p.AuthorityCode)
            .Select(p => new MissingAuthority(
                p.AuthorityCode,
                p.AuthorityName,
                null,
                $"{p.AuthorityName} is a partner; no purchase of this kind is known from it."
            ));
        return
        [
            .. elsewhere
                .Concat(partners)
                .OrderBy(m => m.Purchase is null)
                .ThenBy(m => m.AuthorityName, StringComparer.Ordinal),
        ];
    }

    // What at least two authorities of the opportunity have in common.
    private static HashSet<string> Common(
        IReadOnlyList<Purchase> members,
        Func<Purchase, IEnumerable<string>> of
    ) =>
        [
            .. members
                .SelectMany(m => of(m).Select(x => (Shared: x, m.AuthorityCode)))
                .Distinct()
                .GroupBy(x => x.Shared)
                .Where(g => g.Count() > 1)
                .Select(g => g.Key),
        ];

    private static string Elsewhen(Purchase purchase)
    {
        var month = purchase.Window.Expected.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        return $"{purchase.AuthorityName} buys the like, but is due in {month}: {purchase.Title}.";
    }
}
