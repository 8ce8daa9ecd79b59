using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>A buyer's spelling, what it was led to and why, and how much the reader may see of it.</summary>
public sealed record BuyerRow(
    Guid Id,
    string Name,
    Authority? Authority,
    string? Why,
    bool Corrected,
    int Notices,
    int Contracts
)
{
    public string Path => $"/buyers/{Id}";
}

/// <summary>Buyers as published, those not led to an authority first.</summary>
public sealed class BuyerDirectory(Db db, Actor actor, Authorities authorities)
{
    /// <summary>Every authority to choose from, the present ones before the abolished.</summary>
    public IReadOnlyList<Authority> Authorities =>
        [
            .. authorities
                .All.OrderBy(a => a.IsAbolished)
                .ThenBy(a => a.Name, StringComparer.OrdinalIgnoreCase),
        ];

    /// <param name="state">“open” for those without an authority that nobody has looked at, “resolved”, “corrected”, or null for all.</param>
    public async Task<(int Total, IReadOnlyList<BuyerRow> Rows)> FindAsync(
        string? words,
        string? state,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var buyers = Visible();
        if (!string.IsNullOrWhiteSpace(words))
        {
            var text = words.Trim().ToLowerInvariant();
            buyers = buyers.Where(b => b.Name.ToLower().Contains(text));
        }
        buyers = state switch
        {
            "open" => buyers.Where(b => b.AuthorityCode == null && b.CorrectedAt == null),
            "resolved" => buyers.Where(b => b.AuthorityCode != null),
            "corrected" => buyers.Where(b => b.CorrectedAt != null),
            _ => buyers,
        };
        var total = await buyers.CountAsync(cancellation);
        var found = await buyers
            .OrderBy(b => b.AuthorityCode != null || b.CorrectedAt != null)
            .ThenBy(b => b.Name.ToLower())
            .ThenBy(b => b.Id)
            .Skip(skip)
            .Take(take)
            .ToListAsync(cancellation);
        return (total, await RowsAsync(found, cancellation));
    }

    /// <summary>One buyer, or null where there is none that the actor may know of.</summary>
    public async Task<BuyerRow?> FindAsync(Id<Buyer> id, CancellationToken cancellation)
    {
        var found = await Visible().Where(b => b.Id == id).ToListAsync(cancellation);
        return (await RowsAsync(found, cancellation)).SingleOrDefault();
    }

    private IQueryable<Buyer> Visible()
    {
        var contracts = db.Set<Contract>().VisibleTo(actor);
        var notices = db.Set<Notice>();
        return db.Set<Buyer>()
            .AsNoTracking()
            .Where(b =>
                actor.IsSteward
                || notices.Any(n => n.BuyerId == b.Id)
                || contracts.Any(c => c.BuyerId == b.Id)
            );
    }

    private async Task<List<BuyerRow>> RowsAsync(List<Buyer> buyers, CancellationToken cancellation)
    {
        var ids = buyers.ConvertAll(b => b.Id);
        var notices = await db.Set<Notice>()
            .Where(n => EF.Parameter(ids).Contains(n.BuyerId))
            .GroupBy(n => n.BuyerId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var contracts = await db.Set<Contract>()
            .VisibleTo(actor)
            .Where(c => EF.Parameter(ids).Contains(c.BuyerId))
            .GroupBy(c => c.BuyerId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return buyers.ConvertAll(b => new BuyerRow(
            b.Id.Value,
            b.Name,
            b.AuthorityCode is { } code ? authorities.ByCode(code) : null,
            b.ResolvedHow ?? (b.AuthorityCode is null ? authorities.Explain(b.Name).Reason : null),
            b.CorrectedAt is not null,
            notices.GetValueOrDefault(b.Id),
            contracts.GetValueOrDefault(b.Id)
        ));
    }
}
