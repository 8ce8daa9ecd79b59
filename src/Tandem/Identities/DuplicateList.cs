using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>One supplier of a suggestion, with what the reader may see of it.</summary>
/// <param name="Head">The supplier that stands for it: those of one head are joined already.</param>
public sealed record DuplicateMember(
    Guid Id,
    Guid Head,
    string Name,
    IReadOnlyList<string> Names,
    string? CompanyNumber,
    string? VatNumber,
    string? Place,
    int Contracts,
    IReadOnlyList<string> Buyers
);

/// <summary>Suppliers that may be one.</summary>
public sealed record DuplicateRow(
    double Likeness,
    bool SameName,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<DuplicateMember> Members
);

/// <summary>One act of deciding, to be read and undone.</summary>
public sealed record DecidedRow(
    Guid Act,
    PairDecision Decision,
    DateTime At,
    string By,
    bool Automatic,
    string? Reason,
    IReadOnlyList<(Guid Id, string Name)> Suppliers
);

/// <summary>What waits for a person, and what has been decided; of suppliers that the actor may know of.</summary>
public sealed class DuplicateList(Db db, Actor actor)
{
    /// <summary>Open suggestions, likeliest first.</summary>
    /// <param name="atLeast">Least likeness, 0 to 1.</param>
    public async Task<(int Total, IReadOnlyList<DuplicateRow> Rows)> OpenAsync(
        string? words,
        double atLeast,
        bool sameName,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var open = db.Set<SupplierSuggestion>()
            .AsNoTracking()
            .Where(s => s.DecidedIn == null && s.Likeness >= atLeast && (s.SameName || !sameName));
        foreach (var word in (words ?? "").ToLowerInvariant().Split(' ').Where(w => w.Length > 0))
        {
            open = open.Where(s => s.Words.Contains(word));
        }
        if (!actor.IsSteward)
        {
            var members = db.Set<SupplierSuggestionMember>();
            var visible = VisibleParts.Of(db, actor);
            open = open.Where(s =>
                !members.Any(m =>
                    m.SuggestionId == s.Id && !visible.Any(p => p.SupplierId == m.SupplierId)
                )
            );
        }
        var total = await open.CountAsync(cancellation);
        var found = await open.OrderByDescending(s => s.Likeness)
            .ThenByDescending(s => s.Size)
            .ThenBy(s => s.Words)
            .ThenBy(s => s.Id)
            .Skip(skip)
            .Take(take)
            .ToListAsync(cancellation);
        var about = await MembersAsync(found.ConvertAll(f => f.Id), cancellation);
        return (
            total,
            found.ConvertAll(f => new DuplicateRow(
                f.Likeness,
                f.SameName,
                JsonSerializer.Deserialize<List<string>>(f.Evidence, JsonSerializerOptions.Web)!,
                [.. about[f.Id].OrderByDescending(m => m.Contracts).ThenBy(m => m.Name)]
            ))
        );
    }

    /// <summary>What has been decided and stands, the latest first.</summary>
    public async Task<(int Total, IReadOnlyList<DecidedRow> Rows)> DecidedAsync(
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var standing = db.Set<SupplierDecision>()
            .AsNoTracking()
            .Where(d => d.Decision != PairDecision.Parted);
        if (!actor.IsSteward)
        {
            var visible = VisibleParts.Of(db, actor);
            standing = standing.Where(d =>
                visible.Any(p => p.SupplierId == d.FirstId)
                && visible.Any(p => p.SupplierId == d.SecondId)
            );
        }
        var acts = standing
            .GroupBy(d => d.ActId)
            .Select(g => new { g.Key, At = g.Max(d => d.DecidedAt) });
        var total = await acts.CountAsync(cancellation);
        var page = await acts.OrderByDescending(a => a.At)
            .ThenBy(a => a.Key)
            .Skip(skip)
            .Take(take)
            .Select(a => a.Key)
            .ToListAsync(cancellation);
        var decisions = await standing
            .Where(d => EF.Parameter(page).Contains(d.ActId))
            .ToListAsync(cancellation);
        var ids = decisions.SelectMany(d => new[] { d.FirstId, d.SecondId }).Distinct().ToList();
        var names = await db.Set<Supplier>()
            .Where(s => EF.Parameter(ids).Contains(s.Id))
            .ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        var byAct = decisions.ToLookup(d => d.ActId);
        return (total, page.ConvertAll(act => RowOf([.. byAct[act]], names)));
    }

    private static DecidedRow RowOf(
        List<SupplierDecision> act,
        Dictionary<Id<Supplier>, string> names
    ) =>
        new(
            act[0].ActId,
            act[0].Decision,
            act[0].DecidedAt,
            act[0].DecidedByName,
            act[0].Automatic,
            act[0].Reason,
            [
                .. act.SelectMany(d => new[] { d.FirstId, d.SecondId })
                    .Distinct()
                    .Select(id => (id.Value, names[id]))
                    .OrderBy(s => s.Item2, StringComparer.OrdinalIgnoreCase),
            ]
        );

    private async Task<ILookup<Id<SupplierSuggestion>, DuplicateMember>> MembersAsync(
        List<Id<SupplierSuggestion>> suggestions,
        CancellationToken cancellation
    )
    {
        var members = await db.Set<SupplierSuggestionMember>()
            .AsNoTracking()
            .Where(m => EF.Parameter(suggestions).Contains(m.SuggestionId))
            .Join(
                db.Set<Supplier>(),
                m => m.SupplierId,
                s => s.Id,
                (m, supplier) => new { m.SuggestionId, supplier }
            )
            .ToListAsync(cancellation);
        var ids = members.Select(m => m.supplier.Id).Distinct().ToList();
        var parts = (
            await VisibleParts
                .Of(db, actor)
                .Where(p => EF.Parameter(ids).Contains(p.SupplierId))
                .Join(
                    db.Set<Buyer>(),
                    p => p.BuyerId,
                    b => b.Id,
                    (p, b) =>
                        new
                        {
                            p.SupplierId,
                            p.Name,
                            Buyer = b.Name,
                        }
                )
                .ToListAsync(cancellation)
        ).ToLookup(p => p.SupplierId);
        return members.ToLookup(
            m => m.SuggestionId,
            m => new DuplicateMember(
                m.supplier.Id.Value,
                (m.supplier.MergedIntoId ?? m.supplier.Id).Value,
                m.supplier.Name,
                [.. parts[m.supplier.Id].Select(p => p.Name).Prepend(m.supplier.Name).Distinct()],
                m.supplier.CompanyNumber,
                m.supplier.VatNumber,
                string.Join(
                    ", ",
                    new[] { m.supplier.Locality, m.supplier.PostalCode }.Where(t => t is not null)
                ),
                parts[m.supplier.Id].Count(),
                [.. parts[m.supplier.Id].Select(p => p.Buyer).Distinct().Order()]
            )
        );
    }
}
