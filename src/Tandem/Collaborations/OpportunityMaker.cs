using System.Security.Cryptography;
using System.Text;

namespace Tandem.Collaborations;

/// <summary>Makes an opportunity of a group: its id, its strength, its reasons.</summary>
internal static class OpportunityMaker
{
    /// <summary>The opportunity; null where it is weaker than asked for.</summary>
    public static Opportunity? Make(PurchaseGroup group, SameNeed model, MatchOptions options)
    {
        var members = group
            .Members.OrderBy(m => m.InPlay!.Value.Expected)
            .ThenBy(m => m, HeldPurchase.ById)
            .ToList();
        var pairs = Pairs(members)
            .Select(p => (p.A, p.B, LogOdds: model.LogOdds(p.A.Profile, p.B.Profile)))
            .ToList();
        var closest = pairs
            .OrderByDescending(p => p.LogOdds)
            .ThenBy(p => p.A, HeldPurchase.ById)
            .ThenBy(p => p.B, HeldPurchase.ById)
            .First();
        var likeness = model.Explain(closest.A.Profile, closest.B.Profile);
        var strength = StrengthRule.Of(
            members,
            pairs.Average(p => StrengthRule.Likeness(p.LogOdds)),
            likeness
        );
        return strength.Points < options.MinimumStrength
            ? null
            : new Opportunity(
                IdOf(members),
                [.. members.Select(m => m.Purchase)],
                group.Window.Earliest,
                group.Window.Latest,
                strength,
                likeness
            );
    }

    /// <summary>All pairs of members of different authorities.</summary>
    private static IEnumerable<(HeldPurchase A, HeldPurchase B)> Pairs(List<HeldPurchase> members)
    {
        var byId = members.Order(HeldPurchase.ById).ToList();
        return from a in byId
            from b in byId
            where
                HeldPurchase.ById.Compare(a, b) < 0
                && a.Purchase.AuthorityCode != b.Purchase.AuthorityCode
            select (a, b);
    }

    private static string IdOf(List<HeldPurchase> members)
    {
        var ids = string.Join('\n', members.Order(HeldPurchase.ById).Select(m => m.Purchase.Id));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ids)).AsSpan(0, 8));
    }
}
