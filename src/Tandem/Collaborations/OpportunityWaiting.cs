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
            .Roles.Where(r => r.Value >= InterestPermissions.Speaks)
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
        var spoken = await UnderWay.SpokenOnAsync(db, StartingKind.Opportunity, ids, cancellation);
        var today = clock.Today();
        var inYear = today.AddYears(1);
        var waiting = db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Shown(db)
            .Where(o => o.Strength >= LeastStrength && o.FirstDue <= inYear && o.ToDay >= today)
            .Where(o =>
                db.Set<KeptOpportunityMember>()
                    .Any(m => m.OpportunityId == o.Id && keys.Contains(m.AuthorityCode))
                && !db.Set<SetAside>()
                    .Any(s => s.OpportunityKey == o.Key && ids.Contains(s.OrganisationId))
                && !EF.Parameter(spoken).Contains(o.Key)
            );
        var total = await waiting.CountAsync(cancellation);
        var found = await waiting
            .OrderBy(o => o.FirstDue)
            .ThenByDescending(o => o.Strength)
            .ThenBy(o => o.Key)
            .Select(o => o.Detail)
            .Take(Most)
            .ToListAsync(cancellation);
        var all = new WaitingMore(
            total,
            own is [var only]
                ? $"/opportunities?authority={Uri.EscapeDataString(buyers.KeyOf(only))}&sort=soonest"
                : "/opportunities?sort=soonest",
            own is [var one]
                ? $"All that {one.Name} could buy with others, the soonest first"
                : "All that could be bought with others, the soonest first"
        );
        return found
            .ConvertAll(KeptOpportunity.Read)
            .ConvertAll(o => new WaitingItem(
                "You could buy these with others",
                o.Title,
                $"/opportunities/{o.Key}",
                $"With {OpportunityWords.Others(o, keys)}, {Words.Span(o.From, o.To)}: say how far you would go, or that it is not for you",
                null,
                All: all
            ));
    }
}
