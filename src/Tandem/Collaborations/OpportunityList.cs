using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>The list of opportunities, for page, CSV and JSON alike.</summary>
public sealed class OpportunityList(Db db, CurrentActor current, OrganisationBuyers buyers)
{
    public const int PageSize = 25;

    /// <summary>Those that fit, in order; those that the person's organisations set aside only where they are asked for.</summary>
    public async Task<IQueryable<KeptOpportunity>> FindAsync(
        OpportunityFilter filter,
        CancellationToken cancellation = default
    )
    {
        var found = await FitAsync(filter, cancellation);
        var hidden = Hidden(filter);
        if (!filter.Aside && hidden.Count > 0)
        {
            found = found.Where(o =>
                !db.Set<SetAside>()
                    .Any(s => s.OpportunityKey == o.Key && hidden.Contains(s.OrganisationId))
            );
        }
        return filter.Sort switch
        {
            "soonest" => found
                .OrderBy(o => o.FirstDue)
                .ThenByDescending(o => o.Strength)
                .ThenBy(o => o.Key),
            "value" => found
                .OrderByDescending(o => o.ValueMinor)
                .ThenByDescending(o => o.Strength)
                .ThenBy(o => o.Key),
            "size" => found
                .OrderByDescending(o => o.AuthorityCount)
                .ThenByDescending(o => o.Strength)
                .ThenBy(o => o.Key),
            _ => found.OrderByDescending(o => o.Strength).ThenBy(o => o.Key),
        };
    }

    /// <summary>How many fit, and those of the page asked for. What is not on the page is put in order without being read whole.</summary>
    public async Task<(int Total, List<KeptOpportunity> Rows)> PageAsync(
        OpportunityFilter filter,
        CancellationToken cancellation = default
    )
    {
        var found = await FindAsync(filter, cancellation);
        var total = await found.CountAsync(cancellation);
        var ids = await found
            .Skip((filter.Page - 1) * PageSize)
            .Take(PageSize)
            .Select(o => o.Id)
            .ToListAsync(cancellation);
        var rows = await db.Set<KeptOpportunity>()
            .AsNoTracking()
            .Where(o => EF.Parameter(ids).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        return (total, [.. ids.Where(rows.ContainsKey).Select(id => rows[id])]);
    }

    /// <summary>How many fit but were set aside by the person's own organisations.</summary>
    public async Task<int> AsideAsync(
        OpportunityFilter filter,
        CancellationToken cancellation = default
    )
    {
        var hidden = Hidden(filter);
        return hidden.Count == 0
            ? 0
            : await (await FitAsync(filter, cancellation)).CountAsync(
                o =>
                    db.Set<SetAside>()
                        .Any(s => s.OpportunityKey == o.Key && hidden.Contains(s.OrganisationId)),
                cancellation
            );
    }

    // Looking at one organisation's list, its own word counts; looking at all, the word of any of one's own.
    private List<Id<Organisation>> Hidden(OpportunityFilter filter)
    {
        var own = current.Organisations;
        var asked = own.Where(o => buyers.KeyOf(o) == filter.Authority).ToList();
        return [.. (asked.Count > 0 ? asked : own).Select(o => o.Id)];
    }

    private async Task<IQueryable<KeptOpportunity>> FitAsync(
        OpportunityFilter filter,
        CancellationToken cancellation
    )
    {
        var found = db.Set<KeptOpportunity>().AsNoTracking().Shown(db);
        foreach (
            var word in (filter.Words ?? "")
                .ToLowerInvariant()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Take(10)
        )
        {
            found = found.Where(o => o.SearchText.Contains(word));
        }
        if (filter.Authority is { } authority)
        {
            found = found.Where(o =>
                db.Set<KeptOpportunityMember>()
                    .Any(m => m.OpportunityId == o.Id && m.AuthorityCode == authority)
            );
        }
        if (filter.Partnership is { } slug)
        {
            var codes = await buyers.KeysOfAsync(slug, cancellation);
            found = found.Where(o =>
                db.Set<KeptOpportunityMember>()
                    .Where(m => m.OpportunityId == o.Id && codes.Contains(m.AuthorityCode))
                    .Select(m => m.AuthorityCode)
                    .Distinct()
                    .Count() > 1
            );
        }
        if (filter.Division is { } division)
        {
            found = found.Where(o => o.Division == division);
        }
        if (filter.From is { } from)
        {
            found = found.Where(o => o.ToDay >= from);
        }
        if (filter.To is { } to)
        {
            found = found.Where(o => o.FromDay <= to);
        }
        return filter.Strength > 0 ? found.Where(o => o.Strength >= filter.Strength) : found;
    }
}
