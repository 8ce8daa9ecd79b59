using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>Joins organisations here to the buyers of opportunities.</summary>
public sealed class OrganisationBuyers(Db db, Authorities authorities)
{
    /// <summary>By what matching knows the organisation.</summary>
    public string KeyOf(Organisation organisation) =>
        PurchaseBook.BuyerKey(authorities, organisation.AuthorityCode, organisation.Id, null);

    /// <summary>Whether a purchase of the opportunity is the organisation's own.</summary>
    public bool IsIn(FoundOpportunity opportunity, Organisation organisation) =>
        opportunity.Purchases.Any(p => p.AuthorityCode == KeyOf(organisation));

    /// <summary>The keys of a partnership's members.</summary>
    public async Task<IReadOnlyList<string>> KeysOfAsync(
        string partnershipSlug,
        CancellationToken cancellation = default
    ) =>
        [
            .. (
                await db.Set<Partnership>()
                    .Where(p => p.Slug == partnershipSlug)
                    .Join(db.Set<PartnershipMember>(), p => p.Id, m => m.PartnershipId, (_, m) => m)
                    .Join(db.Set<Organisation>(), m => m.OrganisationId, o => o.Id, (_, o) => o)
                    .AsNoTracking()
                    .ToListAsync(cancellation)
            ).Select(KeyOf),
        ];

    /// <exception cref="Refusal">There is no such opportunity or organisation.</exception>
    internal async Task<(FoundOpportunity Opportunity, Organisation Organisation)> FindAsync(
        string key,
        Id<Organisation> organisation,
        CancellationToken cancellation
    )
    {
        var kept = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Shown(db)
            .SingleOrDefaultAsync(o => o.Key == key, cancellation);
        var owner = await db.Set<Organisation>()
            .AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == organisation, cancellation);
        return kept is null || owner is null
            ? throw new Refusal("There is no such opportunity.", kind: RefusalKind.NotFound)
            : (kept.Found(), owner);
    }
}
