using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations;

/// <summary>The purchases of one's own organisations that come up within a year and that others could make with them, until somebody has said how far they would go, or that it is not for them.</summary>
internal sealed class OpportunityWaiting(Db db, OrganisationBuyers buyers, TimeProvider clock)
    : IWaiting
{
    /// <summary>Few enough to be read; the list has all.</summary>
    private const int Most = 5;

    /// <summary>Of 100: what is less sure is not put before somebody who did not ask.</summary>
    private const double LeastStrength = 60;

    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        var ids = actor
            .Roles.Where(r => r.Value >= Role.Officer)
            .Select(r => new Id<Organisation>(r.Key))
            .ToList();
        if (ids.Count == 0)
        {
            return [];
        }
        var own = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => ids.Contains(o.Id))
            .ToListAsync(cancellation);
        var keys = own.ConvertAll(buyers.KeyOf);
        var today = clock.Today();
        var inYear = today.AddYears(1);
        var found = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Shown(db)
            .Where(o => o.Strength >= LeastStrength && o.FirstDue <= inYear && o.ToDay >= today)
            .Where(o =>
                db.Set<KeptOpportunityMember>()
                    .Any(m => m.OpportunityId == o.Id && keys.Contains(m.AuthorityCode))
                && !db.Set<SetAside>()
                    .Any(s => s.OpportunityKey == o.Key && ids.Contains(s.OrganisationId))
                && !db.Set<StatedWillingness>()
                    .Any(w =>
                        w.Kind == StartingKind.Opportunity
                        && w.Key == o.Key
                        && ids.Contains(w.OrganisationId)
                    )
            )
            .OrderByDescending(o => o.Strength)
            .ThenBy(o => o.FirstDue)
            .Select(o => new
            {
                o.Key,
                o.Title,
                o.AuthorityCount,
                o.FromDay,
                o.ToDay,
            })
            .Take(Most)
            .ToListAsync(cancellation);
        return found.ConvertAll(o => new WaitingItem(
            "You could buy these with others",
            o.Title,
            $"/opportunities/{o.Key}",
            $"{Words.Count(o.AuthorityCount, "authority", "authorities")}, {Words.Span(o.FromDay, o.ToDay)}: say how far you would go, or that it is not for you",
            null
        ));
    }
}
