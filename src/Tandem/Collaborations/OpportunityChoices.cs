using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>What the filters of the list offer: authorities with their names, and CPV divisions with how many opportunities each has.</summary>
public sealed record OfferedFilters(
    IReadOnlyList<(string Code, string Name)> Authorities,
    IReadOnlyList<(string Division, int Count)> Divisions
)
{
    public static OfferedFilters None { get; } = new([], []);
}

/// <summary>Holds what the filters offer, as it changes only when opportunities are worked out again, and asking for it reads every member of each.</summary>
public sealed class OpportunityChoices
{
    private sealed record Held(DateTime ComputedAt, string State, OfferedFilters Offered);

    private volatile Held? held;

    /// <summary>What is offered after this run.</summary>
    public async Task<OfferedFilters> AfterAsync(
        MatchingRun? run,
        Db db,
        CancellationToken cancellation = default
    )
    {
        if (run is null)
        {
            return OfferedFilters.None;
        }
        var known = held;
        if (known is null || known.ComputedAt != run.ComputedAt || known.State != run.State)
        {
            held = known = new(run.ComputedAt, run.State, await ReadAsync(db, cancellation));
        }
        return known.Offered;
    }

    private static async Task<OfferedFilters> ReadAsync(Db db, CancellationToken cancellation)
    {
        var authorities = await db.Set<KeptOpportunityMember>()
            .GroupBy(m => new { m.AuthorityCode, m.AuthorityName })
            .Select(g => new { g.Key.AuthorityCode, g.Key.AuthorityName })
            .ToListAsync(cancellation);
        var divisions = await db.Set<KeptOpportunity>()
            .Where(o => o.Division != null)
            .GroupBy(o => o.Division!)
            .Select(g => new { g.Key, Count = g.Count() })
            .OrderBy(g => g.Key)
            .ToListAsync(cancellation);
        return new(
            [
                .. authorities
                    .Select(a => (a.AuthorityCode, a.AuthorityName))
                    .DistinctBy(a => a.AuthorityCode)
                    .OrderBy(a => a.AuthorityName, StringComparer.Ordinal),
            ],
            divisions.ConvertAll(d => (d.Key, d.Count))
        );
    }
}
