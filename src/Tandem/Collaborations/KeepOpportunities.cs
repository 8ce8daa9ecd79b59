using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>Writes what was found in the place of what was kept before. Needs an open transaction.</summary>
internal sealed class KeepOpportunities(Db db, CpvList codes)
{
    private const int AtOnce = 500;

    /// <param name="kept">What is kept now, where that is known: of it, what is the same object is left alone.</param>
    public async Task<(
        int Added,
        IReadOnlyList<(FoundOpportunity Before, FoundOpportunity After)> Changed,
        int Gone
    )> RunAsync(
        IReadOnlyList<FoundOpportunity> found,
        IReadOnlyDictionary<string, FoundOpportunity>? kept,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var concerned = kept is null
            ? [.. found]
            : found.Where(f => !ReferenceEquals(kept.GetValueOrDefault(f.Key), f)).ToList();
        var before = await BeforeAsync(found, concerned, kept, cancellation);
        var rows = new List<KeptOpportunity>();
        var members = new List<KeptOpportunityMember>();
        var replaced = new List<Id<KeptOpportunity>>();
        var changed = new List<(FoundOpportunity Before, FoundOpportunity After)>();
        foreach (var one in concerned)
        {
            before.Remove(one.Key, out var old);
            var row = KeptOpportunity.Of(one, CategoryOf(one), old, now);
            if (old is not null && old.Detail == row.Detail)
            {
                continue;
            }
            if (old is not null)
            {
                replaced.Add(old.Id);
                changed.Add((old.Found(), one));
            }
            rows.Add(row);
            members.AddRange(one.Purchases.Select(p => MemberOf(row, p)));
        }
        var gone = before.Values.Select(o => o.Id).ToList();
        foreach (var some in gone.Concat(replaced).Chunk(AtOnce))
        {
            await db.Set<KeptOpportunityMember>()
                .Where(m => some.Contains(m.OpportunityId))
                .ExecuteDeleteAsync(cancellation);
        }
        foreach (var some in gone.Chunk(AtOnce))
        {
            await db.Set<KeptOpportunity>()
                .Where(o => some.Contains(o.Id))
                .ExecuteDeleteAsync(cancellation);
        }
        await Bulk.UpsertAsync(db, rows, cancellation);
        await Bulk.UpsertAsync(db, members, cancellation);
        return (rows.Count - replaced.Count, changed, gone.Count);
    }

    /// <summary>The rows of what is concerned and of what is found no more, by key.</summary>
    private async Task<Dictionary<string, KeptOpportunity>> BeforeAsync(
        IReadOnlyList<FoundOpportunity> found,
        List<FoundOpportunity> concerned,
        IReadOnlyDictionary<string, FoundOpportunity>? kept,
        CancellationToken cancellation
    )
    {
        var all = db.Set<KeptOpportunity>().AsNoTracking();
        if (kept is null)
        {
            return await all.ToDictionaryAsync(o => o.Key, cancellation);
        }
        var gone = kept.Keys.Except(found.Select(f => f.Key), StringComparer.Ordinal);
        var before = new Dictionary<string, KeptOpportunity>(StringComparer.Ordinal);
        foreach (var some in concerned.Select(f => f.Key).Concat(gone).Chunk(AtOnce))
        {
            foreach (
                var row in await all.Where(o => some.Contains(o.Key)).ToListAsync(cancellation)
            )
            {
                before.Add(row.Key, row);
            }
        }
        return before;
    }

    private string CategoryOf(FoundOpportunity found) =>
        found.Division is { } digits && Cpv.TryParse(digits + "000000", out var division)
            ? codes.NameOf(division)
            : "";

    private static KeptOpportunityMember MemberOf(
        KeptOpportunity row,
        OpportunityPurchase purchase
    ) =>
        new()
        {
            OpportunityId = row.Id,
            PurchaseId = purchase.Id,
            AuthorityCode = purchase.AuthorityCode,
            AuthorityName = purchase.AuthorityName,
            ContractId =
                purchase.Kind == PurchaseKind.ContractEnding
                    ? new(Guid.Parse(purchase.Id.AsSpan(2)))
                    : null,
        };
}
