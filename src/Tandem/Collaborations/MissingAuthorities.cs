using System.Globalization;

namespace Tandem.Collaborations;

/// <summary>
/// Finds who is missing from an opportunity: authorities of a partnership or region of its members that buy the like at another
/// time, and partners from whom no purchase of the kind is known.
/// </summary>
internal static class MissingAuthorities
{
    /// <summary>Those that buy the like, but not with the others, each by its purchase that is most like one of theirs.</summary>
    /// <param name="vicinity">That of the opportunity.</param>
    /// <param name="likeness">Log-odds of two purchases being the same need; null where they are too low.</param>
    public static IReadOnlyList<MissingAuthority> Elsewhere(
        Vicinity vicinity,
        IReadOnlyList<HeldPurchase> members,
        CandidateBlocks blocks,
        PartnerBook book,
        Func<HeldPurchase, HeldPurchase, double?> likeness
    )
    {
        var partners = book.Of(vicinity.Partnerships).Select(p => p.AuthorityCode).ToList();
        if (partners.Count + vicinity.Regions.Count == 0)
        {
            return [];
        }
        var around = blocks.Surroundings(vicinity.Regions, partners, vicinity.Members);
        // Each is compared with the member it is nearest to.
        var nearest = blocks.Around(members, around);
        var best = new Dictionary<string, (HeldPurchase Held, double Like)>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            foreach (var (held, (closest, _)) in nearest)
            {
                if (closest != member)
                {
                    continue;
                }
                var purchase = held.Purchase;
                if (
                    likeness(member, held) is { } like
                    && (
                        !best.TryGetValue(purchase.AuthorityCode, out var other)
                        || like > other.Like
                        || (like == other.Like && HeldPurchase.ById.Compare(held, other.Held) < 0)
                    )
                )
                {
                    best[purchase.AuthorityCode] = (held, like);
                }
            }
        }
        return
        [
            .. best
                .Values.Select(b => b.Held.Purchase)
                .Select(p => new MissingAuthority(
                    p.AuthorityCode,
                    p.AuthorityName,
                    p,
                    Elsewhen(p)
                )),
        ];
    }

    /// <summary>Those that buy the like at another time, then the partners of whom no such purchase is known; each by name.</summary>
    public static IReadOnlyList<MissingAuthority> Of(
        Vicinity vicinity,
        IReadOnlyList<MissingAuthority> elsewhere,
        PartnerBook book
    )
    {
        var known = vicinity
            .Members.Concat(elsewhere.Select(m => m.AuthorityCode))
            .ToHashSet(StringComparer.Ordinal);
        var partners = book.Of(vicinity.Partnerships)
            .Where(p => !known.Contains(p.AuthorityCode))
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
                .ThenBy(m => m.AuthorityName, StringComparer.Ordinal)
                .ThenBy(m => m.AuthorityCode, StringComparer.Ordinal),
        ];
    }

    private static string Elsewhen(Purchase purchase)
    {
        var month = purchase.Window.Expected.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        return $"{purchase.AuthorityName} buys the like, but is due in {month}: {purchase.Title}.";
    }
}

/// <summary>Who may be expected in an opportunity: those of a region or partnership that at least two of its authorities have in common.</summary>
internal sealed class Vicinity(Opportunity opportunity)
{
    /// <summary>The authorities in it already.</summary>
    public IReadOnlyList<string> Members { get; } = opportunity.AuthorityCodes;

    public HashSet<string> Regions { get; } =
        Common(opportunity.Members, m => m.Region.Length > 0 ? new[] { m.Region } : []);

    public HashSet<string> Partnerships { get; } =
        Common(opportunity.Members, m => m.PartnershipIds);

    /// <summary>Whether a purchase, if it is the like, is one of somebody missing.</summary>
    public bool Has(Purchase purchase) =>
        (Regions.Contains(purchase.Region) || purchase.PartnershipIds.Any(Partnerships.Contains))
        && !Members.Contains(purchase.AuthorityCode);

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
}
